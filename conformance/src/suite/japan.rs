//! Certificates of Japanese authorities in the form `japan-ca-1`.

use std::collections::BTreeMap;
use std::path::Path;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::report::Reason;
use jpki_core::time::ValidationTime;
use jpki_revocation::{Crl, CrlIssuer, RevocationPolicy, RevocationTarget, Status};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::general_name::GeneralName;
use jpki_x509::extension::{self, DistributionPointName, Extensions};
use serde::Deserialize;

use crate::input::{
    Answer, Folder, Obstacle, crypto, hexadecimal, instant, json, oid, sha256, verdict,
};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    certificates: Vec<Described>,
    #[serde(default)]
    signature_links: Vec<SignatureLink>,
    #[serde(default)]
    crls: Vec<List>,
    #[serde(default)]
    dummy_end_entities: Vec<Dummy>,
}

#[derive(Deserialize)]
struct Described {
    file: String,
    serial_hex: String,
    not_before: String,
    not_after: String,
    self_signed: bool,
    extensions: Vec<DescribedExtension>,
    sha256: String,
}

#[derive(Deserialize)]
struct DescribedExtension {
    oid: String,
    critical: bool,
}

#[derive(Deserialize)]
struct SignatureLink {
    certificate: String,
    issuer: String,
    signature: Signature,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Signature {
    Valid,
    Invalid,
}

#[derive(Deserialize)]
struct List {
    file: String,
    issuer_certificate: String,
    this_update: String,
    next_update: String,
    entries: usize,
    extensions: Vec<DescribedExtension>,
}

#[derive(Deserialize)]
struct Dummy {
    file: String,
    serial_hex: String,
    sha256: String,
}

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let folder = Folder::of(manifest);
    let manifest: Manifest = json(manifest)?;
    let mut results = Results::default();
    for described in &manifest.certificates {
        let id = format!("certificate {}", described.file);
        results.add(id, || as_described(described.compare(&folder)));
    }
    for dummy in &manifest.dummy_end_entities {
        results.add(format!("certificate {}", dummy.file), || {
            let certificate = folder.certificate(&dummy.file)?;
            as_described(Ok(compare_bytes(&certificate, &dummy.sha256, &dummy.serial_hex)?))
        });
    }
    for link in &manifest.signature_links {
        let id = format!("signature on {} by {}", link.certificate, link.issuer);
        results.add(id, || link.judge(&folder));
    }
    for list in &manifest.crls {
        let certificates = manifest.certificates_issued_by(&list.issuer_certificate);
        let id = format!("list {}", list.file);
        results.add(id, || as_described(list.compare(&folder, &certificates)));
    }
    Ok(results)
}

impl Manifest {
    fn certificates_issued_by(&self, issuer: &str) -> Vec<&str> {
        let valid = |link: &&SignatureLink| {
            link.issuer == issuer
                && link.certificate != issuer
                && link.signature == Signature::Valid
        };
        self.signature_links.iter().filter(valid).map(|link| &*link.certificate).collect()
    }
}

fn as_described(compared: Result<(), Obstacle>) -> Answer {
    compared.map(|()| CaseResult::passed("as described"))
}

impl Described {
    fn compare(&self, folder: &Folder) -> Result<(), Obstacle> {
        let certificate = folder.certificate(&self.file)?;
        compare_bytes(&certificate, &self.sha256, &self.serial_hex)?;
        equal("notBefore", &certificate.not_before(), &instant(&self.not_before)?)?;
        equal("notAfter", &certificate.not_after(), &instant(&self.not_after)?)?;
        if self.self_signed {
            equal("self-issued", &certificate.is_self_issued(), &true)?;
        }
        Ok(equal("extensions", &oids(certificate.extensions()), &described(&self.extensions)?)?)
    }
}

