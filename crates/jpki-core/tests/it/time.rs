//! Times of X.509 and days in Japan.

use std::time::Duration;

use jpki_core::time::{JapanDay, Timestamp, ValidationTime};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    Timestamp::from_rfc3339(text).unwrap()
}

/// The `time` crate is asked about every day from year 1 to 9999, and that there is no day between.
#[test]
fn every_day_is_where_another_calendar_has_it() {
    let mut seconds = Timestamp::MIN.unix_seconds();
    for year in 1..=9999 {
        for month in 1..=12_u8 {
            for day in 0..=32_u8 {
                let text = format!("{year:04}{month:02}{day:02}235958Z");
                let read = Timestamp::from_generalized_time(text.as_bytes());
                let month = time::Month::try_from(month).unwrap();
                let date = time::Date::from_calendar_date(year, month, day).ok();
                let expected = date
                    .map(|date| date.with_hms(23, 59, 58).unwrap().assume_utc().unix_timestamp());
                assert_eq!(read.map(Timestamp::unix_seconds), expected, "{text}");
                if let Some(read) = read {
                    seconds += 24 * 60 * 60;
                    assert_eq!(read.unix_seconds() + 2, seconds);
                }
            }
        }
    }
    assert_eq!(seconds - 1, Timestamp::MAX.unix_seconds());
    for text in ["00000101000000Z", "20260001000000Z", "20261301000000Z"] {
        assert_eq!(Timestamp::from_generalized_time(text.as_bytes()), None);
    }
}

/// RFC 5280 §4.1.2.5; seconds by `date -u +%s`.
#[test]
fn both_types_of_time_are_read() {
    let utc: [(&[u8], i64); 8] = [
        (b"700101000000Z", 0),
        (b"691231235959Z", -1),
        (b"000101000000Z", 946_684_800),
        (b"240229000000Z", 1_709_164_800),
        (b"991231235959Z", 946_684_799),
        // the century turns between 49 and 50
        (b"491231235959Z", 2_524_607_999),
        (b"500101000000Z", -631_152_000),
        // end of the signature CA of 2023
        (b"330715145959Z", 2_005_052_399),
    ];
    for (content, seconds) in utc {
        assert_eq!(Timestamp::from_utc_time(content).unwrap().unix_seconds(), seconds);
    }
    let generalized: [(&[u8], i64); 5] = [
        (b"19700101000000Z", 0),
        (b"20500101000000Z", 2_524_608_000),
        (b"20000229120000Z", 951_825_600),
        (b"99991231235959Z", Timestamp::MAX.unix_seconds()),
        (b"00010101000000Z", Timestamp::MIN.unix_seconds()),
    ];
    for (content, seconds) in generalized {
        assert_eq!(Timestamp::from_generalized_time(content).unwrap().unix_seconds(), seconds);
    }
}

#[test]
fn other_forms_of_time_are_refused() {
    let utc: [&[u8]; 17] = [
        b"",
        b"Z",
        // no seconds, no zone, another zone, a fraction, four digits of year
        b"2302281200Z",
        b"230228120000",
        b"230228120000+0900",
        b"230228120000.5Z",
        b"20230228120000Z",
        b"230228120000z",
        b"230228120000Z ",
        b" 30228120000Z",
        b"+30228120000Z",
        // no such day, no such time
        b"230229120000Z",
        b"230431120000Z",
        b"230001120000Z",
        b"231301120000Z",
        b"230228240000Z",
        b"230228126060Z",
    ];
    for content in utc {
        assert_eq!(Timestamp::from_utc_time(content), None, "{content:?}");
    }
    let generalized: [&[u8]; 9] = [
        b"230228120000Z",
        b"20230228120000",
        b"20230228120000+0000",
        b"20230228120000.0Z",
        b"202302281200Z",
        b"00000228120000Z",
        b"21000229120000Z",
        b"20230228120060Z",
        b"020230228120000Z",
    ];
    for content in generalized {
        assert_eq!(Timestamp::from_generalized_time(content), None, "{content:?}");
    }
}

#[test]
fn texts_are_rfc_3339() {
    assert_eq!(at("2026-06-01T12:00:00+09:00"), at("2026-06-01T03:00:00Z"));
    assert_eq!(at("2026-06-01T03:00:00.999Z"), at("2026-06-01T03:00:00Z"));
    assert_eq!(at("2026-06-01T12:00:00+09:00").to_string(), "2026-06-01T03:00:00Z");
    assert_eq!(Timestamp::MAX.to_string(), "9999-12-31T23:59:59Z");
    assert_eq!(Timestamp::MIN.to_string(), "0001-01-01T00:00:00Z");
    assert_eq!(format!("{:?}", at("1969-12-31T23:59:59Z")), "1969-12-31T23:59:59Z");
    let json = serde_json::to_string(&at("2026-06-01T03:00:00Z")).unwrap();
    assert_eq!(json, "\"2026-06-01T03:00:00Z\"");
    for text in ["", "2026-06-01", "2026-06-01T12:00:00", "2026-02-29T12:00:00Z", "now"] {
        assert_eq!(Timestamp::from_rfc3339(text), None, "{text}");
    }
}

