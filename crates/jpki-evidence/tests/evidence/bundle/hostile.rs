//! Containers that are made to be read in two ways, to be large, or not to end.

use std::borrow::Cow;

use jpki_core::time::Timestamp;
use jpki_evidence::bundle::{Bundle, BundleFault};
use proptest::prelude::*;

use super::tampering::{fault, unzip, zip};
use super::world::{certificate, judge, six_years_later, unprotected};

fn good() -> Vec<u8> {
    certificate(unprotected).0
}

/// The place of the local header of the second file, and of the directory.
fn places(bytes: &[u8]) -> (usize, usize) {
    let find = |what: &[u8]| bytes.windows(4).position(|window| window == what).unwrap();
    let second = 1 + bytes[1..].windows(4).position(|window| window == b"PK\x03\x04").unwrap();
    (second, find(b"PK\x01\x02"))
}

/// The good bundle with these bytes at this place in the local header of the second file and its directory entry.
fn with_field(offset: usize, value: &[u8]) -> Vec<u8> {
    let mut bytes = good();
    let (local, directory) = places(&bytes);
    bytes[local + offset..][..value.len()].copy_from_slice(value);
    // The entry of the first file is 46 bytes and its name; those of fields begin two bytes later.
    let central = directory + 46 + "mimetype".len() + 2;
    bytes[central + offset..][..value.len()].copy_from_slice(value);
    bytes
}

#[test]
fn what_a_bundle_does_not_use_is_refused() {
    let size = |bytes: u32| bytes.to_le_bytes();
    for (what, bytes, expected) in [
        ("encrypted", with_field(6, &[1, 0]), BundleFault::ZipFeature),
        ("lengths after the data", with_field(6, &[8, 0]), BundleFault::ZipFeature),
        ("deflated", with_field(8, &[8, 0]), BundleFault::ZipFeature),
        ("dated", with_field(12, &[0x22, 0]), BundleFault::ZipFeature),
        ("of another version", with_field(4, &[45, 0]), BundleFault::ZipFeature),
        ("an extra field", with_field(28, &[1, 0]), BundleFault::ZipFeature),
        ("64 bits", with_field(18, &size(u32::MAX)), BundleFault::Zip64),
        ("64 bits", with_field(22, &size(u32::MAX)), BundleFault::Zip64),
        ("a bomb", with_field(22, &size(4_000_000_000)), BundleFault::ZipLength),
        (
            "longer than the file",
            with_field(18, &[size(1 << 30), size(1 << 30)].concat()),
            BundleFault::ZipLength,
        ),
        ("a name beyond the end", with_field(26, &[255, 255]), BundleFault::ZipLength),
        ("another checksum", with_field(14, &[0; 4]), BundleFault::ZipChecksum),
    ] {
        assert_eq!(fault(&bytes).map(|(fault, _)| fault), Some(expected), "{what}");
    }
}

#[test]
fn what_is_before_between_or_after_the_files_is_refused() {
    let bytes = good();
    let (second, directory) = places(&bytes);
    let with = |place: usize, more: &[u8]| [&bytes[..place], more, &bytes[place..]].concat();
    let fault = |bytes: Vec<u8>| fault(&bytes).map(|(fault, _)| fault);
    assert_eq!(fault(with(0, b"#!/bin/sh\n")), Some(BundleFault::NotZip));
    assert_eq!(fault(with(second, b"\0")), Some(BundleFault::ZipDirectory));
    assert_eq!(fault(with(directory, b"\0")), Some(BundleFault::ZipDirectory));
    assert_eq!(fault(with(bytes.len(), b"\0")), Some(BundleFault::ZipDirectory));
    // Two directories: programs that look for the last one read other files than those that look for the first.
    let two = [&bytes[..], &bytes[directory..]].concat();
    assert_eq!(fault(two), Some(BundleFault::ZipDirectory));
    // A file that only the directory, or only the stream of files, has.
    let mut short = bytes.clone();
    let at = directory + 46 + "mimetype".len();
    let length = 46 + usize::from(short[at + 28]);
    short.drain(at..at + length);
    assert_eq!(fault(short), Some(BundleFault::ZipDirectory));
    for nothing in [&b""[..], b"PK\x05\x06", &[0; 22]] {
        assert_eq!(fault(nothing.to_vec()), Some(BundleFault::NotZip));
    }
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let bytes = good();
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    for name in [
        "../evil",
        "/evil",
        "a/../../evil",
        "a//b",
        "C:evil",
        "a\\b",
        "a/./b",
        ".hidden",
        "",
        "a\0b",
        "ファイル",
        "a b",
        &"long/".repeat(30),
    ] {
        let mut files = unzip(&bundle);
        files.insert(2, (name.into(), (&b"x"[..]).into()));
        let found = fault(&zip(&files)).map(|(fault, _)| fault);
        assert_eq!(found, Some(BundleFault::ZipName), "{name:?}");
    }
    let mut files = unzip(&bundle);
    files.insert(2, ("readme.TXT".into(), (&b"x"[..]).into()));
    let found = fault(&zip(&files)).map(|(fault, _)| fault);
    assert_eq!(found, Some(BundleFault::ZipNameTwice), "the same name where case does not count");
}

