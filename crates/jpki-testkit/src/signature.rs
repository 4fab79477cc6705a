//! Signature algorithms and their identifiers.

use crate::asn1;
use crate::digest::HashAlgorithm;
use crate::oid;
use crate::pss::PssParameters;

/// A signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1(HashAlgorithm),
    /// RSASSA-PSS.
    RsaPss(PssParameters),
    /// ECDSA.
    Ecdsa(HashAlgorithm),
    /// Ed25519.
    Ed25519,
}

impl SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256, as J-LIS uses it.
    pub const RSA_SHA256: Self = Self::RsaPkcs1(HashAlgorithm::Sha256);

    /// AlgorithmIdentifier in DER: RSA v1.5 with NULL (RFC 4055 §5), ECDSA and Ed25519 without
    /// parameters (RFC 5758 §3.2, RFC 8410 §3).
    ///
    /// # Panics
    ///
    /// For ECDSA with MD5, which has no identifier.
    pub fn identifier(self) -> Vec<u8> {
        match self {
            Self::RsaPkcs1(hash) => {
                let oid = match hash {
                    HashAlgorithm::Md5 => oid::MD5_WITH_RSA,
                    HashAlgorithm::Sha1 => oid::SHA1_WITH_RSA,
                    HashAlgorithm::Sha256 => oid::SHA256_WITH_RSA,
                    HashAlgorithm::Sha384 => oid::SHA384_WITH_RSA,
                    HashAlgorithm::Sha512 => oid::SHA512_WITH_RSA,
                };
                asn1::sequence([asn1::object_identifier(oid), asn1::null()])
            }
            Self::RsaPss(parameters) => parameters.identifier(),
            Self::Ecdsa(hash) => {
                let oid = match hash {
                    HashAlgorithm::Md5 => panic!("ECDSA with MD5 has no identifier"),
                    HashAlgorithm::Sha1 => oid::ECDSA_WITH_SHA1,
                    HashAlgorithm::Sha256 => oid::ECDSA_WITH_SHA256,
                    HashAlgorithm::Sha384 => oid::ECDSA_WITH_SHA384,
                    HashAlgorithm::Sha512 => oid::ECDSA_WITH_SHA512,
                };
                asn1::sequence([asn1::object_identifier(oid)])
            }
            Self::Ed25519 => asn1::sequence([asn1::object_identifier(oid::ED25519)]),
        }
    }
}
