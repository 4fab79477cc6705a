//! What a log and its examiner read line by line: entries, notes, proofs, keys. What is read is written back the same.

#![no_main]

use std::sync::LazyLock;

use jpki_audit::checkpoint::CheckpointKeys;
use jpki_audit::entry::Entry;
use jpki_audit::note::{NoteName, SignedNote, SigningKey, VerifyingKey};
use jpki_audit::proof::EntryProof;
use jpki_core::keys::{KeyId, KeyPeriod, KeyPurpose, KeyRing, SecretKey};
use jpki_core::time::Timestamp;
use libfuzzer_sys::fuzz_target;

static KEY: LazyLock<VerifyingKey> = LazyLock::new(|| {
    let secret = SecretKey::new(KeyPurpose::LogSigning, KeyId(1), period(), [0x40; 32]);
    let name = NoteName::new("log.example/operations").expect("a name");
    SigningKey::new(name, &secret).verifying_key().clone()
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(entry) = Entry::from_line(bytes) {
        assert_eq!(entry.to_line().as_bytes(), bytes);
        assert!(!bytes.contains(&b'\n') && bytes.len() <= Entry::MOST_BYTES);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(note) = SignedNote::from_text(text) {
        assert_eq!(note.to_text(), text);
        let keys = CheckpointKeys::new(KEY.clone(), period());
        if let Ok(checkpoint) = keys.verify(&note) {
            // Nobody but the seeds has the key's signature.
            assert!([0, 3].contains(&checkpoint.size()));
        }
        let _ = keys.with_change(&note);
    }
    if let Ok(proof) = EntryProof::from_text(text) {
        assert_eq!(proof.to_text(), text);
        // Nobody has a checkpoint with the key's signature over the fuzzer's entry.
        assert!(proof.verify(&CheckpointKeys::new(KEY.clone(), period())).is_err());
    }
    if let Some(key) = VerifyingKey::from_text(text) {
        assert_eq!(key.to_text(), text);
    }
    if let Ok(ring) = KeyRing::from_text(text) {
        let keys = [KeyPurpose::AuditToken, KeyPurpose::LogSigning].map(|it| ring.of(it).count());
        assert!(keys.iter().sum::<usize>() <= KeyRing::MOST);
    }
});

fn period() -> KeyPeriod {
    KeyPeriod::new(Timestamp::MIN, Timestamp::MAX).expect("in order")
}
