use core::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{self, ECDH_P256, PrivateKey, UnparsedPublicKey};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use jpki_core::keys::KeyPeriod;
use zeroize::Zeroizing;

use super::header::SealedKey;
use super::{SealedContent, SealedSubmission, agreement as agreed};
use crate::ExchangeError;
use crate::field::decode;
use crate::identifiers::SealingKeyId;
use crate::keys::{PublishedSealingKey, SealingAlgorithm};
use crate::limits::Limits;
use crate::random::random_bytes;

/// A platform's private key, to open what was sealed to it.
pub struct OpeningKey {
    published: PublishedSealingKey,
    key: Recipient,
}

enum Recipient {
    Rsa(OaepPrivateDecryptingKey),
    P256(PrivateKey),
}

impl OpeningKey {
    /// Reads a private key in PKCS#8 (RFC 5958): of RSA of 2048 bits at least, or of P-256.
    ///
    /// # Errors
    /// [`ExchangeError::KeyUnusable`] if it is none.
    pub fn from_pkcs8(
        id: SealingKeyId,
        algorithm: SealingAlgorithm,
        period: KeyPeriod,
        pkcs8: &[u8],
    ) -> Result<Self, ExchangeError> {
        let unusable = |_| ExchangeError::KeyUnusable;
        let rejected = |_| ExchangeError::KeyUnusable;
        let (key, public) = match algorithm {
            SealingAlgorithm::RsaOaep256 => {
                let key = PrivateDecryptingKey::from_pkcs8(pkcs8).map_err(rejected)?;
                let public = key.public_key().as_der().map_err(unusable)?.as_ref().to_vec();
                (Recipient::Rsa(OaepPrivateDecryptingKey::new(key).map_err(unusable)?), public)
            }
            SealingAlgorithm::EcdhEs => {
                let key = PrivateKey::from_private_key_der(&ECDH_P256, pkcs8).map_err(rejected)?;
                let public = key.compute_public_key().map_err(unusable)?;
                let public: aws_lc_rs::encoding::PublicKeyX509Der<'_> =
                    public.as_der().map_err(unusable)?;
                let public = public.as_ref().to_vec();
                (Recipient::P256(key), public)
            }
        };
        Ok(Self { published: PublishedSealingKey { id, algorithm, period, public }, key })
    }

    /// Returns what is published of it.
    #[must_use]
    pub const fn published(&self) -> &PublishedSealingKey {
        &self.published
    }

    /// The content encryption key; a random one where the key that was sent is none, so that whoever sends wrong ones
    /// learns nothing from the answer or the time that it takes (RFC 7516 §11.5).
    fn content_key(
        &self,
        how: &SealedKey,
        encrypted: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, ExchangeError> {
        let instead = Zeroizing::new(random_bytes::<32>()?);
        let key = match (&self.key, how) {
            (Recipient::Rsa(key), SealedKey::RsaOaep256) => {
                let mut decrypted = Zeroizing::new(vec![0; key.min_output_size()]);
                let decrypted =
                    key.decrypt(&OAEP_SHA256_MGF1SHA256, encrypted, &mut decrypted, None);
                decrypted.ok().and_then(|key| <[u8; 32]>::try_from(&*key).ok()).map(Zeroizing::new)
            }
            // A point that is not on the curve is refused here.
            (Recipient::P256(key), SealedKey::EcdhEs(point)) => agreement::agree(
                key,
                UnparsedPublicKey::new(&ECDH_P256, agreed::uncompressed(point)),
                ExchangeError::SealedNotOpened,
                agreed::content_key,
            )
            .ok(),
            _ => None,
        };
        Ok(key.unwrap_or(instead))
    }
}

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpeningKey({}, secret)", self.published.id.text())
    }
}

/// All private keys that a platform opens with: the one that clients seal to now, and older ones for a while.
#[derive(Debug)]
pub struct OpeningKeys {
    keys: Vec<OpeningKey>,
}

impl OpeningKeys {
    /// Joins keys.
    ///
    /// # Errors
    /// [`ExchangeError::TooMany`] if two have one name, or there are too many.
    pub fn new(keys: Vec<OpeningKey>) -> Result<Self, ExchangeError> {
        let mut names: Vec<_> = keys.iter().map(|key| key.published.id.text()).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() != keys.len() || keys.len() > Limits::KEYS {
            return Err(ExchangeError::TooMany);
        }
        Ok(Self { keys })
    }

    /// Returns what is published of them.
    pub fn published(&self) -> impl Iterator<Item = &PublishedSealingKey> {
        self.keys.iter().map(OpeningKey::published)
    }

    /// Opens a submission. Whom it was sealed for is not compared yet: see [`SealedContent::check`].
    ///
    /// # Errors
    /// [`ExchangeError::SealedKey`] if it is sealed to none of these keys; [`ExchangeError::SealedNotOpened`], whatever the
    /// reason, if it cannot be decrypted; [`ExchangeError::SealedContent`] or [`ExchangeError::UnknownVersion`] if
    /// something else was sealed.
    pub fn open(&self, sealed: &SealedSubmission) -> Result<SealedContent, ExchangeError> {
        let header = sealed.header();
        let key = self
            .keys
            .iter()
            .find(|key| key.published.id == header.key)
            .filter(|key| key.published.algorithm == header.algorithm())
            .ok_or(ExchangeError::SealedKey)?;
        let [head, encrypted, iv, ciphertext, tag] = sealed.parts()?;
        let part = |text| decode(text).ok_or(ExchangeError::SealedForm);
        let (encrypted, iv, tag) = (part(encrypted)?, part(iv)?, part(tag)?);
        let mut bytes = part(ciphertext)?;
        let content_key = key.content_key(&header.algorithm, &encrypted)?;
        let failed = |_| ExchangeError::SealedNotOpened;
        let iv = Nonce::try_assume_unique_for_key(&iv).map_err(failed)?;
        let content_key = UnboundKey::new(&AES_256_GCM, content_key.as_ref()).map_err(failed)?;
        let content_key = LessSafeKey::new(content_key);
        bytes.extend_from_slice(&tag);
        let opened = content_key
            .open_in_place(iv, Aad::from(head.as_bytes()), &mut bytes)
            .map_err(failed)?;
        SealedContent::from_bytes(opened)
    }
}
