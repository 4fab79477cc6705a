//! A public key and a signature from anybody: refused or made ready, and no signature is over two contents.

#![no_main]

use std::hint::black_box;

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, SignedInput};
use jpki_crypto::RustCrypto;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // Two bytes say where the signature begins.
    let Some((length, bytes)) = bytes.split_first_chunk() else { return };
    let length = usize::from(u16::from_be_bytes(*length));
    let (key, signature) = bytes.split_at(length.min(bytes.len()));
    let Ok(info) = PublicKeyInfo::from_der(key) else { return };
    assert_eq!(info.as_bytes(), key);
    let Ok(prepared) = RustCrypto.prepare(&info) else { return };
    let _ = black_box(format!("{prepared:?}"));
    for scheme in schemes() {
        let verify = |content| prepared.verify(scheme, SignedInput::Bytes(content), signature);
        if verify(b"content").is_ok() {
            assert!(info.kind().fits(scheme));
            assert!(verify(b"other content").is_err(), "a signature over anything");
        }
    }
});

fn schemes() -> impl Iterator<Item = SignatureScheme> {
    use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    let with = |digest| {
        [
            SignatureScheme::RsaPkcs1(digest),
            SignatureScheme::RsaPkcs1BareDigest(digest),
            SignatureScheme::rsa_pss(digest),
            SignatureScheme::Ecdsa(digest),
        ]
    };
    [Sha1, Sha256, Sha384, Sha512].into_iter().flat_map(with).chain([SignatureScheme::Ed25519])
}
