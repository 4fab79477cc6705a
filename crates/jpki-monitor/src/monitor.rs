use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use jpki_revocation::interpretation::{PairStanding, ReasonTable};

use crate::files::{Checkpoint, Folder, continue_after, read_up_to};
use crate::{Change, Customer, MonitorError, code};

/// Customers between two checkpoints.
const BATCH: u64 = 0x1_0000;

/// Octets for one customer's standings.
const PAIR: u64 = 2;

/// Looks at all customers, run after run, and tells what changed.
#[derive(Debug)]
pub struct Monitor {
    folder: Folder,
    table: ReasonTable,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Customers looked at, those before an interruption included.
    pub done: u64,
    /// Customers in all.
    pub total: u64,
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

impl Monitor {
    /// A monitor that keeps its files in this folder, to which nobody else has access.
    ///
    /// # Errors
    /// [`MonitorError::File`]
    pub fn open(folder: &Path, table: ReasonTable) -> Result<Self, MonitorError> {
        Ok(Self { folder: Folder::open(folder)?, table })
    }

    /// Looks at every customer once and writes the changes since the last run to `changes-RUN.jsonl`. A run
    /// that was cut off goes on where it was.
    ///
    /// Customers are counted from 0 and keep their place from run to run; new ones come at the end.
    /// `customer` gives one with consent, or `None`, and then it is not asked about, nothing is told and
    /// what was known of it is dropped. `standing` says how its certificates stand.
    ///
    /// A certificate whose standing is unknown keeps the standing of the last run, so that a responder that
    /// was down tells no change.
    ///
    /// # Errors
    /// [`MonitorError`]
    pub fn run(
        &self,
        customers: u64,
        mut customer: impl FnMut(u64) -> Option<Customer>,
        mut standing: impl FnMut(&Customer) -> PairStanding,
        mut progress: impl FnMut(Progress),
    ) -> Result<Summary, MonitorError> {
        let mut checkpoint = self.begin(customers)?;
        let position = checkpoint.position.saturating_mul(PAIR);
        let mut known = self.known(position)?;
        let mut standings = continue_after(&self.folder.standings_in_work(), position)?;
        let mut changes =
            continue_after(&self.folder.changes_in_work(), checkpoint.changes_octets)?;
        let (mut before, mut now, mut lines) = (Vec::new(), Vec::new(), String::new());
        while checkpoint.position < customers {
            let end = checkpoint.position.saturating_add(BATCH).min(customers);
            let count = end.saturating_sub(checkpoint.position);
            before.resize(usize::try_from(count.saturating_mul(PAIR)).unwrap_or(0), 0);
            read_up_to(&mut known, &mut before)?;
            now.clear();
            lines.clear();
            for (number, pair) in (checkpoint.position..end).zip(before.chunks_exact(2)) {
                let Some(customer) = customer(number) else {
                    now.extend([code::NEVER; 2]);
                    continue;
                };
                let found = self.compare(&customer, pair, standing(&customer));
                now.extend(found.codes);
                if let Some(change) = found.change {
                    change.write_json(&mut lines);
                    checkpoint.changes = checkpoint.changes.saturating_add(1);
                }
            }
            standings.write_all(&now)?;
            changes.write_all(lines.as_bytes())?;
            standings.sync_data()?;
            changes.sync_data()?;
            checkpoint.position = end;
            let octets = u64::try_from(lines.len()).unwrap_or(u64::MAX);
            checkpoint.changes_octets = checkpoint.changes_octets.saturating_add(octets);
            self.folder.write_checkpoint(&checkpoint)?;
            progress(Progress { done: end, total: customers, changes: checkpoint.changes });
        }
        self.folder.finish(checkpoint.run)?;
        Ok(Summary { run: checkpoint.run, customers, changes: checkpoint.changes })
    }

    /// Where to go on: at the checkpoint of a run that was cut off, else at the start of the next.
    fn begin(&self, customers: u64) -> Result<Checkpoint, MonitorError> {
        if let Some(checkpoint) = self.folder.read_checkpoint()? {
            if checkpoint.customers == customers {
                return Ok(checkpoint);
            }
            // A run that only lacked its end is ended; another has to be over the same customers.
            if checkpoint.position < checkpoint.customers {
                return Err(MonitorError::OtherCustomers);
            }
            self.folder.finish(checkpoint.run)?;
        }
        let run = self.folder.read_last_run()?.saturating_add(1);
        let checkpoint = Checkpoint { run, customers, position: 0, changes_octets: 0, changes: 0 };
        self.folder.write_checkpoint(&checkpoint)?;
        Ok(checkpoint)
    }

    fn known(&self, position: u64) -> Result<Option<File>, MonitorError> {
        match File::open(self.folder.standings()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
            Ok(mut file) => {
                file.seek(SeekFrom::Start(position))?;
                Ok(Some(file))
            }
        }
    }

    fn compare(&self, customer: &Customer, before: &[u8], found: PairStanding) -> Found {
        use jpki_revocation::interpretation::Standing::Unknown;
        let (signature, authentication) = match before {
            [signature, authentication] => {
                (code::standing(*signature), code::standing(*authentication))
            }
            _ => (None, None),
        };
        let kept = |found, before: Option<_>| if found == Unknown { before } else { Some(found) };
        let now = PairStanding {
            signature: kept(found.signature, signature).unwrap_or(Unknown),
            authentication: kept(found.authentication, authentication).unwrap_or(Unknown),
        };
        let before = signature
            .zip(authentication)
            .map(|(signature, authentication)| PairStanding { signature, authentication });
        let codes = [code::of(now.signature), code::of(now.authentication)];
        let meaning = self.table.interpret(now);
        // At a first look what is in order is no change.
        let is_change = match before {
            Some(before) => before != now,
            None => meaning.code() != "no-change",
        };
        let change =
            is_change.then_some(Change { customer: customer.reference, before, now, meaning });
        Found { codes, change }
    }
}

struct Found {
    codes: [u8; 2],
    change: Option<Change>,
}
