//! Lists kept for many questions: in memory, and on disk across restarts.

mod catalogue;
mod directory;
mod error;
mod expected;
mod importer;
mod keeper;
mod map;
mod source;
mod succession;

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;
use jpki_core::crypto::CryptoBackend;
use jpki_core::event::{Action, ActionResult, Operation};
use jpki_core::limits::Limits;
use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};

use crate::crl_issuer::CrlIssuer;
use crate::status::{RevocationAssessment, RevocationPolicy, RevocationTarget, Status};
use crate::subjects::{Authorities, Subjects, Users};
use crate::verified_crl::VerifiedCrl;
use catalogue::Catalogue;
use directory::Directory;
use succession::{Review, Succession, succession};

pub use error::{InsertError, StorageError};
pub use expected::{ExpectedCrl, RemovalLimit};
pub use importer::{CrlImporter, ImportError, Imported};
pub use keeper::CrlKeeper;
pub use source::{CrlSource, SourceError};

/// The lists of users' certificates (CRL).
pub type UserCrlStore = CrlStore<Users>;

/// The lists of authorities' certificates (ARL).
pub type AuthorityCrlStore = CrlStore<Authorities>;

/// The newest verified list of every kind: by the key that signed it, its distribution point, what it
/// covers, and whether it is complete or a delta. Two authorities may give the same serial numbers, so
/// their lists never meet.
///
/// A list gets in only as what was [expected](ExpectedCrl), and replaces the one of its kind only if it is newer
/// and can be believed now. What is there stays until then: what was known last is known still, as long as the
/// policy's freshness allows. Readers never wait for a CRL to be inserted, and never see none where there was
/// one.
///
/// Stores of users' lists and of authorities' lists are two types, in memory and on disk.
pub struct CrlStore<S> {
    catalogue: ArcSwap<Catalogue>,
    /// Held while a CRL is inserted.
    directory: Mutex<Option<Directory>>,
    keeper: Option<Arc<dyn CrlKeeper>>,
    subjects: PhantomData<S>,
}

/// What a store held that was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErasedCrls {
    /// How many lists there were.
    pub lists: usize,
    /// When they were erased.
    pub at: Timestamp,
}

impl ErasedCrls {
    /// Returns what an operation log is to be told.
    // Requirement: ACC-4
    pub const fn operation(&self) -> Operation {
        Operation::new(Action::Erasure, ActionResult::Done, self.at)
    }
}

/// What became of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inserted {
    /// It is the first of its kind.
    First,
    /// It replaced an older one.
    Replaced {
        /// How many lasting revocations the older one had and it has no more, of certificates that may not have
        /// expired: to be told to somebody where it is more than usual.
        removed: usize,
    },
    /// It is the one that was there.
    Unchanged,
}

impl<S: Subjects> CrlStore<S> {
    /// Returns a store that keeps its lists in a directory and takes new ones in, with the lists that are there.
    /// Opening takes milliseconds, whatever their size.
    ///
    /// The directory is made if it is missing, and belongs to this process's user alone: rights of others are taken
    /// away (modes 0700 and 0600). At a time one store may have it open for this; any number may
    /// [read](Self::open_read_only).
    ///
    /// Lists that cannot be opened are left out and told: files that are damaged, and lists of signers
    /// that are not among the issuers. What opening checks and what it does not is told at
    /// [`VerifiedCrl::open_stored`]; above all, the directory must be as safe from writing by others as
    /// the trust anchors are.
    ///
    /// # Errors
    /// If the directory cannot be made or read; [`StorageError::InUse`]; [`StoredCrlError::OtherSubjects`](crate::StoredCrlError::OtherSubjects) and
    /// [`StoredCrlError::NewerFormat`](crate::StoredCrlError::NewerFormat) if the lists there are not this store's.
    pub fn open(
        directory: impl AsRef<Path>,
        issuers: &[CrlIssuer],
        crypto: Arc<dyn CryptoBackend>,
        limits: &Limits,
    ) -> Result<(Self, Vec<StorageError>), StorageError> {
        let path = directory.as_ref();
        let mut directory = Directory::for_reading(path, S::SUBJECTS, issuers, crypto, limits);
        directory.lock()?;
        let failures = directory.reload()?;
        directory.tidy()?;
        Ok((Self::of(directory), failures))
    }

