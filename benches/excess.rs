//! Whole works beside the bare RSA checks that they cannot do without, in turns: what the rest costs.
//!
//! `cargo bench -p jpki-benches --bench excess -- 1000`, of so many rounds the least time counts, which repeats best. A
//! round is so short that some are not interrupted even where the machine has other work.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use jpki_benches::setting::{login, path, signature};
use jpki_benches::turns::{in_turns, time};
use jpki_core::crypto::CryptoBackend;
use jpki_crypto::AwsLc;
use jpki_verify::{Certificate, Verdict};
use jpki_x509::path::{PathValidator, TrustAnchor};

/// Repetitions of a work in a round.
const REPETITIONS: usize = 20;

fn main() {
    let rounds =
        std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1000);
    let crypto: Arc<dyn CryptoBackend> = Arc::new(AwsLc);

    let signature = signature::Setting::new(Arc::clone(&crypto));
    assert_eq!(signature.verify().verdict(), Verdict::Valid);
    let signer = Certificate::from_der(&signature.case.certificate).expect("a certificate");

    let login = login::Setting::new(Arc::clone(&crypto));
    let member = Certificate::from_der(login.card.certificate()).expect("a certificate");

    let path = path::three_certificates();
    let bare_path = path::bare_checks(&path, &*crypto);
    let validator = PathValidator::new(Arc::clone(&crypto));
    let anchor = TrustAnchor::from_certificate(path.anchor.clone(), &*crypto).expect("an anchor");
    let (anchors, inputs) = ([anchor], path::inputs());
    let whole_path = || {
        let read = |certificate: &Certificate| path::read(black_box(certificate.as_der()));
        let certificates: Vec<_> = path.certificates.iter().map(read).collect();
        let (target, pool) = certificates.split_first().expect("a certificate");
        drop(black_box(validator.build(target, pool, &anchors, &inputs)));
    };

    let [view, bare_signature, whole_signature, bare_login, whole_login, bare_path, whole_path] =
        in_turns(
            rounds,
            [
                &mut || repeat(|| drop(black_box(path::read(black_box(signer.as_der()))))),
                &mut || repeat(|| signature.two_checks(black_box(&signer))),
                &mut || repeat(|| drop(black_box(signature.verify()))),
                &mut || repeat(|| login.two_checks(black_box(&member))),
                &mut || login.time(REPETITIONS, 1),
                &mut || repeat(&bare_path),
                &mut || repeat(whole_path),
            ],
        )
        .map(|times| times.least() / REPETITIONS as u32);

    println!("certificate read      {view:>10.2?}");
    for (label, whole, bare) in [
        ("signature verified", whole_signature, bare_signature),
        ("login", whole_login, bare_login),
        ("path of 3", whole_path, bare_path),
    ] {
        let (excess, ratio) =
            (whole.saturating_sub(bare), whole.as_secs_f64() / bare.as_secs_f64());
        println!(
            "{label:20}  {whole:>10.2?}  bare {bare:>10.2?}  ratio {ratio:.3}  excess {excess:.2?}"
        );
    }
}

fn repeat(work: impl Fn()) -> Duration {
    time(|| (0..REPETITIONS).for_each(|_| work()))
}
