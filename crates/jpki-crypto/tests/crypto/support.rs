pub(crate) mod der;
pub(crate) mod openssl;

use jpki_core::algorithm::{PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, CryptoError, SignedInput};
use jpki_crypto::RustCrypto;

/// Every backend under test.
pub(crate) fn backends() -> Vec<Box<dyn CryptoBackend>> {
    vec![
        Box::new(RustCrypto),
        #[cfg(feature = "aws-lc-rs")]
        Box::new(jpki_crypto::AwsLc),
    ]
}

/// One signature with everything that it is checked against.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    pub(crate) key: Vec<u8>,
    pub(crate) scheme: SignatureScheme,
    pub(crate) message: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

impl Signed {
    /// The answer that all backends give alike, whether asked once or with a prepared key, for the
    /// bytes or for their digest.
    #[track_caller]
    pub(crate) fn verify(&self) -> Result<(), CryptoError> {
        let key = PublicKeyInfo::from_der(&self.key).expect("a well-formed key");
        self.verify_with(&key)
    }

    #[track_caller]
    pub(crate) fn verify_with(&self, key: &PublicKeyInfo<'_>) -> Result<(), CryptoError> {
        let Self { scheme, message, signature, .. } = self;
        let mut answers = Vec::new();
        for backend in backends() {
            let prepared = backend.prepare(key);
            let whole = SignedInput::Bytes(message);
            let one_shot = backend.verify(key, *scheme, whole, signature);
            let by_prepared =
                prepared.clone().and_then(|key| key.verify(*scheme, whole, signature));
            assert_eq!(by_prepared, one_shot, "{backend:?}: prepared and one-shot");
            if let Some(algorithm) = scheme.digest() {
                let digest = backend.digest(algorithm, message);
                let by_digest = prepared
                    .and_then(|key| key.verify(*scheme, SignedInput::Digest(&digest), signature));
                assert_eq!(by_digest, one_shot, "{backend:?}: digest and bytes");
            }
            answers.push((backend, one_shot));
        }
        let (first, rest) = answers.split_first().expect("a backend");
        for other in rest {
            assert_eq!(first.1, other.1, "{:?} and {:?}, {scheme}", first.0, other.0);
        }
        first.1
    }
}

/// A copy with one bit changed.
pub(crate) fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[bit / 8] ^= 0x80 >> (bit % 8);
    bytes
}

pub(crate) fn from_hex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2), "hexadecimal text of even length");
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal digits"))
        .collect()
}
