//! What the worst message, certificate, list, response and time-stamp within the limits cost beyond one hash and one
//! walk of their bytes:
//!
//! ```text
//! cargo bench -p jpki-benches --bench worst
//! ```
//!
//! Nothing in them has to be signed by anybody who is trusted. Each is the mean of some runs, in processor time where
//! the system tells it (Linux), and none may take 100 ms; the exit status is 1 if one does.

use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_cms::signer::SignerPolicy;
use jpki_cms::time_stamp::TimeStampToken;
use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm};
use jpki_core::crypto::CryptoBackend as _;
use jpki_core::limits::Limits;
use jpki_core::report::{Reason, Subject};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_examples::Vectors;
use jpki_revocation::ocsp::{OcspPolicy, OcspResponse, OcspVerifier};
use jpki_revocation::{Crl, CrlIssuer, RevocationPolicy, RevocationTarget, Status};
use jpki_testkit::asn1;
use jpki_testkit::cms::{
    SignedDataBuilder, SignerBuilder, TimeStampBuilder, issuer_and_serial_number,
    signature_time_stamp,
};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{Authority, Generation, Person, SyntheticJpki};
use jpki_testkit::key::Key;
use jpki_testkit::large_list::{Serials, large_list};
use jpki_testkit::ocsp::{CertId, CertificateStatus, Responder, ResponseBuilder, SingleResponse};
use jpki_testkit::pki::{
    AuthorityKeyIdentifier, CertificateBuilder, DistinguishedName, Extension, GeneralName,
    SerialNumber,
};
use jpki_testkit::seed::Seed;
use jpki_verify::{LoadedCrls, SignedMessage, Verifier};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathInputs, PathValidator, TrustAnchor};

const BOUND: Duration = Duration::from_millis(100);

/// Runs of which each cost is the mean: the system counts a thread's time by its ticks of some milliseconds.
const RUNS: u32 = 20;

const CONTENT: &[u8] = b"content";

fn main() -> ExitCode {
    let world = World::new();
    let costs = [
        ("message: signers and certificates with long names", world.names_of_signers()),
        ("message: certificates that all fit every signer", world.alternatives_of_signers()),
        ("message: time-stamps of every signer", world.time_stamps_of_signers()),
        ("certificate: long names in its key identifier", world.key_identifier()),
        ("list: of a stranger, with ten thousand entries", world.list()),
        ("response: answers and certificates with long names", world.response()),
        ("time-stamp: certificates with long names", world.time_stamp()),
    ];
    for (name, cost) in &costs {
        let excess = if *cost < BOUND { "" } else { "  TOO MUCH" };
        println!("{name:55} {:10.3} ms{excess}", cost.as_secs_f64() * 1e3);
    }
    ExitCode::from(u8::from(costs.iter().any(|(_, cost)| *cost >= BOUND)))
}

/// Of the vectors, with a verifier that trusts its authorities.
struct World {
    jpki: SyntheticJpki,
    authority: Authority,
    verifier: Verifier,
    at: ValidationTime,
}

impl World {
    fn new() -> Self {
        let jpki = SyntheticJpki::of_vectors();
        let authority = jpki.sign_ca(Generation::Third);
        let trust = Vectors::open().and_then(|vectors| vectors.trust()).expect("the vectors");
        let mut lists = LoadedCrls::new(RevocationPolicy::daily());
        lists.add_crl(jpki.crl(&authority).sign(authority.key()), &trust).expect("a list");
        lists.add_arl(jpki.arl(&authority).sign(authority.key()), &trust).expect("a list");
        let verifier = Verifier::builder().trust(trust).revocation(lists).build();
        Self {
            verifier: verifier.expect("a verifier"),
            at: ValidationTime::at(Timestamp::from_unix_seconds(jpki.instant().unix_timestamp())),
            authority,
            jpki,
        }
    }

    /// As many signers and certificates as there may be; every pair shares the serial number, and each name is as
    /// long as a name may be and longer when it is prepared for comparison.
    fn names_of_signers(&self) -> Duration {
        let (mut message, serial, key) = message_of_long_names();
        let template = long_named(0);
        for number in 0..Limits::DEFAULT.message_signers {
            let identifier = asn1::sequence([long_name(1000 + number).to_der(), serial.clone()]);
            message = message.signer(SignerBuilder::new(&template, key).identifier(identifier));
        }
        self.judge_message(&message.build())
    }

