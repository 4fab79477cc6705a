//! How often the works of `excess` allocate. A program of its own, since counting takes time.
//!
//! `cargo bench -p jpki-benches --bench allocations`

use std::hint::black_box;
use std::sync::Arc;

use allocation_counter::measure;
use jpki_benches::setting::{login, path, signature};
use jpki_core::crypto::CryptoBackend;
use jpki_crypto::AwsLc;
use jpki_verify::Verdict;
use jpki_x509::path::{PathValidator, TrustAnchor};

fn main() {
    let crypto: Arc<dyn CryptoBackend> = Arc::new(AwsLc);
    let signature = signature::Setting::new(Arc::clone(&crypto));
    let login = login::Setting::new(Arc::clone(&crypto));
    let path = path::three_certificates();
    let validator = PathValidator::new(Arc::clone(&crypto));
    let anchor = TrustAnchor::from_certificate(path.anchor.clone(), &*crypto).expect("an anchor");
    let (anchors, inputs) = ([anchor], path::inputs());
    let der: Vec<_> = path.certificates.iter().map(|it| it.as_der().to_vec()).collect();

    // What is made once only.
    assert_eq!(signature.verify().verdict(), Verdict::Valid);
    count("certificate read", || drop(black_box(path::read(&signature.case.certificate))));
    count("signature verified", || drop(black_box(signature.verify())));
    login.time(1, 1);
    let logins = login.logins(1);
    count("login", || login.log_in(&logins, 0));
    count("path of 3", || {
        let certificates: Vec<_> = der.iter().map(|der| path::read(der)).collect();
        let (target, pool) = certificates.split_first().expect("a certificate");
        drop(black_box(validator.build(target, pool, &anchors, &inputs)));
    });
}

fn count(label: &str, work: impl FnOnce()) {
    let counted = measure(work);
    println!(
        "{label:20}  {:>4} allocations, {:>6} bytes",
        counted.count_total, counted.bytes_total
    );
}
