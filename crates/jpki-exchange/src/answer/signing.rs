use core::fmt;

use ed25519_dalek::Signer as _;
use jpki_core::keys::{KeyId, KeyPeriod, KeyPurpose, KeyRing, SecretKey};
use jpki_core::time::Timestamp;
use zeroize::Zeroizing;

use super::{Answer, Receipt};
use crate::ExchangeError;
use crate::field::{decode, encode};
use crate::keys::{PlatformKeys, PublishedResultKey};
use crate::limits::Limits;

/// A key that results and receipts are verified with.
#[derive(Clone, Debug)]
pub struct ResultKey {
    id: KeyId,
    period: KeyPeriod,
    key: ed25519_dalek::VerifyingKey,
}

impl ResultKey {
    /// Takes all that a platform published.
    ///
    /// # Errors
    /// [`ExchangeError::KeyUnusable`] if one is none.
    pub fn of(published: &PlatformKeys) -> Result<Vec<Self>, ExchangeError> {
        let key = |key: &PublishedResultKey| Self::new(key.id, key.period, key.public);
        published.results.iter().map(key).collect()
    }

    /// Takes the 32 octets of an Ed25519 key (RFC 8032 §5.1.5).
    ///
    /// # Errors
    /// [`ExchangeError::KeyUnusable`] if they are none, or a key of small order, for which anybody can sign.
    pub fn new(id: KeyId, period: KeyPeriod, public: [u8; 32]) -> Result<Self, ExchangeError> {
        match ed25519_dalek::VerifyingKey::from_bytes(&public) {
            Ok(key) if !key.is_weak() => Ok(Self { id, period, key }),
            _ => Err(ExchangeError::KeyUnusable),
        }
    }
}

/// Signs results and receipts with the keys of the purpose [`KeyPurpose::Receipt`].
pub struct ResultSigner<'a>(&'a SecretKey);

impl<'a> ResultSigner<'a> {
    /// Takes the key that is used now; `None` if there is none.
    #[must_use]
    pub fn of_ring(ring: &'a KeyRing, now: Timestamp) -> Option<Self> {
        ring.current(KeyPurpose::Receipt, now).map(Self)
    }

    /// Returns what is published of all keys of a ring.
    pub fn published(ring: &KeyRing) -> impl Iterator<Item = PublishedResultKey> {
        ring.of(KeyPurpose::Receipt).map(|secret| PublishedResultKey {
            id: secret.id(),
            period: secret.period(),
            public: signing_key(secret).verifying_key().to_bytes(),
        })
    }

    /// Signs a result.
    ///
    /// # Errors
    /// [`ExchangeError::TooLarge`].
    pub fn sign(&self, answer: Answer) -> Result<SignedResult, ExchangeError> {
        self.statement(RESULT, &answer.into_json()?).map(SignedResult)
    }

    /// Signs a receipt.
    ///
    /// # Errors
    /// [`ExchangeError::TooLarge`].
    pub fn sign_receipt(&self, receipt: Receipt) -> Result<SignedReceipt, ExchangeError> {
        self.statement(RECEIPT, &receipt.into_json()?).map(SignedReceipt)
    }

    fn statement(&self, kind: &[u8], json: &[u8]) -> Result<Zeroizing<String>, ExchangeError> {
        let signature = signing_key(self.0).sign(&signed(kind, json)).to_bytes();
        let text = Zeroizing::new(encode(json));
        let text = format!("{}.{}.{}", self.0.id().0, *text, encode(&signature));
        Ok(Zeroizing::new(text))
    }
}

impl fmt::Debug for ResultSigner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResultSigner({}, secret)", self.0.id().0)
    }
}

/// A result as it is sent. May hold attributes: wiped when dropped.
pub struct SignedResult(Zeroizing<String>);

/// A receipt as it is sent and kept.
#[derive(Clone)]
pub struct SignedReceipt(Zeroizing<String>);

impl SignedResult {
    /// Takes what a platform sent. Nothing is verified yet.
    #[must_use]
    pub const fn from_text(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// Gives the text to send.
    #[must_use]
    pub fn into_text(self) -> Zeroizing<String> {
        self.0
    }

    pub(super) fn verified(self, keys: &[ResultKey]) -> Result<(Answer, KeyPeriod), ExchangeError> {
        let (json, period) = verified(RESULT, &self.0, keys)?;
        Answer::from_json(&json).map(|answer| (answer, period))
    }
}

impl SignedReceipt {
    /// Takes what a platform sent, or a record kept. Nothing is verified yet.
    #[must_use]
    pub const fn from_text(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// Returns the text, to send and to keep.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    pub(super) fn verified(
        &self,
        keys: &[ResultKey],
    ) -> Result<(Receipt, KeyPeriod), ExchangeError> {
        let (json, period) = verified(RECEIPT, &self.0, keys)?;
        Receipt::from_json(&json).map(|receipt| (receipt, period))
    }
}

impl fmt::Debug for SignedResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignedResult(protected)")
    }
}

impl fmt::Debug for SignedReceipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignedReceipt(..)")
    }
}

const RESULT: &[u8] = b"JPKI-RESULT-V1\n";
const RECEIPT: &[u8] = b"JPKI-RECEIPT-V1\n";

fn signing_key(secret: &SecretKey) -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(secret.expose_secret())
}

fn signed(kind: &[u8], json: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new([kind, json].concat())
}

/// The statement's octets, once the signature over them holds, and the period of the key that made it.
fn verified(
    kind: &[u8],
    text: &str,
    keys: &[ResultKey],
) -> Result<(Zeroizing<Vec<u8>>, KeyPeriod), ExchangeError> {
    if text.len() > Limits::MESSAGE_BYTES.saturating_mul(2) {
        return Err(ExchangeError::TooLarge);
    }
    let mut parts = text.split('.');
    let mut next = || parts.next().ok_or(ExchangeError::Malformed);
    let (number, json, signature) = (next()?, next()?, next()?);
    if parts.next().is_some() {
        return Err(ExchangeError::Malformed);
    }
    let id = number.parse().ok().filter(|id: &u32| id.to_string() == number);
    let id = KeyId(id.ok_or(ExchangeError::Malformed)?);
    let json = decode(json).ok_or(ExchangeError::Encoding)?;
    let signature = decode(signature).ok_or(ExchangeError::Encoding)?;
    let signature =
        ed25519_dalek::Signature::from_slice(&signature).map_err(|_| ExchangeError::Encoding)?;
    let key = keys.iter().find(|key| key.id == id).ok_or(ExchangeError::AnswerKey)?;
    key.key
        .verify_strict(&signed(kind, &json), &signature)
        .map_err(|_| ExchangeError::AnswerSignature)?;
    Ok((json, key.period))
}
