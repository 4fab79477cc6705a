use jpki_core::time::Timestamp;

use crate::context::{Context, Occasion};
use crate::form::{message, record};
use crate::identifiers::{Purpose, RelyingParty, SessionId, UserIdentifier};
use crate::limits::Limits;
use crate::sealed::SealedSubmission;

message! {
    /// A login, a registration or a renewal, as the client sealed it for the platform.
    LoginSubmission, "jpki-login-submission", Limits::SUBMISSION_BYTES, {
        /// Who asks.
        context: Context,
        /// What the user does.
        occasion: Occasion,
        /// The session that the challenge was asked for.
        session: SessionId,
        /// The origin that the challenge was asked for.
        relying_party: RelyingParty,
        /// The purpose that the challenge was asked for.
        challenge_purpose: Purpose,
        /// The account. A name that means nothing elsewhere: a keyed digest of the member ID, not the ID.
        user: UserIdentifier,
        /// For a renewal: that the user agreed to the inquiry of the old serial number (新旧の発行の番号の照会).
        consent: Option<RecordedConsent>,
        /// What the client sealed.
        sealed: SealedSubmission,
    }
}

record! {
    /// When the user agreed, and to which text, as the service provider recorded it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    RecordedConsent {
        /// When.
        given_at: Timestamp,
        /// SHA-256 of the text that was shown.
        text: [u8; 32],
    }
}
