//! A certificate read, its six attributes, its profile.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jpki_core::report::Subject;
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::certificate::Certificate;
use jpki_x509::profile::Profile;

const SIGNATURE: &[u8] = include_bytes!("../test-vectors/persons/hanako/sign.cer");
const USER_AUTHENTICATION: &[u8] = include_bytes!("../test-vectors/persons/hanako/auth.cer");
const AUTHORITY: &[u8] = include_bytes!("../test-vectors/trust/sign-ca-3.cer");

fn view(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("certificate");
    for (name, bytes) in [
        ("signature, view", SIGNATURE),
        ("user authentication, view", USER_AUTHENTICATION),
        ("authority, view", AUTHORITY),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| Certificate::from_der(black_box(bytes)));
        });
    }
    group.bench_function("signature, view and six attributes", |bencher| {
        bencher.iter(|| {
            let certificate = Certificate::from_der(black_box(SIGNATURE)).expect("a certificate");
            let info = certificate
                .unverified_basic_four_info(&AttributeArc::SYNTHETIC)
                .expect("six attributes");
            black_box((info.name().len(), info.address().len(), info.date_of_birth().date()));
            info.sex()
        });
    });
}

fn profile(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("profile");
    for (name, bytes, profile) in [
        ("signature", SIGNATURE, Profile::Signature(AttributeArc::SYNTHETIC)),
        ("user authentication", USER_AUTHENTICATION, Profile::UserAuthentication),
        ("authority", AUTHORITY, Profile::Authority),
    ] {
        let certificate = Certificate::from_der(bytes).expect("a certificate");
        group.bench_function(name, |bencher| {
            bencher.iter(|| profile.check(black_box(&certificate), Subject::EndEntity));
        });
    }
}

criterion_group!(benches, view, profile);
criterion_main!(benches);
