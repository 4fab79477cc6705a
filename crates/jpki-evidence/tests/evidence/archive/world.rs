//! Lists of a synthetic JPKI, and an archive for them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jpki_core::limits::Limits;
use jpki_core::time::Timestamp;
use jpki_crypto::RustCrypto;
use jpki_evidence::archive::{ArchiveError, CrlArchive, CrlArchiveWriter, CrlDigest, Retention};
use jpki_revocation::Crl;
use jpki_testkit::jpki::{Authority, Generation, SyntheticJpki};
use jpki_testkit::pki::{CrlBuilder, Extension};

pub(crate) const DAY: Duration = Duration::from_secs(86_400);
pub(crate) const YEAR: Retention = Retention::For(Duration::from_secs(365 * 86_400));

pub(crate) struct World {
    pub(crate) jpki: SyntheticJpki,
    pub(crate) authority: Authority,
}

impl World {
    pub(crate) fn new() -> Self {
        let jpki = SyntheticJpki::of_vectors();
        let authority = jpki.sign_ca(Generation::Third);
        Self { jpki, authority }
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_unix_seconds(self.jpki.instant().unix_timestamp())
    }

    pub(crate) fn builder(&self, number: u64) -> CrlBuilder {
        self.jpki.crl(&self.authority).replace_extension(Extension::crl_number(number))
    }

    /// Today's list with this number.
    pub(crate) fn crl(&self, number: u64) -> Crl {
        self.sign(&self.builder(number))
    }

    pub(crate) fn sign(&self, list: &CrlBuilder) -> Crl {
        Crl::from_der(list.sign(self.authority.key())).unwrap()
    }
}

pub(crate) fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive");
    (folder, path)
}

pub(crate) fn open(path: &Path) -> CrlArchiveWriter {
    try_open(path).unwrap()
}

pub(crate) fn try_open(path: &Path) -> Result<CrlArchiveWriter, ArchiveError> {
    CrlArchiveWriter::open(path, YEAR, Arc::new(RustCrypto), &Limits::DEFAULT)
}

pub(crate) fn reader(path: &Path) -> Result<CrlArchive, ArchiveError> {
    CrlArchive::open(path, Arc::new(RustCrypto), &Limits::DEFAULT)
}

pub(crate) fn digest(crl: &Crl) -> CrlDigest {
    CrlDigest::of(crl, &RustCrypto)
}

pub(crate) fn file(path: &Path, crl: &Crl) -> PathBuf {
    path.join(format!("{}.crl", digest(crl)))
}

pub(crate) fn names(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
