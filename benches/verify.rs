//! A whole signature verification with its report, beside the two bare RSA checks that it cannot do
//! without: that of the certificate and that of the document, each with its SHA-256.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use jpki_benches::setting::signature::Setting;
use jpki_core::crypto::CryptoBackend;
use jpki_crypto::{AwsLc, RustCrypto};
use jpki_verify::{Certificate, Verdict};

fn verification(criterion: &mut Criterion) {
    let backends: [(&str, Arc<dyn CryptoBackend>); 2] =
        [("aws-lc", Arc::new(AwsLc)), ("rust-crypto", Arc::new(RustCrypto))];
    for (name, crypto) in backends {
        let setting = Setting::new(crypto);
        assert_eq!(setting.verify().verdict(), Verdict::Valid);
        let certificate = Certificate::from_der(&setting.case.certificate).unwrap();
        let mut group = criterion.benchmark_group(format!("verify signature, {name}"));
        group.bench_function("two bare RSA checks", |bencher| {
            bencher.iter(|| setting.two_checks(black_box(&certificate)));
        });
        group.bench_function("whole, with report", |bencher| bencher.iter(|| setting.verify()));
        group.finish();
    }
}

criterion_group!(benches, verification);
criterion_main!(benches);
