//! What the examples run on: `test-vectors/`, made by `jpki-testkit`. No real person's data.

#![allow(clippy::exhaustive_structs, reason = "not published")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use jpki_verify::CryptoBackend;
use jpki_verify::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_verify::crypto::RustCrypto;
use jpki_verify::revocation::RevocationPolicy;
use jpki_verify::x509::kind::{CertificateKind, Generation};
use jpki_verify::x509::trust::{Fingerprint, Pin, PinTable, TrustDomain};
use jpki_verify::{Certificate, LoadedCrls, Timestamp, TrustStore, ValidationTime, Verifier};
use serde::Deserialize;

/// The manifest of the vectors and the folder that it lies in.
pub struct Vectors {
    folder: PathBuf,
    manifest: Manifest,
}

#[derive(Deserialize)]
struct Manifest {
    trust: Trust,
    cases: Vec<Entry>,
}

#[derive(Deserialize)]
struct Trust {
    sign: Vec<String>,
    auth: Vec<String>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    certificate: String,
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    signature: Option<String>,
    #[serde(default)]
    scheme: Option<String>,
    #[serde(default)]
    crl: Vec<String>,
    #[serde(default)]
    arl: Vec<String>,
    at: String,
}

/// A signed document with the lists of the day.
pub struct SignedCase {
    /// Certificate in DER.
    pub certificate: Vec<u8>,
    /// What was signed.
    pub content: Vec<u8>,
    /// Signature value.
    pub signature: Vec<u8>,
    /// How it was signed.
    pub scheme: SignatureScheme,
    /// Lists of users' certificates (CRL) in DER.
    pub crls: Vec<Vec<u8>>,
    /// Lists of authorities' certificates (ARL) in DER.
    pub arls: Vec<Vec<u8>>,
    /// The instant to judge as of.
    pub at: ValidationTime,
}

/// A valid signature with its certificate, and a verifier that knows the lists of its day: for examples about what
/// comes after.
///
/// # Errors
/// If the vectors cannot be read.
pub fn valid_signature() -> Result<(Verifier, Certificate, SignedCase), Box<dyn Error>> {
    let vectors = Vectors::open()?;
    let (trust, case) = (vectors.trust()?, vectors.signed("sign-valid")?);
    let mut crls = LoadedCrls::new(RevocationPolicy::daily());
    for crl in case.crls.clone() {
        crls.add_crl(crl, &trust)?;
    }
    for arl in case.arls.clone() {
        crls.add_arl(arl, &trust)?;
    }
    let verifier = Verifier::builder().trust(trust).revocation(crls).build()?;
    Ok((verifier, Certificate::from_der(&case.certificate)?, case))
}

impl Vectors {
    /// The vectors beside these examples.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn open() -> Result<Self, Box<dyn Error>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../test-vectors");
        let manifest = serde_json::from_slice(&fs::read(folder.join("manifest.json"))?)?;
        Ok(Self { folder, manifest })
    }

    /// The synthetic authorities, pinned by the digests of their certificates.
    ///
    /// # Errors
    /// If a file cannot be read or is refused.
    pub fn trust(&self) -> Result<TrustStore, Box<dyn Error>> {
        self.trust_with(&RustCrypto)
    }

    /// The same with another crypto backend.
    ///
    /// # Errors
    /// As [`Self::trust`].
    pub fn trust_with(&self, crypto: &dyn CryptoBackend) -> Result<TrustStore, Box<dyn Error>> {
        let trust = &self.manifest.trust;
        let kinds = [
            (CertificateKind::Signature, &trust.sign),
            (CertificateKind::UserAuthentication, &trust.auth),
        ];
        let mut pins = PinTable::empty(TrustDomain::Synthetic);
        let mut certificates = Vec::new();
        for (issues, files) in kinds {
            for (number, file) in (1..).zip(files) {
                let bytes = self.read(file)?;
                let certificate = Fingerprint::of(&bytes, crypto);
                let generation = Generation::new(number);
                pins = pins.with(Pin { certificate, issues, generation });
                certificates.push(bytes);
            }
        }
        Ok(TrustStore::from_pinned(&pins, certificates, crypto)?)
    }

    /// The signed document of this name.
    ///
    /// # Errors
    /// If there is none, or a file cannot be read.
    pub fn signed(&self, id: &str) -> Result<SignedCase, Box<dyn Error>> {
        let entry = self.manifest.cases.iter().find(|entry| entry.id == id);
        let entry = entry.ok_or_else(|| format!("no case {id} in the manifest"))?;
        let (Some(content), Some(signature)) = (&entry.content, &entry.signature) else {
            return Err(format!("{id} is no signed document").into());
        };
        let read_all = |files: &[String]| -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
            files.iter().map(|file| self.read(file)).collect()
        };
        let at = Timestamp::from_rfc3339(&entry.at).ok_or("no instant")?;
        Ok(SignedCase {
            certificate: self.read(&entry.certificate)?,
            content: self.read(content)?,
            signature: self.read(signature)?,
            scheme: scheme(entry.scheme.as_deref().unwrap_or_default())?,
            crls: read_all(&entry.crl)?,
            arls: read_all(&entry.arl)?,
            at: ValidationTime::at(at),
        })
    }

    fn read(&self, file: &str) -> Result<Vec<u8>, Box<dyn Error>> {
        fs::read(self.folder.join(file)).map_err(|error| format!("{file}: {error}").into())
    }
}

fn scheme(name: &str) -> Result<SignatureScheme, Box<dyn Error>> {
    use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    match name {
        "rsa-pkcs1-sha1" => Ok(SignatureScheme::RsaPkcs1(Sha1)),
        "rsa-pkcs1-sha256" => Ok(SignatureScheme::RsaPkcs1(Sha256)),
        "rsa-pkcs1-sha384" => Ok(SignatureScheme::RsaPkcs1(Sha384)),
        "rsa-pkcs1-sha512" => Ok(SignatureScheme::RsaPkcs1(Sha512)),
        "rsa-pkcs1-bare-sha256" => Ok(SignatureScheme::RsaPkcs1BareDigest(Sha256)),
        "rsa-pss-sha256" => Ok(SignatureScheme::rsa_pss(Sha256)),
        "rsa-pss-sha384" => Ok(SignatureScheme::rsa_pss(Sha384)),
        "rsa-pss-sha512" => Ok(SignatureScheme::rsa_pss(Sha512)),
        _ => Err(format!("no signature scheme {name}").into()),
    }
}
