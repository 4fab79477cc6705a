//! A folder of any files, each taken through every reader and judge: none panics, takes a second, or takes more
//! memory than a small multiple of the file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData, SignedDataStream};
use jpki_cms::signer::{SignerPolicy, UnattributedSignatures};
use jpki_cms::time_stamp::{TimeStampInfo, TimeStampToken};
use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::ber::normalise;
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_core::report::{Reason, Subject};
use jpki_core::time::ValidationTime;
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::{OcspPolicy, OcspRequest, OcspResponse, OcspVerifier};
use jpki_revocation::{Crl, CrlIssuer, RevocationPolicy, RevocationTarget, Status};
use jpki_x509::authority::Authority;
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{Conformance, PathInputs, PathValidator, TrustAnchor};

use crate::input::{Answer, Obstacle, verdict};
use crate::results::{CaseResult, Results};

/// For one file and one reader.
const LONGEST: Duration = Duration::from_secs(1);

/// Bytes of memory beside a multiple of the file: indexes, prepared keys, reports.
const MEMORY: u64 = 16 << 20;

/// How many bytes may be taken for one of the file.
const MEMORY_FACTOR: u64 = 32;

/// Whether the reader takes the bytes.
type Reader = fn(&[u8]) -> bool;

const READERS: [(&str, Reader); 11] = [
    ("name", |bytes| {
        Name::from_der(bytes).is_ok_and(|name| !name.display().to_string().is_empty())
    }),
    ("ber", |bytes| normalise(bytes, &Limits::DEFAULT).is_ok()),
    ("certificate", certificate),
    ("certificate in PEM", |bytes| {
        std::str::from_utf8(bytes).is_ok_and(|text| Certificate::from_pem(text).is_ok())
    }),
    ("list", list),
    ("ocsp request", |bytes| OcspRequest::from_der(bytes).is_ok()),
    ("ocsp response", ocsp_response),
    ("cms", cms),
    ("cms in a stream", cms_in_a_stream),
    ("time-stamp", time_stamp),
    ("time-stamp info", |bytes| TimeStampInfo::from_der(bytes).is_ok()),
];

