//! Whole logins, with the challenge in memory and an indexed list of 100,000 entries, beside the two bare
//! RSA checks that each cannot do without: that of the certificate and that of the challenge.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use jpki_auth::binding::{BindingScheme, KeyId, LinkageKey, LinkageKeys};
use jpki_auth::blocking::{AccountBindings, ChallengeStore, LoginService};
use jpki_auth::challenge::{
    Challenge, ChallengeContext, ChallengeId, ChallengePolicy, ChallengeRecord, SignedForm,
};
use jpki_auth::identifiers::{Purpose, RelyingParty, ServiceProvider, SessionId, UserIdentifier};
use jpki_auth::login::{LocalLogin, LocalRegistration, LoginRules};
use jpki_auth::memory::{AttemptLimits, MemoryAttempts, MemoryBindings, MemoryChallenges};
use jpki_auth_examples::{Card, World, jpki, now};
use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, PreparedKey, SignedInput};
use jpki_crypto::{AwsLc, RustCrypto};
use jpki_testkit::jpki::{Generation, Person};
use jpki_verify::{Certificate, Verdict};

const SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
const BATCH: usize = 400;

/// One member with a card, and challenges that the card has signed beforehand.
struct Setting {
    world: World,
    crypto: Arc<dyn CryptoBackend>,
    issuer: Arc<dyn PreparedKey>,
    bindings: AccountBindings<MemoryBindings>,
    card: Card,
    session: SessionId,
    user: UserIdentifier,
    signed: Vec<(Challenge, ChallengeRecord, Vec<u8>)>,
}

impl Setting {
    fn new(crypto: Arc<dyn CryptoBackend>) -> Self {
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
        let logins = self.logins();
        let purpose = Purpose::registration();
        let challenge = logins.challenge(&self.session, &purpose, now()).unwrap();
        let attempt = self.card.answer(&challenge, &self.user, &self.session, &purpose).unwrap();
        let LocalRegistration::Pending(pending) =
            logins.begin_registration(attempt, now()).unwrap()
        else {
            panic!("refused");
        };
        let answer = self.world.judge(pending.certificate());
        let possession = pending.conclude(answer, now()).into_result().unwrap();
        let _ = self.bindings.bind_first_use(&possession, now()).unwrap();
    }

    /// With an empty store of challenges.
    fn logins(&self) -> LoginService<MemoryChallenges, MemoryBindings, MemoryAttempts> {
        self.logins_over(MemoryChallenges::with_capacity(BATCH + 1))
    }

    fn logins_over(
        &self,
        challenges: MemoryChallenges,
    ) -> LoginService<MemoryChallenges, MemoryBindings, MemoryAttempts> {
        let limits = AttemptLimits { attempts: u32::MAX, ..AttemptLimits::default() };
        let rules = LoginRules::new(relying_party(), self.crypto.clone());
        LoginService::new(rules, challenges, self.bindings.clone(), MemoryAttempts::new(limits))
    }

    /// From the bytes that a client sends to the end.
    fn log_in(
        &self,
        logins: &LoginService<MemoryChallenges, MemoryBindings, MemoryAttempts>,
        challenge: &Challenge,
        signature: &[u8],
    ) {
        let attempt = jpki_auth::login::LoginAttempt {
            user: self.user.clone(),
            session: self.session.clone(),
            purpose: Purpose::login(),
            nonce: challenge.nonce().clone(),
            certificate: Certificate::from_der(black_box(self.card.certificate())).unwrap(),
            signature: signature.to_vec(),
            verification: jpki_auth::login::UserVerification::Pin,
        };
        let LocalLogin::Pending(pending) = logins.begin(attempt, now()).unwrap() else {
            panic!("refused");
        };
        let answer = self.world.judge(pending.certificate());
        let conclusion = logins.conclude(*pending, answer, now()).unwrap();
        assert_eq!(conclusion.assessed().verdict(), Verdict::Valid);
    }

    /// Time for this many logins, shared among threads.
    fn time(&self, logins_wanted: u64, threads: usize) -> Duration {
        let mut time = Duration::ZERO;
        let mut left = usize::try_from(logins_wanted).unwrap();
        while left > 0 {
            let batch = &self.signed[..left.min(BATCH)];
            left -= batch.len();
            let challenges = MemoryChallenges::with_capacity(BATCH + 1);
            for (challenge, record, _) in batch {
                challenges.put(&ChallengeId::of(challenge.nonce()), record).unwrap();
            }
            let logins = self.logins_over(challenges);
            let start = Instant::now();
            std::thread::scope(|scope| {
                for part in batch.chunks(batch.len().div_ceil(threads)) {
                    let logins = &logins;
                    let work = move || {
                        for (challenge, _, signature) in part {
                            self.log_in(logins, challenge, signature);
                        }
                    };
                    if threads == 1 { work() } else { drop(scope.spawn(work)) }
                }
            });
            time += start.elapsed();
        }
        time
    }

    fn two_checks(&self, certificate: &Certificate) {
        let (challenge, _, signature) = &self.signed[0];
        let signed = SignedInput::Bytes(certificate.signed_bytes());
        self.issuer.verify(SCHEME, signed, certificate.signature()).unwrap();
        let key = PublicKeyInfo::from_der(certificate.public_key_bytes()).unwrap();
        let message = SignedInput::Bytes(challenge.message().as_bytes());
        self.crypto.verify(&key, SCHEME, message, signature).unwrap();
    }
}

fn logins(criterion: &mut Criterion) {
    let backends: [(&str, Arc<dyn CryptoBackend>); 2] =
        [("aws-lc", Arc::new(AwsLc)), ("rust-crypto", Arc::new(RustCrypto))];
    for (name, crypto) in backends {
        let setting = Setting::new(crypto);
        let certificate = Certificate::from_der(setting.card.certificate()).unwrap();
        let mut group = criterion.benchmark_group(format!("login, {name}"));
        group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(1));
        group.bench_function("two bare RSA checks", |bencher| {
            bencher.iter(|| setting.two_checks(black_box(&certificate)));
        });
        group.bench_function("the certificate's part: path, lists, report", |bencher| {
            bencher.iter(|| setting.world.judge(black_box(&certificate)));
        });
        for threads in [1, 2] {
            group.bench_function(format!("whole, {threads} threads"), |bencher| {
                bencher.iter_custom(|logins| setting.time(logins, threads));
            });
        }
        group.finish();
    }
}

fn challenges(criterion: &mut Criterion) {
    let session = SessionId::new(&[1; 32]).unwrap();
    let context = ChallengeContext::new(session, relying_party(), Purpose::login());
    let policy = ChallengePolicy::new(SignedForm::RelyingPartyAndNonce);
    criterion.bench_function("challenge: issue and take, memory", |bencher| {
        let store = MemoryChallenges::with_capacity(100_000);
        let mut at = now();
        bencher.iter(|| {
            // A second for each, so that the store clears up as it does in use.
            at = at.after(Duration::from_secs(1));
            let (challenge, record) = context.issue(&policy, at).unwrap();
            let id = ChallengeId::of(challenge.nonce());
            store.put(&id, &record).unwrap();
            store.take(&id).unwrap()
        });
    });
}

fn relying_party() -> RelyingParty {
    RelyingParty::new("https://bank.example").unwrap()
}

criterion_group!(benches, logins, challenges);
criterion_main!(benches);
