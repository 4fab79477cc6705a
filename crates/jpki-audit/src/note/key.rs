use std::fmt;

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::Signer as _;
use jpki_core::keys::SecretKey;
use sha2::{Digest as _, Sha256};

/// Ed25519 in C2SP signed-note.
const ED25519: u8 = 0x01;

/// What a key of notes, and the log that it signs for, is called, such as `log.example/operations`: 1 to 128 visible
/// ASCII characters without `+`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteName(String);

/// A text that is no such name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a log: 1 to 128 visible ASCII characters without +")]
#[non_exhaustive]
pub struct NoteNameError;

impl NoteName {
    /// Takes a name.
    ///
    /// # Errors
    /// [`NoteNameError`] if it has another form.
    pub fn new(name: &str) -> Result<Self, NoteNameError> {
        let is_allowed = |byte: u8| byte.is_ascii_graphic() && byte != b'+';
        if (1..=128).contains(&name.len()) && name.bytes().all(is_allowed) {
            Ok(Self(name.to_owned()))
        } else {
            Err(NoteNameError)
        }
    }

    /// Returns the name.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// A key that notes are verified with.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    name: NoteName,
    hash: [u8; 4],
    key: ed25519_dalek::VerifyingKey,
}

impl VerifyingKey {
    fn new(name: NoteName, key: ed25519_dalek::VerifyingKey) -> Self {
        let hash = Sha256::new()
            .chain_update(name.text())
            .chain_update([b'\n', ED25519])
            .chain_update(key.as_bytes());
        let [first, second, third, fourth, ..]: [u8; 32] = hash.finalize().into();
        Self { name, hash: [first, second, third, fourth], key }
    }

    /// Reads the text of a key: `name+hash+key`, the hash in hexadecimal, the key in base64 after its algorithm.
    ///
    /// Refused: another algorithm than Ed25519, a hash that is not the key's, a key of small order.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('+')?;
        let (hash, key) = rest.split_once('+')?;
        let mut bytes = [0; 33];
        let [ED25519, key @ ..] = Base64::decode(key, &mut bytes).ok()? else { return None };
        let key = ed25519_dalek::VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
        let key = Self::new(NoteName::new(name).ok()?, key);
        (!key.key.is_weak() && key.hash_text() == hash).then_some(key)
    }

    /// Returns the text of the key.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut key = vec![ED25519];
        key.extend_from_slice(self.key.as_bytes());
        format!("{}+{}+{}", self.name.text(), self.hash_text(), Base64::encode_string(&key))
    }

    /// Returns its name.
    #[must_use]
    pub const fn name(&self) -> &NoteName {
        &self.name
    }

    pub(super) const fn hash(&self) -> [u8; 4] {
        self.hash
    }

    pub(super) fn is_signature(&self, text: &str, signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.key.verify_strict(text.as_bytes(), &signature).is_ok()
    }

    fn hash_text(&self) -> String {
        format!("{:08x}", u32::from_be_bytes(self.hash))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", self.to_text())
    }
}

/// A key that signs notes. Wiped when dropped.
#[derive(Clone)]
pub struct SigningKey {
    verifying: VerifyingKey,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// Takes the secret of a key ring as the seed of an Ed25519 key (RFC 8032 §5.1.5).
    #[must_use]
    pub fn new(name: NoteName, secret: &SecretKey) -> Self {
        let key = ed25519_dalek::SigningKey::from_bytes(secret.expose_secret());
        Self { verifying: VerifyingKey::new(name, key.verifying_key()), key }
    }

    /// Returns the key that verifies what this one signs.
    #[must_use]
    pub const fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying
    }

    pub(super) fn signature(&self, text: &str) -> [u8; 64] {
        self.key.sign(text.as_bytes()).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, secret)", self.verifying.name.text())
    }
}
