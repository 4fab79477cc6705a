//! Forms of a document signature (jpki-profile §7.2).

use crate::digest::HashAlgorithm;
use crate::key::Key;
use crate::pkcs1::{self, Malformation};
use crate::pss::PssParameters;
use crate::signature::SignatureAlgorithm;

/// How a document is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureScheme {
    /// Form A: RSASSA-PKCS1-v1_5 with DigestInfo.
    Pkcs1(HashAlgorithm),
    /// Form B: PKCS #1 block type 1 around the bare digest, without DigestInfo.
    Pkcs1Bare(HashAlgorithm),
    /// Form C: RSASSA-PSS.
    Pss(PssParameters),
    /// RSASSA-PKCS1-v1_5 with SHA-256 whose encoded message is wrong.
    Malformed(Malformation),
}

impl SignatureScheme {
    /// Signature value over the content.
    pub fn sign(self, key: Key, content: &[u8]) -> Vec<u8> {
        let modulus_length = key.modulus_length().unwrap_or_default();
        match self {
            Self::Pkcs1(hash) => key.sign(SignatureAlgorithm::RsaPkcs1(hash), content),
            Self::Pkcs1Bare(hash) => {
                key.rsa_raw(&pkcs1::encoded_message(modulus_length, &hash.digest(content)))
            }
            Self::Pss(parameters) => key.sign(SignatureAlgorithm::RsaPss(parameters), content),
            Self::Malformed(malformation) => {
                let hash = HashAlgorithm::Sha256;
                let digest = hash.digest(content);
                key.rsa_raw(&malformation.encoded_message(modulus_length, hash, &digest))
            }
        }
    }
}
