use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use jpki_core::message::Locale;
use jpki_revocation::interpretation::{PairStanding, ReasonTable, Standing};

use crate::folder::Folder;
use crate::run::Run;
use crate::{Change, Customer, CustomerReference};

/// Looks at all customers, run after run, and tells what changed.
#[derive(Debug)]
pub struct Monitor {
    folder: Folder,
    table: ReasonTable,
    locale: Locale,
}

/// How far a run has come, what it did before an interruption included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Customers looked at.
    pub customers: u64,
    /// Changes found.
    pub changes: u64,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The number of the run, from 1.
    pub run: u64,
    /// Customers looked at.
    pub customers: u64,
    /// Changes told.
    pub changes: u64,
}

/// Why a run stopped. What was found before stays, and the next goes on from there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MonitorError {
    /// A file of the monitor cannot be read or written.
    #[error("the monitor's folder: {0}")]
    File(#[from] io::Error),
    /// Another process works in the folder.
    #[error("another process works in the monitor's folder")]
    InUse,
    /// What is on disk is not of this form.
    #[error("the monitor's files are damaged, or of another version")]
    Damaged,
    /// The customers do not come in ascending order, each once.
    #[error("customer {position} does not come after the one before: they must ascend, each once")]
    OutOfOrder {
        /// Which customer, counted from 1.
        position: u64,
    },
    /// The customers cannot be read.
    #[error(transparent)]
    Customers(Box<dyn Error + Send + Sync>),
}

impl Monitor {
    /// A monitor that keeps its files in this folder, to which nobody else has access. Meanings are by this
    /// table, their texts in this language.
    ///
    /// # Errors
    /// [`MonitorError::File`], or [`MonitorError::InUse`] as long as another process has it open.
    pub fn open(folder: &Path, table: ReasonTable, locale: Locale) -> Result<Self, MonitorError> {
        Ok(Self { folder: Folder::open(folder)?, table, locale })
    }

    /// Looks at every customer once and writes the changes since the last run to `changes-RUN.jsonl`, one
    /// JSON object a line. A run that was cut off goes on where it was: nothing is lost, and nothing is
    /// told twice.
    ///
    /// Customers come in ascending order of their references, each once; from run to run some may come and
    /// others go. Of one who went, or withdrew consent, nothing is kept. `standing` says how a customer's
    /// certificates stand. One whose standing is unknown keeps that of the last run, so that a list that
    /// was missing tells no change.
    ///
    /// # Errors
    /// [`MonitorError`]
    pub fn run<E: Error + Send + Sync + 'static>(
        &self,
        customers: impl IntoIterator<Item = Result<Customer, E>>,
        mut standing: impl FnMut(&Customer) -> PairStanding,
        mut progress: impl FnMut(Progress),
    ) -> Result<Summary, MonitorError> {
        let mut run = Run::begin(&self.folder, self.locale)?;
        let mut last: Option<CustomerReference> = None;
        for (position, customer) in (1..).zip(customers) {
            let customer = customer.map_err(|error| MonitorError::Customers(Box::new(error)))?;
            if last.is_some_and(|last| customer.reference <= last) {
                return Err(MonitorError::OutOfOrder { position });
            }
            last = Some(customer.reference);
            if run.is_done(customer.reference) {
                continue;
            }
            let before = run.before(customer.reference)?;
            let now = with_known(standing(&customer), before);
            let change = self.change(customer.reference, before, now);
            run.note(customer.reference, now, change.as_ref())?;
            if run.is_batch_full() {
                progress(run.commit()?);
            }
        }
        let number = run.number();
        let end = run.end()?;
        progress(end);
        Ok(Summary { run: number, customers: end.customers, changes: end.changes })
    }

    /// Where the changes of a run are, once it has ended.
    #[must_use]
    pub fn changes(&self, run: u64) -> PathBuf {
        self.folder.changes(run)
    }

    fn change(
        &self,
        customer: CustomerReference,
        before: Option<PairStanding>,
        now: PairStanding,
    ) -> Option<Change> {
        let is_change = has_changed(before.map(|before| before.signature), now.signature)
            || has_changed(before.map(|before| before.authentication), now.authentication);
        is_change.then(|| Change { customer, before, now, meaning: self.table.interpret(now) })
    }
}

/// At a first look, and where nothing was known before, only a revocation or an expiry is a change.
fn has_changed(before: Option<Standing>, now: Standing) -> bool {
    match before {
        None | Some(Standing::Unknown) => matches!(now, Standing::Revoked(_) | Standing::Expired),
        Some(before) => before != now,
    }
}

/// What was found, and where nothing could be found what was known.
fn with_known(found: PairStanding, before: Option<PairStanding>) -> PairStanding {
    let known = |found, before: Option<Standing>| match (found, before) {
        (Standing::Unknown, Some(before)) => before,
        _ => found,
    };
    PairStanding {
        signature: known(found.signature, before.map(|before| before.signature)),
        authentication: known(found.authentication, before.map(|before| before.authentication)),
    }
}
