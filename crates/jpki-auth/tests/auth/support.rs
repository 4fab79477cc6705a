//! A bank with one member, and everything that can be done to it.

use std::sync::Arc;
use std::time::Duration;

use jpki_auth::binding::{BindingOutcome, BindingScheme, KeyId, LinkageKey, LinkageKeys};
use jpki_auth::blocking::{AccountBindings, LoginService};
use jpki_auth::challenge::Challenge;
use jpki_auth::identifiers::{Purpose, RelyingParty, ServiceProvider, SessionId, UserIdentifier};
use jpki_auth::login::{
    ClientAnswer, LocalLogin, LocalRegistration, LoginAttempt, LoginRules, RenewalCandidate,
    VerifiedLogin,
};
use jpki_auth::memory::{AttemptLimits, MemoryAttempts, MemoryBindings, MemoryChallenges};
use jpki_auth_examples::{Card, World, now};
use jpki_core::report::{Assessed, Outcome, Reason, Report};
use jpki_core::time::Timestamp;
use jpki_crypto::RustCrypto;

pub(crate) type MemoryLogins = LoginService<MemoryChallenges, MemoryBindings, MemoryAttempts>;

pub(crate) struct Bank {
    pub(crate) challenges: MemoryChallenges,
    pub(crate) store: MemoryBindings,
    pub(crate) bindings: AccountBindings<MemoryBindings>,
    pub(crate) logins: MemoryLogins,
    pub(crate) session: SessionId,
    pub(crate) user: UserIdentifier,
}

impl Bank {
    pub(crate) fn new() -> Self {
        Self::with_rules(rules())
    }

    pub(crate) fn with_rules(rules: LoginRules) -> Self {
        let challenges = MemoryChallenges::with_capacity(1000);
        let store = MemoryBindings::new();
        let bindings = AccountBindings::new(book("bank", keys(&[1])), store.clone());
        let logins = LoginService::new(rules, challenges.clone(), bindings.clone(), attempts());
        Self { challenges, store, bindings, logins, session: session(1), user: user("member-1") }
    }

    /// Binds the card to the member by a verified first use.
    pub(crate) fn bind(&self, world: &World, card: &Card) -> BindingOutcome {
        self.bind_to(world, card, &self.user)
    }

    pub(crate) fn bind_to(
        &self,
        world: &World,
        card: &Card,
        user: &UserIdentifier,
    ) -> BindingOutcome {
        let purpose = Purpose::registration();
        let challenge = self.logins.challenge(&self.session, &purpose, now()).unwrap();
        let attempt = card.answer(&challenge, user, &self.session, &purpose).unwrap();
        let LocalRegistration::Pending(pending) =
            self.logins.begin_registration(attempt, now()).unwrap()
        else {
            panic!("refused");
        };
        let answer = world.judge(pending.certificate());
        let possession =
            pending.finish(answer, now()).into_assessed().into_result_with_warnings().unwrap().0;
        self.bindings.bind_first_use(&possession, now()).unwrap()
    }

    pub(crate) fn challenge(&self) -> Challenge {
        self.logins.challenge(&self.session, &Purpose::login(), now()).unwrap()
    }

    pub(crate) fn attempt(&self, card: &Card, challenge: &Challenge) -> LoginAttempt {
        card.answer(challenge, &self.user, &self.session, &Purpose::login()).unwrap()
    }

    pub(crate) fn end(&self, world: &World, attempt: LoginAttempt) -> Ended {
        self.end_at(world, attempt, now())
    }

    pub(crate) fn end_at(&self, world: &World, attempt: LoginAttempt, at: Timestamp) -> Ended {
        end(&self.logins, world, attempt, at)
    }

    pub(crate) fn log_in(&self, world: &World, card: &Card) -> Ended {
        self.end(world, self.attempt(card, &self.challenge()))
    }
}

pub(crate) struct Ended {
    pub(crate) assessed: Assessed<VerifiedLogin>,
    pub(crate) renewal: Option<Box<RenewalCandidate>>,
}

impl Ended {
    /// The reason that stands first among all that failed, at any depth, and what the client is told.
    pub(crate) fn refusal(&self) -> (Reason, ClientAnswer) {
        (first_failure(self.assessed.report()), ClientAnswer::to(&self.assessed))
    }

    pub(crate) fn is_accepted(&self) -> bool {
        ClientAnswer::to(&self.assessed) == ClientAnswer::Accepted
    }
}

pub(crate) fn end(
    logins: &MemoryLogins,
    world: &World,
    attempt: LoginAttempt,
    at: Timestamp,
) -> Ended {
    match logins.begin(attempt, at).unwrap() {
        LocalLogin::Refused(conclusion) => {
            let (assessed, renewal) = conclusion.into_parts();
            Ended { assessed, renewal }
        }
        LocalLogin::Pending(pending) => {
            let answer = world.judge(pending.certificate());
            let (assessed, renewal) = logins.finish(*pending, answer, at).unwrap().into_parts();
            Ended { assessed, renewal }
        }
    }
}

pub(crate) fn first_failure(report: &Report) -> Reason {
    let mut pending: Vec<_> = report.checks().iter().rev().collect();
    while let Some(check) = pending.pop() {
        let failed_parts =
            check.parts().iter().any(|part| matches!(part.outcome(), Outcome::Failed(_)));
        match check.outcome() {
            Outcome::Failed(reason) if !failed_parts => return reason,
            _ => pending.extend(check.parts().iter().rev()),
        }
    }
    panic!("nothing failed: {report:?}")
}

pub(crate) fn world() -> World {
    World::with_revoked(Arc::new(RustCrypto), &[]).unwrap()
}

pub(crate) fn rules() -> LoginRules {
    rules_of("https://bank.example")
}

pub(crate) fn rules_of(origin: &str) -> LoginRules {
    LoginRules::new(RelyingParty::new(origin).unwrap(), Arc::new(RustCrypto))
}

pub(crate) fn attempts() -> MemoryAttempts {
    let window = Duration::from_secs(300);
    attempts_of(1000, window, 1000)
}

pub(crate) fn attempts_of(attempts: u32, window: Duration, keys: usize) -> MemoryAttempts {
    let mut limits = AttemptLimits::default();
    (limits.attempts, limits.window, limits.keys) = (attempts, window, keys);
    MemoryAttempts::new(limits)
}

pub(crate) fn session(number: u8) -> SessionId {
    SessionId::new(&[number; 16]).unwrap()
}

pub(crate) fn user(name: &str) -> UserIdentifier {
    UserIdentifier::new(name.as_bytes()).unwrap()
}

pub(crate) fn book(provider: &str, keys: LinkageKeys) -> BindingScheme {
    BindingScheme::new(ServiceProvider::new(provider).unwrap(), keys)
}

/// Keys with these names, the current one first.
pub(crate) fn keys(names: &[u8]) -> LinkageKeys {
    let mut keys = names.iter().map(|name| LinkageKey::new(KeyId(u32::from(*name)), [*name; 32]));
    LinkageKeys::new(keys.next().unwrap(), keys).unwrap()
}

pub(crate) fn later(seconds: u64) -> Timestamp {
    now().after(Duration::from_secs(seconds))
}
