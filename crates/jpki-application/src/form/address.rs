mod number;
mod parts;

use alloc::vec::Vec;

use self::parts::{Part, Reading, Substitutes, Unit, parts};
use super::fold::{Folded, Place};
use super::loose::Latin;
use super::{Likeness, fold, loose};

pub(super) fn likeness(form: &Folded, certified: &Folded) -> Likeness {
    // Of a substitute it is not known whether it is part of a number.
    let substitutes: &[Substitutes] = if certified.has_unknown() {
        &[Substitutes::AreLetters, Substitutes::AreDigits]
    } else {
        &[Substitutes::AreLetters]
    };
    let is_within = |count: Option<usize>| count.is_some_and(|count| count <= certified.unplaced);

    let is_same = |substitutes: &Substitutes| {
        let one = parts(&form.places, Reading::Strict, *substitutes);
        let other = parts(&certified.places, Reading::Strict, *substitutes);
        is_within(parts::differences(&one, &other))
    };
    let is_open = |substitutes: &Substitutes| {
        let one = Loose::of(&form.places, *substitutes);
        let other = Loose::of(&certified.places, *substitutes);
        is_within(one.differences(&other))
    };
    let is_same_in_writing = || {
        let (one, other) = (form.without_spaces(), certified.without_spaces());
        certified.has_unknown() && fold::differences(&one, &other) == Some(0)
    };
    if substitutes.iter().any(is_same) || is_same_in_writing() {
        Likeness::Same
    } else if substitutes.iter().any(is_open) {
        Likeness::Open
    } else {
        Likeness::None
    }
}

/// An address without what is often written otherwise: as it is, and without the streets of Kyoto.
struct Loose {
    written: Halves,
    without_streets: Option<Halves>,
}

impl Loose {
    fn of(places: &[Place], substitutes: Substitutes) -> Self {
        let parts = folded(&parts(places, Reading::Loose, substitutes));
        let parts = match &*parts {
            [mark, address @ ..] if mark.is(|mark| mark == '〒') => address,
            parts => parts,
        };
        // No address begins with a number: a postal code.
        let code = parts.iter().take_while(|part| matches!(part, Part::Number(_))).count();
        let parts = parts.get(code..).unwrap_or_default();
        let without_streets = without_streets(parts).map(|parts| Halves::of(&parts));
        Self { written: Halves::of(parts), without_streets }
    }

    fn differences(&self, other: &Self) -> Option<usize> {
        let without_own = self.without_streets.iter().map(|own| own.differences(&other.written));
        let without_other =
            other.without_streets.iter().map(|other| self.written.differences(other));
        let as_written = core::iter::once(self.written.differences(&other.written));
        as_written.chain(without_own).chain(without_other).flatten().min()
    }
}

/// An address up to its first number and from there on: each as it is, and without a part that the other
/// address may lack.
struct Halves {
    heads: Vec<Vec<Part>>,
    tails: Vec<Vec<Part>>,
}

impl Halves {
    fn of(parts: &[Part]) -> Self {
        let first_number = parts.iter().position(|part| matches!(part, Part::Number(_)));
        let (head, tail) = parts.split_at(first_number.unwrap_or(parts.len()));
        Self { heads: heads(head), tails: tails(tail) }
    }

    fn differences(&self, other: &Self) -> Option<usize> {
        let heads = least_differences(&self.heads, &other.heads)?;
        least_differences(&self.tails, &other.tails)?.checked_add(heads)
    }
}

/// Without the way that addresses of Kyoto tell between 区 and town: streets, and 上る, 下る, 東入 or 西入.
fn without_streets(parts: &[Part]) -> Option<Vec<Part>> {
    let is = |part: &Part, any: &str| part.is(|character| any.contains(character));
    let ends_way = |pair: &[Part]| match pair {
        [way, end] => (is(way, "上下") && is(end, "ル")) || (is(way, "東西") && is(end, "入")),
        _ => false,
    };
    let last_way = parts.windows(2).rposition(ends_way)?;
    let (before, after) = parts.split_at_checked(last_way.saturating_add(2))?;
    let ward = before.iter().position(|part| is(part, "区"))?;
    Some([before.get(..=ward)?, after].concat())
}

/// Only one of the two is taken without a part: of two parts that both have, neither is left out.
fn least_differences(ones: &[Vec<Part>], others: &[Vec<Part>]) -> Option<usize> {
    let (one, other) = (ones.first()?, others.first()?);
    let with_one = others.iter().filter_map(|other| parts::differences(one, other));
    let with_other = ones.iter().filter_map(|one| parts::differences(one, other));
    with_one.chain(with_other).min()
}

