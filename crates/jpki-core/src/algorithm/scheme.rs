use core::fmt;

use super::pss::PssParameters;
use super::{AlgorithmError, AlgorithmIdentifier, DigestAlgorithm, oid};

/// How a signature is made and checked. Always stated, never detected, never a fallback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SignatureScheme {
    /// RSASSA-PKCS1-v1_5 with DigestInfo (RFC 8017 §8.2): what cards and CAs of JPKI make.
    RsaPkcs1(DigestAlgorithm),
    /// PKCS#1 v1.5 block type 1 over the bare digest, without DigestInfo: what the
    /// デジタル認証アプリ makes by default. Not a standard signature scheme.
    RsaPkcs1BareDigest(DigestAlgorithm),
    /// RSASSA-PSS, MGF1 with the same digest (RFC 8017 §8.1).
    RsaPss {
        /// Digest of the message and of MGF1.
        digest: DigestAlgorithm,
        /// Bytes of salt, exactly.
        salt: u16,
    },
    /// ECDSA, the curve being the key's (FIPS 186-5), signature as DER (RFC 3279 §2.2.3).
    Ecdsa(DigestAlgorithm),
    /// Ed25519 (RFC 8032), over whole messages only.
    Ed25519,
}

impl SignatureScheme {
    /// RSASSA-PSS with a salt as long as the digest, the usual choice (RFC 4055 §3.1).
    #[must_use]
    pub const fn rsa_pss(digest: DigestAlgorithm) -> Self {
        Self::RsaPss { digest, salt: digest.output_bytes() as u16 }
    }

    /// The scheme that a signature `AlgorithmIdentifier` names.
    ///
    /// Parameters: RSA v1.5 NULL or absent (RFC 4055 §5), PSS as RFC 4055 §3.1 with MGF1 of the same
    /// digest, ECDSA and Ed25519 absent (RFC 5758 §3.2, RFC 8410 §3).
    ///
    /// # Errors
    /// [`AlgorithmError`] if it is another algorithm or has other parameters.
    pub fn from_identifier(identifier: &AlgorithmIdentifier<'_>) -> Result<Self, AlgorithmError> {
        use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
        let rsa = |digest| identifier.absent_or_null().map(|()| Self::RsaPkcs1(digest));
        let ecdsa = |digest| identifier.absent().map(|()| Self::Ecdsa(digest));
        match identifier.oid() {
            oid::SHA_1_WITH_RSA => rsa(Sha1),
            oid::SHA_256_WITH_RSA => rsa(Sha256),
            oid::SHA_384_WITH_RSA => rsa(Sha384),
            oid::SHA_512_WITH_RSA => rsa(Sha512),
            oid::RSASSA_PSS => {
                let parameters = identifier.parameters().ok_or(AlgorithmError::Parameters)?;
                let (digest, salt) = PssParameters::read(parameters)?.signature()?;
                Ok(Self::RsaPss { digest, salt })
            }
            oid::ECDSA_WITH_SHA_1 => ecdsa(Sha1),
            oid::ECDSA_WITH_SHA_256 => ecdsa(Sha256),
            oid::ECDSA_WITH_SHA_384 => ecdsa(Sha384),
            oid::ECDSA_WITH_SHA_512 => ecdsa(Sha512),
            oid::ED25519 => identifier.absent().map(|()| Self::Ed25519),
            _ => Err(AlgorithmError::Unknown),
        }
    }

    /// Returns the digest of the message, where the scheme takes one.
    #[must_use]
    pub const fn digest(self) -> Option<DigestAlgorithm> {
        match self {
            Self::RsaPkcs1(digest)
            | Self::RsaPkcs1BareDigest(digest)
            | Self::RsaPss { digest, .. }
            | Self::Ecdsa(digest) => Some(digest),
            Self::Ed25519 => None,
        }
    }
}

impl fmt::Display for SignatureScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RsaPkcs1(digest) => write!(f, "RSASSA-PKCS1-v1_5 {}", digest.name()),
            Self::RsaPkcs1BareDigest(digest) => {
                write!(f, "PKCS#1 v1.5 bare {} digest", digest.name())
            }
            Self::RsaPss { digest, salt } => {
                write!(f, "RSASSA-PSS {} salt {salt}", digest.name())
            }
            Self::Ecdsa(digest) => write!(f, "ECDSA {}", digest.name()),
            Self::Ed25519 => f.write_str("Ed25519"),
        }
    }
}
