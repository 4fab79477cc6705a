//! 紐付け: which certificate an account of a service provider is bound to (guideline 001 ch. 4 (1) イ).
//!
//! Kept are keyed digests of user identifier, and of CA and serial number: never the numbers themselves,
//! which must not serve as identifiers elsewhere nor be given out (guideline 001 ch. 4 (1) イ).
//!
//! A binding is made only from a verified signature of the 署名用電子証明書 with the serial inquiry
//! ([`SerialInquiry`]), or from a verified first use of the authentication certificate itself.

mod erasure;
mod inquiry;
mod keys;
mod outcome;
mod record;
mod reference;
mod scheme;

pub use erasure::{Erasure, ErasureReport, ErasureScope};
pub use inquiry::{
    AuthenticatedSigner, Counterpart, LinkedCertificate, Predecessor, RenewalConsent, SerialInquiry,
};
pub use keys::{KeyCheck, KeyStanding, LinkageKey, LinkageKeys, LinkageKeysError};
pub use outcome::{Binding, BindingOutcome, Insertion, Replacement};
pub use record::{BindingOrigin, BindingRecord};
pub use reference::{CertificateReference, IssuedSerial};
pub use scheme::BindingScheme;

pub use crate::identifiers::{AccountReference, KeyId};
pub use jpki_core::event::OperatorName;
pub use jpki_exchange::identifiers::PairwiseIdentifier;

pub(crate) use scheme::{BindingMatch, BindingRewrite};
