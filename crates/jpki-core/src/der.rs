//! Positions instead of copies: a reader over DER that says where each element lies.
//!
//! Every signed object keeps the bytes it came in; what is parsed from them is a set of
//! [`Span`]s into those bytes. Nothing is ever verified over re-encoded bytes.
//!
//! The reader is strict DER (X.690 §10.1): definite, minimal lengths and low tag numbers only.
//! BER from other makers goes through [`crate::ber`] first.

mod decode;
mod element;
mod error;
mod integer;
mod oid;
mod reader;
mod sequence_of;
mod tag;

pub use const_oid::ObjectIdentifier;
pub use decode::Decode;
pub use element::{BitString, Element, Span};
pub use error::{DerError, DerErrorKind};
pub use integer::Integer;
pub use oid::Oid;
pub use reader::Reader;
pub use sequence_of::{SequenceIter, SequenceOf};
pub use tag::Tag;
