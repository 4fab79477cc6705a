//! Key rings: which keys go together, which is used when, and how they are read.

use jpki_core::keys::{
    KeyId, KeyPeriod, KeyPurpose, KeyRing, KeyRingError, KeyTextError, SecretKey,
};
use jpki_core::time::Timestamp;

const SECOND: fn(i64) -> Timestamp = Timestamp::from_unix_seconds;

fn key(purpose: KeyPurpose, id: u32, from: i64, until: i64, secret: u8) -> SecretKey {
    let period = KeyPeriod::new(SECOND(from), SECOND(until)).unwrap();
    SecretKey::new(purpose, KeyId(id), period, [secret; 32])
}

#[test]
fn one_name_and_one_secret_for_each_key() {
    use KeyPurpose::{AuditToken, LogSigning};
    let one = key(AuditToken, 1, 0, 10, 1);
    let ring = |other| KeyRing::new([one.clone(), other]).err();
    assert_eq!(ring(key(AuditToken, 2, 0, 10, 2)), None);
    assert_eq!(ring(key(LogSigning, 1, 0, 10, 2)), None);
    assert_eq!(ring(key(AuditToken, 1, 10, 20, 2)), Some(KeyRingError::NameRepeated));
    assert_eq!(ring(key(LogSigning, 1, 0, 10, 1)), Some(KeyRingError::SecretRepeated));
    assert_eq!(ring(key(AuditToken, 2, 10, 20, 1)), Some(KeyRingError::SecretRepeated));
    let many = |count: u32| (0..count).map(|id| key(AuditToken, id, 0, 10, id as u8));
    assert!(KeyRing::new(many(64)).is_ok());
    assert_eq!(KeyRing::new(many(65)).err(), Some(KeyRingError::TooMany));
}

#[test]
fn of_several_keys_the_one_that_began_last_is_used() {
    use KeyPurpose::{AuditToken, LogSigning};
    let keys = [
        key(AuditToken, 1, 0, 20, 1),
        key(AuditToken, 2, 10, 30, 2),
        key(LogSigning, 3, 0, 100, 3),
    ];
    let ring = KeyRing::new(keys).unwrap();
    let current = |purpose, at| ring.current(purpose, SECOND(at)).map(|key| key.id().0);
    for (at, expected) in
        [(-1, None), (0, Some(1)), (9, Some(1)), (10, Some(2)), (29, Some(2)), (30, None)]
    {
        assert_eq!(current(AuditToken, at), expected, "{at}");
    }
    assert_eq!(current(LogSigning, 5), Some(3));
    assert!(ring.key(AuditToken, KeyId(3)).is_none());
    assert!(KeyPeriod::new(SECOND(5), SECOND(5)).is_none());
}

#[test]
fn texts_are_read_strictly() {
    let secret = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1C1D1e1f";
    let line = format!("log-signing 3 2026-04-01T00:00:00Z 2027-04-01T00:00:00Z {secret}");
    let read = |lines: &str| KeyRing::from_text(&format!("jpki-keys 1\n{lines}\n"));
    let ring = read(&format!("# comment\n\n{line}")).unwrap();
    let key = ring.key(KeyPurpose::LogSigning, KeyId(3)).unwrap();
    assert_eq!(key.expose_secret().to_vec(), (0..32).collect::<Vec<u8>>());
    assert!(!format!("{ring:?}").contains("31"));
    for wrong in [
        line.replace("log-signing", "other"),
        line.replace(" 3 ", " three "),
        line.replace("2027", "2026"),
        line.replace("T00:00:00Z ", " "),
        line.replace("1e1f", "1e"),
        line.replace("1e1f", "1e1"),
        line.replace("1e1f", "1e1g"),
        line.replace("1e1f", "1e1f00"),
        format!("{line} more"),
        "log-signing".to_owned(),
    ] {
        assert_eq!(read(&wrong).unwrap_err(), KeyTextError::Line(2), "{wrong}");
    }
    assert_eq!(KeyRing::from_text("").unwrap_err(), KeyTextError::Version);
    assert_eq!(KeyRing::from_text(&line).unwrap_err(), KeyTextError::Version);
    assert_eq!(KeyRing::from_text("jpki-keys 2\n").unwrap_err(), KeyTextError::Version);
    let twice = read(&format!("{line}\n{line}")).unwrap_err();
    assert_eq!(twice, KeyTextError::Ring(KeyRingError::NameRepeated));
}
