//! Rows of a store that no store wrote: unreadable, or read as what stands there.

#![no_main]

use std::sync::LazyLock;

use jpki_auth::binding::{AccountReference, KeyId};
use jpki_auth::blocking::{BindingStore as _, ChallengeStore as _};
use jpki_auth::challenge::{ChallengeId, Nonce, TakeOutcome};
use jpki_stores::sqlite::SqliteStore;
use libfuzzer_sys::fuzz_target;
use rusqlite::{Connection, params};
use tempfile::TempDir;

struct World {
    folder: TempDir,
    store: SqliteStore,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a folder");
    let store = SqliteStore::open(folder.path().join("store")).expect("a store");
    World { folder, store }
});

fuzz_target!(|bytes: &[u8]| {
    let World { folder, store } = &*WORLD;
    let connection = Connection::open(folder.path().join("store")).expect("the same file");
    let settings =
        "PRAGMA ignore_check_constraints = ON; DELETE FROM challenge; DELETE FROM binding";
    connection.execute_batch(settings).expect("a change");

    let id = ChallengeId::of(&Nonce::from_bytes([7; 32]));
    let challenge = "INSERT INTO challenge VALUES (?1, ?2, 0, 0)";
    connection.execute(challenge, params![id.as_bytes(), bytes]).expect("a row");
    if let Ok(taken) = store.take(&id) {
        let TakeOutcome::Fresh(record) = taken else { panic!("not taken before") };
        assert_eq!(record.to_bytes(), bytes);
        assert!(matches!(store.take(&id), Ok(TakeOutcome::Spent)));
    }

    let Some((lengths, bytes)) = bytes.split_first_chunk() else { return };
    let [certificate, provider, identifier, origin] = parts(*lengths, bytes);
    let account = AccountReference::from_parts(KeyId(1), [1; 32]);
    let of_account = [&[0_u8, 0, 0, 1][..], &[1; 32]].concat();
    let bound_at = bytes.last_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes));
    let binding = "INSERT INTO binding VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let row = params![certificate, of_account, provider, identifier, origin, bound_at];
    connection.execute(binding, row).expect("a row");
    let Ok(bindings) = store.of_account(&[account]) else { return };
    let [read] = bindings.as_slice() else { panic!("one binding") };
    let key = read.certificate.key().0.to_be_bytes();
    assert_eq!([&key[..], read.certificate.digest()].concat(), certificate);
    assert_eq!(read.provider.text().as_bytes(), provider);
    assert_eq!(read.identifier.as_bytes(), identifier);
    assert_eq!(read.origin.code().as_bytes(), origin);
    assert!(read.is_of(&[account]));
});

/// Parts of these lengths, as far as there are bytes.
fn parts<const N: usize>(lengths: [u8; N], mut bytes: &[u8]) -> [&[u8]; N] {
    lengths.map(|length| {
        let (part, rest) = bytes.split_at(usize::from(length).min(bytes.len()));
        bytes = rest;
        part
    })
}
