//! Lists kept for many questions: in memory, and on disk across restarts.

mod catalogue;
mod directory;
mod map;
mod source;

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use arc_swap::ArcSwap;
use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Limits;
use jpki_core::report::Reason;
use jpki_core::time::ValidationTime;

use crate::issuer::ListIssuer;
use crate::list::VerifiedList;
use crate::status::{Judgement, RevocationPolicy, Status, Target};
use crate::stored::StoredListError;
use catalogue::Catalogue;
use directory::Directory;

pub use source::{ListSource, SourceError};

/// The newest verified list of every kind: by the key that signed it, its distribution point, what it
/// covers, and whether it is complete or a delta. Two authorities may give the same serial numbers, so
/// their lists never meet.
///
/// A list replaces the one of its kind only if it is newer, and stays until then: what was known last is
/// known still, as long as the policy's freshness allows. Readers never wait for a list to be taken in,
/// and never see none where there was one.
pub struct ListStore {
    catalogue: ArcSwap<Catalogue>,
    /// Held while a list is taken in.
    directory: Mutex<Option<Directory>>,
}

/// What became of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenIn {
    /// It is the first of its kind.
    First,
    /// It replaced an older one.
    Replaced,
    /// It is the one that was there.
    Unchanged,
}

/// Why a list was not taken in. What was there before is there still.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TakeInError {
    /// Its number is lower, or it was issued earlier, than the one that is there.
    #[error("the revocation list is older than the one in the store")]
    Older,
    /// It has the number of the one that is there but other content: one of them must be false
    /// (RFC 5280 §5.2.3).
    #[error("the revocation list has the number of another one")]
    SameNumberOtherContent,
    /// It could not be written, or not be read again.
    #[error("the revocation list could not be stored: {0}")]
    Storage(#[from] StorageError),
}

/// Why a directory or a file in it could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// The file system said so.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file is no stored list, or damaged.
    #[error(transparent)]
    File(#[from] StoredListError),
}

impl ListStore {
    /// A store without lists, in memory only.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { catalogue: ArcSwap::default(), directory: Mutex::new(None) }
    }

    /// A store that keeps its lists in a directory, which is made if it is missing, with the lists that
    /// are there. Opening takes milliseconds, whatever their size.
    ///
    /// Lists that cannot be opened are left out and told: files that are damaged, and lists of signers
    /// that are not among the issuers. What opening checks and what it does not is told at
    /// [`VerifiedList::open_stored`]; above all, the directory must be as safe from writing by others as
    /// the trust anchors are. At a time one process may take lists in.
    ///
    /// # Errors
    /// If the directory cannot be made or read.
    pub fn open(
        directory: impl AsRef<Path>,
        issuers: &[ListIssuer],
        crypto: Arc<dyn CryptoBackend>,
        limits: &Limits,
    ) -> io::Result<(Self, Vec<StorageError>)> {
        let directory = Directory::open(directory.as_ref(), crypto)?;
        let mut catalogue = Catalogue::default();
        let mut failures = Vec::new();
        for opened in directory.lists(issuers, limits)? {
            match opened {
                Ok(list) => catalogue.insert(Arc::new(list)),
                Err(failure) => failures.push(failure),
            }
        }
        let store = Self {
            catalogue: ArcSwap::from_pointee(catalogue),
            directory: Mutex::new(Some(directory)),
        };
        Ok((store, failures))
    }

    /// Takes a list in, on disk first.
    ///
    /// # Errors
    /// [`TakeInError`].
    pub fn take_in(&self, list: VerifiedList) -> Result<TakenIn, TakeInError> {
        let directory = self.directory.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.catalogue.load();
        let taken_in = match before.of_kind(&list) {
            None => TakenIn::First,
            Some(known) => match succession(known, &list)? {
                Succession::Same => return Ok(TakenIn::Unchanged),
                Succession::Newer => TakenIn::Replaced,
            },
        };
        let list = match &*directory {
            Some(directory) => directory.keep(&list)?,
            None => list,
        };
        let mut catalogue = Catalogue::clone(&before);
        catalogue.insert(Arc::new(list));
        self.catalogue.store(Arc::new(catalogue));
        Ok(taken_in)
    }

    /// What the lists say of a certificate; see [`RevocationPolicy::judge`].
    ///
    /// Lists of the certificate's own distribution points are asked first, so that thousands of
    /// partitions cost nothing; only if these do not tell, all are.
    pub fn judge(
        &self,
        policy: &RevocationPolicy,
        target: &Target<'_>,
        at: ValidationTime,
    ) -> Judgement {
        let catalogue = self.catalogue.load();
        let near = policy.judge(target, catalogue.near(target.certificate()), at);
        match near.status() {
            Status::Unknown(reason) if reason != Reason::NoInformationOnceExpired => {
                policy.judge(target, catalogue.all(), at)
            }
            _ => near,
        }
    }

    /// The lists that are there now, in no order.
    #[must_use]
    pub fn lists(&self) -> Vec<Arc<VerifiedList>> {
        self.catalogue.load().shared().cloned().collect()
    }

    /// Forgets every list, in memory and on disk, as is due when the use of 失効情報 ends (guideline 001
    /// ch. 4), and says how many there were. Answers that are being given keep their lists until then.
    ///
    /// # Errors
    /// If a file cannot be removed. In memory all are forgotten.
    pub fn erase(&self) -> io::Result<usize> {
        let directory = self.directory.lock().unwrap_or_else(PoisonError::into_inner);
        let erased = self.catalogue.swap(Arc::default()).all().count();
        match &*directory {
            Some(directory) => directory.erase().map(|()| erased),
            None => Ok(erased),
        }
    }
}

impl fmt::Debug for ListStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListStore({} lists)", self.catalogue.load().all().count())
    }
}

enum Succession {
    Newer,
    Same,
}

/// Whether a list may follow one of the same kind. A list without a number is older than any with one.
fn succession(known: &VerifiedList, new: &VerifiedList) -> Result<Succession, TakeInError> {
    let (known, new) = (known.list(), new.list());
    if known.der() == new.der() {
        Ok(Succession::Same)
    } else if new.number() < known.number() || new.this_update() < known.this_update() {
        Err(TakeInError::Older)
    } else if new.number().is_some() && new.number() == known.number() {
        Err(TakeInError::SameNumberOtherContent)
    } else {
        Ok(Succession::Newer)
    }
}