impl List {
    /// Fields and signature; and that the list, which has no entries, makes good just those certificates
    /// whose distribution points hold the bytes of its own directory name.
    fn compare(&self, folder: &Folder, certificates: &[&str]) -> Result<(), Obstacle> {
        let issuer = folder.certificate(&self.issuer_certificate)?;
        let authority = Authority::new(issuer.subject(), issuer.public_key_bytes(), &*crypto())
            .map_err(|error| error.to_string())?;
        let signer = CrlIssuer::certified(authority.clone(), &issuer, authority.clone())
            .map_err(|reason| format!("{reason:?}"))?;
        let list = Crl::from_der(folder.object(&self.file)?)
            .and_then(|list| list.verify(&signer, &AlgorithmPolicy::current()))
            .map_err(|error| error.to_string())?;
        let view = list.list();
        equal("thisUpdate", &view.this_update(), &instant(&self.this_update)?)?;
        equal("nextUpdate", &view.next_update(), &Some(instant(&self.next_update)?))?;
        equal("entries", &list.entries(), &self.entries)?;
        equal("extensions", &oids(view.extensions()), &described(&self.extensions)?)?;
        let at = ValidationTime::at(view.this_update());
        for file in certificates {
            let certificate = folder.certificate(file)?;
            let target = RevocationTarget::end_entity(&certificate, &authority, &authority);
            let answer = RevocationPolicy::rfc_5280().judge(&target, [&list], at).status();
            let expected = match points_at(&certificate, view) {
                true => Status::Good,
                false => Status::Unknown(Reason::CrlScopeMismatch),
            };
            equal(file, &answer, &expected)?;
        }
        Ok(())
    }
}

fn points_at(certificate: &Certificate, list: &Crl) -> bool {
    let Some(DistributionPointName::FullName(names)) = list.scope().name() else {
        return false;
    };
    let Some(GeneralName::DirectoryName(name)) = names.iter().next() else { return false };
    let points = certificate.extension(extension::oid::CRL_DISTRIBUTION_POINTS);
    points.is_some_and(|points| {
        points.value().windows(name.as_bytes().len()).any(|window| window == name.as_bytes())
    })
}

fn oids(extensions: Extensions<'_>) -> BTreeMap<Vec<u8>, bool> {
    extensions
        .map(|extension| (extension.oid().as_bytes().to_vec(), extension.is_critical()))
        .collect()
}

fn described(extensions: &[DescribedExtension]) -> Result<BTreeMap<Vec<u8>, bool>, String> {
    let entry = |extension: &DescribedExtension| {
        Ok((oid(&extension.oid)?.as_bytes().to_vec(), extension.critical))
    };
    extensions.iter().map(entry).collect()
}

fn compare_bytes(certificate: &Certificate, sha256: &str, serial: &str) -> Result<(), String> {
    equal("SHA-256", &self::sha256(certificate.as_der()).as_str(), &sha256)?;
    let found = hexadecimal(certificate.serial_number().expose_protected());
    equal("serial number", &found.trim_start_matches('0'), &serial.trim_start_matches('0'))
}

fn equal<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, wanted: &T) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("{what}: {found:?} instead of {wanted:?}")) }
}

impl SignatureLink {
    /// For the index, a signature with SHA-1 is not valid.
    fn judge(&self, folder: &Folder) -> Answer {
        let certificate = folder.certificate(&self.certificate)?;
        let issuer = folder.certificate(&self.issuer)?;
        let outcome = Authority::new(issuer.subject(), issuer.public_key_bytes(), &*crypto())
            .map_err(|error| error.to_string())
            .and_then(|authority| {
                let algorithm =
                    certificate.signature_algorithm().map_err(|error| error.to_string())?;
                authority
                    .verify(
                        &algorithm,
                        &AlgorithmPolicy::current(),
                        certificate.signed_bytes(),
                        certificate.signature(),
                    )
                    .map_err(|reason| format!("{reason:?}"))
            });
        let note = match &outcome {
            Ok(scheme) => format!("signed with {scheme}"),
            Err(error) => error.clone(),
        };
        let expected = self.signature == Signature::Valid;
        Ok(verdict(outcome.is_ok() == expected, note))
    }
}
