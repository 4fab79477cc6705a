//! CMS messages, right and wrong (RFC 5652), with countersignatures and time-stamp tokens (RFC 3161).
//!
//! The builders check nothing. Whatever is not set is as a well-made message has it.

mod attribute;
mod issuer_and_serial_number;
mod signed_data;
mod signer;
mod time_stamp;

pub use self::attribute::{
    algorithm_protection, attribute, content_type, countersignature, message_digest,
    signature_time_stamp, signing_certificate, signing_certificate_v2, signing_time,
};
pub use self::issuer_and_serial_number::issuer_and_serial_number;
pub use self::signed_data::{ContentEncoding, LengthForm, SignedDataBuilder};
pub use self::signer::{AttributeOrder, SignerBuilder};
pub use self::time_stamp::TimeStampBuilder;
