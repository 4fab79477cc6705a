use core::fmt;

use aws_lc_rs::digest::Digest as AwsLcDigest;
use aws_lc_rs::signature::ParsedPublicKey;
use jpki_core::algorithm::{KeyKind, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoError, PreparedKey, SignedInput};

use super::algorithm::{algorithm, usual_scheme};
use super::digest;
use crate::key::AcceptedKey;
use crate::rust_crypto;

/// A key prepared for its usual scheme; for any other it is parsed again each time.
pub(super) struct Key {
    kind: KeyKind,
    usual_scheme: SignatureScheme,
    parsed: ParsedPublicKey,
}

impl Key {
    pub(super) fn new(key: &PublicKeyInfo<'_>) -> Result<Self, CryptoError> {
        let kind = key.kind();
        AcceptedKey::new(kind, key.key())?;
        let usual_scheme = usual_scheme(kind).ok_or(CryptoError::UnsupportedAlgorithm)?;
        let algorithm = algorithm(usual_scheme, kind).ok_or(CryptoError::UnsupportedAlgorithm)?;
        let parsed =
            ParsedPublicKey::new(algorithm, key.key()).map_err(|_| CryptoError::KeyRejected)?;
        Ok(Self { kind, usual_scheme, parsed })
    }
}

impl PreparedKey for Key {
    fn verify(
        &self,
        scheme: SignatureScheme,
        message: SignedInput<'_>,
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        if !self.kind.fits(scheme) {
            return Err(CryptoError::UnsupportedAlgorithm);
        }
        let Some(algorithm) = algorithm(scheme, self.kind) else {
            let key = rust_crypto::Key::new(self.kind, self.parsed.as_ref())?;
            return key.verify(scheme, message, signature);
        };
        let is_usual = scheme == self.usual_scheme;
        match message {
            SignedInput::Bytes(bytes) if is_usual => self.parsed.verify_sig(bytes, signature),
            SignedInput::Bytes(bytes) => {
                algorithm.verify_sig(self.parsed.as_ref(), bytes, signature)
            }
            SignedInput::Digest(value) if scheme.digest() == Some(value.algorithm()) => {
                AwsLcDigest::import_less_safe(
                    value.as_bytes(),
                    digest::algorithm(value.algorithm()),
                )
                .and_then(|digest| {
                    if is_usual {
                        self.parsed.verify_digest_sig(&digest, signature)
                    } else {
                        algorithm.verify_digest_sig(self.parsed.as_ref(), &digest, signature)
                    }
                })
            }
            SignedInput::Digest(_) => return Err(CryptoError::UnsupportedAlgorithm),
        }
        .map_err(|_| CryptoError::Invalid)
    }
}

impl fmt::Debug for Key {
    /// Kind only: the public key of a JPKI certificate is protected (guideline 001 table 4-1).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?})", self.kind)
    }
}