    /// Returns a store over a directory into which another one takes lists in: it changes nothing there and holds no
    /// lock. New lists are seen after [`Self::reload`].
    ///
    /// # Errors
    /// As [`Self::open`], but that the directory must be there, and may be in use.
    pub fn open_read_only(
        directory: impl AsRef<Path>,
        issuers: &[CrlIssuer],
        crypto: Arc<dyn CryptoBackend>,
        limits: &Limits,
    ) -> Result<(Self, Vec<StorageError>), StorageError> {
        let path = directory.as_ref();
        let mut directory = Directory::for_reading(path, S::SUBJECTS, issuers, crypto, limits);
        let failures = directory.reload()?;
        Ok((Self::of(directory), failures))
    }

    fn of(directory: Directory) -> Self {
        Self {
            catalogue: ArcSwap::from_pointee(directory.catalogue()),
            directory: Mutex::new(Some(directory)),
            keeper: None,
            subjects: PhantomData,
        }
    }

    /// Takes a list in, on disk first.
    ///
    /// # Errors
    /// [`InsertError`].
    pub fn insert(
        &self,
        list: VerifiedCrl,
        expected: &ExpectedCrl<S>,
        now: Timestamp,
    ) -> Result<Inserted, InsertError> {
        self.replace(list, expected, Review::None, now)
    }

    /// Takes a list in as [`Self::insert`] does, also if revocations are gone from it or its number does not rise,
    /// because a person has looked: at what the authority says of a database that was set up anew, say, or of a
    /// list that was wrong.
    ///
    /// # Errors
    /// [`InsertError`]: what is not the expected list, of the future, or issued before the one that is there stays
    /// out all the same.
    pub fn replace_after_review(
        &self,
        list: VerifiedCrl,
        expected: &ExpectedCrl<S>,
        now: Timestamp,
    ) -> Result<Inserted, InsertError> {
        self.replace(list, expected, Review::Done, now)
    }

    // Requirement: H06-09
    fn replace(
        &self,
        list: VerifiedCrl,
        expected: &ExpectedCrl<S>,
        review: Review,
        now: Timestamp,
    ) -> Result<Inserted, InsertError> {
        expected.admit(&list, now)?;
        let mut directory = self.directory();
        if let Some(directory) = &mut *directory {
            if !directory.is_locked() {
                return Err(InsertError::ReadOnly);
            }
            // What is on disk counts, whoever wrote it.
            directory.reload()?;
            self.catalogue.store(Arc::new(directory.catalogue()));
        }
        let before = self.catalogue.load_full();
        let known = before.of_kind(&list);
        let inserted = match known.map(|known| succession(known, &list, expected, review, now)) {
            None => Inserted::First,
            Some(Ok(Succession::Same)) => return Ok(Inserted::Unchanged),
            Some(Ok(Succession::Newer { removed })) => Inserted::Replaced { removed },
            Some(Err(error)) => return Err(error),
        };
        if known.is_some_and(|known| loses_base(&before, known, &list)) {
            return Err(InsertError::BaseMissing);
        }
        if let Some(keeper) = &self.keeper {
            keeper.keep(list.list()).map_err(InsertError::NotKept)?;
        }
        let list = match &mut *directory {
            Some(directory) => directory.keep(&list)?,
            None => Arc::new(list),
        };
        let mut catalogue = Catalogue::clone(&before);
        catalogue.insert(list);
        self.catalogue.store(Arc::new(catalogue));
        Ok(inserted)
    }
}

impl<S> CrlStore<S> {
    /// Creates a store without lists, in memory only.
    #[must_use]
    pub fn in_memory() -> Self {
        Self {
            catalogue: ArcSwap::default(),
            directory: Mutex::new(None),
            keeper: None,
            subjects: PhantomData,
        }
    }

