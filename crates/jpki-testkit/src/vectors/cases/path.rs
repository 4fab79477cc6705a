//! Paths to the anchors: generations, impostors, key identifiers, environments
//! (jpki-profile §15 rows 1 to 3).

use crate::jpki::{Deviation, Environment, Generation, Person, SyntheticJpki};
use crate::key::Key;
use crate::oid;
use crate::pki::{
    AuthorityKeyIdentifier, BasicConstraints, DistinguishedName, Extension, GeneralName, KeyUsage,
};
use crate::vectors::manifest::{Check, Reason};
use crate::vectors::set::VectorSet;

pub(super) fn add(set: &mut VectorSet) {
    generations(set);
    impostors(set);
    key_identifiers(set);
    environments(set);
    issuers(set);
    anchors(set);
}

fn generations(set: &mut VectorSet) {
    let jpki = set.jpki();
    let outlived = jpki
        .sign_certificate(&Person::hanako())
        .issued_by(Generation::First)
        .issued_at(jpki.sign_ca(Generation::Second).not_before() - ::time::Duration::DAY)
        .not_after(jpki.instant() + ::time::Duration::days(100))
        .issue();
    let file = set.person("hanako/sign-first-generation", &outlived, None);
    let case = set
        .certificate_case(
            "path-anchor-expired",
            "The certificate is valid longer than the first generation that issued it.",
            outlived.authority(),
            &file,
        )
        .crl(&[])
        .arl(&[])
        .invalid(Check::AnchorValidity, Reason::Expired)
        .openssl_verify("error 10");
    set.add(case);

    let fourth = jpki.sign_certificate(&Person::hanako()).issued_by(Generation::Fourth).issue();
    set.anchor(fourth.authority());
    let file = set.person("hanako/sign-fourth-generation", &fourth, None);
    let case = set
        .certificate_case(
            "path-generation-unknown",
            "The certificate is issued by a fourth generation that is not among the anchors.",
            fourth.authority(),
            &file,
        )
        .crl(&["lists/sign-ca-3.crl"])
        .arl(&["lists/sign-ca-3-arl.crl"])
        .invalid(Check::PathAnchor, Reason::NoAnchor)
        .openssl_verify("error 20");
    set.add(case);
}

fn impostors(set: &mut VectorSet) {
    let jpki = set.jpki();
    let third = jpki.sign_ca(Generation::Third);

    let foreign = jpki.sign_certificate(&Person::hanako()).issued_by(Generation::Foreign).issue();
    set.anchor(foreign.authority());
    let file = set.person("hanako/sign-foreign-root", &foreign, None);
    let case = set
        .certificate_case(
            "path-foreign-root",
            "The issuer has the authority's name and serial number, but a foreign key, and says so.",
            &third,
            &file,
        )
        .invalid(Check::PathAnchor, Reason::NoAnchor)
        .openssl_verify("error 20");
    set.add(case);

    for (id, description, signer) in [
        (
            "path-foreign-signature",
            "The certificate names the third generation's key, but a foreign key signed it.",
            Generation::Foreign,
        ),
        (
            "path-wrong-generation",
            "The certificate names the third generation's key, but the second generation signed it.",
            Generation::Second,
        ),
    ] {
        let certificate = jpki
            .sign_certificate(&Person::hanako())
            .issued_by(signer)
            .with(Deviation::AuthorityKeyIdentifierOf(Generation::Third))
            .issue();
        let file = set.person(&format!("hanako/{id}"), &certificate, None);
        let case = set
            .certificate_case(id, description, &third, &file)
            .invalid(Check::PathSignature, Reason::SignatureMismatch)
            .or_by(&[Check::PathAnchor])
            .openssl_verify("error 7");
        set.add(case);
    }

    let mut spoilt = jpki.sign_certificate(&Person::hanako()).issue().certificate().to_vec();
    let last = spoilt.len() - 1;
    spoilt[last] ^= 0x01;
    let file = set.store("persons/hanako/path-spoilt-signature.cer".to_owned(), spoilt);
    let case = set
        .certificate_case(
            "path-spoilt-signature",
            "The last bit of the certificate's signature is flipped.",
            &third,
            &file,
        )
        .invalid(Check::PathSignature, Reason::SignatureMismatch)
        .or_by(&[Check::PathAnchor])
        .openssl_verify("error 7");
    set.add(case);
}

/// The authority key identifier against the anchor (jpki-profile §13, pitfall 1).
fn key_identifiers(set: &mut VectorSet) {
    for (id, description, deviation) in [
        (
            "path-key-identifier-wrong",
            "The key identifier is not that of the key that signed; issuer and serial number are right.",
            Deviation::AuthorityKeyIdentifierWrong,
        ),
        (
            "path-authority-serial-wrong",
            "The key identifier is right; the serial number beside it is not the authority's.",
            Deviation::AuthoritySerialWrong,
        ),
    ] {
        let certificate = set.jpki().sign_certificate(&Person::hanako()).with(deviation).issue();
        let file = set.person(&format!("hanako/{id}"), &certificate, None);
        let case = set
            .certificate_case(id, description, certificate.authority(), &file)
            .invalid(Check::PathAnchor, Reason::AuthorityKeyIdentifier)
            .or_by(&[Check::PathSignature, Check::Profile])
            .openssl_verify("error 20");
        set.add(case);
    }
}

