//! Checkpoints: their keys, periods and changes of keys.

use jpki_audit::checkpoint::{CheckpointError, CheckpointKeys, key_change};
use jpki_audit::file::FileStore;
use jpki_audit::note::{NoteError, NoteName, SignedNote, SigningKey};
use jpki_audit::{Log, LogError};
use jpki_core::keys::{KeyPurpose, KeyRing, SecretKey};

use crate::support::{Place, event, open, origin, period, ring, second, secret};

fn signing(id: u32, period: jpki_core::keys::KeyPeriod) -> SecretKey {
    secret(KeyPurpose::LogSigning, id, period)
}

/// A note that this key signed at this time, over an empty log.
fn signed(key: &SecretKey, at: u64) -> SignedNote {
    let folder = tempfile::tempdir().unwrap();
    let ring = KeyRing::new([key.clone()]).unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    let log = Log::open(store, origin(), ring, Place::default()).unwrap();
    log.checkpoint(second(at)).unwrap()
}

#[test]
fn a_checkpoint_is_four_lines() {
    let note = signed(&signing(1, period(0, 100)), 7);
    let expected = "log.example/operations\n0\n\
        47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\
        time 2026-06-01T03:00:07Z\n";
    assert_eq!(note.unverified_text(), expected);
}

#[test]
fn a_key_counts_in_its_period_only() {
    let long = signing(1, period(0, 1000));
    let key = SigningKey::new(origin(), &long).verifying_key().clone();
    let keys = CheckpointKeys::new(key, period(10, 20));
    for (at, expected) in [(9, false), (10, true), (19, true), (20, false)] {
        let outcome = keys.verify(&signed(&long, at));
        assert_eq!(outcome.is_ok(), expected, "{at}");
        assert!(expected || outcome == Err(CheckpointError::OutsidePeriod));
    }
    let other = signed(&signing(2, period(0, 1000)), 15);
    assert_eq!(keys.verify(&other), Err(NoteError::UnknownKey.into()));
}

#[test]
fn the_old_key_names_the_next_and_ends() {
    let (old, next) = (signing(1, period(0, 1000)), signing(2, period(0, 1000)));
    let [old_key, next_key] = [&old, &next].map(|secret| SigningKey::new(origin(), secret));
    let pinned = CheckpointKeys::new(old_key.verifying_key().clone(), period(0, 100));
    let change = key_change(&old_key, next_key.verifying_key(), period(50, 200)).unwrap();
    let keys = pinned.clone().with_change(&change).unwrap();
    for (key, at, expected) in [
        (&old, 49, true),
        (&old, 50, false),
        (&next, 49, false),
        (&next, 50, true),
        (&next, 199, true),
    ] {
        assert_eq!(keys.verify(&signed(key, at)).is_ok(), expected, "{at}");
    }
    assert!(pinned.verify(&signed(&next, 60)).is_err());

    // A stranger's change, one that is signed by the key it names, one after the old key's end.
    let stranger = SigningKey::new(origin(), &signing(3, period(0, 1000)));
    for signer in [&stranger, &next_key] {
        let change = key_change(signer, next_key.verifying_key(), period(50, 200)).unwrap();
        assert_eq!(pinned.clone().with_change(&change).unwrap_err(), NoteError::UnknownKey.into());
    }
    let late = key_change(&old_key, next_key.verifying_key(), period(100, 200)).unwrap();
    assert_eq!(pinned.clone().with_change(&late).unwrap_err(), CheckpointError::OutsidePeriod);
    // A checkpoint is no change, a change is no checkpoint.
    let other = pinned.clone().with_change(&signed(&old, 10)).unwrap_err();
    assert_eq!(other, CheckpointError::OtherText);
    assert_eq!(pinned.verify(&change), Err(CheckpointError::OtherText));
}

#[test]
fn another_logs_note_is_none() {
    let name = NoteName::new("log.example/other").unwrap();
    let secret = signing(1, period(0, 1000));
    let key = SigningKey::new(name, &secret).verifying_key().clone();
    let other = CheckpointKeys::new(key.clone(), period(0, 1000));
    let ours = CheckpointKeys::of_ring(origin(), &ring());
    assert!(other.verify(&signed(&secret, 10)).is_err());
    assert_eq!(ours.with_key(key, period(0, 10)).unwrap_err(), CheckpointError::OtherOrigin);
}

#[test]
fn the_log_signs_with_the_key_of_the_time() {
    let folder = tempfile::tempdir().unwrap();
    let keys = [signing(1, period(0, 50)), signing(2, period(50, 100))];
    let ring =
        KeyRing::new(keys.into_iter().chain([secret(KeyPurpose::AuditToken, 1, period(0, 80))]));
    let ring = ring.unwrap();
    let place = Place::default();
    let log = |ring| {
        let store = FileStore::open(folder.path()).unwrap();
        Log::open(store, origin(), ring, place.clone())
    };
    let first = log(ring.clone()).unwrap();
    first.checkpoint(second(49)).unwrap();
    first.append(&event(1)).unwrap();
    first.checkpoint(second(50)).unwrap();
    assert_eq!(first.checkpoint(second(100)), Err(LogError::UnknownKey));
    // No key of tokens from then on; an event about nobody needs none.
    assert_eq!(first.append(&event(80)), Err(LogError::UnknownKey));
    assert_eq!(first.append(&event(81)).unwrap().number(), 1);
    drop(first);
    // The second place has what the second key signed.
    let ring = KeyRing::new([signing(1, period(0, 50))]).unwrap();
    assert_eq!(log(ring).unwrap_err(), LogError::UnknownKey);
    drop(open(folder.path()));
}
