use jpki_core::der::Oid;

use crate::extension::oid;

/// An extension that profiles speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum KnownExtension {
    /// keyUsage
    KeyUsage,
    /// extKeyUsage
    ExtendedKeyUsage,
    /// subjectAltName
    SubjectAlternativeName,
    /// issuerAltName
    IssuerAlternativeName,
    /// basicConstraints
    BasicConstraints,
    /// certificatePolicies
    CertificatePolicies,
    /// cRLDistributionPoints
    CrlDistributionPoints,
    /// freshestCRL
    FreshestCrl,
    /// authorityKeyIdentifier
    AuthorityKeyIdentifier,
    /// subjectKeyIdentifier
    SubjectKeyIdentifier,
    /// authorityInfoAccess
    AuthorityInformationAccess,
    /// nameConstraints
    NameConstraints,
    /// policyMappings
    PolicyMappings,
    /// policyConstraints
    PolicyConstraints,
    /// inhibitAnyPolicy
    InhibitAnyPolicy,
    /// id-pkix-ocsp-nocheck
    OcspNoCheck,
}

impl KnownExtension {
    /// All, in the order of the tables' rows.
    pub const ALL: [Self; 16] = [
        Self::KeyUsage,
        Self::ExtendedKeyUsage,
        Self::SubjectAlternativeName,
        Self::IssuerAlternativeName,
        Self::BasicConstraints,
        Self::CertificatePolicies,
        Self::CrlDistributionPoints,
        Self::FreshestCrl,
        Self::AuthorityKeyIdentifier,
        Self::SubjectKeyIdentifier,
        Self::AuthorityInformationAccess,
        Self::NameConstraints,
        Self::PolicyMappings,
        Self::PolicyConstraints,
        Self::InhibitAnyPolicy,
        Self::OcspNoCheck,
    ];

    /// The extension with this object identifier.
    #[must_use]
    pub fn from_oid(oid: Oid<'_>) -> Option<Self> {
        match oid {
            oid::KEY_USAGE => Some(Self::KeyUsage),
            oid::EXTENDED_KEY_USAGE => Some(Self::ExtendedKeyUsage),
            oid::SUBJECT_ALTERNATIVE_NAME => Some(Self::SubjectAlternativeName),
            oid::ISSUER_ALTERNATIVE_NAME => Some(Self::IssuerAlternativeName),
            oid::BASIC_CONSTRAINTS => Some(Self::BasicConstraints),
            oid::CERTIFICATE_POLICIES => Some(Self::CertificatePolicies),
            oid::CRL_DISTRIBUTION_POINTS => Some(Self::CrlDistributionPoints),
            oid::FRESHEST_CRL => Some(Self::FreshestCrl),
            oid::AUTHORITY_KEY_IDENTIFIER => Some(Self::AuthorityKeyIdentifier),
            oid::SUBJECT_KEY_IDENTIFIER => Some(Self::SubjectKeyIdentifier),
            oid::AUTHORITY_INFORMATION_ACCESS => Some(Self::AuthorityInformationAccess),
            oid::NAME_CONSTRAINTS => Some(Self::NameConstraints),
            oid::POLICY_MAPPINGS => Some(Self::PolicyMappings),
            oid::POLICY_CONSTRAINTS => Some(Self::PolicyConstraints),
            oid::INHIBIT_ANY_POLICY => Some(Self::InhibitAnyPolicy),
            oid::OCSP_NO_CHECK => Some(Self::OcspNoCheck),
            _ => None,
        }
    }

    /// Returns its object identifier.
    #[must_use]
    pub const fn oid(self) -> Oid<'static> {
        match self {
            Self::KeyUsage => oid::KEY_USAGE,
            Self::ExtendedKeyUsage => oid::EXTENDED_KEY_USAGE,
            Self::SubjectAlternativeName => oid::SUBJECT_ALTERNATIVE_NAME,
            Self::IssuerAlternativeName => oid::ISSUER_ALTERNATIVE_NAME,
            Self::BasicConstraints => oid::BASIC_CONSTRAINTS,
            Self::CertificatePolicies => oid::CERTIFICATE_POLICIES,
            Self::CrlDistributionPoints => oid::CRL_DISTRIBUTION_POINTS,
            Self::FreshestCrl => oid::FRESHEST_CRL,
            Self::AuthorityKeyIdentifier => oid::AUTHORITY_KEY_IDENTIFIER,
            Self::SubjectKeyIdentifier => oid::SUBJECT_KEY_IDENTIFIER,
            Self::AuthorityInformationAccess => oid::AUTHORITY_INFORMATION_ACCESS,
            Self::NameConstraints => oid::NAME_CONSTRAINTS,
            Self::PolicyMappings => oid::POLICY_MAPPINGS,
            Self::PolicyConstraints => oid::POLICY_CONSTRAINTS,
            Self::InhibitAnyPolicy => oid::INHIBIT_ANY_POLICY,
            Self::OcspNoCheck => oid::OCSP_NO_CHECK,
        }
    }

    pub(super) const fn bit(self) -> u32 {
        1 << self as u32
    }
}
