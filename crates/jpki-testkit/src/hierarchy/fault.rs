//! Things that are wrong with a certificate of a random hierarchy.

use ::time::Duration;

use crate::asn1::{self, ObjectIdentifier};
use crate::digest::HashAlgorithm;
use crate::jpki::VECTOR_INSTANT;
use crate::key::Key;
use crate::oid;
use crate::pki::{
    AuthorityKeyIdentifier, BasicConstraints, CertificateBuilder, DistinguishedName, Extension,
    KeyUsage, Validity, Version,
};
use crate::seed::Choices;
use crate::signature::SignatureAlgorithm;

/// One thing that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Signed with another key than the issuer's.
    WrongKey,
    /// The last bit of the signature is flipped.
    SpoiltSignature,
    /// The algorithm in the signed part is another one.
    AlgorithmsDiffer,
    /// No longer valid.
    Expired,
    /// Not yet valid.
    NotYetValid,
    /// The issuer's name is nobody's.
    WrongIssuer,
    /// The authority key identifier is another key's.
    WrongKeyIdentifier,
    /// An unknown extension is critical.
    UnknownCriticalExtension,
    /// An authority without basicConstraints.
    NoBasicConstraints,
    /// An authority with cA FALSE.
    CaFalse,
    /// An authority without keyCertSign.
    NoCertSign,
    /// An authority whose path length is 0.
    PathLengthZero,
    /// An authority with a certificate of version 1.
    VersionOne,
}

impl Fault {
    pub(super) fn random(choices: &mut Choices, is_target: bool) -> Self {
        const ANYWHERE: [Fault; 8] = [
            Fault::WrongKey,
            Fault::SpoiltSignature,
            Fault::AlgorithmsDiffer,
            Fault::Expired,
            Fault::NotYetValid,
            Fault::WrongIssuer,
            Fault::WrongKeyIdentifier,
            Fault::UnknownCriticalExtension,
        ];
        const AUTHORITY: [Fault; 5] = [
            Fault::NoBasicConstraints,
            Fault::CaFalse,
            Fault::NoCertSign,
            Fault::PathLengthZero,
            Fault::VersionOne,
        ];
        let faults: &[Fault] =
            if is_target || choices.chance(1, 2) { &ANYWHERE } else { &AUTHORITY };
        choices.pick(faults).copied().unwrap_or(Fault::WrongKey)
    }

    pub(super) fn description(self) -> &'static str {
        match self {
            Self::WrongKey => "signed with a wrong key",
            Self::SpoiltSignature => "signature spoilt",
            Self::AlgorithmsDiffer => "algorithms differ",
            Self::Expired => "expired",
            Self::NotYetValid => "not yet valid",
            Self::WrongIssuer => "issuer is nobody",
            Self::WrongKeyIdentifier => "authority key identifier of another key",
            Self::UnknownCriticalExtension => "unknown critical extension",
            Self::NoBasicConstraints => "no basicConstraints",
            Self::CaFalse => "cA FALSE",
            Self::NoCertSign => "no keyCertSign",
            Self::PathLengthZero => "path length 0",
            Self::VersionOne => "version 1 without extensions",
        }
    }

    /// The certificate with this fault, as far as it shows before signing.
    pub(super) fn apply(self, builder: CertificateBuilder) -> CertificateBuilder {
        let year = Duration::days(365);
        let constraints = |constraints| Extension::basic_constraints(constraints).critical();
        match self {
            Self::WrongKey | Self::SpoiltSignature => builder,
            Self::AlgorithmsDiffer => builder
                .inner_algorithm(SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha512).identifier()),
            Self::Expired => builder
                .validity(Validity::new(VECTOR_INSTANT - year, VECTOR_INSTANT - Duration::DAY)),
            Self::NotYetValid => builder
                .validity(Validity::new(VECTOR_INSTANT + Duration::DAY, VECTOR_INSTANT + year)),
            Self::WrongIssuer => builder.issuer(DistinguishedName::common_name("nobody")),
            Self::WrongKeyIdentifier => {
                let identifier = AuthorityKeyIdentifier::of_key(Key::p521(0));
                builder.replace_extension(Extension::authority_key_identifier(&identifier))
            }
            Self::UnknownCriticalExtension => {
                let unknown = ObjectIdentifier::new("1.3.6.1.4.1.32473.2.1")
                    .expect("a valid object identifier");
                builder.extension(Extension::new(unknown, asn1::null()).critical())
            }
            Self::NoBasicConstraints => builder.without_extension(oid::BASIC_CONSTRAINTS),
            Self::CaFalse => builder.replace_extension(constraints(BasicConstraints::EndEntity)),
            Self::NoCertSign => {
                builder.replace_extension(Extension::key_usage(&[KeyUsage::CrlSign]).critical())
            }
            Self::PathLengthZero => {
                builder.replace_extension(constraints(BasicConstraints::CaWithPathLength(0)))
            }
            Self::VersionOne => builder.version(Version::V1).without_extensions(),
        }
    }
}
