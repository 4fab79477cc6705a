//! Events, keys and a second place.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jpki_audit::note::NoteName;
use jpki_audit::place::CheckpointPlace;
use jpki_core::event::{
    Action, ActionResult, Event, EventSubject, Operation, PurposeOfUse, Requester, SubjectKind,
    Tenant,
};
use jpki_core::keys::KeyRing;
use jpki_core::time::Timestamp;

const KEYS: &str = "jpki-keys 1
audit-token 1 2026-06-01T00:00:00Z 2036-06-01T00:00:00Z 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
log-signing 1 2026-06-01T00:00:00Z 2036-06-01T00:00:00Z 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
";

pub(crate) fn ring() -> KeyRing {
    KeyRing::from_text(KEYS).unwrap()
}

pub(crate) fn origin() -> NoteName {
    NoteName::new("log.example/operations").unwrap()
}

pub(crate) fn second(number: u64) -> Timestamp {
    let begin = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").unwrap();
    begin.after(Duration::from_secs(number))
}

pub(crate) fn event(number: u64) -> Event {
    event_for("account-opening", number)
}

pub(crate) fn event_for(purpose: &str, number: u64) -> Event {
    let subject = format!("serial {number}");
    Operation::new(Action::SignatureVerification, ActionResult::Valid, second(number))
        .about(EventSubject::new(SubjectKind::Certificate, subject.as_bytes()))
        .requested_by(
            Requester::service(Tenant::new("bank-1").unwrap()),
            PurposeOfUse::new(purpose).unwrap(),
        )
}

/// A second place in memory, which a test keeps while logs come and go.
#[derive(Clone, Default)]
pub(crate) struct Place(Arc<Mutex<Vec<(u64, String)>>>);

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
