//! Certificates of Japanese authorities in the form `japan-ca-1`.

use std::collections::BTreeMap;
use std::path::Path;

use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm};
use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_revocation::{ListIssuer, RevocationList, RevocationPolicy, Status, Target};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::general_name::GeneralName;
use jpki_x509::extension::{self, DistributionPointName, Extensions};
use serde::Deserialize;

use crate::input::{Folder, crypto, json, oid};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
struct Manifest {
    certificates: Vec<Described>,
    signature_links: Vec<SignatureLink>,
    crls: Vec<List>,
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
        let result = result_of(described.compare(&folder));
        results.cases.insert(format!("certificate {}", described.file), result);
    }
    for dummy in &manifest.dummy_end_entities {
        let compared = folder
            .certificate(&dummy.file)
            .and_then(|certificate| compare_octets(&certificate, &dummy.sha256, &dummy.serial_hex));
        results.cases.insert(format!("certificate {}", dummy.file), result_of(compared));
    }
    for link in &manifest.signature_links {
        let id = format!("signature on {} by {}", link.certificate, link.issuer);
        results.cases.insert(id, link.judge(&folder)?);
    }
    for list in &manifest.crls {
        let certificates = manifest.certificates_issued_by(&list.issuer_certificate);
        let result = result_of(list.compare(&folder, &certificates));
        results.cases.insert(format!("list {}", list.file), result);
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

fn result_of(compared: Result<(), String>) -> CaseResult {
    match compared {
        Ok(()) => CaseResult::passed("as described"),
        Err(difference) => CaseResult::failed(difference),
    }
}

impl Described {
    fn compare(&self, folder: &Folder) -> Result<(), String> {
        let certificate = folder.certificate(&self.file)?;
        compare_octets(&certificate, &self.sha256, &self.serial_hex)?;
        equal("notBefore", &certificate.not_before(), &time(&self.not_before)?)?;
        equal("notAfter", &certificate.not_after(), &time(&self.not_after)?)?;
        if self.self_signed {
            equal("self-issued", &certificate.is_self_issued(), &true)?;
        }
        equal("extensions", &oids(certificate.extensions()), &described(&self.extensions)?)
    }
}

impl List {
    /// Fields and signature; and that the list, which has no entries, makes good just those certificates
    /// whose distribution points hold the octets of its own directory name.
    fn compare(&self, folder: &Folder, certificates: &[&str]) -> Result<(), String> {
        let issuer = folder.certificate(&self.issuer_certificate)?;
        let authority = Authority::new(issuer.subject(), issuer.public_key_octets(), &*crypto())
            .map_err(|error| error.to_string())?;
        let signer = ListIssuer::certified(authority.clone(), &issuer, authority.clone())
            .map_err(|reason| format!("{reason:?}"))?;
        let list = RevocationList::from_der(folder.octets(&self.file)?)
            .and_then(|list| list.verify(&signer, &AlgorithmPolicy::current()))
            .map_err(|error| error.to_string())?;
        let view = list.list();
        equal("thisUpdate", &view.this_update(), &time(&self.this_update)?)?;
        equal("nextUpdate", &view.next_update(), &Some(time(&self.next_update)?))?;
        equal("entries", &list.entries(), &self.entries)?;
        equal("extensions", &oids(view.extensions()), &described(&self.extensions)?)?;
        let at = ValidationTime::at(view.this_update());
        for file in certificates {
            let certificate = folder.certificate(file)?;
            let target = Target::end_entity(&certificate, &authority, &authority);
            let answer = RevocationPolicy::rfc_5280().judge(&target, [&list], at).status();
            let expected = match points_at(&certificate, view) {
                true => Status::Good,
                false => Status::Unknown(Reason::ListScopeMismatch),
            };
            equal(file, &answer, &expected)?;
        }
        Ok(())
    }
}

fn points_at(certificate: &Certificate, list: &RevocationList) -> bool {
    let Some(DistributionPointName::FullName(mut names)) = list.scope().name() else {
        return false;
    };
    let Some(GeneralName::DirectoryName(name)) = names.next() else { return false };
    let points = certificate.extension(extension::oid::CRL_DISTRIBUTION_POINTS);
    points.is_some_and(|points| {
        points.value().windows(name.octets().len()).any(|window| window == name.octets())
    })
}

fn oids(extensions: Extensions<'_>) -> BTreeMap<Vec<u8>, bool> {
    extensions.map(|extension| (extension.oid().to_vec(), extension.is_critical())).collect()
}

fn described(extensions: &[DescribedExtension]) -> Result<BTreeMap<Vec<u8>, bool>, String> {
    let entry = |extension: &DescribedExtension| {
        Ok((oid(&extension.oid)?.as_bytes().to_vec(), extension.critical))
    };
    extensions.iter().map(entry).collect()
}

fn compare_octets(certificate: &Certificate, sha256: &str, serial: &str) -> Result<(), String> {
    let digest = crypto().digest(DigestAlgorithm::Sha256, certificate.der());
    equal("SHA-256", &hexadecimal(digest.octets()).as_str(), &sha256)?;
    let found = hexadecimal(certificate.serial_number().expose_protected());
    equal("serial number", &found.trim_start_matches('0'), &serial.trim_start_matches('0'))
}

fn equal<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, wanted: &T) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("{what}: {found:?} instead of {wanted:?}")) }
}

fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::from_rfc3339(text).ok_or_else(|| format!("no time: {text}"))
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

impl SignatureLink {
    /// For the index, a signature with SHA-1 is not valid.
    fn judge(&self, folder: &Folder) -> Result<CaseResult, String> {
        let certificate = folder.certificate(&self.certificate)?;
        let issuer = folder.certificate(&self.issuer)?;
        let outcome = Authority::new(issuer.subject(), issuer.public_key_octets(), &*crypto())
            .map_err(|error| error.to_string())
            .and_then(|authority| {
                let algorithm =
                    certificate.signature_algorithm().map_err(|error| error.to_string())?;
                authority
                    .verify(
                        &algorithm,
                        &AlgorithmPolicy::current(),
                        certificate.signed_octets(),
                        certificate.signature(),
                    )
                    .map_err(|reason| format!("{reason:?}"))
            });
        let note = match &outcome {
            Ok(scheme) => format!("signed with {scheme}"),
            Err(error) => error.clone(),
        };
        let expected = self.signature == Signature::Valid;
        Ok(if outcome.is_ok() == expected {
            CaseResult::passed(note)
        } else {
            CaseResult::failed(note)
        })
    }
}
