//! A prepared key behind the traits of `signature`.

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_crypto::VerifyingKey;
use signature::Verifier;
use signature::hazmat::PrehashVerifier;

use crate::support::openssl::{P256, RSA_2048, digest};
use crate::support::{backends, flipped};

#[test]
fn a_prepared_key_verifies_its_scheme_and_nothing_else() {
    let sha_256 = DigestAlgorithm::Sha256;
    for (pair, scheme) in
        [(&RSA_2048, SignatureScheme::RsaPkcs1(sha_256)), (&P256, SignatureScheme::Ecdsa(sha_256))]
    {
        let signed = pair.sign(scheme, b"message");
        let value = digest(sha_256, b"message");
        for backend in backends() {
            let key = backend.prepare(&PublicKeyInfo::from_der(&pair.public).unwrap()).unwrap();
            let verifier = VerifyingKey::new(key.clone(), scheme);
            verifier.verify(b"message", &signed.signature).unwrap();
            verifier.verify_prehash(&value, &signed.signature).unwrap();
            let another = flipped(&signed.signature, 100);
            verifier.verify(b"message", &another).unwrap_err();
            verifier.verify(b"another", &signed.signature).unwrap_err();
            verifier.verify_prehash(&value, &another).unwrap_err();
            verifier.verify_prehash(&value[1..], &signed.signature).unwrap_err();
            let other_scheme =
                VerifyingKey::new(key, SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha512));
            other_scheme.verify(b"message", &signed.signature).unwrap_err();
        }
    }
}
