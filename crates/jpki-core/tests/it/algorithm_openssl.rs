//! Algorithm identifiers and public keys that OpenSSL writes are read as what they are.

use jpki_core::algorithm::{
    AlgorithmError, AlgorithmIdentifier, DigestAlgorithm, EllipticCurve, KeyKind, PublicKeyInfo,
    SignatureScheme,
};
use jpki_core::der::{Decode, Reader, Tag};
use jpki_test_support::openssl;

use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};

struct Key {
    folder: tempfile::TempDir,
}

impl Key {
    fn new(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = Self { folder };
        openssl::run([&["genpkey", "-out", &key.path()], options].concat(), &[]).unwrap();
        key
    }

    fn path(&self) -> String {
        self.folder.path().join("key.pem").to_str().unwrap().to_owned()
    }

    fn public(&self) -> Vec<u8> {
        openssl::run(["pkey", "-in", &self.path(), "-pubout", "-outform", "DER"], &[]).unwrap()
    }

    /// A self-signed certificate.
    fn certificate(&self, options: &[&str]) -> Vec<u8> {
        let path = self.path();
        let request =
            ["req", "-x509", "-batch", "-subj", "/CN=x", "-outform", "DER", "-key", &path];
        openssl::run([&request[..], options].concat(), &[]).unwrap()
    }
}

/// What the signatureAlgorithm of a certificate names (RFC 5280 §4.1.1.2).
fn scheme(certificate: &[u8]) -> Result<SignatureScheme, AlgorithmError> {
    let mut fields = Reader::new(certificate).unwrap().sequence().unwrap();
    fields.read(Tag::SEQUENCE).unwrap();
    SignatureScheme::from_identifier(&AlgorithmIdentifier::read(&mut fields).unwrap())
}

#[test]
fn signature_schemes() {
    if !openssl::available() {
        return;
    }
    let rsa = Key::new(&["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]);
    let ec = Key::new(&["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    let edwards = Key::new(&["-algorithm", "ED25519"]);
    for (option, digest) in
        [("-sha1", Sha1), ("-sha256", Sha256), ("-sha384", Sha384), ("-sha512", Sha512)]
    {
        assert_eq!(scheme(&rsa.certificate(&[option])), Ok(SignatureScheme::RsaPkcs1(digest)));
        assert_eq!(scheme(&ec.certificate(&[option])), Ok(SignatureScheme::Ecdsa(digest)));
        for salt in [0, 20, 32, 64_u16] {
            let length = format!("rsa_pss_saltlen:{salt}");
            let pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", &length];
            let certificate = rsa.certificate(&[&[option][..], &pss].concat());
            assert_eq!(scheme(&certificate), Ok(SignatureScheme::RsaPss { digest, salt }));
        }
    }
    assert_eq!(scheme(&edwards.certificate(&[])), Ok(SignatureScheme::Ed25519));

    // and what these crates do not verify
    assert_eq!(scheme(&rsa.certificate(&["-sha224"])), Err(AlgorithmError::Unknown));
    assert_eq!(scheme(&rsa.certificate(&["-sha3-256"])), Err(AlgorithmError::Unknown));
    assert_eq!(scheme(&ec.certificate(&["-sha224"])), Err(AlgorithmError::Unknown));
    let other_mask = ["-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_mgf1_md:sha1"];
    assert_eq!(scheme(&rsa.certificate(&other_mask)), Err(AlgorithmError::Parameters));
}

#[test]
fn public_keys() {
    if !openssl::available() {
        return;
    }
    let kind = |options: &[&str]| {
        PublicKeyInfo::from_der(&Key::new(options).public()).map(|key| key.kind())
    };
    for bits in [1024, 2047, 2048, 3072_u32] {
        let option = format!("rsa_keygen_bits:{bits}");
        assert_eq!(kind(&["-algorithm", "RSA", "-pkeyopt", &option]), Ok(KeyKind::Rsa { bits }));
    }
    let on = |curve: &str| {
        let curve = format!("ec_paramgen_curve:{curve}");
        kind(&["-algorithm", "EC", "-pkeyopt", &curve])
    };
    assert_eq!(on("P-256"), Ok(KeyKind::Ec(EllipticCurve::P256)));
    assert_eq!(on("P-384"), Ok(KeyKind::Ec(EllipticCurve::P384)));
    assert_eq!(on("P-521"), Ok(KeyKind::Ec(EllipticCurve::P521)));
    assert_eq!(kind(&["-algorithm", "ED25519"]), Ok(KeyKind::Ed25519));

    assert_eq!(on("secp256k1"), Err(AlgorithmError::Unknown));
    assert_eq!(kind(&["-algorithm", "X25519"]), Err(AlgorithmError::Unknown));
    assert_eq!(kind(&["-algorithm", "ED448"]), Err(AlgorithmError::Unknown));
    // a curve by its parameters, which RFC 5480 §2.1.1 forbids
    let explicit = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
    let explicit = kind(&[&explicit[..], &["-pkeyopt", "ec_param_enc:explicit"]].concat());
    assert!(matches!(explicit, Err(AlgorithmError::Malformed(_))), "{explicit:?}");
}
