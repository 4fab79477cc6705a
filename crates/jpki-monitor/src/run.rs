use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use jpki_core::localized::Locale;

use crate::change::{Line, PriorState};
use crate::folder::{Checkpoint, FORM, FORM_WITHOUT_MARKS, Folder, Stage, continue_after};
use crate::interpretation::{CertificateState, PairState};
use crate::mark::{MARK_BYTES, Marker, Marks};
use crate::{Change, Customer, CustomerReference, MonitorError, Progress, Summary, code};

/// Customers between two checkpoints.
const BATCH: u64 = 0x1_0000;

/// Bytes for one customer: reference, how both certificates stand, which they are.
const RECORD: usize = RECORD_WITHOUT_MARKS + 2 * MARK_BYTES;

const RECORD_WITHOUT_MARKS: usize = 10;

/// A run in work. Between two checkpoints nothing counts that it wrote.
pub(crate) struct Run<'f> {
    folder: &'f Folder,
    locale: Locale,
    marker: Marker,
    checkpoint: Checkpoint,
    /// What a run that was cut off had looked at already.
    resumed_after: Option<CustomerReference>,
    known: KnownStates,
    standings: File,
    changes: File,
    standings_to_write: Vec<u8>,
    changes_to_write: Vec<u8>,
    in_batch: u64,
}

impl<'f> Run<'f> {
    /// Goes on where the last run was cut off, or begins the next.
    pub(crate) fn begin(folder: &'f Folder, locale: Locale) -> Result<Self, MonitorError> {
        let checkpoint = match folder.read_checkpoint()? {
            Some(checkpoint) if checkpoint.stage == Stage::InWork => checkpoint,
            Some(ended) => {
                folder.tidy(ended.run)?;
                Checkpoint::start_of(ended.run.saturating_add(1), ended.form)
            }
            None => Checkpoint::start_of(1, FORM),
        };
        let run = checkpoint.run;
        let known_path = folder.standings(run.saturating_sub(1));
        Ok(Self {
            folder,
            locale,
            marker: folder.marker(&checkpoint)?,
            resumed_after: checkpoint.last.map(CustomerReference),
            known: KnownStates::open(&known_path, &checkpoint)?,
            standings: continue_after(&folder.standings(run), checkpoint.standings_bytes)?,
            changes: continue_after(&folder.changes_in_work(run), checkpoint.changes_bytes)?,
            checkpoint,
            standings_to_write: Vec::new(),
            changes_to_write: Vec::new(),
            in_batch: 0,
        })
    }

    /// Whether this customer was looked at before the run was cut off.
    pub(crate) fn is_done(&self, customer: CustomerReference) -> bool {
        self.resumed_after.is_some_and(|last| customer <= last)
    }

    /// How the certificates that this customer holds stood at the last run that ended, and their marks. Customers
    /// come in ascending order.
    pub(crate) fn before(
        &mut self,
        customer: &Customer,
    ) -> Result<(PriorState, Marks), MonitorError> {
        let marks = self.marker.marks(customer);
        let known = self.known.of(customer.reference)?;
        Ok((known.map_or_else(PriorState::default, |known| known.of(marks)), marks))
    }

    /// Notes how a customer stands, and the change if there is one.
    pub(crate) fn note(
        &mut self,
        customer: CustomerReference,
        (now, marks): (PairState, Marks),
        change: Option<&Change>,
    ) -> Result<(), MonitorError> {
        self.standings_to_write.extend(customer.0.to_be_bytes());
        self.standings_to_write.extend([code::of(now.signature), code::of(now.authentication)]);
        self.standings_to_write.extend(marks.signature);
        self.standings_to_write.extend(marks.authentication);
        if let Some(change) = change {
            let line = Line { change, locale: self.locale };
            serde_json::to_writer(&mut self.changes_to_write, &line).map_err(io::Error::from)?;
            self.changes_to_write.push(b'\n');
            self.checkpoint.changes = self.checkpoint.changes.saturating_add(1);
        }
        self.checkpoint.last = Some(customer.0);
        self.checkpoint.customers = self.checkpoint.customers.saturating_add(1);
        self.in_batch = self.in_batch.saturating_add(1);
        Ok(())
    }

    /// Counts the certificates of a customer of which nothing could be found out now.
    pub(crate) fn count_unknown(&mut self, customer: &Customer, found: PairState) {
        let unknown = &mut self.checkpoint.unknown;
        for (held, state, counts) in [
            (&customer.signature, found.signature, &mut unknown.signature),
            (&customer.authentication, found.authentication, &mut unknown.authentication),
        ] {
            if let (Some(held), CertificateState::Unknown) = (held, state) {
                let count = counts.entry(held.generation.number()).or_default();
                *count = count.saturating_add(1);
            }
        }
    }

