//! What OpenSSL says of published data, and files that hold no certificate.

use std::fs;
use std::path::{Path, PathBuf};

use jpki_test_support::{conformance, openssl};

use super::inspect;

/// Returns whether OpenSSL finds a certificate in a CMS message.
fn holds_certificates(message: &Path) -> bool {
    let message = message.to_str().expect("a name");
    let run = |form| openssl::run(["pkcs7", "-inform", form, "-in", message, "-print_certs"], b"");
    ["DER", "PEM"].iter().any(|form| {
        run(form).is_ok_and(|printed| String::from_utf8_lossy(&printed).contains("BEGIN CERT"))
    })
}

#[test]
// Requirement: PRIV-03
fn no_certificate_in_a_cms_message_is_missed() {
    let Some(folder) = conformance::folder() else { return };
    if !openssl::available() {
        return;
    }
    let (mut holding, mut missed) = (0, Vec::new());
    for path in conformance::files(&folder.join("cms"), "der") {
        let told = inspect(&fs::read(&path).expect("a file"));
        if holds_certificates(&path) {
            holding += 1;
            if !told.ends_with("certificate") {
                missed.push((path, told));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(holding >= 100, "{holding}");
}

#[test]
// Requirement: PRIV-03
fn no_certificate_file_is_missed() {
    let Some(folder) = conformance::folder() else { return };
    if !openssl::available() {
        return;
    }
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors");
    let mut files = conformance::files(&folder, "crt");
    files.extend(conformance::files(&vectors, "cer"));
    let mut missed = Vec::new();
    let mut holding = 0;
    for path in files {
        let bytes = fs::read(&path).expect("a file");
        let told = inspect(&bytes);
        if told.ends_with("certificate") {
            holding += 1;
        } else if openssl::run(["x509", "-inform", "DER", "-noout"], &bytes).is_ok() {
            missed.push((path, told));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(holding >= 900, "{holding}");
}

#[test]
// Requirement: PRIV-03
fn no_signed_pdf_is_missed() {
    let Some(folder) = conformance::folder() else { return };
    let folder = folder.join("pdf");
    let manifest = fs::read(folder.join("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
    let (mut holding, mut without) = (0, 0);
    for file in manifest["files"].as_array().expect("files") {
        let name = file["file"].as_str().expect("a name");
        let told = inspect(&fs::read(folder.join(name)).expect("a file"));
        let signatures = file["expected"]["signatures"].as_array().expect("signatures");
        if signatures.iter().any(|one| one["signer_certificate_inside"] == true) {
            assert!(told.ends_with("certificate"), "{name}: {told}");
            holding += 1;
        } else if told == "clean" {
            without += 1;
        }
    }
    assert!(holding >= 100, "{holding}");
    // The unsigned ones, and those whose signature is empty.
    assert!(without >= 30, "{without}");
}

/// Returns the files that hold no certificate: lists, signatures, responses without one, and this repository's texts.
fn without_certificates() -> Vec<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for extension in ["rs", "md", "json", "toml", "txt", "tsv", "crl", "sig"] {
        for folder in ["crates", "docs", "examples", "fuzz/fuzz_targets", "test-vectors"] {
            files.extend(conformance::files(&repository.join(folder), extension));
        }
    }
    if let Some(folder) = conformance::folder() {
        files.extend(conformance::files(&folder, "crl"));
        files.extend(conformance::files(&folder.join("cms"), "bin"));
        let responses = conformance::files(&folder.join("ocsp"), "der");
        files.extend(responses.into_iter().filter(|path| responds_without_certificate(path)));
    }
    // Its name says what it is; the detector's table of marks holds one.
    files.retain(|path| {
        !path.ends_with("lists/list-is-certificate.crl") && !path.ends_with("detector/obstacles.rs")
    });
    files
}

fn responds_without_certificate(path: &Path) -> bool {
    let path = path.to_str().expect("a name");
    let printed = openssl::run(["ocsp", "-respin", path, "-resp_text", "-noverify"], b"");
    printed.is_ok_and(|printed| !String::from_utf8_lossy(&printed).contains("BEGIN CERT"))
}

#[test]
// Requirement: PRIV-03
fn files_without_a_certificate_are_clean() {
    if !openssl::available() {
        return;
    }
    let files = without_certificates();
    for path in &files {
        assert_eq!(inspect(&fs::read(path).expect("a file")), "clean", "{}", path.display());
    }
    eprintln!("{} files", files.len());
    assert!(files.len() >= 900, "{}", files.len());
}

#[test]
fn random_bytes_are_clean() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for size in (0..300).map(|size| size * 47) {
        let file: Vec<u8> = std::iter::repeat_with(|| {
            // xorshift64
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        })
        .take(size)
        .collect();
        assert_eq!(inspect(&file), "clean");
    }
}
