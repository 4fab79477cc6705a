//! Extensions: their frame, and typed views of those that validation needs (RFC 5280 §4.2).
//!
//! A certificate keeps extensions as bytes; a view is decoded when asked for, strictly.

mod basic_constraints;
mod distribution_points;
mod extended_key_usage;
mod frame;
pub mod general_name;
mod information_access;
mod key_identifier;
mod key_usage;
mod name_constraints;
mod named_bits;
mod policies;
mod reason_flags;

pub use basic_constraints::BasicConstraints;
pub use distribution_points::{DistributionPoint, DistributionPointName};
pub use extended_key_usage::ExtendedKeyUsage;
pub use frame::{Extension, ExtensionSpan, Extensions, ExtensionsError};
pub use information_access::AccessDescription;
pub use key_identifier::{AuthorityKeyIdentifier, IssuerCertificate, KeyIdentifier};
pub use key_usage::KeyUsage;
pub use name_constraints::{GeneralSubtree, NameConstraints, SubtreeExtent};
pub(crate) use policies::PolicyQualifier;
pub use policies::{
    ANY_POLICY, CertificatePolicies, InhibitAnyPolicy, PolicyConstraints, PolicyInformation,
    PolicyMapping,
};
pub use reason_flags::ReasonFlags;

/// Object identifiers of extensions.
pub mod oid {
    use const_oid::db::{rfc5280, rfc6960};
    use jpki_core::der::Oid;

    /// id-ce-subjectDirectoryAttributes 2.5.29.9
    pub const SUBJECT_DIRECTORY_ATTRIBUTES: Oid<'static> =
        Oid::of(&rfc5280::ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES);
    /// id-ce-subjectKeyIdentifier 2.5.29.14
    pub const SUBJECT_KEY_IDENTIFIER: Oid<'static> =
        Oid::of(&rfc5280::ID_CE_SUBJECT_KEY_IDENTIFIER);
    /// id-ce-keyUsage 2.5.29.15
    pub const KEY_USAGE: Oid<'static> = Oid::of(&rfc5280::ID_CE_KEY_USAGE);
    /// id-ce-subjectAltName 2.5.29.17
    pub const SUBJECT_ALTERNATIVE_NAME: Oid<'static> = Oid::of(&rfc5280::ID_CE_SUBJECT_ALT_NAME);
    /// id-ce-issuerAltName 2.5.29.18
    pub const ISSUER_ALTERNATIVE_NAME: Oid<'static> = Oid::of(&rfc5280::ID_CE_ISSUER_ALT_NAME);
    /// id-ce-basicConstraints 2.5.29.19
    pub const BASIC_CONSTRAINTS: Oid<'static> = Oid::of(&rfc5280::ID_CE_BASIC_CONSTRAINTS);
    /// id-ce-cRLNumber 2.5.29.20
    pub const CRL_NUMBER: Oid<'static> = Oid::of(&rfc5280::ID_CE_CRL_NUMBER);
    /// id-ce-cRLReasons 2.5.29.21
    pub const REASON_CODE: Oid<'static> = Oid::of(&rfc5280::ID_CE_CRL_REASONS);
    /// id-ce-holdInstructionCode 2.5.29.23
    pub const HOLD_INSTRUCTION_CODE: Oid<'static> = Oid::of(&rfc5280::ID_CE_HOLD_INSTRUCTION_CODE);
    /// id-ce-invalidityDate 2.5.29.24
    pub const INVALIDITY_DATE: Oid<'static> = Oid::of(&rfc5280::ID_CE_INVALIDITY_DATE);
    /// id-ce-deltaCRLIndicator 2.5.29.27
    pub const DELTA_CRL_INDICATOR: Oid<'static> = Oid::of(&rfc5280::ID_CE_DELTA_CRL_INDICATOR);
    /// id-ce-issuingDistributionPoint 2.5.29.28
    pub const ISSUING_DISTRIBUTION_POINT: Oid<'static> =
        Oid::of(&rfc5280::ID_CE_ISSUING_DISTRIBUTION_POINT);
    /// id-ce-certificateIssuer 2.5.29.29
    pub const CERTIFICATE_ISSUER: Oid<'static> = Oid::of(&rfc5280::ID_CE_CERTIFICATE_ISSUER);
    /// id-ce-nameConstraints 2.5.29.30
    pub const NAME_CONSTRAINTS: Oid<'static> = Oid::of(&rfc5280::ID_CE_NAME_CONSTRAINTS);
    /// id-ce-cRLDistributionPoints 2.5.29.31
    pub const CRL_DISTRIBUTION_POINTS: Oid<'static> =
        Oid::of(&rfc5280::ID_CE_CRL_DISTRIBUTION_POINTS);
    /// id-ce-certificatePolicies 2.5.29.32
    pub const CERTIFICATE_POLICIES: Oid<'static> = Oid::of(&rfc5280::ID_CE_CERTIFICATE_POLICIES);
    /// id-ce-policyMappings 2.5.29.33
    pub const POLICY_MAPPINGS: Oid<'static> = Oid::of(&rfc5280::ID_CE_POLICY_MAPPINGS);
    /// id-ce-authorityKeyIdentifier 2.5.29.35
    pub const AUTHORITY_KEY_IDENTIFIER: Oid<'static> =
        Oid::of(&rfc5280::ID_CE_AUTHORITY_KEY_IDENTIFIER);
    /// id-ce-policyConstraints 2.5.29.36
    pub const POLICY_CONSTRAINTS: Oid<'static> = Oid::of(&rfc5280::ID_CE_POLICY_CONSTRAINTS);
    /// id-ce-extKeyUsage 2.5.29.37
    pub const EXTENDED_KEY_USAGE: Oid<'static> = Oid::of(&rfc5280::ID_CE_EXT_KEY_USAGE);
    /// id-ce-freshestCRL 2.5.29.46
    pub const FRESHEST_CRL: Oid<'static> = Oid::of(&rfc5280::ID_CE_FRESHEST_CRL);
    /// id-ce-inhibitAnyPolicy 2.5.29.54
    pub const INHIBIT_ANY_POLICY: Oid<'static> = Oid::of(&rfc5280::ID_CE_INHIBIT_ANY_POLICY);
    /// id-pe-authorityInfoAccess 1.3.6.1.5.5.7.1.1
    pub const AUTHORITY_INFORMATION_ACCESS: Oid<'static> =
        Oid::of(&rfc5280::ID_PE_AUTHORITY_INFO_ACCESS);
    /// id-pe-subjectInfoAccess 1.3.6.1.5.5.7.1.11
    pub const SUBJECT_INFORMATION_ACCESS: Oid<'static> =
        Oid::of(&rfc5280::ID_PE_SUBJECT_INFO_ACCESS);
    /// id-pkix-ocsp-nocheck 1.3.6.1.5.5.7.48.1.5
    pub const OCSP_NO_CHECK: Oid<'static> = Oid::of(&rfc6960::ID_PKIX_OCSP_NOCHECK);
}
