//! What a log of the benches is told, its name and its keys.

use jpki_audit::note::NoteName;
use jpki_core::event::{
    Action, ActionResult, Event, EventSubject, Operation, PurposeOfUse, Requester, SubjectKind,
    Tenant,
};
use jpki_core::keys::KeyRing;
use jpki_core::time::Timestamp;

pub(crate) fn name() -> NoteName {
    NoteName::new("log.example/operations").expect("a name")
}

pub(crate) fn keys() -> KeyRing {
    let keys = "jpki-keys 1
audit-token 1 2000-01-01T00:00:00Z 9999-12-31T23:59:59Z 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
log-signing 1 2000-01-01T00:00:00Z 9999-12-31T23:59:59Z 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
";
    KeyRing::from_text(keys).expect("keys")
}

pub(crate) fn event(number: u64) -> Event {
    let time = Timestamp::from_unix_seconds(1_780_000_000);
    Operation::new(Action::SignatureVerification, ActionResult::Valid, time)
        .about(EventSubject::new(SubjectKind::Certificate, &number.to_be_bytes()))
        .requested_by(
            Requester::service(Tenant::new("bank-1").expect("a name")),
            PurposeOfUse::new("account-opening").expect("a name"),
        )
}
