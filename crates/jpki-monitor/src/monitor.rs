use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use jpki_core::localized::Locale;
use jpki_x509::kind::{CertificateKind, Generation};

use crate::change::PriorState;
use crate::folder::{Checkpoint, Folder};
use crate::interpretation::{CertificateState, PairState, ReasonTable};
use crate::run::Run;
use crate::{
    Change, Customer, CustomerReference, MonitorError, Progress, Summary, UnknownCertificates,
};

/// Customers whose status is asked for at once: enough for each list to be read in one go, and a megabyte of memory.
const GROUP: usize = 0x1000;

/// Checks all customers, run after run, and reports the changes.
#[derive(Debug)]
pub struct Monitor {
    folder: Folder,
    table: ReasonTable,
    locale: Locale,
}

impl Monitor {
    /// Opens a monitor that keeps its files in this folder, and makes the folder if it is missing. Only its owner may
    /// enter it (mode 0700, files 0600): the rights of others are removed, unless the folder holds other files.
    /// Interprets changes by this table, in this language.
    ///
    /// # Errors
    /// [`MonitorError::File`], [`MonitorError::OpenToOthers`], or [`MonitorError::InUse`] while another
    /// process has it open.
    pub fn open(folder: &Path, table: ReasonTable, locale: Locale) -> Result<Self, MonitorError> {
        Ok(Self { folder: Folder::open(folder)?, table, locale })
    }

    /// Checks every customer once and writes the changes since the last run to `changes-RUN.jsonl`, one JSON object a
    /// line. An interrupted run resumes: nothing is lost, and nothing is reported twice.
    ///
    /// Customers come in ascending order of their references, each once; they may join and leave between runs. Nothing
    /// is kept of a customer who left or withdrew consent. `state` returns the status of a customer's certificates. A
    /// customer whose status is unknown keeps that of the last run, so that a missing CRL reports no change; the
    /// summary counts these. A certificate that the customer did not hold at the last run is checked for the first
    /// time.
    ///
    /// ```
    /// use std::convert::Infallible;
    ///
    /// use jpki_core::localized::Locale;
    /// use jpki_core::time::{Timestamp, ValidationTime};
    /// use jpki_monitor::interpretation::{CertificateState, PairState, ReasonTable};
    /// use jpki_monitor::{Customer, CustomerReference, Monitor, RecordedConsent};
    ///
    /// let now = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").ok_or("no instant")?;
    /// let consent = RecordedConsent::given_at(now, ValidationTime::at(now)).ok_or("of the future")?;
    /// let customer = Customer {
    ///     reference: CustomerReference(1),
    ///     consent,
    ///     signature: None,
    ///     authentication: None,
    /// };
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let folder = folder.path().join("monitor");
    /// let monitor = Monitor::open(&folder, ReasonTable::Guideline13, Locale::Ja)?;
    /// // `CustomerCrls::status` looks customers up in verified CRLs; many are looked up faster by `run_in_groups`.
    /// let state = |_: &Customer| PairState {
    ///     signature: CertificateState::NotHeld,
    ///     authentication: CertificateState::NotHeld,
    /// };
    /// let summary = monitor.run([Ok::<_, Infallible>(customer)], state, |_| ())?;
    /// assert_eq!((summary.customers, summary.changes), (1, 0));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`MonitorError`]
    pub fn run<E: Error + Send + Sync + 'static>(
        &self,
        customers: impl IntoIterator<Item = Result<Customer, E>>,
        mut state: impl FnMut(&Customer) -> PairState,
        progress: impl FnMut(Progress),
    ) -> Result<Summary, MonitorError> {
        let states = |group: &[Customer]| group.iter().map(&mut state).collect();
        self.run_by(1, customers, states, progress)
    }

    /// As [`Self::run`], where `states` returns the status of some thousand customers at once, in their order, as
    /// [`CustomerCrls::statuses`](crate::CustomerCrls::statuses) does.
    ///
    /// # Errors
    /// [`MonitorError`]; [`MonitorError::StatesMiscounted`] if it does not return one status for each.
    pub fn run_in_groups<E: Error + Send + Sync + 'static>(
        &self,
        customers: impl IntoIterator<Item = Result<Customer, E>>,
        states: impl FnMut(&[Customer]) -> Vec<PairState>,
        progress: impl FnMut(Progress),
    ) -> Result<Summary, MonitorError> {
        self.run_by(GROUP, customers, states, progress)
    }

    fn run_by<E: Error + Send + Sync + 'static>(
        &self,
        group_size: usize,
        customers: impl IntoIterator<Item = Result<Customer, E>>,
        mut states: impl FnMut(&[Customer]) -> Vec<PairState>,
        mut progress: impl FnMut(Progress),
    ) -> Result<Summary, MonitorError> {
        let mut run = Run::begin(&self.folder, self.locale)?;
        let mut last: Option<CustomerReference> = None;
        let mut group = Vec::with_capacity(group_size);
        for (position, customer) in (1..).zip(customers) {
            let customer = customer.map_err(|error| MonitorError::Customers(Box::new(error)))?;
            if last.is_some_and(|last| customer.reference <= last) {
                return Err(MonitorError::OutOfOrder { position });
            }
            last = Some(customer.reference);
            if run.is_done(customer.reference) {
                continue;
            }
            group.push(customer);
            if group.len() == group_size {
                self.note_all(&mut run, &group, states(&group), &mut progress)?;
                group.clear();
            }
        }
        self.note_all(&mut run, &group, states(&group), &mut progress)?;
        let end = run.end()?;
        progress(Progress { customers: end.customers, changes: end.changes });
        Ok(end)
    }

    fn note_all(
        &self,
        run: &mut Run<'_>,
        group: &[Customer],
        states: Vec<PairState>,
        progress: &mut impl FnMut(Progress),
    ) -> Result<(), MonitorError> {
        if states.len() != group.len() {
            return Err(MonitorError::StatesMiscounted);
        }
        for (customer, found) in group.iter().zip(states) {
            self.note(run, customer, found)?;
            if run.is_batch_full() {
                progress(run.commit()?);
            }
        }
        Ok(())
    }

    /// Notes the status that was found of a customer, and what has changed.
    fn note(
        &self,
        run: &mut Run<'_>,
        customer: &Customer,
        found: PairState,
    ) -> Result<(), MonitorError> {
        let (before, marks) = run.before(customer)?;
        run.count_unknown(customer, found);
        let now = with_known(found, before);
        let change = self.change(customer.reference, before, now);
        run.note(customer.reference, (now, marks), change.as_ref())
    }

    /// Returns the path of a run's changes, once it has ended.
    #[must_use]
    pub fn changes(&self, run: u64) -> PathBuf {
        self.folder.changes(run)
    }

    fn change(
        &self,
        customer: CustomerReference,
        before: PriorState,
        now: PairState,
    ) -> Option<Change> {
        let is_change = has_changed(before.signature, now.signature)
            || has_changed(before.authentication, now.authentication);
        is_change.then(|| {
            let meaning = self.table.interpret_change(before.or_unknown(), now);
            Change { customer, before, now, meaning }
        })
    }
}

