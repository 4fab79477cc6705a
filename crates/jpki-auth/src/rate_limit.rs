//! Limits on attempts, so that nobody tries without end or makes others pay for it.

use crate::hmac::digest;
use crate::identifiers::{AccountReference, SessionId};

/// What attempts are counted for. A digest: whoever counts learns neither session nor user.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttemptKey([u8; 32]);

impl AttemptKey {
    /// Challenges asked for by a session.
    #[must_use]
    pub fn of_session(session: &SessionId) -> Self {
        Self(digest("jpki-auth/attempts/session/v1", &[session.expose_secret()]))
    }

    /// Logins to an account, whether it exists or not: a limit must not tell.
    #[must_use]
    pub fn of_account(account: &AccountReference) -> Self {
        Self(digest("jpki-auth/attempts/account/v1", &[account.digest()]))
    }

    /// Returns the bytes, for a counter kept elsewhere.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl core::fmt::Debug for AttemptKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("AttemptKey(..)")
    }
}

/// Whether one more attempt may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the contract with a limiter")]
pub enum Admission {
    /// It may, and was counted.
    Admitted,
    /// Not now.
    Refused,
}
