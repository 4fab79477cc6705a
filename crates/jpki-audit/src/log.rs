//! The log: events in, receipts out.

mod queue;

use std::fmt;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jpki_core::event::{Event, EventSubject, Tenant};
use jpki_core::keys::{KeyPurpose, KeyRing};
use jpki_core::time::{ClockAllowance, Timestamp};

use crate::checkpoint::{Checkpoint, CheckpointError, CheckpointKeys, VerifiedCheckpoint};
use crate::entry::Entry;
use crate::error::LogError;
use crate::intake::Intake;
use crate::note::{NoteError, NoteName, SignedNote, SigningKey};
use crate::place::CheckpointPlace;
use crate::proof::{ConsistencyProof, EntryProof, InclusionProof};
use crate::segment;
use crate::sink::EventSink;
use crate::store::{LogStore, SharedStore};
use crate::tree::TreeHash;
use queue::Queue;

pub use queue::{Receipt, Unconfirmed};

/// An operation log: takes events from any number of threads, and says of each when it is durable.
///
/// Events that wait at the same time are made durable together (group commit).
pub struct Log<S> {
    origin: NoteName,
    keys: KeyRing,
    intake: Intake,
    queue: Queue<S>,
    place: Mutex<Box<dyn CheckpointPlace>>,
}

impl<S: LogStore> Log<S> {
    /// Opens the log of this name in a store, and compares it with the latest checkpoint of the second place.
    ///
    /// # Errors
    /// [`LogError::WrongSize`] or [`LogError::Rewritten`] if it is not the log of that checkpoint,
    /// [`LogError::UnknownKey`] if none of the keys signed that, and others.
    pub fn open(
        mut store: S,
        origin: NoteName,
        keys: KeyRing,
        mut place: impl CheckpointPlace + 'static,
    ) -> Result<Self, LogError> {
        compare(&mut store, &origin, &keys, &mut place)?;
        let mut latest = Timestamp::MIN;
        let size = store.state().size();
        // Entries lie in order but for what clocks differ by: the last one is late enough.
        store.entries(size.saturating_sub(1)..size, &mut |_: u64, line: &[u8]| {
            latest = Entry::from_line(line).map_err(|_| LogError::NewerFormat)?.time();
            Ok(())
        })?;
        Ok(Self {
            origin,
            intake: Intake::new(&keys, latest),
            keys,
            queue: Queue::new(store),
            place: Mutex::new(Box::new(place)),
        })
    }

    /// Writes an event, and returns when it is durable.
    ///
    /// # Errors
    /// [`LogError`] if it is not. Then the operation is refused: its outcome must not leave.
    pub fn append(&self, event: &Event) -> Result<Receipt, LogError> {
        self.submit(event)?.confirm()
    }

