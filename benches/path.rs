//! Paths with their report beside the bare RSA checks they cannot do without, and inputs made to be slow.

use std::hint::black_box;
use std::sync::Arc;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use jpki_benches::setting::path::{
    Path, authority, bare_checks, certificate, inputs, name, one_authority, read,
    three_certificates,
};
use jpki_core::crypto::CryptoBackend;
use jpki_core::report::{Reason, Report, Verdict};
use jpki_crypto::{AwsLc, RustCrypto};
use jpki_testkit::asn1::ObjectIdentifier;
use jpki_testkit::key::Key;
use jpki_testkit::pki::{Extension, GeneralName, GeneralSubtree, PolicyInformation};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathValidator, TrustAnchor};

fn paths(criterion: &mut Criterion) {
    let backends: [(&str, Arc<dyn CryptoBackend>); 2] =
        [("aws-lc", Arc::new(AwsLc)), ("rust-crypto", Arc::new(RustCrypto))];
    for (backend, crypto) in backends {
        for (depth, path) in
            [("1 certificate", one_authority()), ("3 certificates", three_certificates())]
        {
            let mut group = criterion.benchmark_group(format!("path of {depth}, {backend}"));
            group.bench_function("bare RSA checks", |bencher| {
                bencher.iter(bare_checks(&path, &*crypto));
            });
            judged(&mut group, &path, &crypto);
            group.finish();
        }
    }
}

fn judged(group: &mut BenchmarkGroup<'_, WallTime>, path: &Path, crypto: &Arc<dyn CryptoBackend>) {
    let validator = PathValidator::new(Arc::clone(crypto));
    let anchor = TrustAnchor::from_certificate(path.anchor.clone(), &**crypto).expect("an anchor");
    let anchors = [anchor.clone()];
    let (certificates, inputs) = (&path.certificates, inputs());
    let (target, pool) = certificates.split_first().expect("a certificate");
    let validate = || validator.validate(black_box(certificates), &anchor, &inputs);
    let build = || validator.build(black_box(target), pool, &anchors, &inputs);
    assert_eq!(validate().verdict(), Verdict::Valid);
    assert_eq!(build().verdict(), Verdict::Valid);
    group.bench_function("validated, with report", |bencher| bencher.iter(validate));
    group.bench_function("built and validated, with report", |bencher| bencher.iter(build));
    group.bench_function("read, built and validated, with report", |bencher| {
        bencher.iter(|| {
            let path: Vec<Certificate> =
                certificates.iter().map(|certificate| read(certificate.as_der())).collect();
            let (target, pool) = path.split_first().expect("a certificate");
            validator.build(target, pool, &anchors, &inputs)
        });
    });
}

fn policy(number: usize) -> ObjectIdentifier {
    ObjectIdentifier::new(&format!("1.3.6.1.4.1.32473.1.{number}")).expect("an object identifier")
}

/// RFC 9618 §3: policies that are each mapped to each of them, in authority after authority.
fn mapped_everywhere(authorities: usize, policies: usize) -> Path {
    let key = Key::p256(0);
    let policies: Vec<_> = (0..policies).map(policy).collect();
    let information: Vec<_> =
        policies.iter().map(|policy| PolicyInformation::new(*policy)).collect();
    let mappings: Vec<_> =
        policies.iter().flat_map(|from| policies.iter().map(move |to| (*from, *to))).collect();
    let mut path = Vec::new();
    for place in 1..=authorities {
        let (issuer, subject) = (format!("Authority {}", place - 1), format!("Authority {place}"));
        path.push(
            authority(&issuer, &subject, key, key)
                .extension(Extension::certificate_policies(&information))
                .extension(Extension::policy_mappings(&mappings)),
        );
    }
    let issuer = format!("Authority {authorities}");
    path.push(
        certificate(&issuer, "Holder", key, key)
            .extension(Extension::certificate_policies(&information)),
    );
    let anchor = authority("Authority 0", "Authority 0", key, key).sign(key);
    let certificates = path.iter().rev().map(|builder| read(&builder.sign(key))).collect();
    Path { certificates, anchor: read(&anchor) }
}

