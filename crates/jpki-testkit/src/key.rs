//! Committed test keys and what is signed with them.

use std::sync::OnceLock;

use p256::pkcs8::DecodePrivateKey as _;
use rsa::BoxedUint;
use rsa::pkcs1::EncodeRsaPublicKey as _;
use rsa::traits::PublicKeyParts as _;
use signature::Signer as _;
use signature::hazmat::PrehashSigner as _;

use crate::asn1::{self, ObjectIdentifier};
use crate::digest::HashAlgorithm;
use crate::oid;
use crate::pkcs1;
use crate::pss::{self, PssParameters};
use crate::signature::SignatureAlgorithm;

/// Kind of a key: algorithm with modulus length or curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// RSA with a modulus of 1024 bits, for keys that must be refused.
    Rsa1024,
    /// RSA with a modulus of 2048 bits.
    Rsa2048,
    /// RSA with a modulus of 3072 bits.
    Rsa3072,
    /// RSA with a modulus of 4096 bits.
    Rsa4096,
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
    /// ECDSA on P-521.
    P521,
    /// Ed25519.
    Ed25519,
}

impl KeyKind {
    /// How many different keys of this kind are committed.
    pub fn count(self) -> usize {
        COMMITTED.iter().filter(|key| key.kind == self).count()
    }
}

/// One of the committed test keys. Public and worthless: anybody can sign with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    kind: KeyKind,
    slot: usize,
}

impl Key {
    /// The committed key of this kind with this index; indices past the last start over.
    pub fn new(kind: KeyKind, index: usize) -> Self {
        let slots: Vec<usize> = COMMITTED
            .iter()
            .enumerate()
            .filter(|(_, key)| key.kind == kind)
            .map(|(slot, _)| slot)
            .collect();
        Self { kind, slot: slots[index % slots.len()] }
    }

    /// The RSA-2048 key with this index.
    pub fn rsa_2048(index: usize) -> Self {
        Self::new(KeyKind::Rsa2048, index)
    }

    /// The P-256 key with this index.
    pub fn p256(index: usize) -> Self {
        Self::new(KeyKind::P256, index)
    }

    /// The P-384 key with this index.
    pub fn p384(index: usize) -> Self {
        Self::new(KeyKind::P384, index)
    }

    /// The P-521 key with this index.
    pub fn p521(index: usize) -> Self {
        Self::new(KeyKind::P521, index)
    }

    /// The Ed25519 key with this index.
    pub fn ed25519(index: usize) -> Self {
        Self::new(KeyKind::Ed25519, index)
    }

    /// Kind of the key.
    pub fn kind(self) -> KeyKind {
        self.kind
    }

