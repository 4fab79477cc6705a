//! CMS messages beside OpenSSL, and the bare work of each: digests and RSA checks by the same backend.
//!
//! The streamed gibibyte is measured before the others, with the memory that it takes.

use std::hint::black_box;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group};
use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData, SignedDataStream};
use jpki_cms::signer::SignerPolicy;
use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, SignedInput};
use jpki_core::limits::Limits;
use jpki_core::report::Verdict;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::{AwsLc, RustCrypto};
use jpki_testkit::cms::{ContentEncoding, SignedDataBuilder, SignerBuilder};
use jpki_testkit::jpki::{EndEntity, Generation, Person, SyntheticJpki};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathInputs, PathValidator, TrustAnchor};
use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::stack::Stack;
use openssl::x509::X509;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::X509VerifyParam;

const SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
const GIBIBYTE: usize = 1 << 30;
const PIECE: usize = 1 << 16;
const ROUNDS: usize = 7;

fn hanako() -> EndEntity {
    SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue()
}

fn message(content: &[u8], encoding: ContentEncoding) -> Vec<u8> {
    let hanako = hanako();
    SignedDataBuilder::new(content)
        .encoding(encoding)
        .certificate(hanako.certificate())
        .certificate(&authority())
        .signer(SignerBuilder::new(hanako.certificate(), hanako.key()))
        .build()
}

fn authority() -> Vec<u8> {
    SyntheticJpki::of_vectors().sign_ca(Generation::Third).certificate()
}

fn now() -> i64 {
    SyntheticJpki::of_vectors().instant().unix_timestamp()
}

/// One backend with its trust anchor ready.
struct Ours {
    crypto: Arc<dyn CryptoBackend>,
    validator: PathValidator,
    anchor: TrustAnchor,
    inputs: PathInputs,
}

impl Ours {
    fn new(crypto: Arc<dyn CryptoBackend>) -> Self {
        let authority = Certificate::from_der(&authority()).unwrap();
        let anchor = TrustAnchor::from_certificate(authority, &*crypto).unwrap();
        let validator = PathValidator::new(Arc::clone(&crypto));
        let inputs = PathInputs::at(ValidationTime::at(Timestamp::from_unix_seconds(now())));
        Self { crypto, validator, anchor, inputs }
    }

    /// Signature and path of a message with its content inside.
    fn verify(&self, message: &[u8]) -> bool {
        let ParsedSignedData { signed_data, content } = SignedData::from_ber(message).unwrap();
        let Content::Attached(content) = content else { return false };
        let content = signed_data.digest(&content, &*self.crypto);
        let policy = SignerPolicy::document();
        let signers = signed_data.assess_signers(&content, &[], &policy, &*self.crypto);
        signers.as_slice().iter().all(|signer| {
            signer.value().is_some_and(|signer| {
                let certificate = signer.certificate();
                let anchors = core::slice::from_ref(&self.anchor);
                let path = self.validator.build(certificate, &[], anchors, &self.inputs);
                path.verdict() == Verdict::Valid
            })
        })
    }
}

/// The bare work: the digest of the content and two RSA checks, the authority's key prepared.
fn bare(crypto: &dyn CryptoBackend, content: &[u8]) -> impl Fn() -> bool {
    let hanako = Certificate::from_der(hanako().certificate()).unwrap();
    let authority = Certificate::from_der(&authority()).unwrap();
    let prepared =
        crypto.prepare(&PublicKeyInfo::from_der(authority.public_key_bytes()).unwrap()).unwrap();
    let attributes = vec![0x5a; 120];
    let signature = self::hanako().key().sign(self::hanako().key().usual_algorithm(), &attributes);
    move || {
        black_box(crypto.digest(DigestAlgorithm::Sha256, black_box(content)));
        let key = hanako.public_key().unwrap();
        let document = crypto.verify(&key, SCHEME, SignedInput::Bytes(&attributes), &signature);
        let signed = SignedInput::Bytes(hanako.signed_bytes());
        document.is_ok() && prepared.verify(SCHEME, signed, hanako.signature()).is_ok()
    }
}

fn openssl_store() -> X509Store {
    let mut store = X509StoreBuilder::new().unwrap();
    store.add_cert(X509::from_der(&authority()).unwrap()).unwrap();
    let mut parameters = X509VerifyParam::new().unwrap();
    parameters.set_time(now());
    // OpenSSL's default purpose for CMS is S/MIME, which JPKI certificates are not for.
    parameters.set_purpose(openssl::x509::X509PurposeId::ANY).unwrap();
    store.set_param(&parameters).unwrap();
    store.build()
}

fn openssl_verify(store: &X509Store, message: &[u8]) -> bool {
    let mut message = CmsContentInfo::from_der(message).unwrap();
    let none = Stack::new().unwrap();
    let mut content = Vec::new();
    message.verify(Some(&none), Some(store), None, Some(&mut content), CMSOptions::BINARY).is_ok()
}

