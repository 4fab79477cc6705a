use jpki_core::report::Assessed;
use jpki_core::time::Timestamp;

use super::bindings::BindingFlows;
use super::request::{CountAttempt, FindBindings, PutChallenge, ReplaceBinding, TakeChallenge};
use super::step::{Awaiting, BindingStep, LoginStep};
use crate::binding::{BindingMatch, Replacement};
use crate::challenge::{Challenge, ChallengeCheck, ChallengeId};
use crate::error::AuthError;
use crate::identifiers::{Purpose, SessionId};
use crate::login::{
    LocalLogin, LocalRegistration, LoginAttempt, LoginConclusion, LoginRules, PendingLogin,
    ValidCertificate,
};
use crate::rate_limit::{Admission, AttemptKey};

/// The flows of the logins of one relying party.
#[derive(Clone, Copy, Debug)]
pub struct LoginFlows<'a> {
    rules: &'a LoginRules,
    bindings: &'a BindingFlows,
}

impl<'a> LoginFlows<'a> {
    /// Creates the flows of logins by these rules, to accounts with these bindings.
    #[must_use]
    pub const fn new(rules: &'a LoginRules, bindings: &'a BindingFlows) -> Self {
        Self { rules, bindings }
    }

    /// Issues a challenge for this session and purpose.
    ///
    /// A session that asks for too many gets [`AuthError::TooManyChallenges`].
    pub fn challenge(
        self,
        session: &SessionId,
        purpose: &Purpose,
        now: Timestamp,
    ) -> LoginStep<'a, Challenge> {
        let (context, key) =
            (self.rules.context(session, purpose), AttemptKey::of_session(session));
        let count = CountAttempt { key, now };
        LoginStep::CountAttempt(Awaiting::new(count, move |_, admission| {
            if admission == Admission::Refused {
                return Err(AuthError::TooManyChallenges);
            }
            let (challenge, record) = context.issue(self.rules.challenge_policy(), now)?;
            let put = PutChallenge { id: ChallengeId::of(challenge.nonce()), record };
            let given = Awaiting::new(put, |_, ()| Ok(LoginStep::Done(challenge)));
            Ok(LoginStep::PutChallenge(given))
        }))
    }

    /// Spends the challenge, and judges everything that needs no evidence about the certificate.
    pub fn begin(self, attempt: LoginAttempt, now: Timestamp) -> LoginStep<'a, LocalLogin> {
        let Self { rules, bindings } = self;
        let scheme = bindings.scheme();
        self.redeem(attempt, now, move |redeemed| {
            let accounts = redeemed.is_admitted().then(|| scheme.accounts(&redeemed.attempt.user));
            let judge = move |records| {
                let Redeemed { attempt, challenge, admission } = redeemed;
                LocalLogin::judge(rules, scheme, attempt, &challenge, admission, records, now)
            };
            match accounts {
                None => LoginStep::Done(judge(Vec::new())),
                Some(accounts) => LoginStep::Bindings(
                    bindings
                        .find(accounts, move |_, records| Ok(BindingStep::Done(judge(records)))),
                ),
            }
        })
    }

    /// Begins as [`Self::begin`] for a first use, in a session whose user the provider has identified itself.
    /// Nothing is looked up.
    pub fn begin_registration(
        self,
        attempt: LoginAttempt,
        now: Timestamp,
    ) -> LoginStep<'a, LocalRegistration> {
        let (rules, provider) = (self.rules, self.bindings.scheme().provider());
        self.redeem(attempt, now, move |Redeemed { attempt, challenge, admission }| {
            let judged =
                LocalRegistration::judge(rules, provider, attempt, &challenge, admission, now);
            LoginStep::Done(judged)
        })
    }

    /// Ends a login with the engine's answer about [`PendingLogin::certificate`], given as of now.
    ///
    /// The account's bindings are read again: one that was erased meanwhile lets nobody in. A binding under a
    /// retired key is rewritten.
    pub fn finish<V: ValidCertificate>(
        self,
        pending: PendingLogin,
        answer: Assessed<V>,
        now: Timestamp,
    ) -> BindingStep<'a, LoginConclusion> {
        let Self { bindings, .. } = self;
        let scheme = bindings.scheme();
        let login = pending.prove(answer, now);
        let accounts = scheme.accounts(login.user());
        bindings.find(accounts, move |FindBindings { accounts }, records| {
            let matched = login.compare(scheme, records);
            let Some(rewrite) = login.rewrite(scheme, &matched) else {
                return Ok(BindingStep::Done(login.finish(matched)));
            };
            let certificates = vec![rewrite.new.certificate];
            let replace = ReplaceBinding { old: rewrite.old, record: rewrite.new, certificates };
            let resume = move |_, replacement| match replacement {
                Replacement::Replaced => Ok(BindingStep::Done(login.finish(matched))),
                Replacement::CertificateBound(other) if !other.is_of(&accounts) => {
                    Ok(BindingStep::Done(login.finish(BindingMatch::NotBound)))
                }
                // Erased meanwhile, or rewritten by another login: what is bound now counts.
                Replacement::Gone | Replacement::CertificateBound(_) => {
                    Ok(bindings.find(accounts, move |_, records| {
                        let matched = login.compare(scheme, records);
                        Ok(BindingStep::Done(login.finish(matched)))
                    }))
                }
            };
            Ok(BindingStep::Replace(Awaiting::new(replace, resume)))
        })
    }

    /// Takes the challenge and, if it is good, counts the attempt.
    // guideline 001 App.②(ウ): the code is spent before anything is made of the signature.
    // Requirement: AUTH-05
    fn redeem<T>(
        self,
        attempt: LoginAttempt,
        now: Timestamp,
        next: impl FnOnce(Redeemed) -> LoginStep<'a, T> + Send + 'a,
    ) -> LoginStep<'a, T> {
        let take = TakeChallenge { id: ChallengeId::of(&attempt.nonce) };
        LoginStep::TakeChallenge(Awaiting::new(take, move |_, taken| {
            let challenge = self.rules.redeem(&attempt, &taken, now);
            if challenge.message().is_none() {
                let admission = Admission::Admitted;
                return Ok(next(Redeemed { attempt, challenge, admission }));
            }
            let key = self.bindings.scheme().attempt_key(&attempt.user);
            let counted = move |_, admission| Ok(next(Redeemed { attempt, challenge, admission }));
            Ok(LoginStep::CountAttempt(Awaiting::new(CountAttempt { key, now }, counted)))
        }))
    }
}

/// An attempt whose challenge is spent.
struct Redeemed {
    attempt: LoginAttempt,
    challenge: ChallengeCheck,
    /// Means nothing unless the challenge is good.
    admission: Admission,
}

impl Redeemed {
    fn is_admitted(&self) -> bool {
        self.challenge.message().is_some() && self.admission == Admission::Admitted
    }
}
