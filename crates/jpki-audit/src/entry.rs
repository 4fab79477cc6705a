//! Entries: an event as a log keeps it, one line of text.
//!
//! Ten fields with a tab between, of which those that do not apply are empty:
//!
//! | field | |
//! | --- | --- |
//! | version | `1` |
//! | time | RFC 3339, UTC |
//! | tenant | |
//! | operator | the person who acted |
//! | purpose of use | |
//! | action | its code |
//! | result | its code |
//! | kind of subject | its code |
//! | key of token | a number; empty of a bundle of evidence, whose token is the SHA-256 of its manifest |
//! | token | base64 |

use base64ct::{Base64, Encoding as _};
use jpki_core::event::{
    Action, ActionResult, Event, OperatorName, PurposeOfUse, Requester, SubjectKind, Tenant,
};
use jpki_core::keys::KeyId;
use jpki_core::localized::Localized;
use jpki_core::time::Timestamp;

use crate::token::{SubjectToken, TokenKeys};

/// An event in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    requester: Requester,
    purpose: PurposeOfUse,
    action: Action,
    result: ActionResult,
    time: Timestamp,
    subject: Option<SubjectToken>,
}

/// Reason why a line is no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryError {
    /// Of a later version than this crate knows, or with codes that it does not know.
    #[error("an entry of a later version")]
    Newer,
    /// Not an entry.
    #[error("not an entry")]
    Malformed,
}

impl Entry {
    /// The longest line, without its newline.
    pub const MOST_BYTES: usize = 1024;

    /// Makes an entry of an event, with its subject as a token by the key in use at the event's time. `None` if there
    /// is no such key.
    #[must_use]
    // Requirement: ACC-4, ACC-4b
    pub fn new(event: &Event, keys: &TokenKeys) -> Option<Self> {
        let operation = event.operation();
        let tenant = event.requester().tenant();
        let token = |subject| keys.token(operation.time(), tenant, subject);
        let subject = match operation.subject() {
            None => None,
            Some(subject) => Some(token(subject)?),
        };
        Some(Self {
            requester: event.requester().clone(),
            purpose: event.purpose().clone(),
            action: operation.action(),
            result: operation.result(),
            time: operation.time(),
            subject,
        })
    }

    /// Reads a line, without its newline.
    ///
    /// Refused: anything that [`Self::to_line`] would write differently.
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn from_line(line: &[u8]) -> Result<Self, EntryError> {
        let line = std::str::from_utf8(line).map_err(|_| EntryError::Malformed)?;
        let (version, _) = line.split_once('\t').ok_or(EntryError::Malformed)?;
        if version != VERSION {
            let is_newer = version.parse::<u32>().is_ok_and(|version| version > 1);
            return Err(if is_newer { EntryError::Newer } else { EntryError::Malformed });
        }
        let fields: Vec<&str> = line.splitn(11, '\t').collect();
        let [_, time, tenant, operator, purpose, action, result, subject @ ..] = fields.as_slice()
        else {
            return Err(EntryError::Malformed);
        };
        let (tenant, operator) = (Tenant::new(tenant), OperatorName::new(operator));
        let tenant = tenant.map_err(|_| EntryError::Malformed)?;
        // An empty name is none; what is no name at all is found out below.
        let requester = match operator {
            Ok(operator) => Requester::operator(tenant, operator),
            Err(_) => Requester::service(tenant),
        };
        let entry = Self {
            requester,
            purpose: PurposeOfUse::new(purpose).map_err(|_| EntryError::Malformed)?,
            action: coded(Action::ALL, action)?,
            result: coded(ActionResult::ALL, result)?,
            time: Timestamp::from_rfc3339(time).ok_or(EntryError::Malformed)?,
            subject: read_subject(subject)?,
        };
        if entry.to_line() == line { Ok(entry) } else { Err(EntryError::Malformed) }
    }

    /// Returns the line, without a newline.
    #[must_use]
    // Requirement: ROLE-09
    pub fn to_line(&self) -> String {
        let mut line = String::with_capacity(192);
        let time = self.time.to_string();
        let operator = self.requester.operator_name().map_or("", OperatorName::text);
        let requester = [VERSION, &time, self.requester.tenant().text(), operator];
        let operation = [self.purpose.text(), self.action.code(), self.result.code()];
        for field in requester.into_iter().chain(operation) {
            line.push_str(field);
            line.push('\t');
        }
        if let Some(token) = &self.subject {
            let mut digest = [0; 44];
            line.push_str(token.kind().code());
            line.push('\t');
            line.push_str(&token.key().map(|key| key.0.to_string()).unwrap_or_default());
            line.push('\t');
            // 32 bytes are 44 characters.
            line.push_str(Base64::encode(token.digest(), &mut digest).unwrap_or_default());
        } else {
            line.push_str("\t\t");
        }
        line
    }

    /// Returns who asked.
    #[must_use]
    pub const fn requester(&self) -> &Requester {
        &self.requester
    }

    /// Returns what for.
    #[must_use]
    pub const fn purpose(&self) -> &PurposeOfUse {
        &self.purpose
    }

    /// Returns the action.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// Returns how it ended.
    #[must_use]
    pub const fn result(&self) -> ActionResult {
        self.result
    }

    /// Returns when it was done, by the clock of whoever did it. The order of a log is that of its entries.
    #[must_use]
    pub const fn time(&self) -> Timestamp {
        self.time
    }

    /// Returns whom or what it was about.
    #[must_use]
    pub const fn subject(&self) -> Option<&SubjectToken> {
        self.subject.as_ref()
    }
}

const VERSION: &str = "1";

fn coded<T: Localized + Copy>(all: &[T], code: &str) -> Result<T, EntryError> {
    let is_code = code.bytes().all(|it| it.is_ascii_lowercase() || it == b'-') && !code.is_empty();
    let unknown = if is_code { EntryError::Newer } else { EntryError::Malformed };
    all.iter().find(|known| known.code() == code).copied().ok_or(unknown)
}

fn read_subject(fields: &[&str]) -> Result<Option<SubjectToken>, EntryError> {
    let [kind, key, token] = fields else { return Err(EntryError::Malformed) };
    if kind.is_empty() {
        return Ok(None);
    }
    let kind = coded(SubjectKind::ALL, kind)?;
    let key = match *key {
        "" if kind == SubjectKind::Bundle => None,
        number => Some(KeyId(number.parse().map_err(|_| EntryError::Malformed)?)),
    };
    let mut digest = [0; 32];
    let decoded = Base64::decode(token, &mut digest).map_err(|_| EntryError::Malformed)?.len();
    // A shorter one would be written longer.
    if decoded == 32 {
        Ok(Some(SubjectToken::new(kind, key, digest)))
    } else {
        Err(EntryError::Malformed)
    }
}
