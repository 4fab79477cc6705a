use alloc::sync::Arc;

use jpki_core::algorithm::SignatureScheme;
use jpki_core::crypto::{Digest, PreparedKey, SignedInput};
use signature::hazmat::PrehashVerifier;
use signature::{Error, Verifier};

/// A prepared key with the one scheme by which it verifies, for code that asks for [`signature::Verifier`].
///
/// Signatures are bytes as certificates and CMS have them: for ECDSA the DER of `ECDSA-Sig-Value`. What is lost:
/// [`signature::Error`] does not tell a bad signature from a scheme that the backend lacks or that does not fit the key.
///
/// ```
/// use jpki_core::algorithm::{PublicKeyInfo, SignatureScheme};
/// use jpki_core::crypto::CryptoBackend;
/// use jpki_crypto::{RustCrypto, VerifyingKey};
/// use signature::Verifier;
///
/// # fn bytes(hex: &str) -> Vec<u8> {
/// #     hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
/// # }
/// # // RFC 8032 §7.1, test 1
/// # let key = bytes("302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
/// # let signature = bytes("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
/// let key = RustCrypto.prepare(&PublicKeyInfo::from_der(&key)?)?;
/// let key = VerifyingKey::new(key, SignatureScheme::Ed25519);
/// key.verify(b"", &signature)?;
/// assert!(key.verify(b"another message", &signature).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct VerifyingKey {
    key: Arc<dyn PreparedKey>,
    scheme: SignatureScheme,
}

impl VerifyingKey {
    /// Binds a prepared key to a scheme.
    #[must_use]
    pub const fn new(key: Arc<dyn PreparedKey>, scheme: SignatureScheme) -> Self {
        Self { key, scheme }
    }

    fn check(&self, input: SignedInput<'_>, signature: &[u8]) -> Result<(), Error> {
        self.key.verify(self.scheme, input, signature).map_err(|_| Error::new())
    }
}

impl<S: AsRef<[u8]>> Verifier<S> for VerifyingKey {
    fn verify(&self, message: &[u8], signature: &S) -> Result<(), Error> {
        self.check(SignedInput::Bytes(message), signature.as_ref())
    }
}

impl<S: AsRef<[u8]>> PrehashVerifier<S> for VerifyingKey {
    /// Takes a digest by the scheme's own algorithm; one of another length is an error, and so is any for Ed25519.
    fn verify_prehash(&self, prehash: &[u8], signature: &S) -> Result<(), Error> {
        let digest = self
            .scheme
            .digest()
            .and_then(|algorithm| Digest::new(algorithm, prehash))
            .ok_or_else(Error::new)?;
        self.check(SignedInput::Digest(&digest), signature.as_ref())
    }
}
