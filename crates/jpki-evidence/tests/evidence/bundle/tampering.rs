//! What is changed, missing or added is refused with its reason; what is forged judges nothing.

use std::borrow::Cow;

use jpki_core::localized::{Locale, Localized as _};
use jpki_core::report::{CheckId, Outcome, Reason, Verdict};
use jpki_evidence::bundle::{Bundle, BundleFault};
use time::Duration;

use super::forger;
use super::kinds::again;
use super::world::{
    Seal, jpki, judge, logged, message, signature, six_years_later, stamped, stamped_at, timestamp,
    unprotected,
};

/// Writes a ZIP of these files with the program's own container, whose checksums are right.
pub(crate) fn zip(files: &[(Cow<'_, str>, Cow<'_, [u8]>)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let size = (content.len() as u32).to_le_bytes();
        let mut fields = Vec::new();
        fields.extend([10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
        fields.extend(crc32fast::hash(content).to_le_bytes());
        fields.extend([size, size].concat());
        fields.extend((name.len() as u16).to_le_bytes());
        fields.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x0a\x00");
        directory.extend(&fields);
        directory.extend([0; 10]);
        directory.extend((bytes.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&fields);
        bytes.extend(name.as_bytes());
        bytes.extend(&**content);
    }
    let (start, count) = (bytes.len() as u32, (files.len() as u16).to_le_bytes());
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count, count].concat());
    bytes.extend((directory.len() as u32).to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

pub(crate) fn unzip<'a>(bundle: &'a Bundle<'_>) -> Vec<(Cow<'a, str>, Cow<'a, [u8]>)> {
    let files = bundle.files().map(|(name, bytes)| (name.into(), bytes.into()));
    let media_type: &[u8] = b"application/vnd.etsi.asic-e+zip";
    std::iter::once((Cow::from("mimetype"), media_type.into())).chain(files).collect()
}

/// The fault that is found, and the file that it is found with.
pub(crate) fn fault(bytes: &[u8]) -> Option<(BundleFault, Option<String>)> {
    let error = Bundle::from_bytes(bytes).err()?;
    assert!(!error.text(Locale::Ja).is_ascii() && !error.to_string().is_empty());
    Some((error.fault(), error.file().map(str::to_owned)))
}

#[test]
fn a_bundle_is_the_zip_of_its_files() {
    for seal in [stamped, logged, unprotected] {
        let (bytes, _) = signature(false, seal);
        assert_eq!(zip(&unzip(&Bundle::from_bytes(&bytes).unwrap())), bytes);
    }
}

/// Every byte, of the container and of each file, with one bit of it turned.
#[test]
// Requirement: H06-09
fn every_changed_byte_is_found() {
    let now = timestamp(six_years_later());
    let judge = judge(six_years_later());
    for seal in [stamped, logged] {
        let (bytes, _) = signature(false, seal);
        let mut changed = bytes.clone();
        for at in 0..bytes.len() {
            changed[at] ^= 1 << (at % 8);
            // What reads is a changed proof: it proves nothing.
            if let Ok(bundle) = Bundle::from_bytes(&changed) {
                let verdict = judge.judge_again(&bundle, now).unwrap().verdict();
                assert_eq!(verdict, Verdict::Indeterminate, "byte {at}");
            }
            changed[at] = bytes[at];
        }
        for cut in 0..bytes.len() {
            assert!(Bundle::from_bytes(&bytes[..cut]).is_err());
        }
    }
}

/// Each file changed, left out and doubled, in a container that is right in itself.
#[test]
// Requirement: H06-09
fn each_file_that_is_changed_missing_or_added_is_named() {
    let (bytes, _) = message(false, stamped);
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    let files = unzip(&bundle);
    let proof = files.len() - 1;
    for place in 1..files.len() {
        let name = files[place].0.clone().into_owned();
        let mut changed = files.clone();
        changed[place].1.to_mut().push(b'\n');
        let expected = match name.as_str() {
            "META-INF/ASiCManifest.xml" => (BundleFault::Manifest, None),
            "META-INF/timestamp.tst" => (BundleFault::Proof, None),
            _ => (BundleFault::FileChanged, Some(name.clone())),
        };
        assert_eq!(fault(&zip(&changed)), Some(expected), "{name} changed");
        let mut without = files.clone();
        without.remove(place);
        let (missing, file) = fault(&zip(&without)).unwrap();
        assert_eq!(missing, BundleFault::FileMissing, "{name} left out");
        assert!(file.is_none_or(|file| file == name));
        let mut twice = files.clone();
        twice.insert(proof, files[place].clone());
        assert_eq!(fault(&zip(&twice)), Some((BundleFault::ZipNameTwice, Some(name))));
    }
    for at in [1, 3, proof, files.len()] {
        let mut added = files.clone();
        added.insert(at, ("evidence/crl-9.crl".into(), (&b"another list"[..]).into()));
        let fault = fault(&zip(&added)).unwrap();
        assert_eq!(fault, (BundleFault::FileAdded, Some("evidence/crl-9.crl".into())), "{at}");
    }
    let mut swapped = files.clone();
    swapped.swap(1, 2);
    assert_eq!(fault(&zip(&swapped)), Some((BundleFault::Manifest, None)));
    let mut other = files.clone();
    other[0].1 = (&b"application/zip"[..]).into();
    assert_eq!(fault(&zip(&other)), Some((BundleFault::NotAsic, None)));
    assert_eq!(fault(&zip(&files)), None);
}

#[test]
// Requirement: H06-09
fn a_file_of_the_same_length_in_the_place_of_another_is_found() {
    let (bytes, _) = signature(false, stamped);
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    let mut files = unzip(&bundle);
    let document = files.iter_mut().find(|(name, _)| name == "content/document.bin").unwrap();
    document.1.to_mut().reverse();
    let expected = (BundleFault::FileChanged, Some("content/document.bin".to_owned()));
    assert_eq!(fault(&zip(&files)), Some(expected));
}

/// The proof of another bundle proves nothing of this one.
#[test]
// Requirement: H06-09
fn the_proof_of_another_bundle_is_refused() {
    for seal in [stamped, logged] {
        let (one, other) = (signature(false, seal).0, message(false, seal).0);
        let (one, other) = (Bundle::from_bytes(&one).unwrap(), Bundle::from_bytes(&other).unwrap());
        let mut files = unzip(&one);
        *files.last_mut().unwrap() = unzip(&other).pop().unwrap();
        assert_eq!(fault(&zip(&files)), Some((BundleFault::OtherManifest, None)));
    }
}

/// Made whole by somebody with an authority, a time-stamping authority and a log of their own: by their own trust it is
/// valid, and nothing in it is judged by anybody else.
#[test]
// Requirement: H06-09
fn a_forged_bundle_judges_nothing() {
    let now = timestamp(six_years_later());
    for seal in [forger::stamped as Seal, forger::logged] {
        let bytes = forger::signature(seal);
        let bundle = Bundle::from_bytes(&bytes).unwrap();
        let theirs = forger::judge().judge_again(&bundle, now).unwrap();
        assert_eq!(theirs.verdict(), Verdict::Valid, "{}", theirs.report().render(Locale::En));

        let judgement = judge(six_years_later()).judge_again(&bundle, now).unwrap();
        assert_eq!(judgement.verdict(), Verdict::Indeterminate);
        assert!(judgement.then().is_none() && judgement.protection().is_none());
        let check = judgement.report().find(CheckId::EvidenceProtection).unwrap();
        assert_eq!(check.outcome(), Outcome::Failed(Reason::EvidenceProofNotBelieved));
    }
    // With a proof that is believed, it is judged by the judge's anchors, which did not issue that certificate.
    let bytes = forger::signature(stamped);
    let judgement = again(&bytes);
    assert_eq!(judgement.verdict(), Verdict::Invalid);
    let report = &judgement.then().unwrap().reports()[0];
    let path = report.find(CheckId::Path).unwrap().outcome();
    assert_ne!(path, Outcome::Passed);
}

#[test]
// Requirement: H06-09
fn a_proof_from_before_the_verdict_or_long_after_is_none() {
    for (minutes, reason) in [
        (-11, Some(Reason::EvidenceProofBefore)),
        (0, None),
        (24 * 60, None),
        (24 * 60 + 1, Some(Reason::EvidenceProofLate)),
    ] {
        let (bytes, _) = match minutes {
            -11 => signature(false, |draft| stamped_at(draft, minutes_after(-11))),
            0 => signature(false, |draft| stamped_at(draft, minutes_after(0))),
            1440 => signature(false, |draft| stamped_at(draft, minutes_after(1440))),
            _ => signature(false, |draft| stamped_at(draft, minutes_after(1441))),
        };
        let judgement = again(&bytes);
        let check = judgement.report().find(CheckId::EvidenceProtection).unwrap();
        let expected = reason.map_or(Outcome::Passed, Outcome::Failed);
        assert_eq!(check.outcome(), expected, "{minutes} minutes");
        let verdict = if reason.is_some() { Verdict::Indeterminate } else { Verdict::Valid };
        assert_eq!((judgement.verdict(), judgement.then().is_some()), (verdict, reason.is_none()));
    }
    let judge = judge(six_years_later()).with_longest_delay(Duration::hours(48).unsigned_abs());
    let (bytes, _) = signature(false, |draft| stamped_at(draft, minutes_after(1441)));
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    let judgement = judge.judge_again(&bundle, timestamp(six_years_later())).unwrap();
    assert_eq!(judgement.verdict(), Verdict::Valid);
}

fn minutes_after(minutes: i64) -> time::UtcDateTime {
    jpki().instant() + Duration::minutes(minutes)
}
