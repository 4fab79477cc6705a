//! A large revocation list read, verified and made ready for questions, beside other libraries in one
//! run: time, and memory that stays and that is needed on the way.
//!
//! `cargo bench --bench lists -- 1000 100000 1000000`
//!
//! What each does: ours all. rustls-webpki (owned) reads entries into a map and hashes the whole list again
//! at each verification of a certificate, so the signature is checked here once beside it. x509-cert and
//! x509-parser read entries into a vector, the signature is checked beside them with AWS-LC, and a
//! question searches through the vector. OpenSSL does all, and sorts at the first question.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use der::Decode as _;
use jpki_core::algorithm::{AlgorithmIdentifier, AlgorithmPolicy};
use jpki_core::der::{Decode as _, Reader};
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_crypto::AwsLc;
use jpki_revocation::{CrlIssuer, Crl};
use jpki_testkit::key::Key;
use jpki_testkit::large_list::{Serials, large_list};
use jpki_testkit::pki::{CrlBuilder, DistinguishedName, Extension};
use jpki_testkit::seed::Seed;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::SerialNumber;
use openssl::bn::BigNum;
use openssl::pkey::PKey;
use openssl::x509::{CrlStatus, X509Crl};
use time::Duration as Days;
use x509_parser::prelude::FromDer;

fn main() {
    let mut sizes: Vec<u32> =
        std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 100_000, 1_000_000];
    }
    for size in sizes {
        compare(Serials::Random { bytes: 16, seed: Seed::new(1) }, size);
    }
}

struct Measured {
    time: Duration,
    held: u64,
    peak: u64,
}

fn compare(serials: Serials, size: u32) {
    let key = Key::rsa_2048(0);
    let name = DistinguishedName::common_name("Large CA");
    let at = jpki_testkit::jpki::VECTOR_INSTANT;
    let builder = CrlBuilder::new()
        .issuer(name.clone())
        .this_update(at)
        .next_update(at + Days::DAY)
        .extension(Extension::crl_number(1));
    let der: Arc<[u8]> = large_list(&builder, key, serials, size).into();
    println!("{size} entries, {} bytes", der.len());

    let name = name.to_der();
    let name = Name::from_der(&name).unwrap();
    let authority = Authority::new(name, key.subject_public_key_info(), &AwsLc).unwrap();
    let issuer = CrlIssuer::anchor(authority.clone());
    let policy = AlgorithmPolicy::current();
    let signature = || {
        let mut list = Reader::new(&der).unwrap().sequence().unwrap();
        let signed = list.any().unwrap().whole;
        let algorithm = AlgorithmIdentifier::read(&mut list).unwrap();
        let signature = list.bit_string().unwrap().bytes;
        authority.verify(&algorithm, &policy, signed.of(&der), signature.of(&der)).unwrap();
    };
    let public_key = PKey::public_key_from_der(key.subject_public_key_info()).unwrap();
    let read = || Crl::from_owner(Arc::new(der.clone()), &Limits::DEFAULT).unwrap();

    // The first one warms up.
    measure(size, &signature);
    let bare = measure(size, &signature);
    let rows = [
        ("bare signature, AWS-LC", bare.time, measure(size, &signature)),
        ("ours", bare.time, measure(size, || read().verify(&issuer, &policy).unwrap())),
        (
            "ours, two threads",
            bare.time,
            measure(size, || read().verify_on_two_threads(&issuer, &policy).unwrap()),
        ),
        (
            "x509-parser",
            bare.time,
            measure(size, || {
                signature();
                x509_parser::revocation_list::CertificateRevocationList::from_der(&der).unwrap().1
            }),
        ),
        (
            "x509-cert",
            bare.time,
            measure(size, || {
                signature();
                x509_cert::crl::CertificateList::<x509_cert::certificate::Rfc5280>::from_der(&der)
                    .unwrap()
            }),
        ),
        (
            "rustls-webpki, owned",
            bare.time,
            measure(size, || {
                signature();
                webpki::OwnedCertRevocationList::from_der(&der).unwrap()
            }),
        ),
        (
            "OpenSSL",
            bare.time,
            measure(size, || {
                let list = X509Crl::from_der(&der).unwrap();
                assert!(list.verify(&public_key).unwrap());
                let unlisted = BigNum::from_u32(1).unwrap().to_asn1_integer().unwrap();
                assert!(matches!(list.get_by_serial(&unlisted), CrlStatus::NotRevoked));
                list
            }),
        ),
    ];
    for (label, bare, measured) in rows {
        println!(
            "  {label:24}{:>12.1?}  {:>7.2} times bare  holds {:>7.1} bytes an entry, at most {:>7.1}",
            measured.time,
            measured.time.as_secs_f64() / bare.as_secs_f64(),
            measured.held as f64 / f64::from(size),
            measured.peak as f64 / f64::from(size),
        );
    }

    let ours = read().verify(&issuer, &policy).unwrap();
    let openssl = X509Crl::from_der(&der).unwrap();
    let asked: Vec<Vec<u8>> =
        (0..1_000).map(|n| serials.at(n * 7919 % size).as_bytes().to_vec()).collect();
    question("ours", &asked, |serial| {
        ours.find(&name, SerialNumber::from_der_content(serial).unwrap()).unwrap().is_some()
    });
    question("OpenSSL", &asked, |serial| {
        let serial = BigNum::from_slice(serial).unwrap().to_asn1_integer().unwrap();
        matches!(openssl.get_by_serial(&serial), CrlStatus::Revoked(_))
    });
}

fn question(label: &str, asked: &[Vec<u8>], mut is_listed: impl FnMut(&[u8]) -> bool) {
    assert!(is_listed(&asked[0]));
    let start = Instant::now();
    assert!(asked.iter().all(|serial| is_listed(serial)));
    println!("  a hit, {label:16} {:>12.1?}", start.elapsed() / asked.len() as u32);
}

/// The median time of some runs; resident memory that a result holds, and the most on the way.
fn measure<T>(size: u32, mut work: impl FnMut() -> T) -> Measured {
    let runs = if size > 1_000_000 { 1 } else { 5 };
    // A first run, so that pages which an allocator keeps are not counted as held.
    drop(black_box(work()));
    let mut times = Vec::new();
    let (mut held, mut peak) = (0, 0);
    for _ in 0..runs {
        // Resets the high-water mark (proc(5)).
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let before = resident("VmRSS:");
        let start = Instant::now();
        let result = black_box(work());
        times.push(start.elapsed());
        held = held.max(resident("VmRSS:").saturating_sub(before));
        peak = peak.max(resident("VmHWM:").saturating_sub(before));
        drop(result);
    }
    times.sort();
    Measured { time: times[times.len() / 2], held, peak }
}

fn resident(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) * 1024
}
