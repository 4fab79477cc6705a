//! A bundle of evidence: what is read is written back the same, and valid only over what the seeds' keys signed.
//!
//! The first byte chooses: the rest is a whole bundle, or what stands in the place of one file of the good one, with
//! checksums and manifest made right.

#![no_main]

use std::sync::{Arc, LazyLock};

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;
use jpki_crypto::RustCrypto;
use jpki_evidence::bundle::Bundle;
use jpki_evidence::judge::{Judge, KnownPolicy};
use jpki_revocation::RevocationPolicy;
use jpki_verify::{Timestamp, Verdict, Verifier};
use libfuzzer_sys::fuzz_target;

mod bundling;

type Files = Vec<(String, Vec<u8>)>;

static GOOD: LazyLock<Files> = LazyLock::new(|| files(&bundling::good()));

static JUDGE: LazyLock<(Judge, Timestamp)> = LazyLock::new(|| {
    let trust = bundling::trust();
    let policy = KnownPolicy::new(move |lists| {
        let lists = lists.load(RevocationPolicy::daily(), &trust);
        Verifier::builder().trust(trust.clone()).revocation(lists).build()
    });
    let judge = Judge::new(Arc::new(RustCrypto)).accept_unprotected();
    (judge.with_policy(bundling::policy(), policy), bundling::at())
});

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else { return };
    let bytes = match GOOD.get(usize::from(*choice)) {
        None => rest.to_vec(),
        Some((name, _)) => zip(&with(name, rest)),
    };
    let Ok(bundle) = Bundle::from_bytes(&bytes) else { return };
    let mut written = Vec::new();
    bundle.write_to(&mut written).expect("memory");
    assert_eq!(written, bytes);
    let (judge, now) = &*JUDGE;
    let Ok(judgement) = judge.judge_again(&bundle, *now) else { return };
    if judgement.verdict() == Verdict::Valid {
        let signed = |name: &str| name.starts_with("content/") || name.starts_with("signed/");
        let of = |files: &Files| -> Files {
            files.iter().filter(|(name, _)| signed(name)).cloned().collect()
        };
        assert_eq!(of(&files(&bytes)), of(&GOOD));
    }
});

fn files(bytes: &[u8]) -> Files {
    let bundle = Bundle::from_bytes(bytes).expect("a bundle");
    bundle.files().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect()
}

/// The good files with another content of one, and the digest of that in the manifest.
fn with(name: &str, content: &[u8]) -> Files {
    let digest = |bytes: &[u8]| {
        let digest = RustCrypto.digest(DigestAlgorithm::Sha256, bytes);
        base64(digest.as_bytes())
    };
    let mut files = GOOD.clone();
    let Some(place) = files.iter().position(|(known, _)| known == name) else { return files };
    let old = std::mem::replace(&mut files[place].1, content.to_vec());
    if let Some((_, manifest)) = files.last_mut().filter(|(last, _)| last != name) {
        let text = String::from_utf8_lossy(manifest).replace(&digest(&old), &digest(content));
        *manifest = text.into_bytes();
    }
    files
}

fn base64(bytes: &[u8]) -> String {
    use base64ct::{Base64, Encoding};
    Base64::encode_string(bytes)
}

fn zip(files: &Files) -> Vec<u8> {
    let media_type = b"application/vnd.etsi.asic-e+zip".to_vec();
    let all = std::iter::once(("mimetype".to_owned(), media_type)).chain(files.iter().cloned());
    let (mut bytes, mut directory) = (Vec::<u8>::new(), Vec::<u8>::new());
    let mut count = 0_u16;
    for (name, content) in all {
        let size = (content.len() as u32).to_le_bytes();
        let mut fields = vec![10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        fields.extend(crc32fast::hash(&content).to_le_bytes());
        fields.extend([size, size].concat());
        fields.extend((name.len() as u16).to_le_bytes());
        fields.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x0a\x00".iter().chain(&fields).chain(&[0; 10]));
        directory.extend((bytes.len() as u32).to_le_bytes().iter().chain(name.as_bytes()));
        bytes.extend(b"PK\x03\x04".iter().chain(&fields).chain(name.as_bytes()).chain(&content));
        count += 1;
    }
    let start = (bytes.len() as u32).to_le_bytes();
    let (count, size) = (count.to_le_bytes(), (directory.len() as u32).to_le_bytes());
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0".iter().chain(&count).chain(&count).chain(&size));
    bytes.extend(start.iter().chain(&[0, 0]));
    bytes
}
