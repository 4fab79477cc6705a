use alloc::vec::Vec;

use unicode_normalization::UnicodeNormalization;

use super::number::{is_numeral, kanji_number};
use crate::form::fold::Place;

/// A part of an address.
#[derive(Clone)]
pub(super) enum Part {
    Place(Place),
    Number(Number),
}

#[derive(Clone)]
pub(super) struct Number {
    digits: Vec<Place>,
    pub(super) unit: Option<Unit>,
    pub(super) is_before_space: bool,
}

/// What a number counts, where it says so.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// 丁目; 丁, as in Sakai
    Chome,
    /// 番, 番地
    Banchi,
    /// 号
    Go,
    /// 号室
    Room,
    /// 地割
    Jiwari,
}

/// How much is taken for a number with its unit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// What cannot be anything else.
    Strict,
    /// What can be one, to be seen by a person.
    Loose,
}

/// What an unknown character beside a digit or before a unit is taken for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Substitutes {
    AreLetters,
    AreDigits,
}

impl Part {
    pub(super) fn is(&self, test: impl FnOnce(char) -> bool) -> bool {
        matches!(self, Self::Place(place) if place.is(test))
    }
}

impl Number {
    fn is_like(&self, other: &Self) -> bool {
        let units_agree = match (self.unit, other.unit) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let mut digits = self.digits.iter().zip(&other.digits);
        units_agree
            && self.digits.len() == other.digits.len()
            && digits.all(|(one, other)| one.may_be(*other))
    }
}

/// In how many characters outside numbers two addresses differ; `None` if they differ in more than that.
pub(super) fn differences(one: &[Part], other: &[Part]) -> Option<usize> {
    if one.len() != other.len() {
        return None;
    }
    one.iter().zip(other).try_fold(0_usize, |count, pair| match pair {
        (Part::Place(one), Part::Place(other)) if one.may_be(*other) => Some(count),
        (Part::Place(_), Part::Place(_)) => count.checked_add(1),
        (Part::Number(one), Part::Number(other)) => one.is_like(other).then_some(count),
        _ => None,
    })
}

/// An address as numbers, with their units, and characters. A space is a part only where it parts two Latin
/// words.
pub(super) fn parts(places: &[Place], reading: Reading, substitutes: Substitutes) -> Vec<Part> {
    let reader = Reader { reading, substitutes };
    let mut parts = Vec::new();
    let mut rest = places;
    while let [first, after_first @ ..] = rest {
        if let Some((number, after)) = reader.number(rest, parts.last()) {
            parts.push(Part::Number(number));
            rest = after;
        } else if *first == Place::SPACE {
            rest = after_spaces(rest);
            let is_between_words = parts.last().is_some_and(|part| part.is(is_latin))
                && rest.first().is_some_and(|place| place.is(is_latin));
            if is_between_words && reading == Reading::Strict {
                parts.push(Part::Place(Place::SPACE));
            }
        } else {
            parts.push(Part::Place(*first));
            rest = after_first;
        }
    }
    parts
}

fn is_latin(character: char) -> bool {
    character.is_alphabetic() && !Place::Known(character).is_wide()
}

/// Units as they are written, and the longer ones first.
const UNITS: [(&str, Unit); 7] = [
    ("丁目", Unit::Chome),
    ("丁", Unit::Chome),
    ("番地", Unit::Banchi),
    ("番", Unit::Banchi),
    ("号室", Unit::Room),
    ("号", Unit::Go),
    ("地割", Unit::Jiwari),
];

/// What makes number and unit part of a name: 一番町, 四番丁, 五番街, 三号線, 八号地, 番外.
const ENDS_OF_NAMES: &str = "町丁街通線地割条区館棟外";

/// What names of places have behind a number.
const COUNTERS: &str = "条線番号丁地割街区通組棟館階軒本段日つツっッ";

#[derive(Clone, Copy)]
struct Reader {
    reading: Reading,
    substitutes: Substitutes,
}