    /// Certificates of one key, issuer and serial number, signed by nobody who is known.
    fn alternatives_of_signers(&self) -> Duration {
        let key = Key::rsa_2048(7);
        let made = |number: i64| {
            let builder = self.jpki.sign_certificate(&Person::hanako()).key(key);
            let end = self.jpki.instant() + time::Duration::days(1);
            builder.not_after(end + time::Duration::seconds(number)).certificate_builder()
        };
        let mut message = SignedDataBuilder::new(CONTENT);
        for number in 0..as_i64(Limits::DEFAULT.message_certificates) {
            message = message.certificate(&made(number).sign(Key::rsa_2048(8)));
        }
        let first = made(0).sign(Key::rsa_2048(8));
        for _ in 0..Limits::DEFAULT.message_signers {
            message = message.signer(SignerBuilder::new(&first, key));
        }
        self.judge_message(&message.build())
    }

    /// Each of many signers has many tokens, each with certificates of its own.
    fn time_stamps_of_signers(&self) -> Duration {
        let hanako = self.jpki.sign_certificate(&Person::hanako()).issue();
        let key = Key::p256(0);
        let authority = long_named(0);
        let token = TimeStampBuilder::new(CONTENT, self.jpki.instant()).sign(&authority, key);
        let stamps = signature_time_stamp(&vec![token; 16]);
        let mut message = SignedDataBuilder::new(CONTENT).certificate(hanako.certificate());
        for _ in 0..Limits::DEFAULT.message_signers {
            let signer = SignerBuilder::new(hanako.certificate(), hanako.key());
            message = message.signer(signer.unsigned_attribute(stamps.clone()));
        }
        self.judge_message(&message.build())
    }

    fn judge_message(&self, message: &[u8]) -> Duration {
        let read = || {
            let ParsedSignedData { signed_data: message, content } =
                SignedData::from_ber(message).expect("a message");
            let Content::Attached(content) = content else { panic!("no content") };
            let content = message.digest(&content, &RustCrypto);
            (message, content)
        };
        let policy = SignerPolicy::document();
        let walk = || {
            hash(message);
            black_box(read());
        };
        beyond(walk, || {
            let (message, content) = read();
            black_box(message.assess_signers(&content, &[], &policy, &RustCrypto).verdict());
            let signed = SignedMessage::new(&message, &content);
            let _ = black_box(self.verifier.verify_message(&signed, self.at));
        })
    }

    fn key_identifier(&self) -> Duration {
        let names = (0..15).map(|number| GeneralName::Directory(long_name(number)));
        let identifier = AuthorityKeyIdentifier {
            key_identifier: None,
            issuer: names.collect(),
            serial: Some(SerialNumber::from(7_u64)),
        };
        let certificate = self
            .jpki
            .sign_certificate(&Person::hanako())
            .certificate_builder()
            .replace_extension(Extension::authority_key_identifier(&identifier))
            .sign(Key::p256(9));
        let validator = PathValidator::new(Arc::new(RustCrypto));
        let anchor = certificate_of(&self.authority.certificate());
        let anchor = TrustAnchor::from_certificate(anchor, &RustCrypto).expect("an anchor");
        let inputs = PathInputs::at(self.at);
        let walk = || {
            hash(&certificate);
            black_box(certificate_of(&certificate));
        };
        beyond(walk, || {
            let path = [certificate_of(&certificate)];
            black_box(validator.validate(&path, &anchor, &inputs).verdict());
            let anchors = std::slice::from_ref(&anchor);
            black_box(validator.build(&path[0], &path, anchors, &inputs).verdict());
        })
    }

    fn list(&self) -> Duration {
        let list = self.jpki.crl(&self.authority);
        let serials = Serials::Random { bytes: 20, seed: Seed::new(1) };
        let bytes = large_list(&list, Key::rsa_2048(8), serials, 10_000);
        let anchor = certificate_of(&self.authority.certificate());
        let anchor = TrustAnchor::from_certificate(anchor, &RustCrypto).expect("an anchor");
        let issuer = CrlIssuer::anchor(anchor.authority().clone());
        let read = || Crl::from_der(bytes.clone()).expect("a list");
        let walk = || {
            hash(&bytes);
            black_box(read().count_entries().expect("entries"));
        };
        beyond(walk, || {
            let verified = read().verify(&issuer, &AlgorithmPolicy::current());
            assert!(verified.is_err(), "nobody signed it");
        })
    }

