use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{self, ECDH_P256, ParsedPublicKey, PrivateKey, UnparsedPublicKey};
use aws_lc_rs::encoding::AsBigEndian as _;
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PublicEncryptingKey};
use zeroize::Zeroizing;

use super::header::{Header, SealedKey};
use super::{SealedContent, SealedSubmission, agreement as agreed};
use crate::ExchangeError;
use crate::field::encode;
use crate::identifiers::SealingKeyId;
use crate::keys::{PublishedSealingKey, SealingAlgorithm};
use crate::random::random_bytes;

/// A platform's public key, to seal submissions to.
#[derive(Debug)]
pub struct SealingKey {
    id: SealingKeyId,
    key: Recipient,
}

#[derive(Debug)]
enum Recipient {
    Rsa(OaepPublicEncryptingKey),
    P256(ParsedPublicKey),
}

/// A new content encryption key, and how the platform gets it.
struct ContentKey {
    key: Zeroizing<[u8; 32]>,
    encrypted: Vec<u8>,
    algorithm: SealedKey,
}

impl SealingKey {
    /// Takes a key that a platform published.
    ///
    /// # Errors
    /// [`ExchangeError::KeyUnusable`] if it is none of its algorithm.
    pub fn new(published: &PublishedSealingKey) -> Result<Self, ExchangeError> {
        let unusable = |_| ExchangeError::KeyUnusable;
        let key = match published.algorithm {
            SealingAlgorithm::RsaOaep256 => {
                let key = PublicEncryptingKey::from_der(&published.public)
                    .map_err(|_| ExchangeError::KeyUnusable)?;
                Recipient::Rsa(OaepPublicEncryptingKey::new(key).map_err(unusable)?)
            }
            SealingAlgorithm::EcdhEs => Recipient::P256(
                ParsedPublicKey::try_from(UnparsedPublicKey::new(&ECDH_P256, &published.public))
                    .map_err(|_| ExchangeError::KeyUnusable)?,
            ),
        };
        Ok(Self { id: published.id.clone(), key })
    }

    /// Seals a submission. Every time it gives other octets.
    ///
    /// # Errors
    /// [`ExchangeError`] if it is too large, or there are no random bytes.
    pub fn seal(&self, content: &SealedContent) -> Result<SealedSubmission, ExchangeError> {
        self.seal_bytes(content.to_bytes()?)
    }

    fn seal_bytes(&self, mut bytes: Zeroizing<Vec<u8>>) -> Result<SealedSubmission, ExchangeError> {
        let ContentKey { key: content_key, encrypted, algorithm } = self.content_key()?;
        let header = encode(&Header { key: self.id.clone(), algorithm }.to_json()?);
        let iv = random_bytes::<12>()?;
        let failed = |_| ExchangeError::KeyUnusable;
        let key = UnboundKey::new(&AES_256_GCM, content_key.as_ref()).map_err(failed)?;
        let tag = LessSafeKey::new(key)
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(iv),
                Aad::from(header.as_bytes()),
                &mut bytes,
            )
            .map_err(failed)?;
        let parts = [header, encode(&encrypted), encode(&iv), encode(&bytes), encode(tag.as_ref())];
        SealedSubmission::from_compact(Zeroizing::new(parts.join(".")))
    }

    fn content_key(&self) -> Result<ContentKey, ExchangeError> {
        let failed = |_| ExchangeError::KeyUnusable;
        match &self.key {
            Recipient::Rsa(recipient) => {
                let key = Zeroizing::new(random_bytes::<32>()?);
                let mut encrypted = vec![0; recipient.ciphertext_size()];
                let length = recipient
                    .encrypt(&OAEP_SHA256_MGF1SHA256, key.as_ref(), &mut encrypted, None)
                    .map_err(failed)?
                    .len();
                encrypted.truncate(length);
                Ok(ContentKey { key, encrypted, algorithm: SealedKey::RsaOaep256 })
            }
            Recipient::P256(recipient) => {
                let ephemeral = PrivateKey::generate(&ECDH_P256).map_err(failed)?;
                let point = ephemeral.compute_public_key().map_err(failed)?;
                let point: aws_lc_rs::encoding::EcPublicKeyUncompressedBin<'_> =
                    point.as_be_bytes().map_err(failed)?;
                let key = agreement::agree(
                    &ephemeral,
                    recipient.clone(),
                    ExchangeError::KeyUnusable,
                    agreed::content_key,
                )?;
                let point = coordinates(point.as_ref()).ok_or(ExchangeError::KeyUnusable)?;
                Ok(ContentKey { key, encrypted: Vec::new(), algorithm: SealedKey::EcdhEs(point) })
            }
        }
    }
}

fn coordinates(uncompressed: &[u8]) -> Option<[[u8; 32]; 2]> {
    let [4, coordinates @ ..] = uncompressed else { return None };
    let (x, y) = coordinates.split_at_checked(32)?;
    Some([x.try_into().ok()?, y.try_into().ok()?])
}