/// What stands before the first number, as it is, without its prefecture, and without its 郡.
fn heads(head: &[Part]) -> Vec<Vec<Part>> {
    let is_prefecture = |place: &usize| {
        head.get(*place).is_some_and(|part| part.is(|character| "都道府県".contains(character)))
    };
    let prefecture = [2, 3].into_iter().find(is_prefecture).map(|place| place.saturating_add(1));
    let (prefecture, district) = head.split_at(prefecture.unwrap_or(0));
    let is_county = |part: &Part| part.is(|character| character == '郡');
    let county = district.iter().take(LONGEST_COUNTY).skip(1).position(is_county);
    let without_county = county.and_then(|place| district.get(place.saturating_add(2)..));
    let mut heads = Vec::from([head.to_vec(), district.to_vec()]);
    if let Some(district) = without_county {
        heads.push([prefecture, district].concat());
        heads.push(district.to_vec());
    }
    heads
}

const LONGEST_COUNTY: usize = 6;

/// What stands from the first number on, as it is, without the name of a building, and without building and
/// room.
fn tails(tail: &[Part]) -> Vec<Vec<Part>> {
    let mut tails = Vec::from([tail.to_vec()]);
    let building = (1..tail.len()).find(|start| starts_building(tail, *start));
    if let Some((street, building)) = building.and_then(|start| tail.split_at_checked(start)) {
        let numbers = building.iter().filter(|part| matches!(part, Part::Number(_))).cloned();
        tails.push(street.iter().cloned().chain(numbers).collect());
        tails.push(street.to_vec());
    }
    tails
}

/// A building's name is set off by a space from the number before it, or follows its 番地 or 号 or a number that
/// itself follows one, with more than the one letter of 1番地イ.
fn starts_building(tail: &[Part], start: usize) -> bool {
    let before = |back: usize| match start.checked_sub(back).and_then(|place| tail.get(place)) {
        Some(Part::Number(number)) => Some(number),
        _ => None,
    };
    let Some(number) = before(1) else { return false };
    match tail.get(start..) {
        Some([Part::Place(_), Part::Place(_), ..]) => {
            number.is_before_space
                || matches!(number.unit, Some(Unit::Banchi | Unit::Go))
                || before(2).is_some()
        }
        Some([Part::Place(_), ..]) => number.is_before_space,
        _ => false,
    }
}

/// Each run of characters without its words that are often left out, and loosely folded.
fn folded(parts: &[Part]) -> Vec<Part> {
    let mut folded = Vec::with_capacity(parts.len());
    let mut runs = parts
        .chunk_by(|one, other| matches!((one, other), (Part::Place(_), Part::Place(_))))
        .peekable();
    while let Some(run) = runs.next() {
        let places: Vec<Place> = run
            .iter()
            .filter_map(|part| match part {
                Part::Place(place) => Some(*place),
                Part::Number(_) => None,
            })
            .collect();
        let mut places = &*places;
        if matches!(folded.last(), Some(Part::Number(_))) {
            places = match places {
                [block] if block.is(|character| character == '棟') => &[],
                [number, block] if number.is(|it| it == '号') && block.is(|it| it == '棟') => &[],
                [mark, after @ ..] if is_separator(mark) => after,
                _ => places,
            };
        }
        if runs.peek().is_some()
            && let [before @ .., mark] = places
            && is_separator(mark)
        {
            places = before;
        }
        folded.extend(
            loose::folded(&without_words(places), Latin::Base).into_iter().map(Part::Place),
        );
        folded.extend(run.iter().filter(|part| matches!(part, Part::Number(_))).cloned());
    }
    folded
}

/// What parts a number from イ, 甲, A or a name as well as from another number.
fn is_separator(place: &Place) -> bool {
    place.is(|character| "-のノ之".contains(character))
}

/// Without 大字, 小字 and 字, the 第 before a number, 号, 号室 and 棟 after a letter, が in 上がる and 下がる, る in
/// 東入る and 西入る, and り in 通り.
fn without_words(places: &[Place]) -> Vec<Place> {
    let at = |place: usize, expected: &str| {
        places.get(place).is_some_and(|place| place.is(|character| expected.contains(character)))
    };
    let is_left_out = |place: &usize| {
        let (before, after) = (place.checked_sub(1), place.saturating_add(1));
        let is_after = |expected| before.is_some_and(|before| at(before, expected));
        let is_after_letter = |back: usize| {
            let letter = place.checked_sub(back).and_then(|letter| places.get(letter));
            letter.is_some_and(|letter| letter.is(|letter| letter.is_ascii_alphabetic()))
        };
        (at(*place, "大小") && at(after, "字"))
            || (at(*place, "字") && !is_after("文"))
            || (at(*place, "第") && after == places.len())
            || (at(*place, "号棟") && is_after_letter(1))
            || (at(*place, "室") && is_after("号") && is_after_letter(2))
            || (at(*place, "が") && is_after("上下") && at(after, "るル"))
            || (at(*place, "るル") && is_after("入"))
            || (at(*place, "り") && is_after("通"))
    };
    let kept = (0..places.len()).filter(|place| !is_left_out(place));
    kept.filter_map(|place| places.get(place).copied()).collect()
}
