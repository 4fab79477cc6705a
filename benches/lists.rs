//! Revocation lists of growing size: read, verified and indexed; asked; stored and opened again. Each
//! figure is the median of some runs, those of the whole with their ratio to the bare signature check of
//! the same bytes.
//!
//! `cargo bench -p jpki-benches --bench lists -- 1000 100000 1000000 10000000`

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench reads no foreign input"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_crypto::AwsLc;
use jpki_revocation::store::{ExpectedCrl, UserCrlStore};
use jpki_revocation::{Crl, CrlIssuer, VerifiedCrl};
use jpki_testkit::key::Key;
use jpki_testkit::large_list::{Serials, large_list};
use jpki_testkit::pki::{CrlBuilder, DistinguishedName};
use jpki_testkit::seed::Seed;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::SerialNumber;

const LOOKUPS: u32 = 1 << 20;

fn main() {
    let mut sizes: Vec<u32> =
        std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 100_000, 1_000_000];
    }
    for size in sizes {
        measure("counter", Serials::Sequential { first: 0x0640_0000 }, size);
        measure("random 16 bytes", Serials::Random { bytes: 16, seed: Seed::new(1) }, size);
    }
}

fn measure(label: &str, serials: Serials, size: u32) {
    let key = Key::rsa_2048(0);
    let name = DistinguishedName::common_name("Large CA");
    let der = large_list(&CrlBuilder::new().issuer(name.clone()), key, serials, size);
    let der: Arc<[u8]> = der.into();
    println!("{size} entries, {label}, {} bytes", der.len());

    let name_der = name.to_der();
    let name = Name::from_der(&name_der).expect("a name");
    let authority =
        Authority::new(name, key.subject_public_key_info(), &AwsLc).expect("an authority");
    let issuer = CrlIssuer::anchor(authority.clone());
    let policy = AlgorithmPolicy::current();
    let read = || Crl::from_owner(Arc::new(Arc::clone(&der)), &Limits::DEFAULT).expect("a list");
    let runs = if size > 1_000_000 { 5 } else { 15 };

    let outline = read();
    let algorithm = outline.signature_algorithm().expect("an algorithm");
    let (signed, signature) = parts(&der);
    let [bare, one, two] = medians(
        runs,
        [
            &mut || {
                let _ = black_box(authority.verify(&algorithm, &policy, signed, signature));
            },
            &mut || drop(black_box(read().verify(&issuer, &policy).expect("verified"))),
            &mut || {
                drop(black_box(read().verify_on_two_threads(&issuer, &policy).expect("verified")))
            },
        ],
    );
    println!("  bare signature        {bare:>12.1?}");
    println!("  whole, one thread     {one:>12.1?}  {:.2}", ratio(one, bare));
    println!("  whole, two threads    {two:>12.1?}  {:.2}", ratio(two, bare));

    let verified = read().verify(&issuer, &policy).expect("verified");
    let bytes = verified.index_bytes();
    println!("  index                 {:>12.2} bytes an entry", bytes as f64 / f64::from(size));
    let sample = |from: u32| -> Vec<u8> {
        (0..LOOKUPS)
            .flat_map(|place| serials.at(from + scatter(place) % size).as_bytes().to_vec())
            .collect()
    };
    let length = serials.at(0).as_bytes().len();
    for (label, from) in [("hit", 0), ("miss", size)] {
        let sample = sample(from);
        let serials = Sample { bytes: &sample, length };
        let [row, waiting] =
            [Order::InARow, Order::Waiting].map(|order| lookups(&verified, serials, order));
        println!("  {label:20}  {row:>12.1} ns, each waiting for the one before {waiting:.1} ns");
    }

    let directory = tempfile::tempdir().expect("a directory");
    let open = || {
        let issuers = [issuer.clone()];
        let opened = UserCrlStore::open(&directory, &issuers, Arc::new(AwsLc), &Limits::DEFAULT);
        let (store, failures) = opened.expect("opened");
        assert!(failures.is_empty());
        store
    };
    let (expected, now) = (ExpectedCrl::complete(issuer.clone()), verified.list().this_update());
    open().insert(verified, &expected, now).expect("stored");
    let [opening] = medians(runs, [&mut || assert_eq!(open().lists().len(), 1)]);
    println!("  opening from disk     {opening:>12.1?}");
}

/// Serial numbers of one length.
#[derive(Clone, Copy)]
struct Sample<'a> {
    bytes: &'a [u8],
    length: usize,
}

/// How questions follow each other: the processor may begin one while it waits for the memory that
/// another one needs, or not.
#[derive(Clone, Copy)]
enum Order {
    InARow,
    Waiting,
}

fn lookups(list: &VerifiedCrl, sample: Sample<'_>, order: Order) -> f64 {
    let issuer = list.list().issuer();
    let count = sample.bytes.len() / sample.length;
    let is_listed = |place: usize| {
        let serial = &sample.bytes[place * sample.length..][..sample.length];
        let serial = SerialNumber::from_der_content(serial).expect("DER");
        list.find(&issuer, serial).expect("whole").is_some()
    };
    let expected = is_listed(0);
    let [all] = medians(
        5,
        [&mut || {
            let mut unexpected = 0;
            for place in 0..count {
                let place = match order {
                    Order::InARow => place,
                    Order::Waiting => place + black_box(unexpected),
                };
                unexpected += usize::from(is_listed(place) != expected);
            }
            assert_eq!(unexpected, 0);
        }],
    );
    all.as_nanos() as f64 / count as f64
}

/// TBSCertList and signature value: the first element inside the outermost, and the last bytes.
fn parts(der: &[u8]) -> (&[u8], &[u8]) {
    use jpki_core::der::{Reader, Tag};
    let mut list =
        Reader::new(der).and_then(|mut reader| reader.enter(Tag::SEQUENCE)).expect("DER");
    let signed = list.any().expect("TBSCertList").whole;
    list.any().expect("signatureAlgorithm");
    let signature = list.bit_string().expect("signatureValue").bytes;
    (signed.of(der), signature.of(der))
}

/// The works take turns, so that what slows the machine for a while slows them all.
fn medians<const N: usize>(runs: usize, mut works: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..runs {
        for (work, times) in works.iter_mut().zip(&mut times) {
            let start = Instant::now();
            work();
            times.push(start.elapsed());
        }
    }
    times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    })
}

fn ratio(of: Duration, to: Duration) -> f64 {
    of.as_secs_f64() / to.as_secs_f64()
}

fn scatter(number: u32) -> u32 {
    number.wrapping_mul(0x9e37_79b9).rotate_left(13).wrapping_mul(0x85eb_ca6b)
}
