use base64ct::{Base64, Encoding as _};

use super::{NoteName, SigningKey, VerifyingKey};

/// Reason why a text is no signed note, or not the signer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoteError {
    /// Longer than [`SignedNote::MOST_BYTES`].
    #[error("a note that is too long")]
    TooLong,
    /// Not the form of a signed note.
    #[error("not a signed note")]
    Malformed,
    /// No signature is by the key.
    #[error("no signature by a key that is known")]
    UnknownKey,
    /// What says that it is the key's signature is not.
    #[error("the signature is wrong")]
    WrongSignature,
}

/// A text with signatures. Reading one says nothing of who signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<NoteSignature>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct NoteSignature {
    name: NoteName,
    /// The key's hash, then the signature.
    bytes: Vec<u8>,
}

impl SignedNote {
    /// The longest note that is read.
    pub const MOST_BYTES: usize = 16 * 1024;

    /// Signs a text, which ends with a newline.
    ///
    /// # Errors
    /// [`NoteError`] if the text cannot be that of a note.
    pub fn sign(text: String, key: &SigningKey) -> Result<Self, NoteError> {
        if text.len() > Self::MOST_BYTES / 2 {
            return Err(NoteError::TooLong);
        }
        if !is_text(&text) {
            return Err(NoteError::Malformed);
        }
        let verifying = key.verifying_key();
        let mut bytes = verifying.hash().to_vec();
        bytes.extend_from_slice(&key.signature(&text));
        let signature = NoteSignature { name: verifying.name().clone(), bytes };
        Ok(Self { text, signatures: vec![signature] })
    }

    /// Reads a note.
    ///
    /// Refused: control characters, signature lines of another form, a note without any, more than 16 KiB.
    ///
    /// # Errors
    /// [`NoteError`].
    pub fn from_text(note: &str) -> Result<Self, NoteError> {
        if note.len() > Self::MOST_BYTES {
            return Err(NoteError::TooLong);
        }
        Self::read(note).ok_or(NoteError::Malformed)
    }

    fn read(note: &str) -> Option<Self> {
        let (text, lines) = note.rsplit_once("\n\n")?;
        let text = format!("{text}\n");
        let lines = lines.strip_suffix('\n')?;
        let signatures: Option<Vec<_>> = lines.split('\n').map(NoteSignature::read).collect();
        is_text(&text).then_some(Self { text, signatures: signatures? })
    }

    /// Returns the note.
    #[must_use]
    pub fn to_text(&self) -> String {
        let lines = self.signatures.iter().map(|signature| {
            let bytes = Base64::encode_string(&signature.bytes);
            format!("— {} {bytes}\n", signature.name.text())
        });
        format!("{}\n{}", self.text, lines.collect::<String>())
    }

    /// Returns the text, whoever signed it.
    #[must_use]
    pub fn unverified_text(&self) -> &str {
        &self.text
    }

    /// Verifies that the key signed the text, and returns the text. Signatures of other keys do not count.
    ///
    /// # Errors
    /// [`NoteError`].
    pub fn verify(&self, key: &VerifyingKey) -> Result<&str, NoteError> {
        let mut is_signed = false;
        for signature in &self.signatures {
            let Some((hash, value)) = signature.bytes.split_first_chunk::<4>() else { continue };
            if signature.name != *key.name() || *hash != key.hash() {
                continue;
            }
            let value = value.try_into().map_err(|_| NoteError::WrongSignature)?;
            if !key.is_signature(&self.text, value) {
                return Err(NoteError::WrongSignature);
            }
            is_signed = true;
        }
        if is_signed { Ok(&self.text) } else { Err(NoteError::UnknownKey) }
    }
}

impl NoteSignature {
    fn read(line: &str) -> Option<Self> {
        let (name, bytes) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = Base64::decode_vec(bytes).ok()?;
        // A signature of any kind follows the hash of its key.
        (bytes.len() > 4).then_some(Self { name: NoteName::new(name).ok()?, bytes })
    }
}

/// C2SP signed-note: lines without control characters, each with its newline.
fn is_text(text: &str) -> bool {
    text.ends_with('\n') && !text.chars().any(|it| it != '\n' && it.is_control())
}
