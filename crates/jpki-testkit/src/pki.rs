//! Certificates and revocation lists of any hierarchy, right and wrong (RFC 5280).
//!
//! The builders check nothing. Extensions stand in the order in which they are added.

mod certificate;
mod crl;
mod distribution_point;
mod extension;
mod general_name;
mod name;
mod policy;
mod reason_code;
mod serial;
mod time;
mod version;

pub use self::certificate::CertificateBuilder;
pub use self::crl::{CrlBuilder, CrlEntry};
pub use self::distribution_point::{
    DistributionPoint, DistributionPointName, IssuingDistributionPoint, Reason,
};
pub use self::extension::{
    AuthorityKeyIdentifier, BasicConstraints, Criticality, Extension, GeneralSubtree, KeyUsage,
    extensions,
};
pub use self::general_name::GeneralName;
pub use self::name::{Attribute, DistinguishedName, StringType};
pub use self::policy::{PolicyInformation, PolicyQualifier};
pub use self::reason_code::ReasonCode;
pub use self::serial::SerialNumber;
pub use self::time::{Time, Validity, generalized_time};
pub use self::version::Version;

use crate::asn1;

/// `SIGNED{…}` of X.509: the signed part, the algorithm, the signature value.
pub fn signed(to_be_signed: Vec<u8>, algorithm: Vec<u8>, signature: &[u8]) -> Vec<u8> {
    asn1::sequence([to_be_signed, algorithm, asn1::bit_string(signature)])
}
