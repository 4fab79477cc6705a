//! Lists of an authority whose key is for RSASSA-PSS alone (RFC 4055).

use jpki_core::name::Name;
use jpki_core::report::Reason;
use jpki_crypto::RustCrypto;
use jpki_revocation::{CrlError, CrlIssuer};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::pss::PssParameters;
use jpki_testkit::signature::SignatureAlgorithm;
use jpki_x509::authority::Authority;

use crate::crl::world::{World, verify};

#[test]
fn a_list_is_signed_as_the_key_demands() {
    let world = World::new();
    let key = world.authority.key();
    let usual = PssParameters::usual(HashAlgorithm::Sha256);
    let name = world.authority.name().to_der();
    let info = key.pss_public_key_info(Some(usual));
    let authority = Authority::new(Name::from_der(&name).unwrap(), &info, &RustCrypto).unwrap();
    let issuer = CrlIssuer::anchor(authority);
    let verified = |algorithm| verify(&world.list().sign_with(key, algorithm), &issuer);
    assert!(verified(SignatureAlgorithm::RsaPss(usual)).is_ok());
    for algorithm in [
        SignatureAlgorithm::RSA_SHA256,
        SignatureAlgorithm::RsaPss(PssParameters { salt_length: 31, ..usual }),
        SignatureAlgorithm::RsaPss(PssParameters::usual(HashAlgorithm::Sha384)),
    ] {
        let refused = verified(algorithm).map(drop);
        assert_eq!(refused, Err(CrlError::Signature(Reason::AlgorithmNotAllowed)));
    }
}
