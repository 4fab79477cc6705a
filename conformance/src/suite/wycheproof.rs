//! Wycheproof's `rsassa_pkcs1_verify_schema_v1.json`.

use std::path::Path;

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoError, Message};
use serde::Deserialize;

use crate::input::{crypto, json};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    test_groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    public_key_der: String,
    sha: String,
    #[serde(rename = "type")]
    kind: String,
    tests: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    tc_id: u32,
    flags: Vec<String>,
    msg: String,
    sig: String,
    result: Expected,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Valid,
    Invalid,
    /// A verifier may do either.
    Acceptable,
}

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let file = manifest.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let manifest: Manifest = json(manifest)?;
    let mut results = Results::default();
    for group in &manifest.test_groups {
        let digest = match group.sha.as_str() {
            "SHA-1" => DigestAlgorithm::Sha1,
            "SHA-256" => DigestAlgorithm::Sha256,
            "SHA-384" => DigestAlgorithm::Sha384,
            "SHA-512" => DigestAlgorithm::Sha512,
            other => return Err(format!("unknown digest {other}")),
        };
        if group.kind != "RsassaPkcs1Verify" {
            return Err(format!("unknown kind of test {}", group.kind));
        }
        let key = octets(&group.public_key_der)?;
        for case in &group.tests {
            let id = format!("{file} {:04}", case.tc_id);
            results.cases.insert(id, case.judge(&key, SignatureScheme::RsaPkcs1(digest))?);
        }
    }
    Ok(results)
}

impl Case {
    /// What a verifier may take or leave is refused: RFC 8017 §8.2.2 compares with the one encoding that
    /// §9.2 makes, in which the parameters of the digest are NULL.
    fn judge(&self, key: &[u8], scheme: SignatureScheme) -> Result<CaseResult, String> {
        let (message, signature) = (octets(&self.msg)?, octets(&self.sig)?);
        let outcome = PublicKeyInfo::from_der(key)
            .map_err(|_| CryptoError::KeyRejected)
            .and_then(|key| crypto().verify(&key, scheme, Message::Octets(&message), &signature));
        let note = match outcome {
            Ok(()) => "accepted".to_owned(),
            Err(error) => format!("{error} ({})", self.flags.join(", ")),
        };
        Ok(match (self.result, outcome) {
            (Expected::Valid, Ok(())) => CaseResult::passed(note),
            (Expected::Invalid | Expected::Acceptable, Err(_)) => CaseResult::passed(note),
            _ => CaseResult::failed(note),
        })
    }
}

fn octets(hexadecimal: &str) -> Result<Vec<u8>, String> {
    let digits = hexadecimal.as_bytes();
    let octet = |pair: &[u8]| {
        let text = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(text, 16).ok()
    };
    let octets: Option<Vec<u8>> = digits.chunks(2).map(octet).collect();
    octets
        .filter(|_| digits.len().is_multiple_of(2))
        .ok_or_else(|| "no hexadecimal digits".to_owned())
}
