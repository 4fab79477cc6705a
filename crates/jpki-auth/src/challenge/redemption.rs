use jpki_core::report::{Check, CheckId, Fact, FactKey, Outcome, Reason, Subject, Verdict};
use jpki_core::time::Timestamp;
use subtle::ConstantTimeEq;

use super::{ChallengeContext, ChallengePolicy, ChallengeRecord, Nonce, SignedForm};
use super::{SignedMessage, TakeOutcome};

/// A nonce that came back, judged against what the store had and the context it came back in.
///
/// Proves that we issued it, to this session, relying party and purpose, not too long ago, and that it
/// comes back for the first time. Says nothing about who sends it.
#[derive(Clone, Debug)]
pub struct ChallengeCheck {
    checks: Vec<Check>,
    message: Option<SignedMessage>,
}

impl ChallengeCheck {
    /// Judges a nonce. `taken` is the store's answer for this very nonce: the challenge is spent by now, whatever
    /// the end.
    #[must_use]
    // Requirement: AUTH-04, AUTH-09
    pub fn judge(
        taken: &TakeOutcome,
        nonce: &Nonce,
        context: &ChallengeContext,
        policy: &ChallengePolicy,
        now: Timestamp,
    ) -> Self {
        let record = match taken {
            TakeOutcome::Fresh(record) => record,
            TakeOutcome::Spent => return Self::refused(Reason::ChallengeSpent),
            TakeOutcome::Unknown => return Self::refused(Reason::ChallengeUnknown),
        };
        let (given, kept) = (context.tags(nonce), record.tags());
        let same = |id, given: &[u8; 32], kept: &[u8; 32], reason| {
            let result = if given.ct_eq(kept).into() { Ok(()) } else { Err(reason) };
            Check::of(id, Subject::Challenge, result)
        };
        let checks = vec![
            Check::passed(CheckId::ChallengeRedemption, Subject::Challenge),
            lifetime(record, policy, now),
            same(
                CheckId::ChallengeRelyingParty,
                &given.relying_party,
                &kept.relying_party,
                Reason::ChallengeOtherRelyingParty,
            ),
            same(
                CheckId::ChallengeSession,
                &given.session,
                &kept.session,
                Reason::ChallengeOtherSession,
            ),
            same(
                CheckId::ChallengePurpose,
                &given.purpose,
                &kept.purpose,
                Reason::ChallengeOtherPurpose,
            ),
            content(record),
        ];
        let good = checks.iter().all(|check| check.outcome().verdict() == Verdict::Valid);
        let message = good.then(|| context.message(record.content(), nonce));
        Self { checks, message }
    }

    /// Returns the checks made.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// Returns what must have been signed; `None` if the challenge is refused.
    #[must_use]
    pub const fn message(&self) -> Option<&SignedMessage> {
        self.message.as_ref()
    }

    fn refused(reason: Reason) -> Self {
        let checks = vec![Check::failed(CheckId::ChallengeRedemption, Subject::Challenge, reason)];
        Self { checks, message: None }
    }
}

// Requirement: AUTH-04
fn lifetime(record: &ChallengeRecord, policy: &ChallengePolicy, now: Timestamp) -> Check {
    let result = if now > record.expires_at() {
        Err(Reason::ChallengeExpired)
    } else if now.after(policy.skew()) < record.issued_at() {
        Err(Reason::ChallengeFromFuture)
    } else {
        Ok(())
    };
    Check::of(CheckId::ChallengeLifetime, Subject::Challenge, result)
        .with(Fact::time(FactKey::ValidationTime, now))
        .with(Fact::time(FactKey::IssuedAt, record.issued_at()))
        .with(Fact::time(FactKey::ExpiresAt, record.expires_at()))
}

fn content(record: &ChallengeRecord) -> Check {
    let outcome = match record.content() {
        SignedForm::RelyingPartyAndNonce => Outcome::Passed,
        SignedForm::NonceOnly => Outcome::Warned(Reason::RelyingPartyNotSigned),
    };
    Check::new(CheckId::ChallengeContent, Subject::Challenge, outcome)
}