#[test]
fn instants_stay_within_their_range() {
    let day = Duration::from_secs(86_400);
    assert_eq!(at("2024-02-28T23:59:59Z").after(day), at("2024-02-29T23:59:59Z"));
    assert_eq!(at("2024-03-01T00:00:00Z").before(day), at("2024-02-29T00:00:00Z"));
    assert_eq!(at("2024-03-01T00:00:00Z").since(at("2024-02-29T00:00:00Z")), day);
    assert_eq!(at("2024-02-29T00:00:00Z").since(at("2024-03-01T00:00:00Z")), Duration::ZERO);
    assert_eq!(Timestamp::MAX.after(Duration::from_secs(1)), Timestamp::MAX);
    assert_eq!(Timestamp::MAX.after(Duration::MAX), Timestamp::MAX);
    assert_eq!(Timestamp::MIN.before(Duration::MAX), Timestamp::MIN);
    assert_eq!(Timestamp::from_unix_seconds(i64::MAX), Timestamp::MAX);
    assert_eq!(Timestamp::from_unix_seconds(i64::MIN), Timestamp::MIN);
    assert_eq!(ValidationTime::at(Timestamp::MAX).instant(), Timestamp::MAX);
}

/// Certificates of JPKI end at 14:59:59Z, which is the last second of a day in Japan.
#[test]
fn days_in_japan_begin_at_15_00_utc() {
    let day = JapanDay::new(2033, 7, 15).unwrap();
    assert_eq!(day.end(), at("2033-07-15T14:59:59Z"));
    assert_eq!(day.start(), at("2033-07-14T15:00:00Z"));
    assert_eq!(at("2033-07-15T14:59:59Z").day_in_japan(), day);
    assert_eq!(at("2033-07-15T15:00:00Z").day_in_japan(), day.next());
    assert_eq!(at("2033-07-14T14:59:59Z").day_in_japan().next(), day);
    assert_eq!(day.to_string(), "2033-07-15");
    assert_eq!(JapanDay::new(2024, 2, 28).unwrap().next().year_month_day(), (2024, 2, 29));
    assert_eq!(JapanDay::new(2023, 12, 31).unwrap().next().year_month_day(), (2024, 1, 1));
    for (year, month, day) in [(2023, 2, 29), (2023, 13, 1), (2023, 0, 1), (2023, 4, 31)] {
        assert_eq!(JapanDay::new(year, month, day), None);
    }
    let last = JapanDay::new(9999, 12, 31).unwrap();
    assert_eq!(last.next(), last);
    assert_eq!(Timestamp::MAX.day_in_japan().year_month_day().0, 9999);
    assert_eq!(Timestamp::MIN.day_in_japan().year_month_day(), (1, 1, 1));
}

/// Days since 1970-01-01 by counting years, without a calendar library.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let before = year - 1;
    let leap_days = before / 4 - before / 100 + before / 400;
    let of_month = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let in_year = of_month.get(usize::try_from(month - 1).unwrap()).unwrap() + day - 1;
    before * 365 + leap_days + in_year + i64::from(is_leap && month > 2) - 719_162
}

proptest! {
    #[test]
    fn every_second_of_the_calendar_is_read(
        (year, month, day) in (1..=9999_i64, 1..=12_i64, 1..=28_i64),
        (hour, minute, second) in (0..24_i64, 0..60_i64, 0..60_i64),
    ) {
        let text = format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z");
        let time = Timestamp::from_generalized_time(text.as_bytes()).unwrap();
        let expected = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
        prop_assert_eq!(time.unix_seconds(), expected);
        let utc = Timestamp::from_utc_time(&text.as_bytes()[2..]).unwrap();
        prop_assert_eq!(utc == time, (1950..2050).contains(&year));
        prop_assert_eq!(at(&time.to_string()), time);
    }

    #[test]
    fn days_in_japan_follow_each_other(seconds in -62_135_500_000..253_402_200_000_i64) {
        let instant = Timestamp::from_unix_seconds(seconds);
        let day = instant.day_in_japan();
        prop_assert!(day.start() <= instant && instant <= day.end());
        prop_assert_eq!(day.next().start(), day.end().after(Duration::from_secs(1)));
    }

    #[test]
    fn any_bytes_are_a_time_or_none(content in prop::collection::vec(any::<u8>(), 0..20)) {
        let (utc, generalized) =
            (Timestamp::from_utc_time(&content), Timestamp::from_generalized_time(&content));
        prop_assert!(utc.is_none() || generalized.is_none());
    }
}

#[test]
fn the_present_looks_back_and_never_ahead() {
    let second = Timestamp::from_unix_seconds;
    let now = ValidationTime::at(second(10));
    assert_eq!((now.instant(), now.present()), (second(10), second(10)));
    let then = now.looking_back_to(second(3));
    assert_eq!((then.instant(), then.present()), (second(3), second(10)));
    assert_eq!(now.looking_back_to(second(11)), now);
}
