//! Names that service provider and platform share: relying party, service, purpose, session, user.
//!
//! The service provider itself is a [`Tenant`](jpki_core::event::Tenant) of its platform, and what an outcome may be
//! used for a [`PurposeOfUse`](jpki_core::event::PurposeOfUse).

mod label;
mod pairwise;
mod relying_party;

use std::fmt;

use jpki_core::event::{EventSubject, SubjectKind};
use zeroize::Zeroizing;

use label::{bounded, label};

pub use label::{Label, LabelError};
pub use pairwise::PairwiseIdentifier;
pub use relying_party::RelyingParty;

/// What a challenge is for, such as `login` or `transfer:4711`: 1 to 64 of `a-z`, `0-9`, `.`, `:`, `_`,
/// `-`. A signature for one purpose serves no other.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Purpose(String);

impl Purpose {
    /// Creates a purpose.
    ///
    /// # Errors
    /// [`LabelError`] if it has another form.
    pub fn new(purpose: &str) -> Result<Self, LabelError> {
        label(Label::Purpose, purpose, b".:_-").map(Self)
    }

    /// Returns the purpose of logging in to a bound account.
    #[must_use]
    pub fn login() -> Self {
        Self("login".to_owned())
    }

    /// Returns the purpose of binding a certificate to an account for the first time.
    #[must_use]
    pub fn registration() -> Self {
        Self("registration".to_owned())
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// A service (サービス) of a service provider, such as `account-opening`: 1 to 64 of `a-z`, `0-9`, `.`, `_`, `-`.
///
/// The platform and the provider agree on these names; they tell nothing of a person.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ServiceName(String);

impl ServiceName {
    /// Names a service.
    ///
    /// # Errors
    /// [`LabelError`] if it has another form.
    pub fn new(name: &str) -> Result<Self, LabelError> {
        label(Label::ServiceName, name, b"._-").map(Self)
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Names a platform's key that submissions are sealed to, such as `2026-04`: 1 to 64 of `a-z`, `0-9`, `.`, `_`, `-`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SealingKeyId(String);

impl SealingKeyId {
    /// Names a key.
    ///
    /// # Errors
    /// [`LabelError`] if it has another form.
    pub fn new(name: &str) -> Result<Self, LabelError> {
        label(Label::SealingKeyId, name, b"._-").map(Self)
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// The session of a browser or an app before login: 16 to 256 bytes that nobody else can guess.
///
/// The caller draws them at random; here only their number can be checked. Never shown by `Debug`.
#[derive(Clone)]
pub struct SessionId(Zeroizing<Vec<u8>>);

impl SessionId {
    /// Takes a session by its bytes.
    ///
    /// # Errors
    /// [`LabelError::Length`].
    pub fn new(bytes: &[u8]) -> Result<Self, LabelError> {
        bounded(Label::SessionId, bytes, 16).map(Self)
    }

    /// Returns the bytes.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId(secret)")
    }
}

/// 利用者識別情報: the service provider's own name for a user (member ID, account number), 1 to 256 bytes.
///
/// Personal data: stored as a keyed digest only, never shown by `Debug`.
#[derive(Clone)]
pub struct UserIdentifier(Zeroizing<Vec<u8>>);

impl UserIdentifier {
    /// Takes a user by the bytes of the identifier, which the caller has brought into one normal form.
    ///
    /// # Errors
    /// [`LabelError::Length`].
    pub fn new(identifier: &[u8]) -> Result<Self, LabelError> {
        bounded(Label::UserIdentifier, identifier, 1).map(Self)
    }

    /// Returns the account of this user as an operation log is told of it, which keeps a keyed digest.
    #[must_use]
    pub fn as_event_subject(&self) -> EventSubject {
        EventSubject::new(SubjectKind::Account, &self.0)
    }

    /// Returns the bytes. Each call is a use that an audit may ask about.
    #[must_use]
    pub fn expose_protected(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for UserIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserIdentifier(personal)")
    }
}
