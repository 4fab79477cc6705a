use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::header::Header;
use crate::ExchangeError;
use crate::field::{self, Field};
use crate::identifiers::SealingKeyId;
use crate::limits::Limits;

/// What a client sealed to a platform's key. Opaque to whoever relays it, sent on once, wiped when dropped.
///
/// It cannot be copied:
///
/// ```compile_fail,E0599
/// # // Requirement: PRIV-01
/// fn keep(sealed: &jpki_exchange::sealed::SealedSubmission) {
///     let _copy: jpki_exchange::sealed::SealedSubmission = sealed.clone();
/// }
/// ```
///
/// nor written into a file by serde:
///
/// ```compile_fail,E0277
/// # // Requirement: PRIV-01
/// fn keep(sealed: &jpki_exchange::sealed::SealedSubmission) {
///     let _ = serde_json::to_string(sealed);
/// }
/// ```
///
/// nor printed, and `Debug` tells its length only:
///
/// ```compile_fail,E0277
/// # // Requirement: PRIV-01
/// fn keep(sealed: &jpki_exchange::sealed::SealedSubmission) {
///     println!("{sealed}");
/// }
/// ```
///
/// Refused: more octets than [`Limits::SEALED_BYTES`]; anything but five parts of base64url without padding in its one
/// canonical form; an initialization vector of other than 96 bits and a tag of other than 128; a header that has other
/// members than `alg`, `enc`, `cty`, `kid` and, for ECDH-ES, `epk`, or one of them twice; other algorithms.
// Requirement: PRIV-01, PRIV-02, LINK-06
pub struct SealedSubmission {
    compact: Zeroizing<String>,
    header: Header,
}

/// SHA-256 of a sealed submission's octets, which results and receipts bind.
///
/// Sealing is randomised: of one document sealed twice the two have nothing in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SubmissionDigest([u8; 32]);

impl SubmissionDigest {
    /// Takes the bytes that a record kept.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Field for SubmissionDigest {
    type Wire = String;

    fn read(text: String) -> Result<Self, ExchangeError> {
        <[u8; 32]>::read(text).map(Self)
    }

    fn write(self) -> String {
        self.0.write()
    }
}

impl SealedSubmission {
    /// Takes what a client sent.
    ///
    /// # Errors
    /// [`ExchangeError`] if it is refused.
    pub fn from_compact(compact: Zeroizing<String>) -> Result<Self, ExchangeError> {
        if compact.len() > Limits::SEALED_BYTES {
            return Err(ExchangeError::TooLarge);
        }
        let [header, key, iv, ciphertext, tag] = parts(&compact)?;
        // Of what is longer than any header accepted, nothing is decoded.
        if header.len() > Limits::HEADER_BYTES.saturating_mul(2) {
            return Err(ExchangeError::TooLarge);
        }
        if !is_base64url(ciphertext) {
            return Err(ExchangeError::SealedForm);
        }
        let [header, key, iv, tag] = [header, key, iv, tag].map(field::decode);
        let (Some(header), Some(key), Some(iv), Some(tag)) = (header, key, iv, tag) else {
            return Err(ExchangeError::SealedForm);
        };
        let header = Header::from_json(&header)?;
        // RFC 7518 §5.3; of ECDH-ES the key is agreed, and none is sent (RFC 7516 §5.2 step 10).
        let is_agreed = matches!(header.algorithm, super::header::SealedKey::EcdhEs(_));
        let is_of_length = iv.len() == 12 && tag.len() == 16 && key.is_empty() == is_agreed;
        if is_of_length { Ok(Self { compact, header }) } else { Err(ExchangeError::SealedForm) }
    }

    /// Returns the digest by which results name it.
    #[must_use]
    pub fn digest(&self) -> SubmissionDigest {
        SubmissionDigest(Sha256::digest(self.compact.as_bytes()).into())
    }

    /// Returns to which of the platform's keys it is sealed.
    #[must_use]
    pub const fn key(&self) -> &SealingKeyId {
        &self.header.key
    }

    /// Gives the octets to send. They are gone from here, and wiped when dropped.
    #[must_use]
    pub fn into_compact(self) -> Zeroizing<String> {
        self.compact
    }

    #[cfg(feature = "open")]
    pub(super) const fn header(&self) -> &Header {
        &self.header
    }

    #[cfg(feature = "open")]
    pub(super) fn parts(&self) -> Result<[&str; 5], ExchangeError> {
        parts(&self.compact)
    }
}

impl fmt::Debug for SealedSubmission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedSubmission({} bytes)", self.compact.len())
    }
}

impl Field for SealedSubmission {
    type Wire = Zeroizing<String>;

    fn read(compact: Self::Wire) -> Result<Self, ExchangeError> {
        Self::from_compact(compact)
    }

    fn write(self) -> Self::Wire {
        self.into_compact()
    }
}

fn parts(compact: &str) -> Result<[&str; 5], ExchangeError> {
    let mut parts = compact.split('.');
    let mut next = || parts.next().ok_or(ExchangeError::SealedForm);
    let five = [next()?, next()?, next()?, next()?, next()?];
    if parts.next().is_some() { Err(ExchangeError::SealedForm) } else { Ok(five) }
}

/// Whether a text is base64url in its canonical form, without decoding more than its end.
fn is_base64url(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let end = text.len().saturating_sub(text.len() % 4);
    let mut last = [0; 3];
    text.bytes().all(is_digit)
        && text.get(end..).is_some_and(|end| Base64UrlUnpadded::decode(end, &mut last).is_ok())
}