/// As many names and subtrees as one certificate holds, no name within any.
fn constrained(
    count: usize,
    base: impl Fn(&str) -> GeneralName,
    held: impl Fn(&str) -> GeneralName,
) -> Path {
    let key = Key::p256(0);
    let subtrees: Vec<_> =
        (0..count).map(|number| GeneralSubtree::new(base(&format!("x{number}")))).collect();
    let names: Vec<_> = (0..count).map(|number| held(&format!("a{number}"))).collect();
    let anchor = authority("Anchor", "Anchor", key, key).sign(key);
    let upper = authority("Anchor", "Upper", key, key)
        .extension(Extension::name_constraints(&[], &subtrees).critical());
    let holder =
        certificate("Upper", "Holder", key, key).extension(Extension::subject_alt_name(&names));
    let certificates = vec![read(&holder.sign(key)), read(&upper.sign(key))];
    Path { certificates, anchor: read(&anchor) }
}

fn adversaries(criterion: &mut Criterion) {
    let crypto: Arc<dyn CryptoBackend> = Arc::new(AwsLc);
    let validator = PathValidator::new(Arc::clone(&crypto));
    let inputs = inputs();
    let reason = |report: &Report| -> Option<Reason> { report.reasons().next() };
    let mut group = criterion.benchmark_group("adversaries, aws-lc");
    group.sample_size(20);
    let host = |text: &str| GeneralName::Dns(format!("{text}.example"));
    let mailbox = |text: &str| GeneralName::Rfc822(format!("u@{text}.example"));
    let base = |text: &str| GeneralName::Uri(format!("{text}.example"));
    let uri = |text: &str| GeneralName::Uri(format!("https://{text}.example"));
    let directory = |text: &str| GeneralName::Directory(name(text));
    // U+FDFA stands for eighteen characters.
    let costly = |text: &str| format!("{}{text}", "\u{fdfa}".repeat(1000));
    let costly_name = |text: &str| GeneralName::Directory(name(&costly(text)));
    let limit = Some(Reason::LimitReached);
    for (title, path, expected) in [
        ("2 policies, each mapped to each, 15 times", mapped_everywhere(15, 2), None),
        ("16 policies, each mapped to each, 15 times", mapped_everywhere(15, 16), limit),
        ("45 policies, each mapped to each", mapped_everywhere(1, 45), limit),
        ("2000 host names, 2000 subtrees", constrained(2000, host, host), limit),
        ("1800 mailboxes, 1800 subtrees", constrained(1800, mailbox, mailbox), limit),
        ("1600 URIs, 1600 subtrees", constrained(1600, base, uri), limit),
        (
            "15 costly directory names, 15 subtrees",
            constrained(15, costly_name, costly_name),
            limit,
        ),
        ("1400 directory names, 1400 subtrees", constrained(1400, directory, directory), limit),
    ] {
        let anchor =
            TrustAnchor::from_certificate(path.anchor.clone(), &*crypto).expect("an anchor");
        let validate = || validator.validate(&path.certificates, &anchor, &inputs);
        assert_eq!(reason(validate().report()), expected, "{title}");
        group.bench_function(title, |bencher| bencher.iter(validate));
    }
    let (mine, other) = (Key::p256(1), Key::p256(2));
    let anchor_key = Key::p256(0);
    let anchor = read(&authority("Anchor", "Anchor", anchor_key, anchor_key).sign(anchor_key));
    let anchor = TrustAnchor::from_certificate(anchor, &*crypto).expect("an anchor");
    let target = read(&certificate("Upper", "Holder", mine, other).sign(mine));
    let namesake = authority("Anchor", "Upper", anchor_key, other).sign(anchor_key);
    let pool = vec![read(&namesake); 10_000];
    let build = || validator.build(&target, &pool, std::slice::from_ref(&anchor), &inputs);
    assert_eq!(reason(build().report()), limit);
    group.bench_function("10,000 namesakes", |bencher| bencher.iter(build));
    let target = read(&certificate(&costly("0"), "Holder", mine, other).sign(mine));
    let pool: Vec<Certificate> = (1..=256)
        .map(|number| {
            read(
                &authority("Anchor", &costly(&number.to_string()), anchor_key, other)
                    .sign(anchor_key),
            )
        })
        .collect();
    let build = || validator.build(&target, &pool, std::slice::from_ref(&anchor), &inputs);
    assert_eq!(reason(build().report()), limit);
    group.bench_function("256 names that are long to compare", |bencher| bencher.iter(build));
    group.finish();
}

criterion_group!(benches, paths, adversaries);
criterion_main!(benches);
