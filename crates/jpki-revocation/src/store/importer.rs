use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::crypto::CryptoBackend;
use jpki_core::event::{Action, ActionResult, Operation};
use jpki_core::limits::Limits;
use jpki_core::time::Timestamp;

use super::{CrlStore, ExpectedCrl, InsertError, Inserted};
use crate::crl::{Crl, CrlError};
use crate::subjects::Subjects;
use crate::verified_crl::VerifiedCrl;

/// The way of one expected list into a store: it is read, verified with the key of the expected issuer, held against
/// what was expected, and inserted.
///
/// Whoever fetches lists needs nothing else, and cannot bring one into a store where it does not belong.
#[derive(Clone)]
pub struct CrlImporter {
    destination: Arc<dyn Destination>,
    limits: Limits,
}

/// A CRL that was inserted, or was there already.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Imported {
    /// What became of it.
    pub inserted: Inserted,
    /// By when the next one is due, as the list says itself. It may have passed already.
    pub next_update: Option<Timestamp>,
    /// The list, as it came.
    pub crl: Crl,
}

impl Imported {
    /// Returns what an operation log is to be told of this intake at this time.
    // Requirement: ACC-4
    pub fn operation(&self, crypto: &dyn CryptoBackend, now: Timestamp) -> Operation {
        Operation::new(Action::CrlIntake, ActionResult::Done, now)
            .about(self.crl.as_event_subject(crypto))
    }
}

/// Reason why a list did not get into its store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// It is no list, or none that the expected issuer signed.
    #[error(transparent)]
    List(#[from] CrlError),
    /// It is not the list that was expected, or older than the one in the store, say.
    #[error(transparent)]
    Store(#[from] InsertError),
}

impl ImportError {
    /// Returns what an operation log is to be told of an intake that ended so at this time.
    // Requirement: ACC-4
    pub fn operation(&self, now: Timestamp) -> Operation {
        let result = match self {
            Self::Store(
                InsertError::NotKept(_) | InsertError::ReadOnly | InsertError::Storage(_),
            ) => ActionResult::Failed,
            Self::List(_) | Self::Store(_) => ActionResult::Refused,
        };
        Operation::new(Action::CrlIntake, result, now)
    }
}

impl CrlImporter {
    /// Takes the list that is described into this store, by the algorithms of [`AlgorithmPolicy::current`].
    #[must_use]
    pub fn new<S: Subjects>(
        store: Arc<CrlStore<S>>,
        expected: ExpectedCrl<S>,
        limits: Limits,
    ) -> Self {
        Self { destination: Arc::new(Expecting { store, expected }), limits }
    }

    /// Reads, verifies and stores a list. One that is there already is not verified again.
    ///
    /// # Errors
    /// [`ImportError`].
    pub fn import(&self, der: impl Into<Vec<u8>>, now: Timestamp) -> Result<Imported, ImportError> {
        let list = Crl::from_der_with(der, &self.limits)?;
        let next_update = list.next_update();
        let held = self.destination.held();
        let inserted = match held {
            Some(held) if held.is_whole_copy_of(&list) => Inserted::Unchanged,
            _ => self.destination.insert(&list, now)?,
        };
        Ok(Imported { inserted, next_update, crl: list })
    }

    /// Returns the expected list that is in the store, if there is one.
    #[must_use]
    pub fn held(&self) -> Option<Arc<VerifiedCrl>> {
        self.destination.held()
    }
}

impl fmt::Debug for CrlImporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CrlImporter")
    }
}

/// A store and what belongs in it, of whichever subjects.
trait Destination: Send + Sync {
    fn held(&self) -> Option<Arc<VerifiedCrl>>;

    fn insert(&self, list: &Crl, now: Timestamp) -> Result<Inserted, ImportError>;
}

struct Expecting<S> {
    store: Arc<CrlStore<S>>,
    expected: ExpectedCrl<S>,
}

impl<S: Subjects> Destination for Expecting<S> {
    fn held(&self) -> Option<Arc<VerifiedCrl>> {
        self.store.held(&self.expected)
    }

    fn insert(&self, list: &Crl, now: Timestamp) -> Result<Inserted, ImportError> {
        let issuer = self.expected.issuer();
        let list = list.verify_on_two_threads(issuer, &AlgorithmPolicy::current())?;
        Ok(self.store.insert(list, &self.expected, now)?)
    }
}
