//! Extensions: their frame, and typed views of those that validation needs (RFC 5280 §4.2).
//!
//! A certificate keeps extensions as bytes; a view is decoded when asked for, strictly.

mod basic_constraints;
mod certificate_policies;
mod distribution_points;
mod extended_key_usage;
mod frame;
pub mod general_name;
mod information_access;
mod inhibit_any_policy;
mod key_identifier;
mod key_usage;
mod name_constraints;
mod named_bits;
mod policy_constraints;
mod policy_mappings;
mod policy_qualifier;
mod reason_flags;

pub use basic_constraints::BasicConstraints;
pub use certificate_policies::{ANY_POLICY, CertificatePolicies, PolicyInformation};
pub use distribution_points::{DistributionPoint, DistributionPointName, DistributionPoints};
pub use extended_key_usage::ExtendedKeyUsage;
pub use frame::{Extension, ExtensionSpan, Extensions};
pub use information_access::{AccessDescription, AuthorityInformationAccess};
pub use inhibit_any_policy::InhibitAnyPolicy;
pub use key_identifier::{AuthorityKeyIdentifier, IssuerCertificate, KeyIdentifier};
pub use key_usage::KeyUsage;
pub use name_constraints::{GeneralSubtree, NameConstraints, SubtreeExtent};
pub use policy_constraints::PolicyConstraints;
pub use policy_mappings::{PolicyMapping, PolicyMappings};
pub(crate) use policy_qualifier::PolicyQualifier;
pub use reason_flags::ReasonFlags;

/// A `SkipCerts`, two's complement; `None` if it is negative, 2³² − 1 from 2³².
fn skip_certificates(integer: &[u8]) -> Option<u32> {
    match integer {
        [] | [0x80..=0xff, ..] => None,
        [0x00, magnitude @ ..] | magnitude if magnitude.len() <= 4 => {
            Some(magnitude.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte)))
        }
        _ => Some(u32::MAX),
    }
}

/// Object identifiers of extensions, as content bytes.
pub mod oid {
    /// id-ce-subjectDirectoryAttributes 2.5.29.9
    pub const SUBJECT_DIRECTORY_ATTRIBUTES: &[u8] = &[0x55, 0x1d, 9];
    /// id-ce-subjectKeyIdentifier 2.5.29.14
    pub const SUBJECT_KEY_IDENTIFIER: &[u8] = &[0x55, 0x1d, 14];
    /// id-ce-keyUsage 2.5.29.15
    pub const KEY_USAGE: &[u8] = &[0x55, 0x1d, 15];
    /// id-ce-subjectAltName 2.5.29.17
    pub const SUBJECT_ALTERNATIVE_NAME: &[u8] = &[0x55, 0x1d, 17];
    /// id-ce-issuerAltName 2.5.29.18
    pub const ISSUER_ALTERNATIVE_NAME: &[u8] = &[0x55, 0x1d, 18];
    /// id-ce-basicConstraints 2.5.29.19
    pub const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 19];
    /// id-ce-cRLNumber 2.5.29.20
    pub const CRL_NUMBER: &[u8] = &[0x55, 0x1d, 20];
    /// id-ce-cRLReasons 2.5.29.21
    pub const REASON_CODE: &[u8] = &[0x55, 0x1d, 21];
    /// id-ce-holdInstructionCode 2.5.29.23
    pub const HOLD_INSTRUCTION_CODE: &[u8] = &[0x55, 0x1d, 23];
    /// id-ce-invalidityDate 2.5.29.24
    pub const INVALIDITY_DATE: &[u8] = &[0x55, 0x1d, 24];
    /// id-ce-deltaCRLIndicator 2.5.29.27
    pub const DELTA_CRL_INDICATOR: &[u8] = &[0x55, 0x1d, 27];
    /// id-ce-issuingDistributionPoint 2.5.29.28
    pub const ISSUING_DISTRIBUTION_POINT: &[u8] = &[0x55, 0x1d, 28];
    /// id-ce-certificateIssuer 2.5.29.29
    pub const CERTIFICATE_ISSUER: &[u8] = &[0x55, 0x1d, 29];
    /// id-ce-nameConstraints 2.5.29.30
    pub const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 30];
    /// id-ce-cRLDistributionPoints 2.5.29.31
    pub const CRL_DISTRIBUTION_POINTS: &[u8] = &[0x55, 0x1d, 31];
    /// id-ce-certificatePolicies 2.5.29.32
    pub const CERTIFICATE_POLICIES: &[u8] = &[0x55, 0x1d, 32];
    /// id-ce-policyMappings 2.5.29.33
    pub const POLICY_MAPPINGS: &[u8] = &[0x55, 0x1d, 33];
    /// id-ce-authorityKeyIdentifier 2.5.29.35
    pub const AUTHORITY_KEY_IDENTIFIER: &[u8] = &[0x55, 0x1d, 35];
    /// id-ce-policyConstraints 2.5.29.36
    pub const POLICY_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 36];
    /// id-ce-extKeyUsage 2.5.29.37
    pub const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 37];
    /// id-ce-freshestCRL 2.5.29.46
    pub const FRESHEST_CRL: &[u8] = &[0x55, 0x1d, 46];
    /// id-ce-inhibitAnyPolicy 2.5.29.54
    pub const INHIBIT_ANY_POLICY: &[u8] = &[0x55, 0x1d, 54];
    /// id-pe-authorityInfoAccess 1.3.6.1.5.5.7.1.1
    pub const AUTHORITY_INFORMATION_ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];
    /// id-pe-subjectInfoAccess 1.3.6.1.5.5.7.1.11
    pub const SUBJECT_INFORMATION_ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 11];
    /// id-pkix-ocsp-nocheck 1.3.6.1.5.5.7.48.1.5
    pub const OCSP_NO_CHECK: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1, 5];
}