pub(super) fn run(folder: &Path) -> Result<Results, String> {
    let mut files = Vec::new();
    collect(folder, &mut files).map_err(|error| format!("{}: {error}", folder.display()))?;
    files.sort();
    let mut results = Results::default();
    for file in files {
        let id = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
        results.add(id, || try_readers(&file));
    }
    Ok(results)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            match entry.file_type()? {
                kind if kind.is_dir() => folders.push(entry.path()),
                kind if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    Ok(())
}

fn try_readers(file: &Path) -> Answer {
    let bytes = std::fs::read(file).map_err(|error| Obstacle::Unclear(error.to_string()))?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let bound = length.saturating_mul(MEMORY_FACTOR).saturating_add(MEMORY);
    let mut takers = Vec::new();
    for (name, reader) in READERS {
        let mut is_taken = false;
        let memory = allocation_counter::measure(|| is_taken = reader(&bytes)).bytes_max;
        if memory > bound {
            let note = format!("{name}: {memory} bytes of memory for {length}");
            return Ok(CaseResult::failed(note));
        }
        // The shortest of three counts, since another program may have had the processor.
        let shortest = (0..3).map(|_| duration(|| reader(&bytes))).find(|it| *it < LONGEST);
        if shortest.is_none() {
            return Ok(CaseResult::failed(format!("{name}: a second or more")));
        }
        takers.extend(is_taken.then_some(name));
    }
    let note = if takers.is_empty() { "read by none".to_owned() } else { takers.join(", ") };
    Ok(verdict(true, note))
}

fn duration(run: impl FnOnce() -> bool) -> Duration {
    let start = Instant::now();
    std::hint::black_box(run());
    start.elapsed()
}

/// Also judged as its own anchor, and as everybody's issuer.
fn certificate(bytes: &[u8]) -> bool {
    let Ok(certificate) = Certificate::from_der(bytes) else { return false };
    let shown = format!("{certificate:?} {}", certificate.subject().display());
    std::hint::black_box(shown);
    let _ = std::hint::black_box(certificate.unverified_basic_four_info(&AttributeArc::SYNTHETIC));
    let inputs = PathInputs::at(ValidationTime::at(certificate.not_before()))
        .with_conformance(Conformance::Profile);
    let anchors: Vec<TrustAnchor> =
        TrustAnchor::from_certificate(certificate.clone(), &RustCrypto).into_iter().collect();
    let pool = std::slice::from_ref(&certificate);
    let validator = PathValidator::new(Arc::new(RustCrypto));
    std::hint::black_box(validator.build(&certificate, pool, &anchors, &inputs).verdict());
    for anchor in &anchors {
        std::hint::black_box(validator.validate(pool, anchor, &inputs).verdict());
    }
    true
}

/// A certificate of somebody, whom lists and responses are asked about.
fn somebody() -> Certificate {
    Certificate::from_der(include_bytes!("../../../test-vectors/trust/sign-ca-foreign.cer"))
        .expect("a certificate of the vectors")
}

fn list(bytes: &[u8]) -> bool {
    let Ok(list) = Crl::from_der(bytes.to_vec()) else { return false };
    let _ = std::hint::black_box((list.count_entries(), format!("{list:?}")));
    let somebody = somebody();
    let key = somebody.public_key_bytes();
    for name in [list.issuer(), somebody.subject()] {
        let Ok(authority) = Authority::new(name, key, &RustCrypto) else { continue };
        let issuer = CrlIssuer::anchor(authority.clone());
        if let Ok(verified) = list.verify(&issuer, &AlgorithmPolicy::legacy()) {
            let target = RevocationTarget::end_entity(&somebody, &authority, &authority);
            let at = ValidationTime::at(list.this_update());
            let judged = RevocationPolicy::rfc_5280().judge(&target, [&verified], at);
            let _ = std::hint::black_box(judged.status());
        }
    }
    true
}

fn ocsp_response(bytes: &[u8]) -> bool {
    let somebody = somebody();
    let key = somebody.public_key_bytes();
    let authority = Authority::new(somebody.subject(), key, &RustCrypto).expect("a key");
    let target = RevocationTarget::end_entity(&somebody, &authority, &authority);
    let verifier = OcspVerifier::new(OcspPolicy::rfc_6960(), Arc::new(RustCrypto));
    let at = ValidationTime::at(somebody.not_before());
    let not_asked = |_: &RevocationTarget<'_>| Status::Unknown(Reason::CrlMissing);
    let answer = verifier.process_response(&target, None, Ok(bytes), &not_asked, at);
    let _ = std::hint::black_box(answer.status());
    OcspResponse::from_der(bytes).is_ok()
}

fn cms(bytes: &[u8]) -> bool {
    let Ok(ParsedSignedData { signed_data, content }) = SignedData::from_ber(bytes) else {
        return false;
    };
    let content = match &content {
        Content::Attached(content) => signed_data.digest(content, &RustCrypto),
        Content::Detached => {
            signed_data.digest_detached(b"content", &RustCrypto).expect("no content inside")
        }
    };
    let policy = SignerPolicy::general().with_unattributed(UnattributedSignatures::Accepted);
    let given = [somebody()];
    let signers = signed_data.assess_signers(&content, &given, &policy, &RustCrypto);
    std::hint::black_box(signers.verdict());
    for signer in signed_data.signers().flatten() {
        let countersigners =
            signed_data.assess_countersigners(signer, &given, &policy, &RustCrypto);
        std::hint::black_box(countersigners.is_ok());
    }
    true
}

fn cms_in_a_stream(bytes: &[u8]) -> bool {
    let mut stream = SignedDataStream::new(&RustCrypto, &Limits::DEFAULT);
    let mut pieces = bytes.chunks(4096);
    pieces.all(|piece| stream.update(piece, |_| ()).is_ok()) && stream.finish().is_ok()
}

fn time_stamp(bytes: &[u8]) -> bool {
    let Ok(token) = TimeStampToken::from_ber(bytes) else { return false };
    let policy = AlgorithmPolicy::legacy();
    let judged = token.assess(Subject::TimeStamp(0), b"stamped", &[], &policy, &RustCrypto);
    std::hint::black_box(judged.verdict());
    true
}
