use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::limits::Limits;
use jpki_core::localized::Localized as _;
use jpki_crypto::RustCrypto;
use jpki_revocation::store::CrlSource;
use jpki_revocation::{CrlIssuer, VerifiedCrl};
use jpki_x509::kind::{CertificateKind, Generation};
use jpki_x509::trust::{Fingerprint, Pin, PinTable, TrustDomain, TrustStore};

use crate::arguments::{Arguments, Environment};

/// The authorities, each pinned.
pub(crate) fn read_trust(arguments: &Arguments) -> Result<TrustStore, Box<dyn Error>> {
    let pins = match arguments.environment {
        Environment::Production => PinTable::production(),
        Environment::Test => PinTable::empty(TrustDomain::JlisTest),
    };
    let pins = match &arguments.pins {
        Some(path) => read_pins(path, pins)?,
        None => pins,
    };
    let files = arguments.anchors.iter().map(|path| read(path));
    let certificates = files.collect::<Result<Vec<Vec<u8>>, String>>()?;
    Ok(TrustStore::from_pinned(&pins, certificates, &RustCrypto)?)
}

/// Every list that can be read and that an authority of this trust store signed. One that cannot be is an
/// error: without it customers would seem unknown.
pub(crate) fn read_lists(
    paths: &[PathBuf],
    trust: &TrustStore,
) -> Result<Vec<VerifiedCrl>, Box<dyn Error>> {
    let issuers = CrlIssuer::of_anchors(trust);
    let mut verified = Vec::new();
    for path in paths {
        let source = match path.is_dir() {
            true => CrlSource::Directory(path.clone()),
            false => CrlSource::File(path.clone()),
        };
        let lists = source
            .read(&Limits::DEFAULT)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        for (file, list) in lists {
            let refused = |error: &dyn Error| format!("{}: {error}", file.display());
            let list = list.map_err(|error| refused(&error))?;
            let list = list.verify_by_one_of(&issuers, &AlgorithmPolicy::current());
            verified.push(list.map_err(|error| refused(&error))?);
        }
    }
    Ok(verified)
}

fn read_pins(path: &Path, table: PinTable) -> Result<PinTable, String> {
    let bytes = read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines.into_iter().try_fold(table, |table, (number, line): (u32, &str)| {
        let pin =
            pin(line).ok_or_else(|| format!("{}: line {number}: not a pin", path.display()))?;
        Ok(table.with(pin))
    })
}

fn pin(line: &str) -> Option<Pin> {
    let mut words = line.splitn(3, char::is_whitespace);
    let kinds = [CertificateKind::Signature, CertificateKind::UserAuthentication];
    let kind = words.next()?;
    let issues = kinds.into_iter().find(|known| known.code() == kind)?;
    let generation = Generation::new(words.next()?.parse().ok()?);
    Some(Pin { certificate: Fingerprint::from_hex(words.next()?.trim())?, issues, generation })
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}