fn environments(set: &mut VectorSet) {
    let jpki = set.jpki();
    let test = SyntheticJpki::in_environment(
        Environment::SyntheticTest,
        crate::jpki::VECTOR_SEED,
        jpki.instant(),
    );
    let certificate = test.sign_certificate(&Person::hanako()).issue();
    set.anchor(certificate.authority());
    let file = set.person("hanako/sign-test-environment", &certificate, None);
    let case = set
        .certificate_case(
            "path-test-environment",
            "A certificate of the test environment under the anchors of production.",
            &jpki.sign_ca(Generation::Third),
            &file,
        )
        .invalid(Check::PathAnchor, Reason::NoAnchor)
        .or_by(&[Check::Profile])
        .openssl_verify("error 20");
    set.add(case);

    let certificate =
        test.sign_certificate(&Person::hanako()).with(Deviation::PolicyTail([1, 20])).issue();
    let file = set.person("hanako/sign-test-environment-production-policy", &certificate, None);
    let case = set
        .certificate_case(
            "path-test-environment-production-policy",
            "A certificate of the test environment with the policy of production, under the anchors of production.",
            &jpki.sign_ca(Generation::Third),
            &file,
        )
        .invalid(Check::PathAnchor, Reason::NoAnchor)
        .or_by(&[Check::Profile])
        .openssl_verify("error 20");
    set.add(case);
}

/// Issuers that are no authority.
fn issuers(set: &mut VectorSet) {
    let jpki = set.jpki();
    let third = jpki.sign_ca(Generation::Third);
    let taro = Person::taro();
    let hanako = jpki.sign_certificate(&Person::hanako());

    let issuer = hanako.certificate_builder().subject_name();
    let certificate = jpki
        .sign_certificate(&taro)
        .certificate_builder()
        .issuer(issuer)
        .replace_extension(Extension::authority_key_identifier(&AuthorityKeyIdentifier::of_key(
            Person::hanako().key,
        )))
        .sign(Person::hanako().key);
    let file = set.store("persons/taro/issued-by-a-person.cer".to_owned(), certificate);
    let case = set
        .certificate_case(
            "path-issued-by-a-person",
            "A certificate signed with the key of another person's certificate.",
            &third,
            &file,
        )
        .invalid(Check::PathAnchor, Reason::NoAnchor)
        .openssl_verify("error 20");
    set.add(case);

    let own =
        DistinguishedName::new().printable(oid::COUNTRY, "JP").utf8(oid::COMMON_NAME, "self-made");
    let certificate = jpki
        .sign_certificate(&taro)
        .certificate_builder()
        .issuer(own.clone())
        .subject(own)
        .replace_extension(Extension::authority_key_identifier(&AuthorityKeyIdentifier::of_key(
            taro.key,
        )))
        .sign(taro.key);
    let file = set.store("persons/taro/self-signed.cer".to_owned(), certificate);
    let case = set
        .certificate_case(
            "path-self-signed",
            "A certificate signed with its own key.",
            &third,
            &file,
        )
        .invalid(Check::PathAnchor, Reason::NoAnchor)
        .or_by(&[Check::Profile])
        .openssl_verify("error 18");
    set.add(case);
}

/// Roots that differ from the profile of an authority.
fn anchors(set: &mut VectorSet) {
    let third = set.jpki().sign_ca(Generation::Third);
    let root = third.certificate_builder();
    let constraints = |constraints| Extension::basic_constraints(constraints);
    let english = GeneralName::Directory(third.name());
    let variants = [
        (
            "path-length-0",
            root.clone()
                .replace_extension(constraints(BasicConstraints::CaWithPathLength(0)).critical()),
            "basicConstraints has a path length",
        ),
        (
            "without-basic-constraints",
            root.clone().without_extension(oid::BASIC_CONSTRAINTS),
            "basicConstraints is absent",
        ),
        (
            "ca-false",
            root.clone().replace_extension(constraints(BasicConstraints::EndEntity).critical()),
            "basicConstraints says cA FALSE",
        ),
        (
            "basic-constraints-non-critical",
            root.clone().replace_extension(constraints(BasicConstraints::Ca)),
            "basicConstraints is not critical",
        ),
        ("without-key-usage", root.clone().without_extension(oid::KEY_USAGE), "keyUsage is absent"),
        (
            "without-cert-sign",
            root.clone().replace_extension(Extension::key_usage(&[KeyUsage::CrlSign]).critical()),
            "keyUsage lacks keyCertSign",
        ),
        (
            "without-crl-sign",
            root.clone()
                .replace_extension(Extension::key_usage(&[KeyUsage::KeyCertSign]).critical()),
            "keyUsage lacks cRLSign",
        ),
        (
            "unknown-critical-extension",
            root.clone().extension(
                Extension::new(Environment::Synthetic.attribute(999), crate::asn1::null())
                    .critical(),
            ),
            "an unknown extension is critical",
        ),
        (
            "wrong-key-identifier",
            root.clone().replace_extension(Extension::subject_key_identifier(
                &Key::rsa_2048(9).identifier(),
            )),
            "subjectKeyIdentifier is that of another key",
        ),
        (
            "not-self-issued",
            root.clone().issuer(DistinguishedName::common_name("another authority")),
            "issuer and subject differ",
        ),
        (
            "alt-name-not-japanese",
            root.clone().replace_extension(Extension::subject_alt_name(&[english])),
            "subjectAltName is not the name in Japanese script",
        ),
    ];
    for (id, builder, deviation) in variants {
        let certificate = builder.sign(third.key());
        set.anchor_certificate(&format!("variants/sign-ca-3-{id}"), certificate, Some(deviation));
    }
    let forged = root.sign(Key::rsa_2048(9));
    set.anchor_certificate(
        "variants/sign-ca-3-forged",
        forged,
        Some("the signature is not by the certificate's own key"),
    );
}