fn attached(criterion: &mut Criterion) {
    let aws_lc = Ours::new(Arc::new(AwsLc));
    let rust_crypto = Ours::new(Arc::new(RustCrypto));
    let store = openssl_store();
    for (name, bytes) in [("1 KiB", 1 << 10), ("1 MiB", 1 << 20)] {
        let content = vec![0x5a; bytes];
        let whole = message(&content, ContentEncoding::Whole);
        let pieces = message(&content, ContentEncoding::Pieces(4096));
        let mut group = criterion.benchmark_group(format!("CMS attached, {name}"));
        group.throughput(Throughput::Bytes(bytes as u64));
        let sha256 = |bencher: &mut criterion::Bencher<'_>| {
            bencher.iter(|| AwsLc.digest(DigestAlgorithm::Sha256, black_box(&content)));
        };
        group.bench_function("bare SHA-256, AWS-LC", sha256);
        let bare = bare(&AwsLc, &content);
        assert!(bare());
        group.bench_function("bare SHA-256 and two RSA checks, AWS-LC", |bencher| {
            bencher.iter(&bare);
        });
        for (backend, ours) in [("AWS-LC", &aws_lc), ("RustCrypto", &rust_crypto)] {
            assert!(ours.verify(&whole) && ours.verify(&pieces));
            group.bench_function(format!("signature and path, {backend}"), |bencher| {
                bencher.iter(|| ours.verify(black_box(&whole)));
            });
        }
        group.bench_function("signature and path, in pieces of 4 KiB, AWS-LC", |bencher| {
            bencher.iter(|| aws_lc.verify(black_box(&pieces)));
        });
        assert!(openssl_verify(&store, &whole));
        group.bench_function("signature and path, OpenSSL", |bencher| {
            bencher.iter(|| openssl_verify(&store, black_box(&whole)));
        });
    }
}

/// A gibibyte of detached content through each, in turn, so that both see the same state of the machine.
fn streamed() {
    let piece = vec![0x5a; PIECE];
    let pieces = GIBIBYTE / PIECE;
    let bare = || {
        let mut hasher = AwsLc.hasher(DigestAlgorithm::Sha256);
        (0..pieces).for_each(|_| hasher.update(black_box(&piece)));
        black_box(hasher.finish());
    };
    // The content of a gibibyte is never made: the signature is over the digest, as it came out.
    let message = detached_gibibyte();
    let ours = || {
        let mut stream = SignedDataStream::new(&AwsLc, &Limits::DEFAULT);
        stream.update(&message, |_| {}).unwrap();
        let (signed_data, _) = stream.finish().unwrap();
        let mut hasher = signed_data.detached_hasher(&AwsLc).unwrap();
        (0..pieces).for_each(|_| hasher.update(black_box(&piece)));
        let policy = SignerPolicy::document();
        let signers = signed_data.assess_signers(&hasher.finish(), &[], &policy, &AwsLc);
        assert_eq!(signers.verdict(), Verdict::Valid);
    };
    bare();
    let base = peak_memory();
    ours();
    let memory = peak_memory().saturating_sub(base);
    let rounds: Vec<(Duration, Duration)> = (0..ROUNDS).map(|_| (time(bare), time(ours))).collect();
    let bare = rounds.iter().map(|(bare, _)| *bare).min().unwrap();
    let ours = rounds.iter().map(|(_, ours)| *ours).min().unwrap();
    println!("CMS detached, 1 GiB streamed, best of {ROUNDS}:");
    println!("  bare SHA-256, AWS-LC   {bare:?}");
    println!("  signature, AWS-LC      {ours:?}, {:.3} of bare", ratio(ours, bare));
    println!("  memory above the base  {memory} KiB");
    match openssl_streamed(&message, &piece, pieces) {
        Some((time, memory)) => println!(
            "  openssl cms -verify    {time:?}, {:.3} of bare, {memory} KiB at its peak",
            ratio(time, bare)
        ),
        None => println!("  openssl cms -verify    not run"),
    }
}

fn time(run: impl Fn()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn detached_gibibyte() -> Vec<u8> {
    let content = vec![0x5a; PIECE];
    let mut hasher = AwsLc.hasher(DigestAlgorithm::Sha256);
    (0..GIBIBYTE / PIECE).for_each(|_| hasher.update(&content));
    let digest = hasher.finish();
    let hanako = hanako();
    let mut attributes = vec![
        jpki_testkit::cms::content_type(jpki_testkit::oid::CMS_DATA),
        jpki_testkit::cms::message_digest(digest.as_bytes()),
    ];
    attributes.sort();
    let signer = SignerBuilder::new(hanako.certificate(), hanako.key()).attributes(attributes);
    SignedDataBuilder::new(&[])
        .encoding(ContentEncoding::Detached)
        .certificate(hanako.certificate())
        .signer(signer)
        .build()
}

/// Peak resident memory of this process in KiB, as Linux tells it; 0 elsewhere.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// The command line, given the content through a pipe; time and peak memory in KiB.
fn openssl_streamed(message: &[u8], piece: &[u8], pieces: usize) -> Option<(Duration, u64)> {
    let file = std::env::temp_dir().join(format!("jpki-bench-{}.der", std::process::id()));
    std::fs::write(&file, message).ok()?;
    let start = Instant::now();
    let mut child = Command::new("openssl")
        .args(["cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in"])
        .arg(&file)
        .args(["-content", "/dev/stdin", "-out", "/dev/null"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    for _ in 0..pieces {
        input.write_all(piece).ok()?;
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok();
    drop(input);
    let is_valid = child.wait().ok()?.success();
    let time = start.elapsed();
    std::fs::remove_file(&file).ok()?;
    let memory = status?;
    let memory = memory.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let memory = memory.trim().trim_end_matches(" kB").parse().ok()?;
    is_valid.then_some((time, memory))
}

criterion_group!(benches, attached);

fn main() {
    streamed();
    benches();
    Criterion::default().configure_from_args().final_summary();
}
