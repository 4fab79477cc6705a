use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;
use jpki_core::der::{DerError, DerErrorKind};
use jpki_core::limits::Limits;
use jpki_core::protected::ProtectedBytes;
use jpki_revocation::Crl;

use super::folder::Folder;
use super::{ArchiveError, CrlDigest};

/// An archive for reading: changes nothing in the folder and holds no lock.
#[derive(Clone)]
pub struct CrlArchive {
    pub(super) folder: Folder,
    pub(super) crypto: Arc<dyn CryptoBackend>,
    pub(super) limits: Limits,
}

impl CrlArchive {
    /// Opens the folder of an archive. Lists that are larger than these limits allow are not read.
    ///
    /// # Errors
    /// [`ArchiveError::NotArchive`], [`ArchiveError::NewerFormat`], or if the folder cannot be read.
    pub fn open(
        folder: impl AsRef<Path>,
        crypto: Arc<dyn CryptoBackend>,
        limits: &Limits,
    ) -> Result<Self, ArchiveError> {
        let folder = Folder::of_archive(folder.as_ref())?;
        Ok(Self { folder, crypto, limits: *limits })
    }

    /// Returns the list with this digest, as it came: well formed, and not verified. `None` if it is not kept.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`] if the file's content is another, [`ArchiveError::NotFile`], [`ArchiveError::Refused`]
    /// beyond the limits, or if the file cannot be read.
    // Requirement: H06-09
    pub fn find(&self, digest: &CrlDigest) -> Result<Option<Crl>, ArchiveError> {
        let Some(bytes) = self.read(digest)? else { return Ok(None) };
        let read = Crl::from_owner(Arc::new(bytes.clone()), &self.limits);
        let found = match &read {
            Ok(crl) => CrlDigest::of(crl, &*self.crypto),
            Err(_) => self.digest_of(bytes.expose_protected()),
        };
        if found != *digest {
            return Err(ArchiveError::Damaged(*digest));
        }
        read.map(Some).map_err(|error| ArchiveError::Refused(*digest, error))
    }

    /// Returns the digests of all lists, in no order. Their files are not opened.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn digests(&self) -> Result<Vec<CrlDigest>, ArchiveError> {
        Ok(self.folder.lists()?)
    }

    /// The file's bytes, whatever they are.
    fn read(&self, digest: &CrlDigest) -> Result<Option<ProtectedBytes>, ArchiveError> {
        let path = self.folder.path_of(digest);
        let length = match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            found => match found? {
                file if file.is_file() => file.len(),
                _ => return Err(ArchiveError::NotFile(*digest)),
            },
        };
        let most = u64::try_from(self.limits.crl_bytes).unwrap_or(u64::MAX);
        if length > most {
            let error = DerError { kind: DerErrorKind::TooLarge, position: 0 };
            return Err(ArchiveError::Refused(*digest, error.into()));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        File::open(&path)?.take(length).read_to_end(&mut bytes)?;
        Ok(Some(bytes.into()))
    }

    /// The digest of the file's content, whatever its size.
    pub(super) fn digest_of_file(&self, path: &Path) -> io::Result<CrlDigest> {
        let mut file = File::open(path)?;
        let mut hasher = self.crypto.hasher(DigestAlgorithm::Sha256);
        let mut piece = vec![0; 1 << 16];
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(CrlDigest::of_sha_256(&hasher.finish())),
                read => hasher.update(piece.get(..read).unwrap_or_default()),
            }
        }
    }

    fn digest_of(&self, bytes: &[u8]) -> CrlDigest {
        CrlDigest::of_sha_256(&self.crypto.digest(DigestAlgorithm::Sha256, bytes))
    }
}

impl fmt::Debug for CrlArchive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CrlArchive")
    }
}
