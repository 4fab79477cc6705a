//! Wycheproof's tests of signatures: `rsassa_pkcs1_verify`, `rsassa_pss_verify`,
//! `rsassa_pss_with_parameters_verify`, `ecdsa_verify` and `eddsa_verify`, each with both backends.

use std::path::Path;

use jpki_core::algorithm::{AlgorithmError, DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, CryptoError, SignedInput};
use jpki_crypto::{AwsLc, RustCrypto};
use serde::Deserialize;
use serde_json::Value;

use crate::input::{Answer, Obstacle, json, verdict};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    test_groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    #[serde(alias = "keyDer")]
    public_key_der: Option<String>,
    sha: Option<String>,
    mgf_sha: Option<String>,
    s_len: Option<u16>,
    #[serde(rename = "type")]
    kind: String,
    tests: Vec<Value>,
}

#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    flags: Vec<String>,
    msg: String,
    sig: String,
    result: Expected,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Valid,
    Invalid,
    /// A verifier may do either.
    Acceptable,
}

const BACKENDS: [&dyn CryptoBackend; 2] = [&RustCrypto, &AwsLc];

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let file = manifest.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let manifest: Manifest = json(manifest)?;
    let mut results = Results::default();
    for group in &manifest.test_groups {
        for (place, case) in group.tests.iter().enumerate() {
            let number = case.get("tcId").and_then(Value::as_u64);
            let number = number.unwrap_or(u64::try_from(place).unwrap_or_default());
            results.add(format!("{file} {number:04}"), || {
                let case = Case::deserialize(case)
                    .map_err(|error| format!("the case cannot be read: {error}"))?;
                case.judge(&group.key()?, group.scheme()?)
            });
        }
    }
    Ok(results)
}

impl Group {
    fn key(&self) -> Result<Vec<u8>, Obstacle> {
        let key = self.public_key_der.as_ref();
        let key = key.ok_or_else(|| "a group without a key in DER".to_owned())?;
        Ok(bytes(key)?)
    }

    fn scheme(&self) -> Result<SignatureScheme, Obstacle> {
        match self.kind.as_str() {
            "RsassaPkcs1Verify" => Ok(SignatureScheme::RsaPkcs1(digest(self.sha.as_deref())?)),
            "RsassaPssVerify" | "RsassaPssWithParametersVerify" => {
                let digest = digest(self.sha.as_deref())?;
                if self.mgf_sha.is_some() && self.mgf_sha != self.sha {
                    let why =
                        "RSASSA-PSS with one digest for message and mask only (RFC 4055 §3.1)";
                    return Err(Obstacle::NotOffered(why.to_owned()));
                }
                let salt = self.s_len.ok_or_else(|| "no length of the salt".to_owned())?;
                Ok(SignatureScheme::RsaPss { digest, salt })
            }
            "EcdsaVerify" => Ok(SignatureScheme::Ecdsa(digest(self.sha.as_deref())?)),
            "EddsaVerify" => Ok(SignatureScheme::Ed25519),
            kind => Err(Obstacle::NotOffered(format!("tests of kind {kind}"))),
        }
    }
}

fn digest(name: Option<&str>) -> Result<DigestAlgorithm, Obstacle> {
    match name {
        Some("SHA-1") => Ok(DigestAlgorithm::Sha1),
        Some("SHA-256") => Ok(DigestAlgorithm::Sha256),
        Some("SHA-384") => Ok(DigestAlgorithm::Sha384),
        Some("SHA-512") => Ok(DigestAlgorithm::Sha512),
        Some(other) => Err(Obstacle::NotOffered(format!("digest {other}"))),
        None => Err(Obstacle::Unclear("no digest".to_owned())),
    }
}

impl Case {
    /// What a verifier may take or leave is refused: RFC 8017 §8.2.2 compares with the one encoding that
    /// §9.2 makes, in which the parameters of the digest are NULL.
    fn judge(&self, key: &[u8], scheme: SignatureScheme) -> Answer {
        let (message, signature) = (bytes(&self.msg)?, bytes(&self.sig)?);
        let key = match PublicKeyInfo::from_der(key) {
            Err(AlgorithmError::Unknown) => {
                return Err(Obstacle::NotOffered("a key of this kind".to_owned()));
            }
            key => key.map_err(|_| CryptoError::KeyRejected),
        };
        let outcomes = BACKENDS
            .map(|backend| backend.verify(&key?, scheme, SignedInput::Bytes(&message), &signature));
        let note = match outcomes[0] {
            Ok(()) => "accepted".to_owned(),
            Err(error) => format!("{error} ({})", self.flags.join(", ")),
        };
        Ok(match outcomes.map(|outcome| outcome.is_ok()) {
            [true, true] => verdict(self.result == Expected::Valid, note),
            [false, false] => verdict(self.result != Expected::Valid, note),
            _ => CaseResult::failed(format!("the backends differ: {outcomes:?}")),
        })
    }
}

fn bytes(hexadecimal: &str) -> Result<Vec<u8>, String> {
    let digits = hexadecimal.as_bytes();
    let byte = |pair: &[u8]| {
        let text = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(text, 16).ok()
    };
    let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    bytes
        .filter(|_| digits.len().is_multiple_of(2))
        .ok_or_else(|| "no hexadecimal digits".to_owned())
}