    /// SubjectPublicKeyInfo in DER.
    pub fn subject_public_key_info(self) -> &'static [u8] {
        &self.loaded().subject_public_key_info
    }

    /// SubjectPublicKeyInfo in DER of an RSA key that is for RSASSA-PSS alone: with these parameters, or
    /// without any (RFC 4055 §1.2, §3.1).
    pub fn pss_public_key_info(self, parameters: Option<PssParameters>) -> Vec<u8> {
        let algorithm = match parameters {
            Some(parameters) => parameters.identifier(),
            None => asn1::sequence([asn1::object_identifier(oid::RSASSA_PSS)]),
        };
        asn1::sequence([algorithm, asn1::bit_string(self.subject_public_key())])
    }

    /// Content of the subjectPublicKey BIT STRING, without the byte that counts unused bits.
    pub fn subject_public_key(self) -> &'static [u8] {
        &self.loaded().subject_public_key
    }

    /// Key identifier: SHA-1 over the subjectPublicKey (RFC 5280 §4.2.1.2, method 1).
    pub fn identifier(self) -> Vec<u8> {
        HashAlgorithm::Sha1.digest(self.subject_public_key())
    }

    /// The private key as unencrypted PKCS #8 in DER, for other tools.
    pub fn pkcs8(self) -> &'static [u8] {
        COMMITTED[self.slot].pkcs8
    }

    /// Length in bytes of the RSA modulus; none for other keys.
    pub fn modulus_length(self) -> Option<usize> {
        match &self.loaded().private {
            PrivateKey::Rsa(key) => Some(key.size()),
            _ => None,
        }
    }

    /// The signature algorithm that goes with the key: SHA-256 with RSA (v1.5) and P-256, SHA-384
    /// with P-384, SHA-512 with P-521.
    pub fn usual_algorithm(self) -> SignatureAlgorithm {
        match self.kind {
            KeyKind::Rsa1024 | KeyKind::Rsa2048 | KeyKind::Rsa3072 | KeyKind::Rsa4096 => {
                SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha256)
            }
            KeyKind::P256 => SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256),
            KeyKind::P384 => SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha384),
            KeyKind::P521 => SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha512),
            KeyKind::Ed25519 => SignatureAlgorithm::Ed25519,
        }
    }

    /// Signature value over the message. The same message gives the same value: ECDSA follows
    /// RFC 6979, and the salt of PSS is derived from the message.
    ///
    /// # Panics
    ///
    /// If the algorithm does not go with the key.
    pub fn sign(self, algorithm: SignatureAlgorithm, message: &[u8]) -> Vec<u8> {
        match algorithm {
            SignatureAlgorithm::RsaPkcs1(hash) => {
                let digest_info = pkcs1::digest_info(hash, &hash.digest(message));
                self.rsa_raw(&pkcs1::encoded_message(self.rsa_length(), &digest_info))
            }
            SignatureAlgorithm::RsaPss(parameters) => {
                self.rsa_raw(&pss::encoded_message(self.rsa_length(), parameters, message))
            }
            SignatureAlgorithm::Ecdsa(hash) => self.sign_ecdsa(&hash.digest(message)),
            SignatureAlgorithm::Ed25519 => match &self.loaded().private {
                PrivateKey::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
                _ => panic!("Ed25519 needs an Ed25519 key, not {:?}", self.kind),
            },
        }
    }

    /// The RSA private operation on an encoded message of the modulus length (RFC 8017 §5.2.1),
    /// whatever the message is.
    ///
    /// # Panics
    ///
    /// If the key is not RSA, or the message is not below the modulus.
    pub fn rsa_raw(self, encoded_message: &[u8]) -> Vec<u8> {
        let PrivateKey::Rsa(key) = &self.loaded().private else {
            panic!("an RSA signature needs an RSA key, not {:?}", self.kind);
        };
        let representative = BoxedUint::from_be_slice(encoded_message, key.n_bits_precision())
            .expect("an encoded message of the modulus length");
        let value = rsa::hazmat::rsa_decrypt_and_check(
            key.as_ref(),
            None::<&mut dyn rsa::rand_core::CryptoRng>,
            &representative,
        )
        .expect("an encoded message below the modulus");
        value.to_be_bytes().to_vec()
    }

    fn rsa_length(self) -> usize {
        self.modulus_length()
            .unwrap_or_else(|| panic!("an RSA algorithm needs an RSA key, not {:?}", self.kind))
    }

    fn sign_ecdsa(self, digest: &[u8]) -> Vec<u8> {
        match &self.loaded().private {
            PrivateKey::P256(key) => {
                let value: p256::ecdsa::DerSignature =
                    key.sign_prehash(&left_padded(digest, 32)).expect("a digest of field length");
                value.as_bytes().to_vec()
            }
            PrivateKey::P384(key) => {
                let value: p384::ecdsa::DerSignature =
                    key.sign_prehash(&left_padded(digest, 48)).expect("a digest of field length");
                value.as_bytes().to_vec()
            }
            PrivateKey::P521(key) => {
                let value: p521::ecdsa::DerSignature =
                    key.sign_prehash(&left_padded(digest, 66)).expect("a digest of field length");
                value.as_bytes().to_vec()
            }
            _ => panic!("ECDSA needs an elliptic curve key, not {:?}", self.kind),
        }
    }

    fn loaded(self) -> &'static LoadedKey {
        let committed = &COMMITTED[self.slot];
        committed.loaded.get_or_init(|| LoadedKey::new(committed.kind, committed.pkcs8))
    }
}

/// Leading zeros do not change the number that ECDSA signs, and make short digests long enough for
/// the curve crates, which refuse less than half a field element.
fn left_padded(digest: &[u8], length: usize) -> Vec<u8> {
    let mut padded = vec![0; length.saturating_sub(digest.len())];
    padded.extend_from_slice(digest);
    padded
}

struct CommittedKey {
    kind: KeyKind,
    pkcs8: &'static [u8],
    loaded: OnceLock<LoadedKey>,
}

impl CommittedKey {
    const fn new(kind: KeyKind, pkcs8: &'static [u8]) -> Self {
        Self { kind, pkcs8, loaded: OnceLock::new() }
    }
}

struct LoadedKey {
    private: PrivateKey,
    subject_public_key_info: Vec<u8>,
    subject_public_key: Vec<u8>,
}

enum PrivateKey {
    Rsa(Box<rsa::PrivateKey>),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    P521(p521::ecdsa::SigningKey),
    Ed25519(Box<ed25519_dalek::SigningKey>),
}

