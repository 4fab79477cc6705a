//! Revocation lists of growing size: read, verified and indexed; asked; stored and opened again. What
//! is compared takes turns, and the least time of some runs is shown first, since it repeats best.
//!
//! `cargo bench -p jpki-benches --bench lists -- 1000 100000 1000000 10000000`

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench reads no foreign input"
)]

use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use jpki_benches::turns::{Times, in_turns, time};
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
    let bare = || {
        let _ = black_box(authority.verify(&algorithm, &policy, signed, signature));
    };
    let one = || drop(black_box(read().verify(&issuer, &policy).expect("verified")));
    let two = || drop(black_box(read().verify_on_two_threads(&issuer, &policy).expect("verified")));
    let [bare, one, two] =
        in_turns(runs, [&mut || time(bare), &mut || time(one), &mut || time(two)]);
    print("bare signature", &bare);
    print_whole("whole, one thread", &one, &bare, size);
    print_whole("whole, two threads", &two, &bare, size);

    let verified = read().verify(&issuer, &policy).expect("verified");
    let bytes = verified.index_bytes();
    println!("  index                 {:>12.2} bytes an entry", bytes as f64 / f64::from(size));
    let sample = |from: u32| -> Vec<u8> {
        (0..LOOKUPS)
            .flat_map(|place| serials.at(from + scatter(place) % size).as_bytes().to_vec())
            .collect()
    };
    let length = serials.at(0).as_bytes().len();
    let (hits, misses) = (sample(0), sample(size));
    let [hits, misses] = [&hits, &misses].map(|bytes| Sample { bytes, length });
    print_lookups(&verified, hits, misses);

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
    let [opening] = in_turns(runs, [&mut || time(|| assert_eq!(open().lists().len(), 1))]);
    print("opening from disk", &opening);
    println!("  opened from disk:");
    print_lookups(&open().lists()[0], hits, misses);
}

/// Serial numbers of one length.
#[derive(Clone, Copy)]
struct Sample<'a> {
    bytes: &'a [u8],
    length: usize,
}

impl<'a> Sample<'a> {
    fn count(&self) -> usize {
        self.bytes.len() / self.length
    }

    fn serial(&self, place: usize) -> SerialNumber<'a> {
        let bytes = &self.bytes[place * self.length..][..self.length];
        SerialNumber::from_der_content(bytes).expect("DER")
    }
}

/// Nanoseconds of a lookup: one after the other, whose waiting for memory the processor may overlap; each at a place
/// that the answer before it decides, as far as there is one; and all at once. The least of many short rounds, so that
/// some are not interrupted even where the machine has other work.
fn lookups(list: &VerifiedCrl, sample: Sample<'_>) -> [f64; 3] {
    const ROUND: usize = 1 << 12;
    let issuer = list.list().issuer();
    let find = |place| list.find(&issuer, sample.serial(place)).expect("whole");
    let serials: Vec<_> = (0..sample.count()).map(|place| sample.serial(place)).collect();
    let is_listed = find(0).is_some();
    let nothing = black_box(0);
    let in_a_row = |places: Range<usize>| {
        let listed = places.clone().filter(|place| find(*place).is_some()).count();
        assert_eq!(listed, if is_listed { places.len() } else { 0 });
    };
    let waiting = |places: Range<usize>| {
        let mut place = places.start;
        while place < places.end {
            let said = find(place).map_or(0, |entry| entry.revoked_at.unix_seconds() as usize);
            place += 1 + (said & nothing);
        }
    };
    let many = |places: Range<usize>| {
        let answers = list.find_many(&issuer, &serials[places]);
        assert!(answers.iter().all(|answer| answer.expect("whole").is_some() == is_listed));
    };
    let mut least = [Duration::MAX; 3];
    // No two rounds ask about the same places: what one brought near the next would find there.
    for (round, start) in (0..sample.count()).step_by(ROUND).enumerate() {
        let places = start..start + ROUND;
        let way = round % least.len();
        let time = match way {
            0 => time(|| in_a_row(places)),
            1 => time(|| waiting(places)),
            _ => time(|| many(places)),
        };
        least[way] = time.min(least[way]);
    }
    least.map(|time| time.as_nanos() as f64 / ROUND as f64)
}

fn print_lookups(list: &VerifiedCrl, hits: Sample<'_>, misses: Sample<'_>) {
    for (label, sample) in [("hit", hits), ("miss", misses)] {
        let [row, waiting, many] = lookups(list, sample);
        println!("  {label:20}  {row:>7.1} ns, waiting {waiting:.1} ns, many at once {many:.1} ns");
    }
}

/// TBSCertList and signature value: the first element inside the outermost, and the last bytes.
fn parts(der: &[u8]) -> (&[u8], &[u8]) {
    use jpki_core::der::Reader;
    let mut list = Reader::new(der).and_then(|mut reader| reader.sequence()).expect("DER");
    let signed = list.any().expect("TBSCertList").whole;
    list.any().expect("signatureAlgorithm");
    let signature = list.bit_string().expect("signatureValue").bytes;
    (signed.of(der), signature.of(der))
}

/// Least time, and the median.
fn print(label: &str, times: &Times) {
    println!("  {label:20}  {:>10.2?}, median {:.2?}", times.least(), times.median());
}

/// As [`print`], beside the bare signature.
fn print_whole(label: &str, whole: &Times, bare: &Times, size: u32) {
    print(label, whole);
    let (whole, bare) = (whole.least().as_nanos() as f64, bare.least().as_nanos() as f64);
    let each = (whole - bare) / f64::from(size);
    println!(
        "  {:20}  {:.2} of the bare signature, {each:.1} ns an entry beside it",
        "",
        whole / bare
    );
}

fn scatter(number: u32) -> u32 {
    number.wrapping_mul(0x9e37_79b9).rotate_left(13).wrapping_mul(0x85eb_ca6b)
}
