//! One row per extension, in the order of [`KnownExtension::ALL`].
//!
//! NOTE: cards' certificates always have distribution points and a subject key identifier, and never
//! basicConstraints. Yet they may lack the first two, and have the last with cA FALSE, and issuerAltName
//! is not looked into: nothing believed here depends on it, and the profile of smartphones' certificates
//! is not public. Test: `what_nothing_depends_on_is_left_open`.

use jpki_core::report::{Rule, RuleSource};

use super::Content::{self, Anything};
use super::Criticality::{self, Critical, Either, NotCritical};
use super::KnownExtension::{
    AuthorityInformationAccess, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    CrlDistributionPoints, ExtendedKeyUsage, FreshestCrl, InhibitAnyPolicy, IssuerAlternativeName,
    KeyUsage, NameConstraints, OcspNoCheck, PolicyConstraints, PolicyMappings,
    SubjectAlternativeName, SubjectKeyIdentifier,
};
use super::{KnownExtension, Presence, Row};
use crate::extension;
use crate::kind::SIGNATURE_USAGE;

type Table = [Row; KnownExtension::ALL.len()];

/// 署名用電子証明書
// Requirement: CERT-02
pub(super) static SIGNATURE: Table = [
    must(KeyUsage, Critical, Content::KeyUsageOnly(SIGNATURE_USAGE), jpki("§2.4 row 1")),
    must_not(ExtendedKeyUsage, jpki("§2.4, §13.2")),
    must(SubjectAlternativeName, NotCritical, Content::BasicFourInfo, jpki("§2.4 row 2, §2.6")),
    may(IssuerAlternativeName, NotCritical, Anything, jpki("§2.4 row 4")),
    may(BasicConstraints, Either, Content::EndEntity, jpki("§2.4, §13.6")),
    must(CertificatePolicies, Critical, Content::OnePolicy, jpki("§2.4 row 3, §2.5")),
    may(CrlDistributionPoints, NotCritical, Content::DistributionPoints, jpki("§2.4 row 5, §4.1")),
    may(FreshestCrl, NotCritical, Content::DistributionPoints, rfc5280("4.2.1.15")),
    must(AuthorityKeyIdentifier, NotCritical, Content::IssuerKeyIdentifier, jpki("§2.4 row 6")),
    may(SubjectKeyIdentifier, NotCritical, Content::KeyIdentifier, jpki("§2.4 row 7")),
    may(AuthorityInformationAccess, NotCritical, Content::InformationAccess, jpki("§2.4")),
    must_not(NameConstraints, rfc5280("4.2.1.10")),
    must_not(PolicyMappings, rfc5280("4.2.1.5")),
    must_not(PolicyConstraints, rfc5280("4.2.1.11")),
    must_not(InhibitAnyPolicy, rfc5280("4.2.1.14")),
    must_not(OcspNoCheck, rfc6960("4.2.2.2.1")),
];

/// 利用者証明用電子証明書
// Requirement: CERT-03
pub(super) static USER_AUTHENTICATION: Table = [
    must(
        KeyUsage,
        Critical,
        Content::KeyUsageOnly(extension::KeyUsage::DIGITAL_SIGNATURE),
        jpki("§3 ext 1"),
    ),
    must(
        ExtendedKeyUsage,
        NotCritical,
        Content::ExtendedKeyUsageOnly(extension::ExtendedKeyUsage::CLIENT_AUTH),
        jpki("§3 ext 2"),
    ),
    must_not(SubjectAlternativeName, jpki("§3; guideline 001 Q9: no basic four information")),
    may(IssuerAlternativeName, NotCritical, Anything, jpki("§3 ext 4")),
    may(BasicConstraints, Either, Content::EndEntity, jpki("§3, §13.6")),
    must(CertificatePolicies, Critical, Content::OnePolicy, jpki("§3 ext 3, §2.5")),
    may(CrlDistributionPoints, NotCritical, Content::DistributionPoints, jpki("§3 ext 5, §4.1")),
    may(FreshestCrl, NotCritical, Content::DistributionPoints, rfc5280("4.2.1.15")),
    must(AuthorityKeyIdentifier, NotCritical, Content::IssuerKeyIdentifier, jpki("§3 ext 7")),
    may(SubjectKeyIdentifier, NotCritical, Content::KeyIdentifier, jpki("§3 ext 8")),
    may(AuthorityInformationAccess, NotCritical, Content::InformationAccess, jpki("§3 ext 6")),
    must_not(NameConstraints, rfc5280("4.2.1.10")),
    must_not(PolicyMappings, rfc5280("4.2.1.5")),
    must_not(PolicyConstraints, rfc5280("4.2.1.11")),
    must_not(InhibitAnyPolicy, rfc5280("4.2.1.14")),
    must_not(OcspNoCheck, rfc6960("4.2.2.2.1")),
];

