//! Bundles of each version, as they were written when it was new.

use std::fs;
use std::path::Path;

use jpki_core::report::Verdict;
use jpki_evidence::bundle::Bundle;
use jpki_evidence::judge::Protection;
use jpki_x509::certificate::Certificate;
use time::Duration;

use super::kinds::again;
use super::world::{
    CONTENT, jpki, judge, logged, login, six_years_later, stamped, time_stamped_message, timestamp,
};

fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    fs::read(folder.join(name)).unwrap()
}

#[test]
// Requirement: H06-09
fn bundles_of_version_1_are_judged() {
    let minute = timestamp(jpki().instant() + Duration::minutes(1));
    for (name, protection) in [
        ("stamped-message-1.asice", Protection::TimeStamp(minute)),
        ("logged-login-1.asice", Protection::Log(minute)),
    ] {
        let judgement = again(&file(name));
        assert_eq!(judgement.verdict(), Verdict::Valid, "{name}");
        assert_eq!(judgement.protection(), Some(protection), "{name}");
    }
}

/// Nothing of a person shows: names of files, `Debug` of the bundle, its errors, its judgement.
#[test]
fn names_debug_and_judgement_hold_nothing_protected() {
    let bytes = file("stamped-message-1.asice");
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    let judge = judge(six_years_later());
    let judgement = judge.judge_again(&bundle, timestamp(six_years_later())).unwrap();
    let names: Vec<_> = bundle.files().map(|(name, _)| name).collect();
    let shown = format!("{names:?} {bundle:?} {judge:?} {judgement:?}");
    for needle in ["見本", "花子", "模擬町", "19900401"] {
        assert!(!shown.contains(needle), "{needle}");
    }
    // In hexadecimal, as OpenSSL shows it, and in decimal, as lists of numbers show it.
    let hanako = super::world::hanako();
    let certificate = Certificate::from_der(hanako.certificate()).unwrap();
    let serial = certificate.serial_number().expose_protected().to_vec();
    let hex: String = serial.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(hex.len() >= 8);
    for needle in [hex.clone(), hex.to_uppercase(), format!("{serial:?}")] {
        assert!(!shown.contains(&needle));
    }
    // The needles are in what is protected.
    let certificate = bundle.files().find(|(name, _)| *name == "evidence/certificate-1.cer");
    assert!(String::from_utf8_lossy(certificate.unwrap().1).contains("見本"));
}

/// Writes the files that are kept: `cargo test -p jpki-evidence -- --ignored write_bundles`, once for each version.
#[test]
#[ignore = "writes the files that the test above reads"]
fn write_bundles() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    fs::write(folder.join("stamped-message-1.asice"), time_stamped_message(stamped).0).unwrap();
    fs::write(folder.join("logged-login-1.asice"), login(CONTENT, CONTENT, logged).0).unwrap();
}
