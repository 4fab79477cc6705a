//! Signatures over the application form (jpki-profile §7.2, §15 row 13).

use ::time::Duration;

use super::standing::revoked_serial;
use crate::asn1;
use crate::digest::HashAlgorithm;
use crate::jpki::{EndEntity, Generation, Person, SignatureScheme};
use crate::key::{Key, KeyKind};
use crate::pkcs1::Malformation;
use crate::pki::ReasonCode;
use crate::pss::PssParameters;
use crate::vectors::manifest::{Check, Reason, Scheme};
use crate::vectors::set::{APPLICATION, VectorSet};

const PKCS1_SHA256: SignatureScheme = SignatureScheme::Pkcs1(HashAlgorithm::Sha256);

pub(super) fn add(set: &mut VectorSet) {
    let hanako = set.jpki().sign_certificate(&Person::hanako()).issue();
    let file = set.person("hanako/sign", &hanako, Some(&Person::hanako()));
    let hanako = (file.as_str(), &hanako);

    whole_verifications(set, hanako);
    forms(set, hanako);
    tampering(set, hanako);
    malformations(set, hanako);
    short_key(set);
}

/// The cases of the first example: one valid signature per generation, and plain refusals.
fn whole_verifications(set: &mut VectorSet, hanako: (&str, &EndEntity)) {
    let jpki = set.jpki();
    let case = set.signature_case(
        "sign-valid",
        "A form signed with a card certificate of the third generation.",
        hanako,
        PKCS1_SHA256,
        Scheme::Pkcs1Sha256,
    );
    set.add(case);

    let second = jpki.sign_certificate(&Person::hanako()).issued_by(Generation::Second).issue();
    let file = set.person("hanako/sign-second-generation", &second, Some(&Person::hanako()));
    let case = set.signature_case(
        "sign-valid-second-generation",
        "A form signed with a card certificate of the second generation: same issuer name, other key.",
        (&file, &second),
        PKCS1_SHA256,
        Scheme::Pkcs1Sha256,
    );
    set.add(case);

    let serial = revoked_serial(hanako.1.authority(), ReasonCode::AffiliationChanged);
    let revoked = jpki.sign_certificate(&Person::hanako()).serial(serial).issue();
    let file = set.person("hanako/sign-revoked", &revoked, Some(&Person::hanako()));
    let case = set
        .signature_case(
            "sign-revoked",
            "A form signed with a certificate that today's list revokes.",
            (&file, &revoked),
            PKCS1_SHA256,
            Scheme::Pkcs1Sha256,
        )
        .invalid(Check::Revocation, Reason::Revoked)
        .openssl_crl("error 23");
    set.add(case);

    let expired = jpki
        .sign_certificate(&Person::hanako())
        .issued_by(Generation::Second)
        .issued_at(jpki.instant() - Duration::days(2100))
        .issue();
    let file = set.person("hanako/sign-expired", &expired, Some(&Person::hanako()));
    let case = set
        .signature_case(
            "sign-expired",
            "A form signed with a certificate whose fifth birthday is past.",
            (&file, &expired),
            PKCS1_SHA256,
            Scheme::Pkcs1Sha256,
        )
        .invalid(Check::PathValidity, Reason::Expired)
        .openssl_verify("error 10");
    set.add(case);

    let not_yet =
        jpki.sign_certificate(&Person::hanako()).issued_at(jpki.instant() + Duration::DAY).issue();
    let file = set.person("hanako/sign-not-yet-valid", &not_yet, Some(&Person::hanako()));
    let case = set
        .signature_case(
            "sign-not-yet-valid",
            "A form signed with a certificate that becomes valid tomorrow.",
            (&file, &not_yet),
            PKCS1_SHA256,
            Scheme::Pkcs1Sha256,
        )
        .invalid(Check::PathValidity, Reason::NotYetValid)
        .openssl_verify("error 9");
    set.add(case);

    let auth = jpki.auth_certificate(&Person::hanako()).issue();
    let file = set.person("hanako/auth", &auth, None);
    let case = set
        .signature_case(
            "sign-with-auth-certificate",
            "A form signed with a user authentication certificate.",
            (&file, &auth),
            PKCS1_SHA256,
            Scheme::Pkcs1Sha256,
        )
        .purpose(crate::jpki::Purpose::Sign)
        .invalid(Check::PathAnchor, Reason::NoAnchor)
        .or_by(&[Check::Profile])
        .openssl_verify("error 20");
    set.add(case);
}

