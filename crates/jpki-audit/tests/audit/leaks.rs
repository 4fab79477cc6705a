//! Nothing of a subject is in a file of the log, in what leaves it, or in what its types show.

use std::fs;
use std::path::Path;

use base64ct::{Base64, Encoding as _};
use jpki_audit::Logged;
use jpki_audit::entry::Entry;
use jpki_audit::file::{CheckpointFolder, FileStore};
use jpki_audit::token::TokenKeys;
use jpki_core::event::{
    Action, ActionResult, EventSubject, Operation, PurposeOfUse, Requester, SubjectKind,
};
use jpki_test_support::needle::{holds, shapes};

use crate::support::{checkpoint_keys, origin, ring, second, tenant};

/// As long as the serial number of a certificate, and nowhere by chance.
const NEEDLE: [u8; 16] = *b"\x01\x32\xc4\xabQz7#\x9f\x00\xee\x10w!\x88\xd3";

fn files(folder: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        found.push(entry.file_name().into_string().unwrap().into_bytes());
        if entry.path().is_dir() {
            files(&entry.path(), found);
        } else {
            found.push(fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
// Requirement: ACC-4b
fn nothing_of_a_subject_is_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path().join("log")).unwrap();
    let place = CheckpointFolder::open(folder.path().join("place")).unwrap();
    let log = jpki_audit::Log::open(store, origin(), ring(), place).unwrap();
    let mut shown = Vec::new();
    for (number, action) in (0..).zip(Action::ALL) {
        let subject = EventSubject::new(SubjectKind::ALL[number % 6], &NEEDLE);
        let operation = Operation::new(*action, ActionResult::Done, second(0)).about(subject);
        let requester = Requester::service(tenant());
        let event = operation.requested_by(requester, PurposeOfUse::new("scan").unwrap());
        shown.push(format!("{event:?} {:?}", Entry::new(&event, &TokenKeys::of_ring(&ring()))));
        shown.push(format!("{:?}", Logged::new(NEEDLE, event).open(&log).unwrap().1));
    }
    let note = log.checkpoint(second(1)).unwrap();
    let now = checkpoint_keys().verify(&note).unwrap();
    let mut segment = Vec::new();
    log.export(None, &now, &mut segment).unwrap();
    shown.push(format!("{log:?} {note:?} {now:?} {:?}", log.prove_inclusion(0, &now).unwrap()));

    let mut scanned = vec![segment, shown.concat().into_bytes()];
    files(folder.path(), &mut scanned);
    assert!(scanned.len() > 10);
    for bytes in &scanned {
        assert!(!holds(bytes, &NEEDLE), "{}", String::from_utf8_lossy(bytes));
    }
    // The scan finds what is there, in every shape.
    for shape in shapes(&NEEDLE) {
        assert!(holds(&[b"before", shape.as_slice(), b"after"].concat(), &NEEDLE));
    }
    assert!(holds(format!("{NEEDLE:?}").as_bytes(), &NEEDLE));
    for padding in [&b""[..], b"1", b"12"] {
        let around = Base64::encode_string(&[padding, &NEEDLE].concat());
        assert!(holds(around.as_bytes(), &NEEDLE), "{around}");
    }
}
