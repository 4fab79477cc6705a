//! Notes beside the example of Go's sumdb/note, the first implementation of the format.

use jpki_audit::note::{NoteError, NoteName, SignedNote, SigningKey, VerifyingKey};
use jpki_core::keys::{KeyId, KeyPeriod, KeyPurpose, SecretKey};
use jpki_core::time::Timestamp;

/// golang.org/x/mod/sumdb/note, package documentation.
const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
/// The private key there is `AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz`: 01, then the seed.
const SEED: [u8; 32] = [
    0x81, 0x0a, 0x14, 0x02, 0xd5, 0x14, 0x6c, 0x8d, 0x84, 0xf2, 0x44, 0x33, 0x30, 0xf5, 0x40, 0x80,
    0xeb, 0xf9, 0x8e, 0xe1, 0x7d, 0x9c, 0x74, 0xf6, 0x25, 0x2f, 0xc5, 0xd5, 0xc7, 0x28, 0x31, 0x73,
];

#[test]
fn the_published_note_verifies_and_is_made_anew() {
    let key = VerifyingKey::from_text(KEY).unwrap();
    assert_eq!(key.to_text(), KEY);
    let note = SignedNote::from_text(NOTE).unwrap();
    assert!(note.verify(&key).unwrap().starts_with("If you think"));
    assert_eq!(note.to_text(), NOTE);

    let period = KeyPeriod::new(Timestamp::MIN, Timestamp::MAX).unwrap();
    let secret = SecretKey::new(KeyPurpose::LogSigning, KeyId(1), period, SEED);
    let signing = SigningKey::new(NoteName::new("PeterNeumann").unwrap(), &secret);
    assert_eq!(*signing.verifying_key(), key);
    let text = note.unverified_text().to_owned();
    assert_eq!(SignedNote::sign(text, &signing).unwrap().to_text(), NOTE);
    assert!(!format!("{signing:?} {secret:?}").contains("129"));
}

#[test]
fn every_changed_byte_is_found() {
    let key = VerifyingKey::from_text(KEY).unwrap();
    for at in 0..NOTE.len() {
        for bit in 0..8 {
            let mut note = NOTE.as_bytes().to_vec();
            note[at] ^= 1 << bit;
            let Ok(note) = String::from_utf8(note) else { continue };
            let verified =
                SignedNote::from_text(&note).and_then(|note| note.verify(&key).map(str::to_owned));
            assert!(verified.is_err(), "{at} {bit}");
        }
    }
}

#[test]
fn signatures_of_others_do_not_count() {
    let key = VerifyingKey::from_text(KEY).unwrap();
    let (text, signature) = NOTE.rsplit_once("\n\n").unwrap();
    let other = "— Other x08go/ZJkuBS9UG/\n";
    let both = SignedNote::from_text(&format!("{text}\n\n{other}{signature}")).unwrap();
    assert!(both.verify(&key).is_ok());
    let alone = SignedNote::from_text(&format!("{text}\n\n{other}")).unwrap();
    assert_eq!(alone.verify(&key), Err(NoteError::UnknownKey));
    // One that claims to be the key's and is not spoils the note.
    let wrong = "— PeterNeumann x08go/ZJkuBS9UG/\n";
    let spoilt = SignedNote::from_text(&format!("{text}\n\n{signature}{wrong}")).unwrap();
    assert_eq!(spoilt.verify(&key), Err(NoteError::WrongSignature));
}

#[test]
fn other_forms_are_refused() {
    for note in [
        "",
        "\n",
        "text\n",
        "text\n\n",
        "text\n\n— name\n",
        "text\n\n— name AAAA\n",
        "a\tb\n\n— name AAAAAAAA\n",
        "text\n\n- name AAAAAAAA\n",
        "text\n\n— na+me AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
    ] {
        assert_eq!(SignedNote::from_text(note), Err(NoteError::Malformed), "{note:?}");
    }
    assert!(SignedNote::from_text("text\n\n— name AAAAAAAA\n").is_ok());
    let long = format!("{}\n\n— name AAAAAAAA\n", "x".repeat(SignedNote::MOST_BYTES));
    assert_eq!(SignedNote::from_text(&long), Err(NoteError::TooLong));
    for key in [
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3",
        // The neutral element, under which anything verifies.
        "PeterNeumann+efd4a34a+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        assert!(VerifyingKey::from_text(key).is_none(), "{key}");
    }
}