    /// Takes an event, which becomes durable together with the next that is waited for. Waits only if more events are
    /// under way than one batch holds.
    ///
    /// # Errors
    /// [`LogError`] if the event is not taken.
    pub fn submit(&self, event: &Event) -> Result<Unconfirmed<'_, S>, LogError> {
        let mut line = self.intake.line(event)?;
        let leaf = TreeHash::of_leaf(&line);
        line.push(b'\n');
        self.queue.push(leaf, &line)
    }

    /// Returns how many entries are durable.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.queue.store().state().size()
    }

    /// Makes what was submitted durable, signs what the log holds now, and gives it to the second place.
    ///
    /// # Errors
    /// [`LogError`]. Nothing is signed that contradicts the latest checkpoint there, or that is older by more than what
    /// clocks differ by.
    pub fn checkpoint(&self, now: Timestamp) -> Result<SignedNote, LogError> {
        self.queue.flush()?;
        let secret = self.keys.current(KeyPurpose::LogSigning, now).ok_or(LogError::UnknownKey)?;
        let key = SigningKey::new(self.origin.clone(), secret);
        // The place first, wherever both are needed.
        let mut place = locked(&self.place);
        let mut store = self.queue.store();
        let latest = compare(&mut *store, &self.origin, &self.keys, &mut **place)?;
        if latest.is_some_and(|latest| !ClockAllowance::DEFAULT.admits(latest.time(), now)) {
            return Err(LogError::ClockSetBack);
        }
        let state = store.state();
        let (size, root) = (state.size(), state.root());
        drop(store);
        let checkpoint = Checkpoint::new(self.origin.clone(), size, root, now);
        let note = checkpoint.sign(&key).map_err(|_| LogError::NotCheckpoint)?;
        let kept = place.keep(size, &note.to_text());
        kept.map_err(|error| LogError::SecondPlace(error.kind()))?;
        Ok(note)
    }

    /// Returns the keys that verify the log's checkpoints.
    #[must_use]
    pub fn checkpoint_keys(&self) -> CheckpointKeys {
        CheckpointKeys::of_ring(self.origin.clone(), &self.keys)
    }

    /// Proves to whoever has the checkpoint that the log held the entry of this number.
    ///
    /// # Errors
    /// [`LogError::NoSuchEntry`] if the checkpoint is older than the entry, and others.
    pub fn prove_inclusion(
        &self,
        number: u64,
        checkpoint: &VerifiedCheckpoint,
    ) -> Result<InclusionProof, LogError> {
        let mut store = self.queue.store();
        within(&*store, checkpoint)?;
        store.prove_inclusion(number, checkpoint.size())?.ok_or(LogError::NoSuchEntry)
    }

    /// Proves to whoever has the log's key alone that the log held the entry of this number, at a checkpoint that it
    /// signed.
    ///
    /// # Errors
    /// [`LogError::NotCheckpoint`] if it did not sign it, [`LogError::NoSuchEntry`] if it is older than the entry, and
    /// others.
    pub fn prove_entry(
        &self,
        number: u64,
        checkpoint: &SignedNote,
    ) -> Result<EntryProof, LogError> {
        let verified = self.checkpoint_keys().verify(checkpoint);
        let verified = verified.map_err(|_| LogError::NotCheckpoint)?;
        let inclusion = self.prove_inclusion(number, &verified)?;
        let mut entry = None;
        self.entries(number..number.saturating_add(1), |_, line| {
            entry = Some(line.to_vec());
            Ok(())
        })?;
        let entry = entry.ok_or(LogError::NoSuchEntry)?;
        Ok(EntryProof::new(entry, number, inclusion, checkpoint.clone()))
    }

    /// Proves to whoever has both checkpoints that the log only grew between them.
    ///
    /// # Errors
    /// [`LogError::NoSuchEntry`] if the older has more entries, and others.
    pub fn prove_consistency(
        &self,
        older: &VerifiedCheckpoint,
        newer: &VerifiedCheckpoint,
    ) -> Result<ConsistencyProof, LogError> {
        let mut store = self.queue.store();
        within(&*store, newer)?;
        store.prove_consistency(older.size(), newer.size())?.ok_or(LogError::NoSuchEntry)
    }

    /// Tells the lines of these entries, each with its number. Others may write meanwhile.
    ///
    /// # Errors
    /// [`LogError`] of the store, or of the one who is told.
    pub fn entries(
        &self,
        range: Range<u64>,
        mut tell: impl FnMut(u64, &[u8]) -> Result<(), LogError>,
    ) -> Result<(), LogError> {
        let mut start = range.start;
        loop {
            let end = start.saturating_add(PART).min(range.end);
            self.queue.store().entries(start..end, &mut tell)?;
            if end >= range.end {
                return Ok(());
            }
            start = end;
        }
    }

    /// Tells all entries about one subject of a tenant, under whichever key they were written.
    ///
    /// # Errors
    /// [`LogError`] of the store, or [`LogError::NewerFormat`] if an entry cannot be read.
    pub fn entries_about(
        &self,
        tenant: &Tenant,
        subject: &EventSubject,
        mut tell: impl FnMut(u64, Entry),
    ) -> Result<(), LogError> {
        let tokens = self.intake.tokens().all_tokens(tenant, subject);
        let size = self.size();
        self.entries(0..size, |number, line| {
            let entry = Entry::from_line(line).map_err(|_| LogError::NewerFormat)?;
            if entry.subject().is_some_and(|subject| tokens.contains(subject)) {
                tell(number, entry);
            }
            Ok(())
        })
    }

    /// Writes the entries between two checkpoints as a segment (see [`segment`]); without an older one from the first
    /// entry on.
    ///
    /// # Errors
    /// [`LogError`].
    pub fn export(
        &self,
        older: Option<&VerifiedCheckpoint>,
        newer: &VerifiedCheckpoint,
        output: &mut impl Write,
    ) -> Result<(), LogError> {
        let start = older.map_or(0, VerifiedCheckpoint::size);
        let before = {
            let mut store = self.queue.store();
            within(&*store, newer)?;
            store.frontier(start)?.ok_or(LogError::NoSuchEntry)?
        };
        let mut output = BufWriter::with_capacity(1 << 16, output);
        segment::write_head(&mut output, &self.origin, &before, newer.size())?;
        self.entries(start..newer.size(), |_, line| {
            output.write_all(line)?;
            Ok(output.write_all(b"\n")?)
        })?;
        Ok(output.flush()?)
    }
}

impl<S: SharedStore> Log<S> {
    /// Puts events that others appended to the store into the tree, in the order in which they came: a batch of them at
    /// most. Returns how many; when it is 0, none waited.
    ///
    /// # Errors
    /// [`LogError`] as [`SharedStore::sequence`].
    pub fn sequence(&self) -> Result<usize, LogError> {
        self.queue.store().sequence()
    }
}

impl<S: LogStore> EventSink for Log<S> {
    type Receipt = Receipt;

    fn append(&self, event: &Event) -> Result<Receipt, LogError> {
        Self::append(self, event)
    }
}

/// Entries that are read while nobody can write.
const PART: u64 = 4096;

/// What the checkpoint counts must be there.
fn within(store: &impl LogStore, checkpoint: &VerifiedCheckpoint) -> Result<(), LogError> {
    let (size, counted) = (store.state().size(), checkpoint.size());
    if counted > size { Err(LogError::WrongSize { size, checkpoint: counted }) } else { Ok(()) }
}

/// Compares a log with the latest checkpoint of the second place, and returns that.
fn compare(
    store: &mut impl LogStore,
    origin: &NoteName,
    keys: &KeyRing,
    place: &mut (impl CheckpointPlace + ?Sized),
) -> Result<Option<VerifiedCheckpoint>, LogError> {
    let latest = place.latest().map_err(|error| LogError::SecondPlace(error.kind()))?;
    let Some(note) = latest else { return Ok(None) };
    let keys = CheckpointKeys::of_ring(origin.clone(), keys);
    let checkpoint = keys.verify_text(&note).map_err(|error| match error {
        CheckpointError::Note(NoteError::UnknownKey) | CheckpointError::OutsidePeriod => {
            LogError::UnknownKey
        }
        _ => LogError::NotCheckpoint,
    })?;
    within(store, &checkpoint)?;
    let then = store.frontier(checkpoint.size())?.map(|then| then.root());
    if then == Some(*checkpoint.root()) { Ok(Some(checkpoint)) } else { Err(LogError::Rewritten) }
}

fn locked<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<S> fmt::Debug for Log<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Log({})", self.origin.text())
    }
}
