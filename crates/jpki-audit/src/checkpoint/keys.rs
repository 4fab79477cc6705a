use jpki_core::keys::{KeyPeriod, KeyPurpose, KeyRing};
use jpki_core::time::Timestamp;

use super::{Checkpoint, VerifiedCheckpoint};
use crate::note::{NoteError, NoteName, SignedNote, SigningKey, VerifyingKey};

/// Reason why a note is no checkpoint of the log, or no change of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// Not a signed note, or not signed by a key of the log.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The signed text is of another kind.
    #[error("the note says something else")]
    OtherText,
    /// Of another log.
    #[error("of another log")]
    OtherOrigin,
    /// The key signed it, but not in its period.
    #[error("signed outside the period of the key")]
    OutsidePeriod,
}

/// The keys of a log, each with its period: what an examiner verifies with.
///
/// They come from the operator by a way of their own, as [`VerifyingKey::to_text`], never from the log's folder. A key
/// that the log took later can also be learnt from the note by which the one before names it.
#[derive(Clone, Debug)]
pub struct CheckpointKeys {
    origin: NoteName,
    keys: Vec<(VerifyingKey, KeyPeriod)>,
}

impl CheckpointKeys {
    /// Takes the first key, whose name is that of the log.
    #[must_use]
    pub fn new(key: VerifyingKey, period: KeyPeriod) -> Self {
        Self { origin: key.name().clone(), keys: vec![(key, period)] }
    }

    /// Takes the keys of this log from a ring.
    #[must_use]
    pub fn of_ring(origin: NoteName, ring: &KeyRing) -> Self {
        let keys = ring.of(KeyPurpose::LogSigning).map(|secret| {
            let key = SigningKey::new(origin.clone(), secret);
            (key.verifying_key().clone(), secret.period())
        });
        let keys = keys.collect();
        Self { origin, keys }
    }

    /// Adds a key that is known by itself.
    ///
    /// # Errors
    /// [`CheckpointError::OtherOrigin`] if it is named for another log.
    pub fn with_key(
        mut self,
        key: VerifyingKey,
        period: KeyPeriod,
    ) -> Result<Self, CheckpointError> {
        if *key.name() != self.origin {
            return Err(CheckpointError::OtherOrigin);
        }
        self.keys.push((key, period));
        Ok(self)
    }

    /// Adds the key that a key of the log names as the one that follows it, and ends the period of the older one
    /// there: what it signs for a later time does not count any more.
    ///
    /// # Errors
    /// [`CheckpointError`] if no key signed the change in its period.
    pub fn with_change(mut self, change: &SignedNote) -> Result<Self, CheckpointError> {
        let (text, signer) = self.signed(change)?;
        let (next, period) = read_change(text, &self.origin).ok_or(CheckpointError::OtherText)?;
        let ended = self.keys.get_mut(signer).ok_or(NoteError::UnknownKey)?;
        let before = KeyPeriod::new(ended.1.from(), period.from());
        ended.1 = match before {
            Some(before) if ended.1.contains(period.from()) => before,
            // The key had no time left to name another.
            _ => return Err(CheckpointError::OutsidePeriod),
        };
        self.keys.push((next, period));
        Ok(self)
    }

    /// Verifies that a key of the log signed the checkpoint in its period.
    ///
    /// Says nothing of whether the log still holds what it held then: proofs do.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn verify(&self, note: &SignedNote) -> Result<VerifiedCheckpoint, CheckpointError> {
        let (text, signer) = self.signed(note)?;
        let checkpoint = Checkpoint::from_text(text).ok_or(CheckpointError::OtherText)?;
        if checkpoint.origin != self.origin {
            return Err(CheckpointError::OtherOrigin);
        }
        let is_in_period =
            self.keys.get(signer).is_some_and(|(_, period)| period.contains(checkpoint.time));
        if !is_in_period {
            return Err(CheckpointError::OutsidePeriod);
        }
        Ok(VerifiedCheckpoint(checkpoint))
    }

    /// Reads a note and verifies it.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn verify_text(&self, note: &str) -> Result<VerifiedCheckpoint, CheckpointError> {
        self.verify(&SignedNote::from_text(note)?)
    }

    /// What was signed, and the place of the key.
    fn signed<'a>(&self, note: &'a SignedNote) -> Result<(&'a str, usize), CheckpointError> {
        for (place, (key, _)) in self.keys.iter().enumerate() {
            match note.verify(key) {
                Err(NoteError::UnknownKey) => {}
                Err(error) => return Err(error.into()),
                Ok(text) => return Ok((text, place)),
            }
        }
        Err(NoteError::UnknownKey.into())
    }
}

const CHANGE: &str = "key change";

/// Makes the note by which the key of a log names the one that follows it, with its period.
///
/// # Errors
/// [`NoteError`] if the text cannot be that of a note.
pub fn key_change(
    old: &SigningKey,
    next: &VerifyingKey,
    period: KeyPeriod,
) -> Result<SignedNote, NoteError> {
    SignedNote::sign(change_text(old.verifying_key().name(), next, period), old)
}

fn change_text(origin: &NoteName, next: &VerifyingKey, period: KeyPeriod) -> String {
    let (origin, next) = (origin.text(), next.to_text());
    format!("{origin}\n{CHANGE}\n{next}\n{}\n{}\n", period.from(), period.until())
}

fn read_change(text: &str, origin: &NoteName) -> Option<(VerifyingKey, KeyPeriod)> {
    let mut lines = text.split('\n').skip(2);
    let next = VerifyingKey::from_text(lines.next()?)?;
    let from = Timestamp::from_rfc3339(lines.next()?)?;
    let period = KeyPeriod::new(from, Timestamp::from_rfc3339(lines.next()?)?)?;
    let is_exact = next.name() == origin && change_text(origin, &next, period) == text;
    is_exact.then_some((next, period))
}
