//! User authentication certificates (jpki-profile §3, §15 row 5).

use ::time::Duration;

use super::standing::revoked_serial;
use crate::jpki::{Deviation, Generation, Person, Purpose};
use crate::pki::{KeyUsage, ReasonCode};
use crate::vectors::manifest::{Check, Reason};
use crate::vectors::set::VectorSet;

const UNKNOWN_TO_OPENSSL: &str = "OpenSSL does not know the profile of JPKI.";

pub(super) fn add(set: &mut VectorSet) {
    let jpki = set.jpki();
    let third = jpki.auth_ca(Generation::Third);

    let case = set.certificate_case(
        "auth-valid",
        "A user authentication certificate of the third generation.",
        &third,
        "persons/hanako/auth.cer",
    );
    set.add(case);

    let second = jpki.auth_certificate(&Person::hanako()).issued_by(Generation::Second).issue();
    let file = set.person("hanako/auth-second-generation", &second, None);
    let case = set.certificate_case(
        "auth-valid-second-generation",
        "A user authentication certificate of the second generation.",
        second.authority(),
        &file,
    );
    set.add(case);

    let case = set
        .certificate_case(
            "auth-with-sign-certificate",
            "A signing certificate presented for a login.",
            &third,
            "persons/hanako/sign.cer",
        )
        .invalid(Check::PathAnchor, Reason::NoAnchor)
        .or_by(&[Check::Profile])
        .openssl_verify("error 20");
    set.add(case);

    let serial = revoked_serial(&third, ReasonCode::CessationOfOperation);
    let revoked = jpki.auth_certificate(&Person::hanako()).serial(serial).issue();
    let file = set.person("hanako/auth-revoked", &revoked, None);
    let case = set
        .certificate_case(
            "auth-revoked",
            "A user authentication certificate that is revoked.",
            &third,
            &file,
        )
        .invalid(Check::Revocation, Reason::Revoked)
        .openssl_crl("error 23");
    set.add(case);

    let expired = jpki
        .auth_certificate(&Person::hanako())
        .issued_by(Generation::Second)
        .issued_at(jpki.instant() - Duration::days(2100))
        .issue();
    let file = set.person("hanako/auth-expired", &expired, None);
    let case = set
        .certificate_case(
            "auth-expired",
            "A user authentication certificate whose validity is over.",
            expired.authority(),
            &file,
        )
        .invalid(Check::PathValidity, Reason::Expired)
        .openssl_verify("error 10");
    set.add(case);

    deviations(set);

    let disguised = jpki.sign_certificate(&Person::hanako()).certificate_builder();
    let issued = disguised.issuer(third.name()).sign(third.key());
    let file = set.store("persons/hanako/auth-shaped-like-sign.cer".to_owned(), issued);
    let case = set
        .certificate_case(
            "auth-shaped-like-sign",
            "A certificate with profile, policy and key identifier of signing, but signed by the authority for user authentication.",
            &third,
            &file,
        )
        .invalid(Check::Profile, Reason::PolicyNotAccepted)
        .or_by(&[Check::PathAnchor])
        .openssl_verify("error 20");
    set.add(case);
}

fn deviations(set: &mut VectorSet) {
    use KeyUsage::{DigitalSignature, NonRepudiation};
    for (id, description, deviation, reason) in [
        (
            "extended-key-usage-absent",
            "extKeyUsage is absent.",
            Deviation::ExtendedKeyUsageAbsent,
            Reason::ExtendedKeyUsage,
        ),
        (
            "extended-key-usage-server",
            "extKeyUsage is id-kp-serverAuth.",
            Deviation::ExtendedKeyUsageServer,
            Reason::ExtendedKeyUsage,
        ),
        (
            "key-usage-non-repudiation",
            "keyUsage has nonRepudiation beside digitalSignature.",
            Deviation::KeyUsages(&[DigitalSignature, NonRepudiation]),
            Reason::KeyUsage,
        ),
        (
            "policy-of-signing",
            "The policy is that of signing certificates.",
            Deviation::PolicyOfOtherPurpose,
            Reason::PolicyNotAccepted,
        ),
        (
            "policies-non-critical",
            "certificatePolicies is not critical.",
            Deviation::PoliciesNonCritical,
            Reason::PoliciesNotCritical,
        ),
        (
            "personal-attributes",
            "subjectAltName carries the personal attributes.",
            Deviation::AttributesPresent,
            Reason::AttributesUnexpected,
        ),
    ] {
        let certificate = set.jpki().auth_certificate(&Person::hanako()).with(deviation).issue();
        let file = set.person(&format!("hanako/auth-{id}"), &certificate, None);
        let case = set
            .certificate_case(
                &format!("auth-profile-{id}"),
                description,
                certificate.authority(),
                &file,
            )
            .purpose(Purpose::Auth)
            .invalid(Check::Profile, reason)
            .openssl_note(UNKNOWN_TO_OPENSSL);
        set.add(case);
    }
}