impl Summary {
    pub(crate) fn of(checkpoint: &Checkpoint) -> Self {
        let Checkpoint { run, customers, changes, ref unknown, .. } = *checkpoint;
        let of_kind = |kind, counts: &BTreeMap<u8, u64>| {
            let counts = counts.iter().map(|(generation, certificates)| UnknownCertificates {
                kind,
                generation: Generation::new(*generation),
                certificates: *certificates,
            });
            counts.collect::<Vec<_>>()
        };
        let unknown = [
            of_kind(CertificateKind::Signature, &unknown.signature),
            of_kind(CertificateKind::UserAuthentication, &unknown.authentication),
        ];
        Self { run, customers, changes, unknown: unknown.concat() }
    }
}

/// At a first look, and where nothing was known before, only a revocation or an expiry is a change.
fn has_changed(before: Option<CertificateState>, now: CertificateState) -> bool {
    match before {
        None | Some(CertificateState::Unknown) => {
            matches!(now, CertificateState::Revoked(_) | CertificateState::Expired)
        }
        Some(before) => before != now,
    }
}

/// What was found, and where nothing could be found what was known.
fn with_known(found: PairState, before: PriorState) -> PairState {
    let known = |found, before: Option<CertificateState>| match (found, before) {
        (CertificateState::Unknown, Some(before)) => before,
        _ => found,
    };
    PairState {
        signature: known(found.signature, before.signature),
        authentication: known(found.authentication, before.authentication),
    }
}
