//! The files of a log that are not as it left them: refused, or a log that tells every entry and goes on.

#![no_main]

use std::fs;
use std::io;
use std::path::Path;
use std::sync::LazyLock;

use jpki_audit::file::FileStore;
use jpki_audit::note::NoteName;
use jpki_audit::place::CheckpointPlace;
use jpki_audit::store::LogStore as _;
use jpki_audit::tree::{Frontier, TreeHash};
use jpki_audit::{Log, LogError};
use jpki_core::event::{Action, ActionResult, Operation, PurposeOfUse, Requester, Tenant};
use jpki_core::keys::KeyRing;
use jpki_core::time::Timestamp;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a folder"));

/// Which files; the first byte says which of them there are.
const FILES: [&str; 4] = ["mark", "nodes", "offsets", "entries"];

struct Nowhere;

impl CheckpointPlace for Nowhere {
    fn latest(&mut self) -> io::Result<Option<String>> {
        Ok(None)
    }

    fn keep(&mut self, _: u64, _: &str) -> io::Result<()> {
        Ok(())
    }
}

fuzz_target!(|bytes: &[u8]| {
    let folder = FOLDER.path();
    let Some(()) = write(folder, bytes) else { return };
    let Ok(mut store) = FileStore::open(folder) else { return };
    let state = store.state().clone();
    // A mark may vouch for files that are not what it says: those who verify see it.
    let is_replayed = !folder.join("mark").exists();
    let mut frontier = Frontier::empty();
    let mut tell = |_: u64, line: &[u8]| {
        frontier.push(TreeHash::of_leaf(line), |_| {});
        Ok(())
    };
    let told = store.entries(0..state.size(), &mut tell);
    assert!(!is_replayed || (told.is_ok() && frontier == state));
    drop(store);

    let event = Operation::new(Action::Erasure, ActionResult::Done, Timestamp::MAX).requested_by(
        Requester::service(Tenant::new("bank").expect("a name")),
        PurposeOfUse::new("fuzzing").expect("a name"),
    );
    let Ok(log) = open(folder) else { return };
    assert_eq!(log.append(&event).expect("appended").number(), state.size());
    drop(log);
    let log = open(folder).expect("opened after an event was appended");
    assert_eq!(log.size(), state.size() + 1);
});

fn open(folder: &Path) -> Result<Log<FileStore>, LogError> {
    let keys = KeyRing::new([]).expect("no keys");
    let name = NoteName::new("log.example/operations").expect("a name");
    Log::open(FileStore::open(folder)?, name, keys, Nowhere)
}

/// For each file its length in two bytes, then the bytes; the last takes what there is.
fn write(folder: &Path, bytes: &[u8]) -> Option<()> {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        fs::remove_file(entry.path()).expect("removed");
    }
    let (which, mut bytes) = bytes.split_first()?;
    for (place, name) in FILES.iter().enumerate().filter(|(place, _)| which >> place & 1 == 1) {
        let (length, rest) = bytes.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*length)).min(rest.len());
        let length = if u32::from(*which) >> (place + 1) == 0 { rest.len() } else { length };
        let (file, rest) = rest.split_at(length);
        fs::write(folder.join(name), file).expect("written");
        bytes = rest;
    }
    Some(())
}
