//! Signing certificates that differ from their profile (jpki-profile §2, §15 rows 2, 3 and 6).

use crate::jpki::{Deviation, Person, PersonalAttribute};
use crate::pki::{KeyUsage, StringType};
use crate::vectors::manifest::{Check, Reason};
use crate::vectors::set::VectorSet;

use Deviation as D;
use PersonalAttribute as A;

const UNKNOWN_TO_OPENSSL: &str = "OpenSSL does not know the profile of JPKI.";

pub(super) fn add(set: &mut VectorSet) {
    acceptable(set);
    attributes(set);
    extensions(set);
    basics(set);
}

/// Differences that do not matter.
fn acceptable(set: &mut VectorSet) {
    for (id, description, deviation) in [
        (
            "attributes-reordered",
            "The personal attributes stand in another order; they are found by identifier.",
            D::AttributesReordered,
        ),
        (
            "attribute-unknown",
            "A seventh otherName stands beside the six, as a coming specification may add.",
            D::AttributeUnknown,
        ),
        (
            "unknown-extension",
            "An unknown extension is present and not critical (RFC 5280 §4.2).",
            D::UnknownExtension,
        ),
        (
            "authority-info-access",
            "authorityInfoAccess is present, as in user authentication certificates.",
            D::AuthorityInfoAccess,
        ),
        ("serial-1-octet", "The serial number has one octet.", D::Serial(&[0x07])),
        (
            "serial-5-octets",
            "The serial number has five octets.",
            D::Serial(&[0x01, 0x02, 0x03, 0x04, 0x05]),
        ),
        ("serial-20-octets", "The serial number has twenty octets.", D::Serial(&[0x5A; 20])),
    ] {
        let case = deviating(set, id, description, deviation);
        set.add(case);
    }
}

fn attributes(set: &mut VectorSet) {
    for attribute in A::IN_ORDER {
        let name = attribute.name();
        let case = deviating(
            set,
            &format!("{name}-missing"),
            &format!("The attribute {name} is missing."),
            D::AttributeMissing(attribute),
        );
        set.add(refused(case, Reason::AttributeMissing));
        let case = deviating(
            set,
            &format!("{name}-duplicated"),
            &format!("The attribute {name} stands there twice."),
            D::AttributeDuplicated(attribute),
        );
        set.add(refused(case, Reason::AttributeDuplicated));
    }
    for (attribute, string_type, type_name) in [
        (A::Name, StringType::Bmp, "bmp"),
        (A::Sex, StringType::Printable, "printable"),
        (A::BirthDate, StringType::Ia5, "ia5"),
        (A::Address, StringType::Universal, "universal"),
        (A::NameSubstitution, StringType::Teletex, "teletex"),
        (A::AddressSubstitution, StringType::Numeric, "numeric"),
    ] {
        let name = attribute.name();
        let case = deviating(
            set,
            &format!("{name}-{type_name}-string"),
            &format!("The attribute {name} has another string type than UTF8String."),
            D::AttributeString(attribute, string_type),
        );
        set.add(refused(case, Reason::AttributeStringType));
    }
    let case = deviating(set, "alt-name-absent", "subjectAltName is absent.", D::AltNameAbsent);
    set.add(refused(case, Reason::AttributeMissing));
}

fn extensions(set: &mut VectorSet) {
    use KeyUsage::{DigitalSignature, KeyCertSign, NonRepudiation};
    for (id, description, deviation, reason) in [
        (
            "policies-non-critical",
            "certificatePolicies is not critical.",
            D::PoliciesNonCritical,
            Reason::PoliciesNotCritical,
        ),
        (
            "policies-absent",
            "certificatePolicies is absent.",
            D::PoliciesAbsent,
            Reason::PoliciesMissing,
        ),
        ("policy-any", "The policy is anyPolicy.", D::PolicyAny, Reason::PolicyNotAccepted),
        (
            "policy-unknown",
            "The policy is one that nobody knows.",
            D::PolicyTail([9, 99]),
            Reason::PolicyNotAccepted,
        ),
        (
            "policy-smartphone",
            "The policy is the supposed one of smartphones, which is not among the accepted ones.",
            D::PolicyTail([1, 40]),
            Reason::PolicyNotAccepted,
        ),
        (
            "policy-test-environment",
            "The policy is that of the test environment.",
            D::PolicyTail([0, 20]),
            Reason::PolicyNotAccepted,
        ),
        (
            "policy-of-user-authentication",
            "The policy is that of user authentication certificates.",
            D::PolicyOfOtherPurpose,
            Reason::PolicyNotAccepted,
        ),
        (
            "policy-duplicated",
            "The policy stands there twice (RFC 5280 §4.2.1.4 forbids it).",
            D::PolicyDuplicated,
            Reason::PolicyDuplicated,
        ),
        (
            "key-usage-digital-signature-only",
            "keyUsage has digitalSignature only.",
            D::KeyUsages(&[DigitalSignature]),
            Reason::KeyUsage,
        ),
        (
            "key-usage-non-repudiation-only",
            "keyUsage has nonRepudiation only.",
            D::KeyUsages(&[NonRepudiation]),
            Reason::KeyUsage,
        ),
        (
            "key-usage-cert-sign",
            "keyUsage has keyCertSign beside the right bits.",
            D::KeyUsages(&[DigitalSignature, NonRepudiation, KeyCertSign]),
            Reason::KeyUsage,
        ),
        (
            "key-usage-non-critical",
            "keyUsage is not critical.",
            D::KeyUsageNonCritical,
            Reason::KeyUsageNotCritical,
        ),
        ("key-usage-absent", "keyUsage is absent.", D::KeyUsageAbsent, Reason::KeyUsageMissing),
        (
            "extended-key-usage",
            "extKeyUsage is present, which signing certificates do not have.",
            D::ExtendedKeyUsageEmail,
            Reason::ExtendedKeyUsage,
        ),
        ("ca-true", "basicConstraints says cA TRUE.", D::Ca, Reason::IsAuthority),
    ] {
        let case = deviating(set, id, description, deviation);
        set.add(refused(case, reason));
    }

    let case = deviating(
        set,
        "unknown-critical-extension",
        "An unknown extension is present and critical.",
        D::UnknownExtensionCritical,
    )
    .invalid(Check::PathCriticalExtensions, Reason::UnknownCriticalExtension)
    .or_by(&[Check::Profile])
    .openssl_verify("error 34");
    set.add(case);

    let case = deviating(
        set,
        "extension-duplicated",
        "keyUsage stands there twice (RFC 5280 §4.2 forbids it).",
        D::ExtensionDuplicated,
    )
    .invalid(Check::Profile, Reason::ExtensionDuplicated)
    .or_by(&[Check::Parse])
    .openssl_verify("error 20");
    set.add(case);
}

