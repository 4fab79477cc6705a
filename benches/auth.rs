//! Whole logins, with the challenge in memory and an indexed list of 100,000 entries, beside the two bare
//! RSA checks that each cannot do without: that of the certificate and that of the challenge.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use jpki_auth::blocking::ChallengeStore as _;
use jpki_auth::challenge::{ChallengeContext, ChallengeId, ChallengePolicy, SignedForm};
use jpki_auth::identifiers::{Purpose, SessionId};
use jpki_auth::memory::MemoryChallenges;
use jpki_auth_examples::now;
use jpki_benches::setting::login::{Setting, relying_party};
use jpki_core::crypto::CryptoBackend;
use jpki_crypto::{AwsLc, RustCrypto};
use jpki_verify::Certificate;

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
                bencher.iter_custom(|logins| setting.time(logins as usize, threads));
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

criterion_group!(benches, logins, challenges);
criterion_main!(benches);