    fn response(&self) -> Duration {
        let hanako = self.jpki.sign_certificate(&Person::hanako()).issue();
        let (name, key) = (self.authority.name(), self.authority.key());
        let mut response = ResponseBuilder::new(self.jpki.instant());
        for number in 0..Limits::DEFAULT.response_answers {
            let id =
                CertId::new(HashAlgorithm::Sha1, &name, key, SerialNumber::from(number as u64));
            let good = CertificateStatus::Good;
            response = response.single(SingleResponse::new(id, good, self.jpki.instant()));
        }
        for number in 0..Limits::DEFAULT.response_certificates {
            response = response.certificate(&long_named(number));
        }
        let bytes = response.sign(&Responder::by_name(&long_name(1000), Key::p256(0)));
        let certificate = certificate_of(hanako.certificate());
        let anchor = certificate_of(&self.authority.certificate());
        let anchor = TrustAnchor::from_certificate(anchor, &RustCrypto).expect("an anchor");
        let target =
            RevocationTarget::end_entity(&certificate, anchor.authority(), anchor.authority());
        let verifier = OcspVerifier::new(OcspPolicy::rfc_6960(), Arc::new(RustCrypto));
        let not_asked = |_: &RevocationTarget<'_>| Status::Unknown(Reason::CrlMissing);
        let walk = || {
            hash(&bytes);
            black_box(OcspResponse::from_der(&bytes).expect("a response"));
        };
        beyond(walk, || {
            let judged = verifier.process_response(&target, None, Ok(&bytes), &not_asked, self.at);
            let _ = black_box(judged.status());
        })
    }

    fn time_stamp(&self) -> Duration {
        let key = Key::p256(0);
        let stamp = long_named(0);
        let (_, serial, _) = message_of_long_names();
        let identifier = asn1::sequence([long_name(1000).to_der(), serial]);
        let signer = SignerBuilder::new(&stamp, key).identifier(identifier);
        let token = TimeStampBuilder::new(CONTENT, self.jpki.instant()).sign_by(&stamp, signer);
        let others: Vec<Certificate> = (0..Limits::DEFAULT.message_certificates)
            .map(|number| certificate_of(&long_named(number)))
            .collect();
        let policy = AlgorithmPolicy::current();
        let read = || TimeStampToken::from_ber(&token).expect("a token");
        let walk = || {
            hash(&token);
            black_box(read());
        };
        beyond(walk, || {
            let subject = Subject::TimeStamp(0);
            let judged = read().assess(subject, CONTENT, &others, &policy, &RustCrypto);
            black_box(judged.verdict());
        })
    }
}

/// A message with as many certificates of long names as there may be, and the serial number that all have.
fn message_of_long_names() -> (SignedDataBuilder, Vec<u8>, Key) {
    let mut message = SignedDataBuilder::new(CONTENT);
    for number in 0..Limits::DEFAULT.message_certificates {
        message = message.certificate(&long_named(number));
    }
    let (_, serial) = issuer_and_serial_number(&long_named(0));
    (message, serial, Key::p256(0))
}

/// Nearly 4 KiB of a character that becomes eighteen when it is prepared for comparison.
fn long_name(number: usize) -> DistinguishedName {
    DistinguishedName::common_name(&format!("{}{number:06}", "\u{fdfa}".repeat(1345)))
}

fn long_named(number: usize) -> Vec<u8> {
    let key = Key::p256(0);
    CertificateBuilder::new().issuer(long_name(number)).public_key(key).sign(key)
}

fn certificate_of(der: &[u8]) -> Certificate {
    Certificate::from_der(der).expect("a certificate")
}

fn as_i64(number: usize) -> i64 {
    i64::try_from(number).expect("a small number")
}

fn hash(bytes: &[u8]) {
    black_box(RustCrypto.digest(DigestAlgorithm::Sha256, bytes));
}

/// What the work costs beyond the walk.
fn beyond(walk: impl Fn(), work: impl Fn()) -> Duration {
    let walk = cost(walk);
    cost(work).saturating_sub(walk)
}

fn cost(run: impl Fn()) -> Duration {
    let (begin, clock) = (processor_time(), Instant::now());
    (0..RUNS).for_each(|_| run());
    let all = match (begin, processor_time()) {
        (Some(begin), Some(end)) => end.saturating_sub(begin),
        _ => clock.elapsed(),
    };
    all / RUNS
}

/// What this thread has had of the processor.
fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}