/// Each form under its own scheme, and under another one.
fn forms(set: &mut VectorSet, hanako: (&str, &EndEntity)) {
    let pss = |hash| SignatureScheme::Pss(PssParameters::usual(hash));
    for (id, form, made, presented) in [
        (
            "sign-form-a-sha384",
            "DigestInfo with SHA-384",
            SignatureScheme::Pkcs1(HashAlgorithm::Sha384),
            Scheme::Pkcs1Sha384,
        ),
        (
            "sign-form-a-sha512",
            "DigestInfo with SHA-512",
            SignatureScheme::Pkcs1(HashAlgorithm::Sha512),
            Scheme::Pkcs1Sha512,
        ),
        ("sign-form-c-sha256", "PSS with SHA-256", pss(HashAlgorithm::Sha256), Scheme::PssSha256),
        ("sign-form-c-sha384", "PSS with SHA-384", pss(HashAlgorithm::Sha384), Scheme::PssSha384),
        ("sign-form-c-sha512", "PSS with SHA-512", pss(HashAlgorithm::Sha512), Scheme::PssSha512),
    ] {
        let case = set.signature_case(
            id,
            &format!("A form signed with {form}; valid where that scheme is asked for."),
            hanako,
            made,
            presented,
        );
        set.add(case);
    }
    let case = set.signature_case(
        "sign-form-b-sha256",
        "A form signed with the bare SHA-256 digest; valid where that scheme is asked for.",
        hanako,
        SignatureScheme::Pkcs1Bare(HashAlgorithm::Sha256),
        Scheme::Pkcs1BareSha256,
    );
    set.add(case);

    let short_salt =
        PssParameters { salt_length: 20, ..PssParameters::usual(HashAlgorithm::Sha256) };
    let other_mask = PssParameters {
        mask_hash: HashAlgorithm::Sha1,
        ..PssParameters::usual(HashAlgorithm::Sha256)
    };
    for (id, description, made, presented) in [
        (
            "sign-form-b-as-form-a",
            "The bare digest presented as DigestInfo.",
            SignatureScheme::Pkcs1Bare(HashAlgorithm::Sha256),
            Scheme::Pkcs1Sha256,
        ),
        (
            "sign-form-a-as-form-b",
            "DigestInfo presented as the bare digest.",
            PKCS1_SHA256,
            Scheme::Pkcs1BareSha256,
        ),
        (
            "sign-form-c-as-form-a",
            "PSS presented as PKCS #1 v1.5.",
            pss(HashAlgorithm::Sha256),
            Scheme::Pkcs1Sha256,
        ),
        (
            "sign-form-a-as-form-c",
            "PKCS #1 v1.5 presented as PSS.",
            PKCS1_SHA256,
            Scheme::PssSha256,
        ),
        (
            "sign-sha256-as-sha384",
            "DigestInfo with SHA-256 presented as one with SHA-384.",
            PKCS1_SHA256,
            Scheme::Pkcs1Sha384,
        ),
        (
            "sign-sha1-as-sha256",
            "DigestInfo with SHA-1 presented as one with SHA-256.",
            SignatureScheme::Pkcs1(HashAlgorithm::Sha1),
            Scheme::Pkcs1Sha256,
        ),
        (
            "sign-form-c-salt-20",
            "PSS with a salt of 20 octets where the scheme says 32.",
            SignatureScheme::Pss(short_salt),
            Scheme::PssSha256,
        ),
        (
            "sign-form-c-mask-sha1",
            "PSS with SHA-1 in MGF1 where the scheme says SHA-256.",
            SignatureScheme::Pss(other_mask),
            Scheme::PssSha256,
        ),
    ] {
        let case = set
            .signature_case(id, description, hanako, made, presented)
            .invalid(Check::Signature, Reason::SignatureMismatch)
            .openssl_signature("failure");
        set.add(case);
    }

    for (id, description, hash, scheme) in [
        (
            "sign-sha1",
            "DigestInfo with SHA-1, presented as such: too weak.",
            HashAlgorithm::Sha1,
            Scheme::Pkcs1Sha1,
        ),
        (
            "sign-md5",
            "DigestInfo with MD5, presented as such: broken.",
            HashAlgorithm::Md5,
            Scheme::Pkcs1Md5,
        ),
    ] {
        let case = set
            .signature_case(id, description, hanako, SignatureScheme::Pkcs1(hash), scheme)
            .invalid(Check::Algorithm, Reason::AlgorithmNotAllowed)
            .or_by(&[Check::Signature])
            .openssl_note("OpenSSL verifies weak digests when asked to.");
        set.add(case);
    }
}

