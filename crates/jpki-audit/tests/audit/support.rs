//! A log of events that differ, and what a test asks of it.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use jpki_audit::Log;
use jpki_audit::checkpoint::{CheckpointKeys, VerifiedCheckpoint};
use jpki_audit::file::FileStore;
use jpki_audit::note::NoteName;
use jpki_audit::place::CheckpointPlace;
use jpki_core::event::{
    Action, ActionResult, Event, EventSubject, Operation, OperatorName, PurposeOfUse, Requester,
    SubjectKind, Tenant,
};
use jpki_core::keys::{KeyId, KeyPeriod, KeyPurpose, KeyRing, SecretKey};
use jpki_core::time::Timestamp;

pub(crate) fn origin() -> NoteName {
    NoteName::new("log.example/operations").unwrap()
}

/// Seconds after the log began.
pub(crate) fn second(number: u64) -> Timestamp {
    let begin = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").unwrap();
    begin.after(std::time::Duration::from_secs(number))
}

pub(crate) fn period(from: u64, until: u64) -> KeyPeriod {
    KeyPeriod::new(second(from), second(until)).unwrap()
}

pub(crate) fn secret(purpose: KeyPurpose, id: u32, period: KeyPeriod) -> SecretKey {
    let mut secret = [0x40; 32];
    secret[0] = if purpose == KeyPurpose::LogSigning { 0x01 } else { 0x02 };
    secret[1] = id as u8;
    SecretKey::new(purpose, KeyId(id), period, secret)
}

pub(crate) fn ring() -> KeyRing {
    let all = period(0, 1_000_000_000);
    let keys = [KeyPurpose::LogSigning, KeyPurpose::AuditToken].map(|it| secret(it, 1, all));
    KeyRing::new(keys).unwrap()
}

pub(crate) fn checkpoint_keys() -> CheckpointKeys {
    CheckpointKeys::of_ring(origin(), &ring())
}

pub(crate) fn tenant() -> Tenant {
    Tenant::new("bank-1").unwrap()
}

pub(crate) fn subject(number: u64) -> EventSubject {
    EventSubject::new(SubjectKind::Certificate, format!("serial {number}").as_bytes())
}

/// An event of its own for each number, a second after the one before.
pub(crate) fn event(number: u64) -> Event {
    event_at(number, second(number))
}

pub(crate) fn event_at(number: u64, time: Timestamp) -> Event {
    let action = Action::ALL[number as usize % (Action::ALL.len() - 1)];
    let result = ActionResult::ALL[number as usize % ActionResult::ALL.len()];
    let operation = Operation::new(action, result, time);
    let operation =
        if number.is_multiple_of(3) { operation } else { operation.about(subject(number / 4)) };
    let requester = if number.is_multiple_of(5) {
        Requester::operator(tenant(), OperatorName::new("運用 太郎").unwrap())
    } else {
        Requester::service(tenant())
    };
    operation.requested_by(requester, PurposeOfUse::new("account-opening").unwrap())
}

/// A second place in memory, which the test can look into.
#[derive(Clone, Default)]
pub(crate) struct Place(pub(crate) Arc<Mutex<Vec<(u64, String)>>>);

impl CheckpointPlace for Place {
    fn latest(&mut self) -> io::Result<Option<String>> {
        let kept = self.0.lock().unwrap();
        Ok(kept.iter().max_by_key(|(size, _)| *size).map(|(_, note)| note.clone()))
    }

    fn keep(&mut self, size: u64, note: &str) -> io::Result<()> {
        self.0.lock().unwrap().push((size, note.to_owned()));
        Ok(())
    }
}

pub(crate) fn open(folder: &Path) -> Log<FileStore> {
    let store = FileStore::open(folder).unwrap();
    Log::open(store, origin(), ring(), Place::default()).unwrap()
}

/// Appends these events in one batch.
pub(crate) fn fill(log: &Log<FileStore>, numbers: std::ops::Range<u64>) {
    let waiting: Vec<_> = numbers.map(|number| log.submit(&event(number)).unwrap()).collect();
    for event in waiting {
        event.confirm().unwrap();
    }
}

/// A checkpoint of what the log holds.
pub(crate) fn checkpoint(log: &Log<FileStore>) -> VerifiedCheckpoint {
    let note = log.checkpoint(second(1000)).unwrap();
    checkpoint_keys().verify(&note).unwrap()
}

pub(crate) fn export(
    log: &Log<FileStore>,
    older: Option<&VerifiedCheckpoint>,
    newer: &VerifiedCheckpoint,
) -> Vec<u8> {
    let mut segment = Vec::new();
    log.export(older, newer, &mut segment).unwrap();
    segment
}
