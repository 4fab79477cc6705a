use core::fmt;

use jpki_x509::certificate::Certificate;

use super::UserVerification;
use crate::challenge::Nonce;
use crate::identifiers::{Purpose, SessionId, UserIdentifier};

/// What came back from a client, and the session in which it came.
#[expect(clippy::exhaustive_structs, reason = "an argument list that is given whole")]
pub struct LoginAttempt {
    /// Who the client says it is.
    pub user: UserIdentifier,
    /// The session, from the server's own state.
    pub session: SessionId,
    /// What the server is about to do for it, from the server's own state.
    pub purpose: Purpose,
    /// The code that came back.
    pub nonce: Nonce,
    /// The certificate that came with it.
    pub certificate: Certificate,
    /// The signature that came with it.
    pub signature: Vec<u8>,
    /// How the person was confirmed, as the server knows its channel.
    pub verification: UserVerification,
}

impl fmt::Debug for LoginAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LoginAttempt({:?}, {:?})", self.purpose, self.verification)
    }
}
