//! A member with a card, and what she logs in to.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jpki_auth::binding::{BindingScheme, KeyId, LinkageKey, LinkageKeys};
use jpki_auth::blocking::{AccountBindings, ChallengeStore, LoginService};
use jpki_auth::challenge::{
    Challenge, ChallengeContext, ChallengeId, ChallengePolicy, ChallengeRecord, SignedForm,
};
use jpki_auth::identifiers::{Purpose, RelyingParty, ServiceProvider, SessionId, UserIdentifier};
use jpki_auth::login::{LocalLogin, LocalRegistration, LoginAttempt, LoginRules, UserVerification};
use jpki_auth::memory::{AttemptLimits, MemoryAttempts, MemoryBindings, MemoryChallenges};
use jpki_auth_examples::{Card, World, jpki, now};
use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, PreparedKey, SignedInput};
use jpki_testkit::jpki::{Generation, Person};
use jpki_verify::{Certificate, Verdict};

const SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
/// Logins for which one store of challenges is filled.
const BATCH: usize = 400;

pub type Logins = LoginService<MemoryChallenges, MemoryBindings, MemoryAttempts>;

/// One member with a card, and challenges that the card has signed beforehand.
pub struct Setting {
    pub world: World,
    crypto: Arc<dyn CryptoBackend>,
    issuer: Arc<dyn PreparedKey>,
    bindings: AccountBindings<MemoryBindings>,
    pub card: Card,
    session: SessionId,
    user: UserIdentifier,
    signed: Vec<(Challenge, ChallengeRecord, Vec<u8>)>,
}

impl Setting {
    pub fn new(crypto: Arc<dyn CryptoBackend>) -> Self {
        let person = Person::hanako();
        let card = Card::for_login(&person);
        let session = SessionId::new(&[1; 32]).unwrap();
        let keys = LinkageKeys::new(LinkageKey::new(KeyId(1), [1; 32]), []).unwrap();
        let book = BindingScheme::new(ServiceProvider::new("bank").unwrap(), keys);
        let context = ChallengeContext::new(session.clone(), relying_party(), Purpose::login());
        let policy = ChallengePolicy::new(SignedForm::RelyingPartyAndNonce);
        let signed = (0..BATCH).map(|_| {
            let (challenge, record) = context.issue(&policy, now()).unwrap();
            let signature = card.sign(challenge.message().as_bytes());
            (challenge, record, signature)
        });
        let authority = jpki().auth_ca(Generation::Third).certificate();
        let authority = Certificate::from_der(&authority).unwrap();
        let key = PublicKeyInfo::from_der(authority.public_key_bytes()).unwrap();
        let setting = Self {
            world: World::with_lists(crypto.clone(), &[], 100_000).unwrap(),
            issuer: crypto.prepare(&key).unwrap(),
            crypto,
            bindings: AccountBindings::new(book, MemoryBindings::new()),
            signed: signed.collect(),
            user: UserIdentifier::new(b"member-1").unwrap(),
            card,
            session,
        };
        setting.bind();
        setting
    }

    fn bind(&self) {
        let logins = self.logins_over(MemoryChallenges::with_capacity(1));
        let purpose = Purpose::registration();
        let challenge = logins.challenge(&self.session, &purpose, now()).unwrap();
        let attempt = self.card.answer(&challenge, &self.user, &self.session, &purpose).unwrap();
        let LocalRegistration::Pending(pending) =
            logins.begin_registration(attempt, now()).unwrap()
        else {
            panic!("refused");
        };
        let answer = self.world.judge(pending.certificate());
        let possession = pending.finish(answer, now()).into_assessed().into_result().unwrap();
        let _ = self.bindings.bind_first_use(&possession, now()).unwrap();
    }

    fn logins_over(&self, challenges: MemoryChallenges) -> Logins {
        let mut limits = AttemptLimits::default();
        limits.attempts = u32::MAX;
        let rules = LoginRules::new(relying_party(), self.crypto.clone());
        LoginService::new(rules, challenges, self.bindings.clone(), MemoryAttempts::new(limits))
    }

    /// A service that has issued the first so many of the challenges.
    pub fn logins(&self, count: usize) -> Logins {
        let challenges = MemoryChallenges::with_capacity(count);
        for (challenge, record, _) in &self.signed[..count] {
            challenges.put(&ChallengeId::of(challenge.nonce()), record).unwrap();
        }
        self.logins_over(challenges)
    }

    /// From the bytes that a client sends to the end, with the challenge of this number.
    pub fn log_in(&self, logins: &Logins, number: usize) {
        let (challenge, _, signature) = &self.signed[number];
        let attempt = LoginAttempt {
            user: self.user.clone(),
            session: self.session.clone(),
            purpose: Purpose::login(),
            nonce: challenge.nonce().clone(),
            certificate: Certificate::from_der(black_box(self.card.certificate())).unwrap(),
            signature: signature.clone(),
            verification: UserVerification::Pin,
        };
        let LocalLogin::Pending(pending) = logins.begin(attempt, now()).unwrap() else {
            panic!("refused");
        };
        let answer = self.world.judge(pending.certificate());
        let conclusion = logins.finish(*pending, answer, now()).unwrap();
        assert_eq!(conclusion.assessed().verdict(), Verdict::Valid);
    }

    /// Time for this many logins, shared among threads.
    pub fn time(&self, wanted: usize, threads: usize) -> Duration {
        let mut time = Duration::ZERO;
        let mut left = wanted;
        while left > 0 {
            let batch = left.min(BATCH);
            left -= batch;
            let logins = self.logins(batch);
            let start = Instant::now();
            std::thread::scope(|scope| {
                let numbers: Vec<usize> = (0..batch).collect();
                for part in numbers.chunks(batch.div_ceil(threads)) {
                    let (logins, part) = (&logins, part.to_vec());
                    let work = move || part.iter().for_each(|number| self.log_in(logins, *number));
                    if threads == 1 { work() } else { drop(scope.spawn(work)) }
                }
            });
            time += start.elapsed();
        }
        time
    }

    /// The two RSA checks that a login cannot do without, each with its SHA-256.
    pub fn two_checks(&self, certificate: &Certificate) {
        let (challenge, _, signature) = &self.signed[0];
        let signed = SignedInput::Bytes(certificate.signed_bytes());
        self.issuer.verify(SCHEME, signed, certificate.signature()).unwrap();
        let key = PublicKeyInfo::from_der(certificate.public_key_bytes()).unwrap();
        let message = SignedInput::Bytes(challenge.message().as_bytes());
        self.crypto.verify(&key, SCHEME, message, signature).unwrap();
    }
}

pub fn relying_party() -> RelyingParty {
    RelyingParty::new("https://bank.example").unwrap()
}