    /// Gives every list to this keeper too: those that are there now, and each that is taken in, before it takes its
    /// place. What cannot be kept does not get in, so that no verdict rests on a list that is lost with its successor.
    ///
    /// # Errors
    /// [`InsertError::NotKept`] if it does not keep one that is there.
    // Requirement: H06-09
    pub fn with_keeper(self, keeper: Arc<dyn CrlKeeper>) -> Result<Self, InsertError> {
        for list in self.lists() {
            keeper.keep(list.list()).map_err(InsertError::NotKept)?;
        }
        Ok(Self { keeper: Some(keeper), ..self })
    }

    /// Sees what has changed in the directory since it was opened or last reloaded: lists that another store took in
    /// or erased. Costs a look at each file's metadata, and a fraction of a millisecond for each that has changed.
    ///
    /// # Errors
    /// As [`Self::open_read_only`]; what was known before is known still.
    pub fn reload(&self) -> Result<Vec<StorageError>, StorageError> {
        let mut directory = self.directory();
        let Some(directory) = &mut *directory else { return Ok(Vec::new()) };
        let failures = directory.reload()?;
        self.catalogue.store(Arc::new(directory.catalogue()));
        Ok(failures)
    }

    /// Returns what the lists say of a certificate; see [`RevocationPolicy::judge`], which says the same of all
    /// [lists](Self::lists) that are there.
    ///
    /// Only lists are asked that the policy could apply, so that thousands of partitions cost nothing; all are where
    /// these do not tell, to say why.
    pub fn judge(
        &self,
        policy: &RevocationPolicy,
        target: &RevocationTarget<'_>,
        at: ValidationTime,
    ) -> RevocationAssessment {
        let catalogue = self.catalogue.load();
        let near = policy.judge(target, catalogue.near(target.certificate()), at);
        match near.status() {
            Status::Unknown(reason) if reason != Reason::NoInformationOnceExpired => {
                policy.judge(target, catalogue.all(), at)
            }
            _ => near,
        }
    }

    /// Returns the lists that are there now, in no order.
    #[must_use]
    pub fn lists(&self) -> Vec<Arc<VerifiedCrl>> {
        self.catalogue.load().shared().cloned().collect()
    }

    /// Returns the list of this description that is there, if there is one; of several partitions the newest.
    #[must_use]
    pub fn held(&self, expected: &ExpectedCrl<S>) -> Option<Arc<VerifiedCrl>> {
        let catalogue = self.catalogue.load();
        let described = catalogue.shared().filter(|list| expected.describes(list).is_ok());
        described.max_by_key(|list| list.list().this_update()).cloned()
    }

    /// Forgets every list, in memory and on disk with all that was left of writing any, as is due when the use of
    /// 失効情報 ends (guideline 001 ch. 4), and says how many there were. Answers that are being given keep their
    /// lists until then. Where it fails it may be repeated, and resumes.
    ///
    /// # Errors
    /// If a file cannot be removed, or the store was opened for reading only. In memory all are forgotten.
    // Requirement: REVM-03, PROC-06
    pub fn erase(&self, now: Timestamp) -> io::Result<ErasedCrls> {
        let mut directory = self.directory();
        let lists = self.catalogue.swap(Arc::default()).all().count();
        let erased = ErasedCrls { lists, at: now };
        match &mut *directory {
            Some(directory) if directory.is_locked() => directory.erase().map(|()| erased),
            Some(_) => Err(io::ErrorKind::PermissionDenied.into()),
            None => Ok(erased),
        }
    }

    fn directory(&self) -> MutexGuard<'_, Option<Directory>> {
        self.directory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a delta that goes with the complete list would give way to one that does not.
// RFC 5280 §5.2.4: a delta adds to lists from its base on.
fn loses_base(catalogue: &Catalogue, known: &VerifiedCrl, new: &VerifiedCrl) -> bool {
    let Some(complete) = catalogue.complete_to(new).and_then(|list| list.list().number()) else {
        return false;
    };
    let goes_with =
        |delta: &VerifiedCrl| delta.list().delta_base().is_some_and(|it| it <= complete);
    new.list().delta_base().is_some() && goes_with(known) && !goes_with(new)
}

impl<S> fmt::Debug for CrlStore<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CrlStore({} lists)", self.catalogue.load().all().count())
    }
}
