use core::fmt;

use sha2::{Digest, Sha256};

use super::Nonce;
use crate::identifiers::{Purpose, RelyingParty};

/// What a client signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "whoever stores or judges a challenge decides on each form"
)]
pub enum SignedForm {
    /// Relying party, purpose and nonce: the message of [`SignedMessage`].
    RelyingPartyAndNonce,
    /// The nonce alone, as guideline 001 App.②(ウ) describes it, for clients that can do no more.
    ///
    /// A forged site can then pass our nonce on and bring us the signature: the report warns of it.
    NonceOnly,
}

impl SignedForm {
    /// Returns the stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::RelyingPartyAndNonce => "relying-party-and-nonce",
            Self::NonceOnly => "nonce-only",
        }
    }

    /// Returns the form with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::RelyingPartyAndNonce, Self::NonceOnly].into_iter().find(|form| form.code() == code)
    }
}

/// The bytes that a card hashes and signs.
///
/// With [`SignedForm::RelyingPartyAndNonce`], 119 bytes:
///
/// | bytes | what |
/// | --- | --- |
/// | 23 | `JPKI-AUTH-CHALLENGE-V1` and a line feed |
/// | 32 | SHA-256 of the relying party's origin, ASCII |
/// | 32 | SHA-256 of the purpose, ASCII |
/// | 32 | the nonce |
///
/// Every field has a fixed length, so that no two challenges give the same message; the first line
/// keeps it apart from every other thing that is signed. With [`SignedForm::NonceOnly`], the 32
/// bytes of the nonce.
#[derive(Clone)]
pub struct SignedMessage {
    content: SignedForm,
    bytes: Vec<u8>,
}

impl SignedMessage {
    /// Builds the message of this nonce, for this relying party and purpose.
    #[must_use]
    // Requirement: AUTH-09
    pub fn new(
        content: SignedForm,
        relying_party: &RelyingParty,
        purpose: &Purpose,
        nonce: &Nonce,
    ) -> Self {
        let bytes = match content {
            SignedForm::RelyingPartyAndNonce => [
                DOMAIN,
                &Sha256::digest(relying_party.origin()),
                &Sha256::digest(purpose.text()),
                nonce.as_bytes(),
            ]
            .concat(),
            SignedForm::NonceOnly => nonce.as_bytes().to_vec(),
        };
        Self { content, bytes }
    }

    /// Returns what it names.
    #[must_use]
    pub const fn content(&self) -> SignedForm {
        self.content
    }

    /// Returns the bytes to hash and sign.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for SignedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedMessage({:?})", self.content)
    }
}

const DOMAIN: &[u8] = b"JPKI-AUTH-CHALLENGE-V1\n";
