//! Wycheproof: nothing invalid accepted, nothing valid refused.

use std::fs;
use std::path::PathBuf;

use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::crypto::CryptoError;
use jpki_test_support::conformance;
use serde::Deserialize;

use crate::support::{Signed, from_hex};

#[derive(Deserialize)]
struct Index {
    files: Vec<IndexEntry>,
}

#[derive(Deserialize)]
struct IndexEntry {
    file: String,
    schema: String,
    tests: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    test_groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    public_key_der: String,
    sha: String,
    tests: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    tc_id: u32,
    msg: String,
    sig: String,
    result: String,
    flags: Vec<String>,
}

impl Case {
    fn expected(&self) -> Result<(), CryptoError> {
        match self.result.as_str() {
            "valid" => Ok(()),
            "invalid" => Err(CryptoError::Invalid),
            // RFC 8017 §9.2 note 1 gives one DigestInfo for each digest, with NULL: no other is taken.
            "acceptable" if self.flags == ["MissingNull"] => Err(CryptoError::Invalid),
            other => panic!("case {}: no rule for {other} with {:?}", self.tc_id, self.flags),
        }
    }
}

#[test]
fn rsa_pkcs1() {
    let Some(folder) = folder() else { return };
    let index: Index = read(&folder, "index.json");
    assert!(!index.files.is_empty());
    for entry in index.files {
        assert_eq!(entry.schema, "rsassa_pkcs1_verify_schema_v1.json", "{}", entry.file);
        let file: File = read(&folder, &entry.file);
        let mut count = 0;
        for group in &file.test_groups {
            let key = from_hex(&group.public_key_der);
            let scheme = SignatureScheme::RsaPkcs1(match group.sha.as_str() {
                "SHA-1" => DigestAlgorithm::Sha1,
                "SHA-256" => DigestAlgorithm::Sha256,
                "SHA-384" => DigestAlgorithm::Sha384,
                "SHA-512" => DigestAlgorithm::Sha512,
                other => panic!("{other} is no digest of these crates"),
            });
            for case in &group.tests {
                let signed = Signed {
                    key: key.clone(),
                    scheme,
                    message: from_hex(&case.msg),
                    signature: from_hex(&case.sig),
                };
                assert_eq!(signed.verify(), case.expected(), "{} case {}", entry.file, case.tc_id);
                count += 1;
            }
        }
        assert_eq!(count, entry.tests, "{}", entry.file);
    }
}

/// Keys of either kind, with parameters and without.
#[test]
fn rsa_pss() {
    let Some(folder) = folder() else { return };
    for file in
        ["rsa_pss_2048_sha256_mgf1_32_test.json", "rsa_pss_2048_sha256_mgf1_32_params_test.json"]
    {
        let tests: File = read(&folder, file);
        let mut count = 0;
        for group in &tests.test_groups {
            assert_eq!(group.sha, "SHA-256", "{file}");
            for case in &group.tests {
                let signed = Signed {
                    key: from_hex(&group.public_key_der),
                    scheme: SignatureScheme::rsa_pss(DigestAlgorithm::Sha256),
                    message: from_hex(&case.msg),
                    signature: from_hex(&case.sig),
                };
                assert_eq!(signed.verify(), case.expected(), "{file} case {}", case.tc_id);
                count += 1;
            }
        }
        assert!(count > 50, "{file}: {count}");
    }
}

fn folder() -> Option<PathBuf> {
    Some(conformance::folder()?.join("wycheproof"))
}

fn read<T: for<'de> Deserialize<'de>>(folder: &std::path::Path, name: &str) -> T {
    let text = fs::read(folder.join(name)).expect("a readable file");
    serde_json::from_slice(&text).expect("the format of Wycheproof")
}
