//! Responders whose key is for RSASSA-PSS alone (RFC 4055): the issuer itself, and its delegate.

use jpki_core::name::Name;
use jpki_core::report::Reason;
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::{Nonce, OcspPolicy};
use jpki_revocation::{RevocationTarget, Status};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::pss::PssParameters;
use jpki_testkit::signature::SignatureAlgorithm;
use jpki_x509::authority::Authority;

use crate::ocsp::world::{NONCE, World, not_asked};

fn usual() -> PssParameters {
    PssParameters::usual(HashAlgorithm::Sha256)
}

/// What such a key signs, and whether its parameters admit that.
fn signatures() -> [(SignatureAlgorithm, Status); 4] {
    let refused = Status::Unknown(Reason::ResponseAlgorithmNotAllowed);
    let short_salt = PssParameters { salt_length: 31, ..usual() };
    [
        (SignatureAlgorithm::RsaPss(usual()), Status::Good),
        (SignatureAlgorithm::RSA_SHA256, refused),
        (SignatureAlgorithm::RsaPss(short_salt), refused),
        (SignatureAlgorithm::RsaPss(PssParameters::usual(HashAlgorithm::Sha384)), refused),
    ]
}

fn status(world: &World, issuer: &Authority, response: &[u8]) -> Status {
    let target = RevocationTarget::end_entity(&world.certificate, issuer, issuer);
    let verifier = world.verifier(OcspPolicy::immediate());
    let request = verifier.request([&target], &Nonce::new(NONCE)).unwrap();
    verifier
        .process_response(&target, Some(&request), Ok(response), &not_asked, world.now())
        .status()
}

#[test]
fn an_issuer_answers_as_its_key_demands() {
    let world = World::new();
    let info = world.synthetic.key().pss_public_key_info(Some(usual()));
    let name = world.synthetic.name().to_der();
    let issuer = Authority::new(Name::from_der(&name).unwrap(), &info, &RustCrypto).unwrap();
    for (algorithm, expected) in signatures() {
        let response = world.response().single(world.good()).sign_with(&world.issuer(), algorithm);
        assert_eq!(status(&world, &issuer, &response), expected, "{algorithm:?}");
    }
}

#[test]
fn a_delegate_answers_as_its_key_demands() {
    let world = World::new();
    let info = world.jpki.responder_key().pss_public_key_info(Some(usual()));
    let certificate = world.jpki.responder_certificate(&world.synthetic);
    let certificate = certificate.subject_public_key_info(info).sign(world.synthetic.key());
    for (algorithm, expected) in signatures() {
        let response = world.response().single(world.good()).certificate(&certificate);
        let response = response.sign_with(&world.delegate(), algorithm);
        assert_eq!(status(&world, &world.authority, &response), expected, "{algorithm:?}");
    }
}