#[test]
fn many_files_are_refused_before_they_are_read() {
    let files: Vec<(Cow<'_, str>, Cow<'_, [u8]>)> =
        (0..2000).map(|number| (format!("a{number}").into(), (&b""[..]).into())).collect();
    assert_eq!(fault(&zip(&files)), Some((BundleFault::TooLarge, None)));
}

/// A statement with a million names, and a manifest of 100 MB: refused without looking for each in the other.
#[test]
fn a_long_statement_or_manifest_takes_no_long_time() {
    let bytes = good();
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    let with = |name: &str, content: Vec<u8>| {
        let mut files = unzip(&bundle);
        let place = files.iter().position(|(known, _)| known == name).unwrap();
        files[place].1 = content.into();
        let start = std::time::Instant::now();
        let found = fault(&zip(&files)).map(|(fault, _)| fault);
        assert!(start.elapsed().as_secs() < 20);
        found
    };
    let names =
        format!("{{\"format\": \"jpki-evidence\", \"x\": [{}0]}}", "\"a\",".repeat(1 << 20));
    assert_eq!(with("evidence/statement.json", names.into_bytes()), Some(BundleFault::TooLarge));
    let long = b"  <asic:DataObjectReference URI=\"a\" \n".repeat(2_700_000);
    assert_eq!(with("META-INF/ASiCManifest.xml", long), Some(BundleFault::Manifest));
}

/// A statement of a later version is told from one that is wrong.
#[test]
fn a_later_version_is_refused_by_name() {
    let bytes = good();
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    let place = unzip(&bundle).iter().position(|(name, _)| name.ends_with("statement.json"));
    let with = |from: &str, to: &str| {
        let mut files = unzip(&bundle);
        let text = String::from_utf8(files[place.unwrap()].1.to_vec()).unwrap();
        assert!(text.contains(from));
        files[place.unwrap()].1 = text.replace(from, to).into_bytes().into();
        fault(&zip(&files)).map(|(fault, _)| fault)
    };
    assert_eq!(with("\"version\": 1", "\"version\": 2"), Some(BundleFault::Newer));
    assert_eq!(with("\"version\": 1", "\"version\": 0"), Some(BundleFault::Statement));
    assert_eq!(with("\"format\"", "\"other\""), Some(BundleFault::Statement));
    assert_eq!(with("\"kind\"", "\"kinds\""), Some(BundleFault::Statement));
    assert_eq!(
        with("\"certificate\": ", "\"more\": 1, \"certificate\": "),
        Some(BundleFault::Statement)
    );
}

proptest! {
    /// Whatever the bytes are, reading ends, and what is read can be judged or is refused.
    #[test]
    fn no_bytes_are_too_strange(edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = good();
        for (place, byte) in edits {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(bundle) = Bundle::from_bytes(&bytes) {
            let now = Timestamp::from_unix_seconds(six_years_later().unix_timestamp());
            let _ = judge(six_years_later()).accept_unprotected().judge_again(&bundle, now);
        }
    }
}