/// Version, serial number, algorithms.
fn basics(set: &mut VectorSet) {
    let case = deviating(
        set,
        "version-1",
        "The version is v1 although there are extensions (RFC 5280 §4.1.2.1).",
        D::VersionV1,
    )
    .invalid(Check::Profile, Reason::Version)
    .or_by(&[Check::Parse])
    .openssl_note("OpenSSL does not check the version unless it is told to be strict.");
    set.add(case);

    for (id, description, bytes) in [
        (
            "serial-21-octets",
            "The serial number has 21 octets (RFC 5280 §4.1.2.2: at most 20).",
            [0x5A; 21].as_slice(),
        ),
        ("serial-zero", "The serial number is zero (RFC 5280 §4.1.2.2: positive).", &[0x00]),
        (
            "serial-negative",
            "The serial number is negative (RFC 5280 §4.1.2.2: positive).",
            &[0xFF, 0x01],
        ),
    ] {
        let certificate = set
            .jpki()
            .sign_certificate(&Person::hanako())
            .serial(crate::pki::SerialNumber::from_bytes(bytes))
            .issue();
        let file = set.person(&format!("hanako/sign-{id}"), &certificate, None);
        let case = set
            .certificate_case(&format!("profile-{id}"), description, certificate.authority(), &file)
            .or_by(&[Check::Parse]);
        set.add(refused(case, Reason::SerialNumber).or_by(&[Check::Parse]));
    }
    let case = deviating(
        set,
        "serial-padded",
        "The serial number has a needless leading zero octet (X.690 §8.3.2).",
        D::Serial(&[0x00, 0x07]),
    )
    .invalid(Check::Parse, Reason::Malformed)
    .or_by(&[Check::Profile])
    .openssl_verify("unreadable");
    set.add(case);

    for (id, description, deviation) in [
        ("sha1", "The certificate is signed with SHA-1.", D::SignedWithSha1),
        ("md5", "The certificate is signed with MD5.", D::SignedWithMd5),
    ] {
        let case = deviating(set, &format!("signed-with-{id}"), description, deviation)
            .invalid(Check::Algorithm, Reason::AlgorithmNotAllowed)
            .or_by(&[Check::PathSignature, Check::Profile])
            .openssl_note(
                "OpenSSL's command line verifies weak digests unless it is given a security level.",
            );
        set.add(case);
    }
    let case = deviating(
        set,
        "algorithms-differ",
        "The algorithm in the signed part is not the one beside the signature (RFC 5280 §4.1.1.2).",
        D::AlgorithmsDiffer,
    )
    .invalid(Check::PathSignature, Reason::AlgorithmsDiffer)
    .or_by(&[Check::Parse, Check::Profile, Check::Algorithm])
    .openssl_verify("error 7");
    set.add(case);
}

/// 見本　花子's certificate with one difference, expected to be valid.
fn deviating(
    set: &mut VectorSet,
    id: &str,
    description: &str,
    deviation: Deviation,
) -> crate::vectors::manifest::Case {
    let certificate = set.jpki().sign_certificate(&Person::hanako()).with(deviation).issue();
    let file = set.person(&format!("hanako/sign-{id}"), &certificate, None);
    set.certificate_case(&format!("profile-{id}"), description, certificate.authority(), &file)
}

fn refused(case: crate::vectors::manifest::Case, reason: Reason) -> crate::vectors::manifest::Case {
    case.invalid(Check::Profile, reason).openssl_note(UNKNOWN_TO_OPENSSL)
}
