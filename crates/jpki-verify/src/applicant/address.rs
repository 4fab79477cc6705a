use alloc::string::String;
use alloc::vec::Vec;
use core::iter::Peekable;
use core::str::Chars;

use jpki_x509::basic_four_info::TextWithSubstitutes;

use super::FieldMatch;
use super::text::{differs_at_most, folded, is_same_where_known, places, without_spaces};

pub(super) fn compare(form: &str, certified: TextWithSubstitutes<'_>) -> FieldMatch {
    if !certified.has_substitutes() {
        return if form == certified.text() {
            FieldMatch::Exact
        } else if is_equivalent(form, certified.text()) {
            FieldMatch::Equivalent
        } else {
            FieldMatch::Different
        };
    }
    // With substitutes only width, spaces and forms of kanji are made alike: a substitute may stand where
    // a number begins.
    let form = without_spaces(&folded(form));
    let is_possible = match places(certified) {
        Some(mut places) => {
            places.retain(|place| *place != super::text::Place::Known(' '));
            is_same_where_known(&places, &form)
        }
        None => {
            let certified_text = without_spaces(&folded(certified.text()));
            differs_at_most(&certified_text, &form, certified.positions().count())
        }
    };
    if is_possible { FieldMatch::Substituted } else { FieldMatch::Different }
}

fn is_equivalent(one: &str, other: &str) -> bool {
    let (one, other) = (parts(one), parts(other));
    one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| one.matches(other))
}

/// A part of an address.
#[derive(Debug)]
enum Part {
    Character(char),
    Number { digits: String, unit: Unit },
}

/// What stands after a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// A separator, another text, or the end.
    None,
    /// 丁目
    Chome,
    /// 番, 番地
    Banchi,
    /// 号
    Go,
    /// 号室
    Room,
}

impl Part {
    fn matches(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Character(one), Self::Character(other)) => one == other,
            (
                Self::Number { digits, unit },
                Self::Number { digits: other_digits, unit: other_unit },
            ) => {
                let units_agree =
                    unit == other_unit || *unit == Unit::None || *other_unit == Unit::None;
                digits == other_digits && units_agree
            }
            _ => false,
        }
    }
}

fn parts(address: &str) -> Vec<Part> {
    let folded = folded(address);
    let mut parts = Vec::new();
    let mut rest: &str = &folded;
    while let Some(first) = rest.chars().next() {
        if let Some((number, after)) = number(rest) {
            parts.push(number);
            rest = after;
        } else {
            if first != ' ' {
                parts.push(Part::Character(first));
            }
            rest = rest.strip_prefix(first).unwrap_or_default();
        }
    }
    parts
}

/// The number that a text begins with, its unit, and what follows them and a separator.
fn number(text: &str) -> Option<(Part, &str)> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (digits, after) = text.split_at_checked(end)?;
    let (digits, unit, after) = if digits.is_empty() {
        // 漢数字 are numbers only before a unit: 三 in 三田 is none.
        let (value, after) = kanji_number(text)?;
        let (unit, after) = unit(after)?;
        (value, unit, after)
    } else {
        let (unit, after) = unit(after).unwrap_or((Unit::None, after));
        (digits.into(), unit, after)
    };
    Some((Part::Number { digits, unit }, after_separator(after)))
}

fn unit(text: &str) -> Option<(Unit, &str)> {
    const UNITS: [(&str, Unit); 5] = [
        ("丁目", Unit::Chome),
        ("番地", Unit::Banchi),
        ("番", Unit::Banchi),
        ("号室", Unit::Room),
        ("号", Unit::Go),
    ];
    let text = text.trim_start_matches(' ');
    UNITS.into_iter().find_map(|(mark, unit)| {
        let after = text.strip_prefix(mark)?;
        // 一番町 and 九番丁 are names of places.
        (!after.starts_with(['町', '丁', '館', '棟'])).then_some((unit, after))
    })
}

/// What follows a hyphen, の or space that parts this number from the next one.
fn after_separator(text: &str) -> &str {
    let after = text.trim_start_matches([' ', '-', 'の', 'ノ', 'ー']);
    let is_number = after.starts_with(|character: char| character.is_ascii_digit())
        || kanji_number(after).is_some_and(|(_, after)| unit(after).is_some());
    if is_number { after } else { text }
}

/// A number from 1 to 99 in 漢数字, in digits.
fn kanji_number(text: &str) -> Option<(String, &str)> {
    let mut characters = text.chars().peekable();
    let tens = match (digit(&mut characters), characters.next_if_eq(&'十')) {
        (Some(ones), None) => return Some((decimal(ones), rest_of(text, &characters))),
        (Some(tens), Some(_)) => tens,
        (None, Some(_)) => 1,
        (None, None) => return None,
    };
    let ones = digit(&mut characters).unwrap_or(0);
    let value = tens.saturating_mul(10).saturating_add(ones);
    Some((decimal(value), rest_of(text, &characters)))
}

fn digit(characters: &mut Peekable<Chars<'_>>) -> Option<u8> {
    let digits = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let place = digits.iter().position(|digit| characters.peek() == Some(digit))?;
    characters.next();
    u8::try_from(place).ok()?.checked_add(1)
}

fn decimal(value: u8) -> String {
    alloc::format!("{value}")
}

fn rest_of<'a>(text: &'a str, characters: &Peekable<Chars<'_>>) -> &'a str {
    let left: usize = characters.clone().map(char::len_utf8).sum();
    text.get(text.len().saturating_sub(left)..).unwrap_or_default()
}
