use super::{DigestAlgorithm, KeyKind, SignatureScheme};

/// Reason why a policy does not take a signature, before it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AlgorithmPolicyError {
    /// The digest is too weak for signatures.
    #[error("digest algorithm not allowed for signatures")]
    WeakDigest,
    /// The key is too short or too long.
    #[error("key size not allowed")]
    KeySize,
    /// The scheme is not among those allowed.
    #[error("signature scheme not allowed")]
    Scheme,
}

/// Which signature schemes and key sizes are believed.
///
/// Applies to every signature of a verification: certificates, lists, responses, documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlgorithmPolicy {
    minimum_rsa_bits: u32,
    sha1: Sha1Signatures,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sha1Signatures {
    Refused,
    Accepted,
}

impl AlgorithmPolicy {
    /// Largest RSA modulus in bits; longer ones only cost time.
    pub const MAXIMUM_RSA_BITS: u32 = 8192;

    /// SHA-256, SHA-384, SHA-512; RSA from 2048 bits; P-256, P-384, P-521 and Ed25519
    /// (CRYPTREC 電子政府推奨暗号リスト; NIST SP 800-131A).
    #[must_use]
    pub const fn current() -> Self {
        Self { minimum_rsa_bits: 2048, sha1: Sha1Signatures::Refused }
    }

    /// Also SHA-1 signatures and RSA from 1024 bits, for archives and old test suites.
    ///
    /// Collisions in SHA-1 can be made: what this policy accepts proves nothing today.
    #[must_use]
    pub const fn legacy() -> Self {
        Self { minimum_rsa_bits: 1024, sha1: Sha1Signatures::Accepted }
    }

    /// Returns whether this digest may stand for what is signed or time-stamped.
    ///
    /// # Errors
    /// [`AlgorithmPolicyError::WeakDigest`].
    pub fn admit_digest(&self, digest: DigestAlgorithm) -> Result<(), AlgorithmPolicyError> {
        match (digest, self.sha1) {
            (DigestAlgorithm::Sha1, Sha1Signatures::Refused) => {
                Err(AlgorithmPolicyError::WeakDigest)
            }
            _ => Ok(()),
        }
    }

    /// Returns whether a signature of this scheme by a key of this kind may be believed.
    ///
    /// # Errors
    /// [`AlgorithmPolicyError`].
    pub fn admit(&self, scheme: SignatureScheme, key: KeyKind) -> Result<(), AlgorithmPolicyError> {
        scheme.digest().map_or(Ok(()), |digest| self.admit_digest(digest))?;
        if !key.fits(scheme) {
            return Err(AlgorithmPolicyError::Scheme);
        }
        let sizes = self.minimum_rsa_bits..=Self::MAXIMUM_RSA_BITS;
        match key.rsa_bits() {
            Some(bits) if !sizes.contains(&bits) => Err(AlgorithmPolicyError::KeySize),
            _ => Ok(()),
        }
    }
}

impl Default for AlgorithmPolicy {
    fn default() -> Self {
        Self::current()
    }
}