/// 機構の自己署名証明書. Extensions that would constrain what the authority issues are refused, because
/// path validation does not look into the anchor's certificate (RFC 5280 §6.1.1(d)).
pub(super) static AUTHORITY: Table = [
    must(
        KeyUsage,
        Critical,
        Content::KeyUsageWith(
            extension::KeyUsage::KEY_CERT_SIGN.union(extension::KeyUsage::CRL_SIGN),
        ),
        jpki("§1.3 ext 1"),
    ),
    must_not(ExtendedKeyUsage, jpki("§1.3")),
    may(SubjectAlternativeName, NotCritical, Content::DirectoryNames, jpki("§1.3 ext 2")),
    may(IssuerAlternativeName, NotCritical, Content::DirectoryNames, rfc5280("4.2.1.7")),
    must(BasicConstraints, Critical, Content::Authority, jpki("§1.3 ext 3")),
    must_not(CertificatePolicies, jpki("§1.3")),
    may(CrlDistributionPoints, NotCritical, Content::DistributionPoints, jpki("§1.3 ext 4")),
    may(FreshestCrl, NotCritical, Content::DistributionPoints, rfc5280("4.2.1.15")),
    may(AuthorityKeyIdentifier, NotCritical, Content::IssuerKeyIdentifier, rfc5280("4.2.1.1")),
    must(SubjectKeyIdentifier, NotCritical, Content::KeyIdentifier, jpki("§1.3 ext 5")),
    may(AuthorityInformationAccess, NotCritical, Content::InformationAccess, rfc5280("4.2.2.1")),
    must_not(NameConstraints, jpki("§1.3")),
    must_not(PolicyMappings, jpki("§1.3")),
    must_not(PolicyConstraints, jpki("§1.3")),
    must_not(InhibitAnyPolicy, jpki("§1.3")),
    must_not(OcspNoCheck, rfc6960("4.2.2.2.1")),
];

/// A delegated responder (RFC 6960 §4.2.2.2). J-LIS publishes no profile of one (jpki-profile §6).
pub(super) static OCSP_RESPONDER: Table = [
    may(
        KeyUsage,
        Either,
        Content::KeyUsageWith(extension::KeyUsage::DIGITAL_SIGNATURE),
        rfc5280("4.2.1.3"),
    ),
    must(
        ExtendedKeyUsage,
        Either,
        Content::ExtendedKeyUsageWith(extension::ExtendedKeyUsage::OCSP_SIGNING),
        rfc6960("4.2.2.2"),
    ),
    may(SubjectAlternativeName, Either, Anything, rfc5280("4.2.1.6")),
    may(IssuerAlternativeName, Either, Anything, rfc5280("4.2.1.7")),
    may(BasicConstraints, Either, Content::EndEntity, rfc5280("4.2.1.9")),
    may(CertificatePolicies, Either, Anything, rfc5280("4.2.1.4")),
    may(CrlDistributionPoints, Either, Content::DistributionPoints, rfc5280("4.2.1.13")),
    may(FreshestCrl, NotCritical, Content::DistributionPoints, rfc5280("4.2.1.15")),
    may(AuthorityKeyIdentifier, NotCritical, Content::IssuerKeyIdentifier, rfc5280("4.2.1.1")),
    may(SubjectKeyIdentifier, NotCritical, Content::KeyIdentifier, rfc5280("4.2.1.2")),
    may(AuthorityInformationAccess, NotCritical, Content::InformationAccess, rfc5280("4.2.2.1")),
    must_not(NameConstraints, rfc5280("4.2.1.10")),
    must_not(PolicyMappings, rfc5280("4.2.1.5")),
    must_not(PolicyConstraints, rfc5280("4.2.1.11")),
    must_not(InhibitAnyPolicy, rfc5280("4.2.1.14")),
    may(OcspNoCheck, Either, Content::Null, rfc6960("4.2.2.2.1")),
];

const fn must(
    extension: KnownExtension,
    criticality: Criticality,
    content: Content,
    source: Rule,
) -> Row {
    Row { extension, presence: Presence::Must, criticality, content, source }
}

const fn may(
    extension: KnownExtension,
    criticality: Criticality,
    content: Content,
    source: Rule,
) -> Row {
    Row { extension, presence: Presence::May, criticality, content, source }
}

const fn must_not(extension: KnownExtension, source: Rule) -> Row {
    Row { extension, presence: Presence::MustNot, criticality: Either, content: Anything, source }
}

const fn jpki(section: &'static str) -> Rule {
    Rule::new(RuleSource::JpkiProfile, section)
}

const fn rfc5280(section: &'static str) -> Rule {
    Rule::new(RuleSource::Rfc(5280), section)
}

const fn rfc6960(section: &'static str) -> Rule {
    Rule::new(RuleSource::Rfc(6960), section)
}
