use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::crypto::{CryptoError, Digest};
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, PublicKey};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use crate::key::RsaKey;

/// The key with the constants of Montgomery's multiplication.
pub(super) fn public_key(key: &RsaKey<'_>) -> Option<PublicKey> {
    let modulus = BoxedUint::from_be_slice_vartime(key.modulus);
    PublicKey::new(modulus, BoxedUint::from(key.exponent)).ok()
}

/// Whether the signature holds the one encoding that the scheme has for this digest.
pub(super) fn verify(
    key: &PublicKey,
    scheme: SignatureScheme,
    digest: &Digest,
    signature: &[u8],
) -> Result<(), CryptoError> {
    let value = digest.as_bytes();
    match scheme {
        // RFC 8017 §8.2.2: the encoded message is compared whole, DigestInfo with NULL.
        SignatureScheme::RsaPkcs1(algorithm) => {
            let encoding = match algorithm {
                DigestAlgorithm::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
                DigestAlgorithm::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
                DigestAlgorithm::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
                DigestAlgorithm::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
            };
            key.verify(encoding, value, signature)
        }
        SignatureScheme::RsaPkcs1BareDigest(_) => {
            key.verify(Pkcs1v15Sign::new_unprefixed(), value, signature)
        }
        // RFC 8017 §8.1.2
        SignatureScheme::RsaPss { digest: algorithm, salt } => {
            let salt = usize::from(salt);
            match algorithm {
                DigestAlgorithm::Sha1 => {
                    key.verify(Pss::<Sha1>::new_with_salt(salt), value, signature)
                }
                DigestAlgorithm::Sha256 => {
                    key.verify(Pss::<Sha256>::new_with_salt(salt), value, signature)
                }
                DigestAlgorithm::Sha384 => {
                    key.verify(Pss::<Sha384>::new_with_salt(salt), value, signature)
                }
                DigestAlgorithm::Sha512 => {
                    key.verify(Pss::<Sha512>::new_with_salt(salt), value, signature)
                }
            }
        }
        _ => return Err(CryptoError::UnsupportedAlgorithm),
    }
    .map_err(|_| CryptoError::Invalid)
}