impl LoadedKey {
    fn new(kind: KeyKind, pkcs8: &[u8]) -> Self {
        const VALID: &str = "a committed key is valid PKCS #8";
        let (private, algorithm, subject_public_key) = match kind {
            KeyKind::Rsa1024 | KeyKind::Rsa2048 | KeyKind::Rsa3072 | KeyKind::Rsa4096 => {
                let key = rsa::PrivateKey::from_pkcs8_der(pkcs8).expect(VALID);
                let public = key.to_public_key().to_pkcs1_der().expect(VALID).into_vec();
                let algorithm = [asn1::object_identifier(oid::RSA_ENCRYPTION), asn1::null()];
                (PrivateKey::Rsa(Box::new(key)), asn1::sequence(algorithm), public)
            }
            KeyKind::P256 => {
                let key = p256::ecdsa::SigningKey::from_pkcs8_der(pkcs8).expect(VALID);
                let public = key.verifying_key().to_sec1_point(false).as_bytes().to_vec();
                (PrivateKey::P256(key), elliptic_curve(oid::SECP256R1), public)
            }
            KeyKind::P384 => {
                let key = p384::ecdsa::SigningKey::from_pkcs8_der(pkcs8).expect(VALID);
                let public = key.verifying_key().to_sec1_point(false).as_bytes().to_vec();
                (PrivateKey::P384(key), elliptic_curve(oid::SECP384R1), public)
            }
            KeyKind::P521 => {
                let key = p521::ecdsa::SigningKey::from_pkcs8_der(pkcs8).expect(VALID);
                let public = key.verifying_key().to_sec1_point(false).as_bytes().to_vec();
                (PrivateKey::P521(key), elliptic_curve(oid::SECP521R1), public)
            }
            KeyKind::Ed25519 => {
                let key = ed25519_dalek::SigningKey::from_pkcs8_der(pkcs8).expect(VALID);
                let public = key.verifying_key().to_bytes().to_vec();
                let algorithm = asn1::sequence([asn1::object_identifier(oid::ED25519)]);
                (PrivateKey::Ed25519(Box::new(key)), algorithm, public)
            }
        };
        let subject_public_key_info =
            asn1::sequence([algorithm, asn1::bit_string(&subject_public_key)]);
        Self { private, subject_public_key_info, subject_public_key }
    }
}

/// AlgorithmIdentifier of a key on a named curve (RFC 5480 §2.1.1).
fn elliptic_curve(curve: ObjectIdentifier) -> Vec<u8> {
    asn1::sequence([asn1::object_identifier(oid::EC_PUBLIC_KEY), asn1::object_identifier(curve)])
}

macro_rules! committed_keys {
    ($($kind:ident: $($file:literal)*;)*) => {
        [$($(CommittedKey::new(KeyKind::$kind, include_bytes!(concat!("../keys/", $file, ".pk8"))),)*)*]
    };
}

static COMMITTED: [CommittedKey; 71] = committed_keys! {
    Rsa1024: "rsa-1024-00";
    Rsa2048:
        "rsa-2048-00" "rsa-2048-01" "rsa-2048-02" "rsa-2048-03" "rsa-2048-04" "rsa-2048-05"
        "rsa-2048-06" "rsa-2048-07" "rsa-2048-08" "rsa-2048-09" "rsa-2048-10" "rsa-2048-11"
        "rsa-2048-12" "rsa-2048-13" "rsa-2048-14" "rsa-2048-15" "rsa-2048-16" "rsa-2048-17"
        "rsa-2048-18" "rsa-2048-19" "rsa-2048-20" "rsa-2048-21" "rsa-2048-22" "rsa-2048-23"
        "rsa-2048-24" "rsa-2048-25" "rsa-2048-26" "rsa-2048-27" "rsa-2048-28" "rsa-2048-29"
        "rsa-2048-30" "rsa-2048-31" "rsa-2048-32" "rsa-2048-33" "rsa-2048-34" "rsa-2048-35"
        "rsa-2048-36" "rsa-2048-37" "rsa-2048-38" "rsa-2048-39";
    Rsa3072: "rsa-3072-00";
    Rsa4096: "rsa-4096-00";
    P256:
        "p256-00" "p256-01" "p256-02" "p256-03" "p256-04" "p256-05" "p256-06" "p256-07"
        "p256-08" "p256-09" "p256-10" "p256-11" "p256-12" "p256-13" "p256-14" "p256-15";
    P384:
        "p384-00" "p384-01" "p384-02" "p384-03";
    P521:
        "p521-00" "p521-01" "p521-02" "p521-03";
    Ed25519:
        "ed25519-00" "ed25519-01" "ed25519-02" "ed25519-03";
};