impl Reader {
    /// The number that a text begins with, its unit, and what follows them and a separator.
    fn number<'a>(self, places: &'a [Place], last: Option<&Part>) -> Option<(Number, &'a [Place])> {
        let (mut digits, unit, after) =
            self.digits(places).or_else(|| self.numerals(places, last))?;
        if self.reading == Reading::Loose {
            let zeros = digits.iter().take_while(|digit| **digit == Place::Known('0')).count();
            digits.drain(..zeros.min(digits.len().saturating_sub(1)));
        }
        let after = self.after_separator(after);
        let is_before_space = after.first() == Some(&Place::SPACE);
        Some((Number { digits, unit, is_before_space }, after))
    }

    fn digits(self, places: &[Place]) -> Option<(Vec<Place>, Option<Unit>, &[Place])> {
        if self.reading == Reading::Loose
            && let [Place::Known(first), after @ ..] = places
            && let Some(digits) = other_digits(*first)
        {
            return Some((digits, None, after));
        }
        let is_digit = |place: &Place| match place {
            Place::Known(character) => character.is_ascii_digit(),
            Place::Unknown => self.substitutes == Substitutes::AreDigits,
        };
        let length = places.iter().take_while(|place| is_digit(place)).count();
        let (digits, after) = places.split_at_checked(length)?;
        let unit = self.unit(after, length);
        // An unknown character alone is a number only before a unit.
        if unit.is_none() && digits.iter().all(|digit| *digit == Place::Unknown) {
            return None;
        }
        let (unit, after) = unit.map_or((None, after), |(unit, after)| (Some(unit), after));
        (length > 0).then(|| (digits.to_vec(), unit, after))
    }

    /// 漢数字 are a number only before a unit, or behind another number: 三 in 三田 is none. Perhaps also where a
    /// number can end.
    fn numerals<'a>(
        self,
        places: &'a [Place],
        last: Option<&Part>,
    ) -> Option<(Vec<Place>, Option<Unit>, &'a [Place])> {
        if matches!(last, Some(Part::Place(last)) if is_numeral(*last)) {
            return None;
        }
        let (digits, after) = kanji_number(places)?;
        let unit = self.unit(after, digits.len());
        let is_loose = self.reading == Reading::Loose;
        let is_number = unit.is_some()
            || ((is_loose || matches!(last, Some(Part::Number(_)))) && self.ends_number(after))
            || (is_loose && starts_with(after, COUNTERS));
        let (unit, after) = unit.map_or((None, after), |(unit, after)| (Some(unit), after));
        is_number.then(|| (digits.chars().map(Place::Known).collect(), unit, after))
    }

    /// The unit that a text begins with, if it is no part of a name: by what follows it.
    fn unit(self, places: &[Place], digits: usize) -> Option<(Unit, &[Place])> {
        let (unit, mark, after) = written_unit(places)?;
        let is_unit = match self.reading {
            // 丁 is also a letter of 甲乙丙丁, as in 1234番丁 or 1234丁.
            _ if mark == "丁" => digits <= 2 && self.starts_number(self.after_marks(after)),
            Reading::Strict => self.ends_number(after) || self.starts_number(after),
            Reading::Loose => !starts_with(after, ENDS_OF_NAMES),
        };
        // 101号 is said for 101号室.
        let unit = match (self.reading, unit) {
            (Reading::Loose, Unit::Room) => Unit::Go,
            (_, unit) => unit,
        };
        is_unit.then_some((unit, after))
    }

    /// Whether a number can end here: at the end, before a mark or space, or before a separator and another
    /// number.
    fn ends_number(self, after: &[Place]) -> bool {
        match after.first() {
            None => true,
            Some(Place::Unknown) => false,
            Some(Place::Known(next)) => {
                !next.is_alphanumeric() || self.starts_number(self.after_marks(after))
            }
        }
    }

    /// What follows the hyphen, の or space that parts this number from the next one.
    fn after_separator(self, places: &[Place]) -> &[Place] {
        let after = self.after_marks(places);
        if self.starts_number(after) { after } else { places }
    }

    fn after_marks(self, places: &[Place]) -> &[Place] {
        let is_mark = |place: &&Place| {
            place.is(|character| match self.reading {
                Reading::Strict => " -のノ之ー".contains(character),
                Reading::Loose => {
                    " -のノ之ー~\u{2053}\u{3030}\u{af}\u{203e}\u{ffe3}_/.,、・".contains(character)
                }
            })
        };
        let length = places.iter().take_while(is_mark).count();
        places.get(length..).unwrap_or_default()
    }

    fn starts_number(self, places: &[Place]) -> bool {
        let is_digit = |place: &Place| place.is(|character| character.is_ascii_digit());
        if places.first().is_some_and(is_digit) {
            return true;
        }
        let Some((_, after)) = kanji_number(places) else { return false };
        let next = self.after_marks(after);
        let is_before_number = next.len() < after.len()
            && next.first().is_some_and(|place| is_digit(place) || is_numeral(*place));
        let is_before_mark = match after.first() {
            None => true,
            Some(place) => place.is(|character| !character.is_alphanumeric()),
        };
        written_unit(after).is_some() || is_before_mark || is_before_number
    }
}

fn written_unit(places: &[Place]) -> Option<(Unit, &'static str, &[Place])> {
    let places = after_spaces(places);
    UNITS.into_iter().find_map(|(mark, unit)| {
        let (written, after) = places.split_at_checked(mark.chars().count())?;
        let is_written =
            written.iter().zip(mark.chars()).all(|(place, mark)| *place == Place::Known(mark));
        is_written.then_some((unit, mark, after))
    })
}

fn after_spaces(places: &[Place]) -> &[Place] {
    let spaces = places.iter().take_while(|place| **place == Place::SPACE).count();
    places.get(spaces..).unwrap_or_default()
}

fn starts_with(places: &[Place], any: &str) -> bool {
    places.first().is_some_and(|place| place.is(|character| any.contains(character)))
}

/// The digits that a character such as ①, ² or ⒈ stands for, which are a number of their own.
fn other_digits(character: char) -> Option<Vec<Place>> {
    if character.is_ascii_digit() || !character.is_numeric() {
        return None;
    }
    let digits = core::iter::once(character).nfkd().filter(|digit| !"().".contains(*digit));
    let digits: Vec<Place> = digits.map(Place::Known).collect();
    let are_digits = digits.iter().all(|digit| digit.is(|digit| digit.is_ascii_digit()));
    (are_digits && !digits.is_empty()).then_some(digits)
}
