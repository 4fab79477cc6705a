use core::fmt;

use super::pss::PssParameters;
use super::{AlgorithmError, AlgorithmIdentifier, DigestAlgorithm};

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
        match identifier.oid() {
            // pkcs-1: 1.2.840.113549.1.1
            [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, last] => {
                let digest = match last {
                    5 => Sha1,
                    10 => {
                        let parameters =
                            identifier.parameters().ok_or(AlgorithmError::Parameters)?;
                        let (digest, salt) = PssParameters::read(parameters)?.signature()?;
                        return Ok(Self::RsaPss { digest, salt });
                    }
                    11 => Sha256,
                    12 => Sha384,
                    13 => Sha512,
                    _ => return Err(AlgorithmError::Unknown),
                };
                identifier.absent_or_null().map(|()| Self::RsaPkcs1(digest))
            }
            // ecdsa-with-SHA1: 1.2.840.10045.4.1
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01] => {
                identifier.absent().map(|()| Self::Ecdsa(Sha1))
            }
            // ecdsa-with-SHA2: 1.2.840.10045.4.3
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, last] => {
                let digest = match last {
                    2 => Sha256,
                    3 => Sha384,
                    4 => Sha512,
                    _ => return Err(AlgorithmError::Unknown),
                };
                identifier.absent().map(|()| Self::Ecdsa(digest))
            }
            // id-Ed25519: 1.3.101.112
            [0x2b, 0x65, 0x70] => identifier.absent().map(|()| Self::Ed25519),
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
