use super::{AlgorithmError, AlgorithmIdentifier, oid};

/// A digest algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a backend decides about each")]
pub enum DigestAlgorithm {
    /// SHA-1: for key identifiers and CertID, and for signatures only under a legacy policy.
    Sha1,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

impl DigestAlgorithm {
    /// Bytes of a digest.
    #[must_use]
    pub const fn output_bytes(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The digest that a digest `AlgorithmIdentifier` names, parameters absent or NULL (RFC 5754 §2).
    ///
    /// # Errors
    /// [`AlgorithmError`] if it is another algorithm or has other parameters.
    pub fn from_identifier(identifier: &AlgorithmIdentifier<'_>) -> Result<Self, AlgorithmError> {
        let digest = match identifier.oid() {
            oid::SHA_1 => Self::Sha1,
            oid::SHA_256 => Self::Sha256,
            oid::SHA_384 => Self::Sha384,
            oid::SHA_512 => Self::Sha512,
            _ => return Err(AlgorithmError::Unknown),
        };
        identifier.absent_or_null().map(|()| digest)
    }

    /// Returns the usual name, such as `SHA-256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }
}
