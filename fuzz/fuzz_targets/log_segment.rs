//! A segment beside the checkpoint that its own lines lead to, by RFC 6962 §2.1 written out: these lines verify, and
//! with any other line they do not.

#![no_main]

use std::sync::LazyLock;

use jpki_audit::checkpoint::{CheckpointKeys, VerifiedCheckpoint};
use jpki_audit::note::{NoteName, SignedNote, SigningKey};
use jpki_audit::segment::SegmentReader;
use jpki_audit::tree::TreeHash;
use jpki_core::keys::{KeyId, KeyPeriod, KeyPurpose, SecretKey};
use jpki_core::time::Timestamp;
use libfuzzer_sys::fuzz_target;

const NAME: &str = "log.example/operations";

static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    let secret = SecretKey::new(KeyPurpose::LogSigning, KeyId(1), period(), [0x40; 32]);
    SigningKey::new(NoteName::new(NAME).expect("a name"), &secret)
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(reader) = SegmentReader::new(bytes) else { return };
    let range = reader.unverified_range();
    let older = (range.start > 0).then(|| checkpoint(range.start, &[]));
    let head = bytes.windows(2).position(|pair| pair == b"\n\n").expect("the end of a head") + 2;
    let lines: Vec<&[u8]> = bytes[head..].split_inclusive(|byte| *byte == b'\n').collect();
    let entries: Vec<&[u8]> = lines.iter().filter_map(|line| line.strip_suffix(b"\n")).collect();
    let newer = checkpoint(range.end, &entries);
    let mut told = Vec::new();
    let outcome = reader.verify(older.as_ref(), &newer, |_, line| told.push(line.to_vec()));
    let is_ours = range.start == 0
        && bytes[21..].starts_with(format!("{NAME}\n").as_bytes())
        && range.end == entries.len() as u64
        && entries.len() == lines.len()
        && entries.iter().all(|entry| entry.len() <= 1024);
    assert_eq!(outcome.is_ok(), is_ours);
    if is_ours {
        assert_eq!(told, entries);
        for place in 0..entries.len().min(4) {
            let mut other = entries.clone();
            other[place] = b"another";
            if other != entries {
                let reader = SegmentReader::new(bytes).expect("read before");
                assert!(reader.verify(None, &checkpoint(range.end, &other), |_, _| {}).is_err());
            }
        }
    }
});

fn checkpoint(size: u64, entries: &[&[u8]]) -> VerifiedCheckpoint {
    let text =
        format!("{NAME}\n{size}\n{}\ntime 2026-06-01T03:00:00Z\n", root(entries).to_base64());
    let note = SignedNote::sign(text, &KEY).expect("a note");
    let keys = CheckpointKeys::new(KEY.verifying_key().clone(), period());
    keys.verify(&note).expect("a checkpoint")
}

fn root(entries: &[&[u8]]) -> TreeHash {
    match entries {
        [] => TreeHash::of_nothing(),
        [entry] => TreeHash::of_leaf(entry),
        _ => {
            let half = entries.len().next_power_of_two() / 2;
            TreeHash::above(&root(&entries[..half]), &root(&entries[half..]))
        }
    }
}

fn period() -> KeyPeriod {
    KeyPeriod::new(Timestamp::MIN, Timestamp::MAX).expect("in order")
}
