//! Names that a challenge or a binding is tied to: relying party, purpose, session, provider, user, account.

use std::fmt;

use jpki_core::event::{EventSubject, SubjectKind};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

pub use jpki_core::keys::KeyId;

/// Reason why a text is not such a name, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LabelError {
    /// Too short or too long.
    #[error("{label}: length outside {least} to {most}")]
    Length {
        /// Which name.
        label: Label,
        /// The least length in bytes.
        least: usize,
        /// The greatest length.
        most: usize,
    },
    /// A character that may not be there.
    #[error("{0}: a character that may not be there")]
    Character(Label),
    /// Not an origin `https://host` or `https://host:port` in its one normal form.
    #[error("relying party: not an https origin in normal form")]
    Origin,
}

/// The names that are not origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Label {
    /// [`Purpose`].
    #[error("purpose")]
    Purpose,
    /// [`ServiceProvider`].
    #[error("service provider")]
    ServiceProvider,
    /// [`SessionId`].
    #[error("session")]
    SessionId,
    /// [`UserIdentifier`].
    #[error("user identifier")]
    UserIdentifier,
}

/// 依拠当事者: the service that asks for a login, by its origin (RFC 6454 §6.1).
///
/// Accepted: `https://` and a host of lower-case letters, digits, `-` and `.`, with a port unless it is
/// 443. An internationalised host has its `xn--` form. Refused: anything else, so that one origin
/// has one text.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct RelyingParty(String);

impl RelyingParty {
    /// Creates an origin.
    ///
    /// # Errors
    /// [`LabelError`] if it is not in normal form.
    pub fn new(origin: &str) -> Result<Self, LabelError> {
        let authority = origin.strip_prefix("https://").ok_or(LabelError::Origin)?;
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let is_label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|o| matches!(o, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        };
        let is_port = |port: &str| {
            port.parse::<u16>()
                .is_ok_and(|number| number != 0 && number != 443 && number.to_string() == port)
        };
        // RFC 1035 §2.3.4
        if host.len() > 253 || !host.split('.').all(is_label) || !port.is_none_or(is_port) {
            return Err(LabelError::Origin);
        }
        Ok(Self(origin.to_owned()))
    }

    /// Returns the origin.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.0
    }
}

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

/// サービスプロバイダ事業者: whose accounts are bound, 1 to 64 of `a-z`, `0-9`, `.`, `_`, `-`.
///
/// Bindings, references and pairwise identifiers of two providers have nothing in common.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ServiceProvider(String);

impl ServiceProvider {
    /// Creates a provider.
    ///
    /// # Errors
    /// [`LabelError`] if it has another form.
    pub fn new(provider: &str) -> Result<Self, LabelError> {
        label(Label::ServiceProvider, provider, b"._-").map(Self)
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

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId(secret)")
    }
}

/// 利用者識別情報: the provider's own name for a user (member ID, account number), 1 to 256 bytes.
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

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for UserIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserIdentifier(personal)")
    }
}

/// A digest under a key, by which stores know what it was made of.
#[derive(Clone, Copy)]
pub(crate) struct KeyedDigest {
    pub(crate) key: KeyId,
    pub(crate) digest: [u8; 32],
}

impl KeyedDigest {
    /// Takes the same time either way.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.key == other.key && bool::from(self.digest.ct_eq(&other.digest))
    }
}

/// An account as one provider's bindings know it: a keyed digest of the user identifier.
#[derive(Clone, Copy)]
pub struct AccountReference(KeyedDigest);

impl AccountReference {
    /// Takes the key and digest that a store kept.
    #[must_use]
    pub const fn from_parts(key: KeyId, digest: [u8; 32]) -> Self {
        Self(KeyedDigest { key, digest })
    }

    /// Returns the key it was made with.
    #[must_use]
    pub const fn key(&self) -> KeyId {
        self.0.key
    }

    /// Returns the digest.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.0.digest
    }

    /// Returns whether both are one reference. Takes the same time either way.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }
}

impl fmt::Debug for AccountReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountReference(key {})", self.0.key.0)
    }
}

fn label(label: Label, text: &str, marks: &[u8]) -> Result<String, LabelError> {
    let (least, most) = (1, 64);
    if !(least..=most).contains(&text.len()) {
        return Err(LabelError::Length { label, least, most });
    }
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9') || marks.contains(&byte);
    if text.bytes().all(allowed) { Ok(text.to_owned()) } else { Err(LabelError::Character(label)) }
}

fn bounded(label: Label, bytes: &[u8], least: usize) -> Result<Zeroizing<Vec<u8>>, LabelError> {
    let most = 256;
    if (least..=most).contains(&bytes.len()) {
        Ok(Zeroizing::new(bytes.to_vec()))
    } else {
        Err(LabelError::Length { label, least, most })
    }
}
