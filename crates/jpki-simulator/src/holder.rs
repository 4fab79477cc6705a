use std::time::Duration;

use jpki_core::time::{JapanDay, Timestamp};
use jpki_testkit::jpki::{Person, fifth_birthday_end};
use time::{Month, UtcDateTime};

/// A person and what was certified of the person since when.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    versions: Vec<(Timestamp, Person)>,
}

impl Holder {
    pub(crate) fn new(person: Person) -> Self {
        Self { versions: vec![(Timestamp::MIN, person)] }
    }

    /// The attributes on a day.
    pub(crate) fn at(&self, instant: Timestamp) -> &Person {
        let known = self.versions.iter().filter(|(since, _)| *since <= instant);
        let last = known.max_by_key(|(since, _)| *since);
        &last.expect("the attributes at birth").1
    }

    /// All attributes that the person ever had or will have.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &Person> {
        self.versions.iter().map(|(_, person)| person)
    }

    pub(crate) fn change(&mut self, since: Timestamp, person: Person) {
        self.versions.push((since, person));
    }

    /// Whether the person gets a 署名用電子証明書: nobody below 15 does (jpki-profile §2.3).
    pub(crate) fn may_sign(&self, instant: Timestamp) -> bool {
        let birth = &self.at(instant).birth_date;
        let year = birth.get(1..5).and_then(|year| year.parse::<i32>().ok());
        let (Some(year), Some((month, day))) = (year, self.at(instant).birthday()) else {
            return true;
        };
        let (this_year, this_month, this_day) = instant.day_in_japan().year_month_day();
        let had_birthday = (this_month, this_day) >= (u8::from(month), day);
        this_year - year - i32::from(!had_birthday) >= 15
    }

    /// End of a certificate issued at this instant: the fifth birthday, or as long for whose birthday is not known.
    pub(crate) fn not_after(&self, issued_at: Timestamp) -> Timestamp {
        let birthday = self.at(issued_at).birthday().unwrap_or_else(|| {
            let (_, month, day) = issued_at.day_in_japan().year_month_day();
            (Month::try_from(month).expect("a month"), day)
        });
        from_utc(fifth_birthday_end(to_utc(issued_at), birthday))
    }
}

pub(crate) fn to_utc(instant: Timestamp) -> UtcDateTime {
    UtcDateTime::from_unix_timestamp(instant.unix_seconds()).expect("a year with four digits")
}

pub(crate) fn from_utc(instant: UtcDateTime) -> Timestamp {
    Timestamp::from_unix_seconds(instant.unix_timestamp())
}

/// This many days, as a span.
pub(crate) const fn days(count: u64) -> Duration {
    Duration::from_secs(count * 86_400)
}

/// The first instant of the Japanese day.
pub(crate) fn start_of_day(instant: Timestamp) -> Timestamp {
    JapanDay::start(instant.day_in_japan())
}