    pub(crate) const fn is_batch_full(&self) -> bool {
        self.in_batch >= BATCH
    }

    /// Makes what was noted count.
    pub(crate) fn commit(&mut self) -> Result<Progress, MonitorError> {
        self.standings.write_all(&self.standings_to_write)?;
        self.changes.write_all(&self.changes_to_write)?;
        self.standings.sync_data()?;
        self.changes.sync_data()?;
        let checkpoint = &mut self.checkpoint;
        add(&mut checkpoint.standings_bytes, self.standings_to_write.len());
        add(&mut checkpoint.changes_bytes, self.changes_to_write.len());
        checkpoint.known_bytes = self.known.bytes_behind;
        self.folder.write_checkpoint(checkpoint)?;
        self.standings_to_write.clear();
        self.changes_to_write.clear();
        self.in_batch = 0;
        Ok(Progress { customers: self.checkpoint.customers, changes: self.checkpoint.changes })
    }

    /// Makes the rest count, and the run the one that the next compares with.
    pub(crate) fn end(mut self) -> Result<Summary, MonitorError> {
        self.checkpoint.stage = Stage::Ended;
        self.commit()?;
        self.folder.tidy(self.checkpoint.run)?;
        Ok(Summary::of(&self.checkpoint))
    }
}

fn add(bytes: &mut u64, more: usize) {
    *bytes = bytes.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
}

/// The standings of the last run that ended, read along with the customers.
struct KnownStates {
    file: Option<BufReader<File>>,
    has_marks: bool,
    next: Option<(CustomerReference, KnownPair)>,
    /// Bytes of records before the next.
    bytes_behind: u64,
}

/// How a customer's certificates stood, and which they were, if that was noted.
#[derive(Clone, Copy)]
struct KnownPair {
    state: PairState,
    marks: Option<Marks>,
}

impl KnownPair {
    /// How those of these marks stood. Where no marks were noted they are taken for the same, unless none was
    /// held.
    fn of(&self, now: Marks) -> PriorState {
        let prior = |state, before: Option<_>, now| {
            let is_same = before.map_or(state != CertificateState::NotHeld, |before| before == now);
            is_same.then_some(state)
        };
        let (signature, authentication) = (self.state.signature, self.state.authentication);
        PriorState {
            signature: prior(signature, self.marks.map(|marks| marks.signature), now.signature),
            authentication: prior(
                authentication,
                self.marks.map(|marks| marks.authentication),
                now.authentication,
            ),
        }
    }
}

impl KnownStates {
    /// Goes on where a run has come to. A first run knows none.
    fn open(path: &Path, checkpoint: &Checkpoint) -> Result<Self, MonitorError> {
        let bytes_behind = checkpoint.known_bytes;
        let file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
            Ok(mut file) => {
                file.seek(SeekFrom::Start(bytes_behind))?;
                Some(BufReader::with_capacity(0x1_0000, file))
            }
        };
        let has_marks = match checkpoint.known_form {
            FORM => true,
            FORM_WITHOUT_MARKS => false,
            _ => return Err(MonitorError::Damaged),
        };
        let mut known = Self { file, has_marks, next: None, bytes_behind };
        known.next = known.read()?;
        Ok(known)
    }

    fn of(&mut self, customer: CustomerReference) -> Result<Option<KnownPair>, MonitorError> {
        while let Some((reference, known)) = self.next {
            if reference > customer {
                break;
            }
            let bytes = self.record();
            add(&mut self.bytes_behind, bytes);
            self.next = self.read()?;
            if reference == customer {
                return Ok(Some(known));
            }
        }
        Ok(None)
    }

    const fn record(&self) -> usize {
        if self.has_marks { RECORD } else { RECORD_WITHOUT_MARKS }
    }

    fn read(&mut self) -> Result<Option<(CustomerReference, KnownPair)>, MonitorError> {
        let Some(file) = &mut self.file else { return Ok(None) };
        if file.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let reference = u64::from_be_bytes(bytes(file)?);
        let [signature, authentication] = bytes(file)?;
        let state = |code| code::state(code).ok_or(MonitorError::Damaged);
        let state =
            PairState { signature: state(signature)?, authentication: state(authentication)? };
        let marks = match self.has_marks {
            true => Some(Marks { signature: bytes(file)?, authentication: bytes(file)? }),
            false => None,
        };
        Ok(Some((CustomerReference(reference), KnownPair { state, marks })))
    }
}

/// The next bytes of a record that has begun.
fn bytes<const N: usize>(file: &mut impl Read) -> Result<[u8; N], MonitorError> {
    let mut bytes = [0; N];
    match file.read_exact(&mut bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(MonitorError::Damaged),
        outcome => Ok(outcome.map(|()| bytes)?),
    }
}