/// A key that is too short: 施行規則 §2 asks for a modulus of at least 2048 bits (jpki-profile §7.3).
fn short_key(set: &mut VectorSet) {
    let key = Key::new(KeyKind::Rsa1024, 0);
    let certificate = set.jpki().sign_certificate(&Person::hanako()).key(key).issue();
    let file = set.person("hanako/sign-rsa-1024", &certificate, None);
    let case = set
        .signature_case(
            "sign-rsa-1024",
            "A form signed with an RSA key of 1024 bits.",
            (&file, &certificate),
            PKCS1_SHA256,
            Scheme::Pkcs1Sha256,
        )
        .invalid(Check::Algorithm, Reason::AlgorithmNotAllowed)
        .or_by(&[Check::Profile, Check::Signature])
        .openssl_note(
            "OpenSSL's command line uses short keys unless it is given a security level.",
        );
    set.add(case);
}

/// Changed contents and changed signature values.
fn tampering(set: &mut VectorSet, hanako: (&str, &EndEntity)) {
    let form = String::from_utf8(set.file(APPLICATION).to_vec()).unwrap_or_default();
    let contents = [
        (
            "purpose",
            "Another purpose is written into the form.",
            form.replace("給与の受け取り", "投資の受け取り"),
        ),
        ("line-ends", "The line ends of the form are CR LF.", form.replace('\n', "\r\n")),
        ("byte-order-mark", "A byte order mark stands before the form.", format!("\u{FEFF}{form}")),
        ("last-line-end", "The last line end is missing.", form.trim_end().to_owned()),
        ("empty", "The form is empty.", String::new()),
    ];
    for (id, description, changed) in contents {
        let file = set.store(format!("content/tampered-{id}.txt"), changed.into_bytes());
        let case = set
            .signature_case(
                &format!("sign-tampered-{id}"),
                description,
                hanako,
                PKCS1_SHA256,
                Scheme::Pkcs1Sha256,
            )
            .content(&file)
            .invalid(Check::Signature, Reason::SignatureMismatch)
            .openssl_signature("failure");
        set.add(case);
    }

    let right = hanako.1.sign(PKCS1_SHA256, form.as_bytes());
    let taro = set.jpki().sign_certificate(&Person::taro()).issue();
    let signatures = [
        ("first-bit", "The first bit of the signature is flipped.", flipped(&right, 0)),
        (
            "last-bit",
            "The last bit of the signature is flipped.",
            flipped(&right, right.len() * 8 - 1),
        ),
        ("short", "The last octet of the signature is missing.", right[..right.len() - 1].to_vec()),
        (
            "long",
            "A zero octet stands before the signature.",
            asn1::concatenated([[0].as_slice(), &right]),
        ),
        (
            "trailing-octet",
            "A zero octet stands after the signature.",
            asn1::concatenated([&right, [0].as_slice()]),
        ),
        ("none", "The signature has no octets.", Vec::new()),
        ("zero", "The signature is the number 0.", vec![0; right.len()]),
        (
            "one",
            "The signature is the number 1.",
            asn1::concatenated([vec![0; right.len() - 1], vec![1]]),
        ),
        ("above-modulus", "The signature is a number above the modulus.", vec![0xFF; right.len()]),
        (
            "of-another-key",
            "The signature is another person's.",
            taro.sign(PKCS1_SHA256, form.as_bytes()),
        ),
    ];
    for (id, description, signature) in signatures {
        let case = set
            .given_signature_case(
                &format!("sign-signature-{id}"),
                description,
                hanako,
                signature,
                Scheme::Pkcs1Sha256,
            )
            .invalid(Check::Signature, Reason::SignatureMismatch)
            .openssl_signature("failure");
        set.add(case);
    }
}

/// Encoded messages that a lax verifier takes for right (RFC 8017 §8.2.2 compares all of it).
fn malformations(set: &mut VectorSet, hanako: (&str, &EndEntity)) {
    for malformation in Malformation::ALL {
        let case = set
            .signature_case(
                &format!("sign-encoding-{}", malformation.name()),
                &format!(
                    "The encoded message is wrong: {}.",
                    malformation.name().replace('-', " ")
                ),
                hanako,
                SignatureScheme::Malformed(malformation),
                Scheme::Pkcs1Sha256,
            )
            .invalid(Check::Signature, Reason::SignatureMismatch)
            .openssl_signature("failure");
        set.add(case);
    }
}

fn flipped(octets: &[u8], bit: usize) -> Vec<u8> {
    let mut octets = octets.to_vec();
    octets[bit / 8] ^= 0x80 >> (bit % 8);
    octets
}
