use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use jpki_core::message::Locale;
use jpki_revocation::interpretation::PairStanding;

use crate::change::Line;
use crate::folder::{Checkpoint, Folder, Stage, continue_after};
use crate::{Change, CustomerReference, MonitorError, Progress, code};

/// Customers between two checkpoints.
const BATCH: u64 = 0x1_0000;

/// Octets for one customer: reference, then how both certificates stand.
const RECORD: usize = 10;

/// A run in work. Between two checkpoints nothing counts that it wrote.
pub(crate) struct Run<'f> {
    folder: &'f Folder,
    locale: Locale,
    checkpoint: Checkpoint,
    /// What a run that was cut off had looked at already.
    resumed_after: Option<CustomerReference>,
    known: KnownStandings,
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
                Checkpoint::start_of(ended.run.saturating_add(1))
            }
            None => Checkpoint::start_of(1),
        };
        let run = checkpoint.run;
        let known_path = folder.standings(run.saturating_sub(1));
        Ok(Self {
            folder,
            locale,
            resumed_after: checkpoint.last.map(CustomerReference),
            known: KnownStandings::open(&known_path, checkpoint.known_octets)?,
            standings: continue_after(&folder.standings(run), checkpoint.standings_octets)?,
            changes: continue_after(&folder.changes_in_work(run), checkpoint.changes_octets)?,
            checkpoint,
            standings_to_write: Vec::new(),
            changes_to_write: Vec::new(),
            in_batch: 0,
        })
    }

    pub(crate) fn number(&self) -> u64 {
        self.checkpoint.run
    }

    /// Whether this customer was looked at before the run was cut off.
    pub(crate) fn is_done(&self, customer: CustomerReference) -> bool {
        self.resumed_after.is_some_and(|last| customer <= last)
    }

    /// How this customer stood at the last run that ended. Customers come in ascending order.
    pub(crate) fn before(
        &mut self,
        customer: CustomerReference,
    ) -> Result<Option<PairStanding>, MonitorError> {
        self.known.of(customer)
    }

    /// Notes how a customer stands, and the change if there is one.
    pub(crate) fn note(
        &mut self,
        customer: CustomerReference,
        now: PairStanding,
        change: Option<&Change>,
    ) -> Result<(), MonitorError> {
        self.standings_to_write.extend(customer.0.to_be_bytes());
        self.standings_to_write.extend([code::of(now.signature), code::of(now.authentication)]);
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
        add(&mut checkpoint.standings_octets, self.standings_to_write.len());
        add(&mut checkpoint.changes_octets, self.changes_to_write.len());
        checkpoint.known_octets = self.known.octets_behind;
        self.folder.write_checkpoint(checkpoint)?;
        self.standings_to_write.clear();
        self.changes_to_write.clear();
        self.in_batch = 0;
        Ok(Progress { customers: self.checkpoint.customers, changes: self.checkpoint.changes })
    }

    /// Makes the rest count, and the run the one that the next compares with.
    pub(crate) fn end(mut self) -> Result<Progress, MonitorError> {
        self.checkpoint.stage = Stage::Ended;
        let progress = self.commit()?;
        self.folder.tidy(self.checkpoint.run)?;
        Ok(progress)
    }
}

fn add(octets: &mut u64, more: usize) {
    *octets = octets.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
}

/// The standings of the last run that ended, read along with the customers.
struct KnownStandings {
    file: Option<BufReader<File>>,
    next: Option<(CustomerReference, PairStanding)>,
    /// Octets of records before the next.
    octets_behind: u64,
}

impl KnownStandings {
    /// Goes on after so many octets. A first run knows none.
    fn open(path: &Path, octets_behind: u64) -> Result<Self, MonitorError> {
        let file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
            Ok(mut file) => {
                file.seek(SeekFrom::Start(octets_behind))?;
                Some(BufReader::with_capacity(0x1_0000, file))
            }
        };
        let mut known = Self { file, next: None, octets_behind };
        known.next = known.read()?;
        Ok(known)
    }

    fn of(&mut self, customer: CustomerReference) -> Result<Option<PairStanding>, MonitorError> {
        while let Some((reference, standing)) = self.next {
            if reference > customer {
                break;
            }
            add(&mut self.octets_behind, RECORD);
            self.next = self.read()?;
            if reference == customer {
                return Ok(Some(standing));
            }
        }
        Ok(None)
    }

    fn read(&mut self) -> Result<Option<(CustomerReference, PairStanding)>, MonitorError> {
        let Some(file) = &mut self.file else { return Ok(None) };
        let mut record = [0; RECORD];
        match file.read(&mut record)? {
            0 => return Ok(None),
            count => file
                .read_exact(record.get_mut(count..).unwrap_or_default())
                .map_err(|_| MonitorError::Damaged)?,
        }
        let [reference @ .., signature, authentication] = record;
        let standing = |code| code::standing(code).ok_or(MonitorError::Damaged);
        let pair = PairStanding {
            signature: standing(signature)?,
            authentication: standing(authentication)?,
        };
        Ok(Some((CustomerReference(u64::from_be_bytes(reference)), pair)))
    }
}
