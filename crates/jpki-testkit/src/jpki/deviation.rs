//! Ways in which a person's certificate differs from the profile.

use super::authority::Generation;
use super::environment::Purpose;
use super::issuance::Issuance;
use super::person::PersonalAttribute;
use crate::asn1;
use crate::digest::HashAlgorithm;
use crate::oid;
use crate::pki::{
    BasicConstraints, CertificateBuilder, Criticality, DistributionPoint, DistributionPointName,
    Extension, GeneralName, KeyUsage, SerialNumber, StringType, Version,
};
use crate::signature::SignatureAlgorithm;

/// One difference from the profile of a certificate on a card (jpki-profile §15, rows 3, 5 and 6).
///
/// Not every difference makes a certificate unacceptable: the committed vectors say which do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deviation {
    /// A personal attribute is left out.
    AttributeMissing(PersonalAttribute),
    /// A personal attribute stands there twice.
    AttributeDuplicated(PersonalAttribute),
    /// A personal attribute has another string type than UTF8String.
    AttributeString(PersonalAttribute, StringType),
    /// The personal attributes stand in another order.
    AttributesReordered,
    /// There is a seventh otherName, `.5.7`.
    AttributeUnknown,
    /// A user authentication certificate carries the personal attributes.
    AttributesPresent,
    /// subjectAltName is absent.
    AltNameAbsent,

    /// certificatePolicies is not critical.
    PoliciesNonCritical,
    /// certificatePolicies is absent.
    PoliciesAbsent,
    /// The policy is anyPolicy.
    PolicyAny,
    /// The policy has this tail below the policy arc.
    PolicyTail([u32; 2]),
    /// The policy is that of the other purpose.
    PolicyOfOtherPurpose,
    /// The policy stands there twice, which RFC 5280 §4.2.1.4 forbids.
    PolicyDuplicated,
    /// A second, unknown policy stands beside the right one.
    PolicyAdditional,

    /// keyUsage has exactly these bits.
    KeyUsages(&'static [KeyUsage]),
    /// keyUsage is not critical.
    KeyUsageNonCritical,
    /// keyUsage is absent.
    KeyUsageAbsent,
    /// extKeyUsage is present with id-kp-emailProtection.
    ExtendedKeyUsageEmail,
    /// extKeyUsage is present with id-kp-serverAuth alone.
    ExtendedKeyUsageServer,
    /// extKeyUsage is absent.
    ExtendedKeyUsageAbsent,

    /// basicConstraints is present with cA TRUE.
    Ca,
    /// basicConstraints is present and empty, so that cA is FALSE.
    BasicConstraintsEmpty,
    /// An extension that nobody knows is present and critical.
    UnknownExtensionCritical,
    /// An extension that nobody knows is present and not critical.
    UnknownExtension,
    /// authorityInfoAccess is present with an OCSP responder.
    AuthorityInfoAccess,
    /// keyUsage stands there twice, which RFC 5280 §4.2 forbids.
    ExtensionDuplicated,
    /// The critical flag of subjectAltName is FALSE and written out, which DER forbids.
    CriticalFalseWritten,

    /// The authority key identifier is that of another key.
    AuthorityKeyIdentifierWrong,
    /// The authority key identifier is that of another generation, serial number included.
    AuthorityKeyIdentifierOf(Generation),
    /// The authority key identifier has another serial number than the authority.
    AuthoritySerialWrong,
    /// authorityKeyIdentifier is absent.
    AuthorityKeyIdentifierAbsent,
    /// subjectKeyIdentifier is absent.
    SubjectKeyIdentifierAbsent,
    /// cRLDistributionPoints is absent.
    DistributionPointsAbsent,
    /// cRLDistributionPoints names an address instead of a directory entry.
    DistributionPointUri,

    /// The version is v1 although there are extensions.
    VersionV1,
    /// The certificate is signed with SHA-1.
    SignedWithSha1,
    /// The certificate is signed with MD5.
    SignedWithMd5,
    /// The algorithm in the signed part is another than the one beside the signature.
    AlgorithmsDiffer,
    /// The serial number has these content bytes.
    Serial(&'static [u8]),
}

impl Deviation {
    pub(super) fn apply(
        self,
        context: &Issuance,
        builder: CertificateBuilder,
    ) -> CertificateBuilder {
        let other_names = |names: &[GeneralName]| Extension::subject_alt_name(names);
        let environment = context.environment();
        match self {
            Self::AttributeMissing(missing) => {
                let names = context.other_names();
                let kept: Vec<GeneralName> = PersonalAttribute::IN_ORDER
                    .into_iter()
                    .zip(names)
                    .filter(|(attribute, _)| *attribute != missing)
                    .map(|(_, name)| name)
                    .collect();
                builder.replace_extension(other_names(&kept))
            }
            Self::AttributeDuplicated(attribute) => {
                let mut names = context.other_names();
                names.push(context.person.other_name(environment, attribute, StringType::Utf8));
                builder.replace_extension(other_names(&names))
            }
            Self::AttributeString(changed, string_type) => {
                let names: Vec<GeneralName> = PersonalAttribute::IN_ORDER
                    .into_iter()
                    .map(|attribute| {
                        let kind =
                            if attribute == changed { string_type } else { StringType::Utf8 };
                        context.person.other_name(environment, attribute, kind)
                    })
                    .collect();
                builder.replace_extension(other_names(&names))
            }
            Self::AttributesReordered => {
                let mut names = context.other_names();
                names.reverse();
                builder.replace_extension(other_names(&names))
            }
            Self::AttributeUnknown => {
                let mut names = context.other_names();
                names.push(GeneralName::other(
                    environment.attribute(7),
                    StringType::Utf8,
                    "ミホン　ハナコ",
                ));
                builder.replace_extension(other_names(&names))
            }
            Self::AttributesPresent => {
                builder.replace_extension(other_names(&context.other_names()))
            }
            Self::AltNameAbsent => builder.without_extension(oid::SUBJECT_ALT_NAME),

            Self::PoliciesNonCritical => {
                builder.change_extension(oid::CERTIFICATE_POLICIES, non_critical)
            }
            Self::PoliciesAbsent => builder.without_extension(oid::CERTIFICATE_POLICIES),
            Self::PolicyAny => with_policies(builder, context, &[oid::ANY_POLICY]),
            Self::PolicyTail(tail) => {
                with_policies(builder, context, &[environment.policy_with_tail(tail)])
            }
            Self::PolicyOfOtherPurpose => {
                let other = match context.purpose() {
                    Purpose::Sign => Purpose::Auth,
                    Purpose::Auth => Purpose::Sign,
                };
                with_policies(builder, context, &[environment.policy(other)])
            }
            Self::PolicyDuplicated => {
                let policy = environment.policy(context.purpose());
                with_policies(builder, context, &[policy, policy])
            }
            Self::PolicyAdditional => {
                let policy = environment.policy(context.purpose());
                with_policies(builder, context, &[policy, environment.policy_with_tail([9, 99])])
            }

            Self::KeyUsages(usages) => {
                builder.replace_extension(Extension::key_usage(usages).critical())
            }
            Self::KeyUsageNonCritical => builder.change_extension(oid::KEY_USAGE, non_critical),
            Self::KeyUsageAbsent => builder.without_extension(oid::KEY_USAGE),
            Self::ExtendedKeyUsageEmail => {
                builder.replace_extension(Extension::extended_key_usage(&[oid::EMAIL_PROTECTION]))
            }
            Self::ExtendedKeyUsageServer => {
                builder.replace_extension(Extension::extended_key_usage(&[oid::SERVER_AUTH]))
            }
            Self::ExtendedKeyUsageAbsent => builder.without_extension(oid::EXTENDED_KEY_USAGE),

            Self::Ca => {
                builder.extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
            }
            Self::BasicConstraintsEmpty => builder
                .extension(Extension::basic_constraints(BasicConstraints::EndEntity).critical()),
            Self::UnknownExtensionCritical => {
                builder.extension(unknown_extension(context).critical())
            }
            Self::UnknownExtension => builder.extension(unknown_extension(context)),
            Self::AuthorityInfoAccess => {
                let responder = GeneralName::Uri(environment.ocsp_uri().to_owned());
                builder.extension(Extension::authority_info_access(&[(oid::OCSP, responder)]))
            }
            Self::ExtensionDuplicated => {
                let usage = [KeyUsage::DigitalSignature, KeyUsage::NonRepudiation];
                builder.extension(Extension::key_usage(&usage).critical())
            }
            Self::CriticalFalseWritten => builder
                .change_extension(oid::SUBJECT_ALT_NAME, |extension| {
                    extension.with_criticality(Criticality::WrittenFalse)
                }),

            Self::AuthorityKeyIdentifierWrong => {
                let mut identifier = context.authority.key_identifier();
                let foreign = context.jpki.authority(context.purpose(), Generation::Foreign);
                identifier.key_identifier = Some(foreign.key().identifier());
                builder.replace_extension(Extension::authority_key_identifier(&identifier))
            }
            Self::AuthorityKeyIdentifierOf(generation) => {
                let authority = context.jpki.authority(context.purpose(), generation);
                builder.replace_extension(Extension::authority_key_identifier(
                    &authority.key_identifier(),
                ))
            }
            Self::AuthoritySerialWrong => {
                let mut identifier = context.authority.key_identifier();
                identifier.serial = Some(context.authority.serial_after(1));
                builder.replace_extension(Extension::authority_key_identifier(&identifier))
            }
            Self::AuthorityKeyIdentifierAbsent => {
                builder.without_extension(oid::AUTHORITY_KEY_IDENTIFIER)
            }
            Self::SubjectKeyIdentifierAbsent => {
                builder.without_extension(oid::SUBJECT_KEY_IDENTIFIER)
            }
            Self::DistributionPointsAbsent => {
                builder.without_extension(oid::CRL_DISTRIBUTION_POINTS)
            }
            Self::DistributionPointUri => {
                let name = DistributionPointName::uri("http://crl.jpki-synth.example/full.crl");
                let points = [DistributionPoint::named(name)];
                builder.replace_extension(Extension::crl_distribution_points(&points))
            }

            Self::VersionV1 => builder.version(Version::V1),
            Self::SignedWithSha1 | Self::SignedWithMd5 => builder,
            Self::AlgorithmsDiffer => builder
                .inner_algorithm(SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha384).identifier()),
            Self::Serial(bytes) => builder.serial(SerialNumber::from_bytes(bytes)),
        }
    }

    /// The algorithm that signs the certificate, when it is not the authority's usual one.
    pub(super) fn signature_algorithm(self) -> Option<SignatureAlgorithm> {
        match self {
            Self::SignedWithSha1 => Some(SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha1)),
            Self::SignedWithMd5 => Some(SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Md5)),
            _ => None,
        }
    }
}

fn non_critical(extension: Extension) -> Extension {
    extension.with_criticality(Criticality::NonCritical)
}

fn with_policies(
    builder: CertificateBuilder,
    context: &Issuance,
    policies: &[asn1::ObjectIdentifier],
) -> CertificateBuilder {
    let policies: Vec<_> =
        policies.iter().map(|policy| context.policy_information(*policy)).collect();
    builder.replace_extension(Extension::certificate_policies(&policies).critical())
}

/// An extension below the synthetic arc that no standard knows.
fn unknown_extension(context: &Issuance) -> Extension {
    Extension::new(context.environment().attribute(999), asn1::null())
}
