//! Days from text, and times of the system.

use jpki_core::time::JapanDay;

#[test]
fn a_day_is_read_as_it_is_written() {
    for text in ["2026-06-01", "1900-01-31", "2024-02-29", "9999-12-31"] {
        assert_eq!(text.parse::<JapanDay>().unwrap().to_string(), text);
    }
    for text in [
        "",
        "2026-6-1",
        "2026-06-1",
        "26-06-01",
        "2026-02-29",
        "2026-13-01",
        "2026-00-01",
        "2026-06-00",
        "2026-06-01 ",
        " 2026-06-01",
        "2026-06-01-01",
        "+026-06-01",
        "2026-+6-01",
        "2026/06/01",
        "20260601",
        "２０２６-06-01",
        "-2026-06-01",
    ] {
        assert!(text.parse::<JapanDay>().is_err(), "{text}");
    }
}

#[cfg(feature = "rustls-pki-types")]
#[test]
fn times_of_rustls_from_1970_to_9999() {
    use std::time::Duration;

    use jpki_core::time::Timestamp;
    use rustls_pki_types::UnixTime;

    for seconds in [0, 1, 1_780_282_800, Timestamp::MAX.unix_seconds()] {
        let time = Timestamp::from_unix_seconds(seconds);
        let theirs = UnixTime::try_from(time).unwrap();
        assert_eq!(theirs.as_secs(), u64::try_from(seconds).unwrap());
        assert_eq!(Timestamp::from(theirs), time);
    }
    for seconds in [-1, Timestamp::MIN.unix_seconds()] {
        UnixTime::try_from(Timestamp::from_unix_seconds(seconds)).unwrap_err();
    }
    let beyond = UnixTime::since_unix_epoch(Duration::MAX);
    assert_eq!(Timestamp::from(beyond), Timestamp::MAX);
}

#[cfg(feature = "std")]
#[test]
fn the_systems_time_in_whole_seconds_towards_the_past() {
    use std::time::{Duration, UNIX_EPOCH};

    use jpki_core::time::Timestamp;

    let half = Duration::from_millis(500);
    for (time, seconds) in [
        (UNIX_EPOCH, 0),
        (UNIX_EPOCH + half, 0),
        (UNIX_EPOCH - half, -1),
        (UNIX_EPOCH - 2 * half, -1),
        (UNIX_EPOCH - 3 * half, -2),
        (UNIX_EPOCH + Duration::from_secs(1 << 40), Timestamp::MAX.unix_seconds()),
        (UNIX_EPOCH - Duration::from_secs(1 << 40), Timestamp::MIN.unix_seconds()),
    ] {
        assert_eq!(Timestamp::from(time).unix_seconds(), seconds, "{time:?}");
    }
    assert!(Timestamp::now() > Timestamp::from_rfc3339("2026-01-01T00:00:00Z").unwrap());
}
