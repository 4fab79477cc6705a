//! Japanese calendar days, and the end of a certificate's validity.

use ::time::{Date, Duration, Month, Time, UtcDateTime};

/// Japan Standard Time is nine hours ahead of UTC all year.
const JST: Duration = Duration::hours(9);

/// Calendar day in Japan at this instant.
pub(super) fn jst_date(instant: UtcDateTime) -> Date {
    (instant + JST).date()
}

/// Calendar day and time of day in Japan as `YYYYMMDDhhmmss`.
pub(super) fn jst_timestamp(instant: UtcDateTime) -> String {
    let local = instant + JST;
    format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}",
        local.year(),
        u8::from(local.month()),
        local.day(),
        local.hour(),
        local.minute(),
        local.second()
    )
}

/// 23:59:59 of a Japanese day, which is 14:59:59 UTC.
pub fn end_of_jst_day(day: Date) -> UtcDateTime {
    UtcDateTime::new(day, Time::MIDNIGHT) - JST + Duration::DAY - Duration::SECOND
}

/// 00:00:00 of the Japanese day at this instant.
pub(super) fn start_of_jst_day(instant: UtcDateTime) -> UtcDateTime {
    UtcDateTime::new(jst_date(instant), Time::MIDNIGHT) - JST
}

/// The same day some years later; February 29 becomes February 28 where there is none.
pub(super) fn years_later(day: Date, years: i32) -> Date {
    let year = day.year() + years;
    day.replace_year(year).unwrap_or_else(|_| {
        Date::from_calendar_date(year, Month::February, 28).expect("February has 28 days")
    })
}

/// End of the fifth birthday after issue (jpki-profile §2.3), in Japanese days. The day of issue does
/// not count. Which day stands for a birthday on February 29 in other years is not public: here it
/// is February 28.
pub fn fifth_birthday_end(issued_at: UtcDateTime, birthday: (Month, u8)) -> UtcDateTime {
    let issued_on = jst_date(issued_at);
    let (month, day) = birthday;
    let birthday_in = |year: i32| {
        Date::from_calendar_date(year, month, day)
            .or_else(|_| Date::from_calendar_date(year, Month::February, 28))
            .expect("February has 28 days")
    };
    let first_year = if birthday_in(issued_on.year()) > issued_on {
        issued_on.year()
    } else {
        issued_on.year() + 1
    };
    end_of_jst_day(birthday_in(first_year + 4))
}

#[cfg(test)]
mod tests {
    use ::time::macros::{date, utc_datetime};

    use super::*;

    /// The notAfter of the six published roots ends at 14:59:59 UTC (jpki-profile §1.2).
    #[test]
    fn a_japanese_day_ends_before_15_utc() {
        assert_eq!(end_of_jst_day(date!(2033 - 07 - 15)), utc_datetime!(2033-07-15 14:59:59));
    }

    /// jpki-profile §2.3: the fifth occurrence of the birthday after issue.
    #[test]
    fn validity_ends_with_the_fifth_birthday() {
        let april_first = (Month::April, 1);
        for (issued_at, birthday, end) in [
            (utc_datetime!(2025-08-05 1:23:45), april_first, utc_datetime!(2030-04-01 14:59:59)),
            (utc_datetime!(2025-03-31 14:59:59), april_first, utc_datetime!(2029-04-01 14:59:59)),
            // 2025-04-01 in Japan: the day of issue is the birthday.
            (utc_datetime!(2025-03-31 15:00:00), april_first, utc_datetime!(2030-04-01 14:59:59)),
            (
                utc_datetime!(2023-01-10 0:00),
                (Month::February, 29),
                utc_datetime!(2027-02-28 14:59:59),
            ),
            (
                utc_datetime!(2024-01-10 0:00),
                (Month::February, 29),
                utc_datetime!(2028-02-29 14:59:59),
            ),
        ] {
            assert_eq!(fifth_birthday_end(issued_at, birthday), end, "issued {issued_at}");
        }
    }
}
