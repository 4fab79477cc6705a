use alloc::string::String;
use alloc::vec::Vec;

use jpki_x509::basic_four_info::TextWithSubstitutes;
use unicode_normalization::UnicodeNormalization;

use super::{FieldMatch, kanji};

/// A character of a certified text, or a place where a substitute stands for one that is not known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Known(char),
    Unknown,
}

pub(super) fn compare_name(form: &str, certified: TextWithSubstitutes<'_>) -> FieldMatch {
    if !certified.has_substitutes() {
        return if form == certified.text() {
            FieldMatch::Exact
        } else if without_spaces(&folded(form)) == without_spaces(&folded(certified.text())) {
            FieldMatch::Equivalent
        } else {
            FieldMatch::Different
        };
    }
    let form = without_spaces(&folded(form));
    let is_possible = match places(certified) {
        Some(places) => {
            let places = places.into_iter().filter(|place| *place != Place::Known(' '));
            is_same_where_known(&places.collect::<Vec<_>>(), &form)
        }
        None => {
            let certified_text = without_spaces(&folded(certified.text()));
            differs_at_most(&certified_text, &form, certified.positions().count())
        }
    };
    if is_possible { FieldMatch::Substituted } else { FieldMatch::Different }
}

/// The characters of the certified text, folded, with the substitutes taken out; `None` if the list of
/// substitutes is not as long as the text, so that their places are not known.
pub(super) fn places(certified: TextWithSubstitutes<'_>) -> Option<Vec<Place>> {
    if !certified.lengths_agree() {
        return None;
    }
    let substitutes: Vec<usize> = certified.positions().collect();
    let mut places = Vec::new();
    let mut known = String::new();
    for (place, character) in certified.text().chars().enumerate() {
        if substitutes.contains(&place) {
            places.extend(folded(&known).chars().map(Place::Known));
            known.clear();
            places.push(Place::Unknown);
        } else {
            known.push(character);
        }
    }
    places.extend(folded(&known).chars().map(Place::Known));
    Some(places)
}

pub(super) fn is_same_where_known(places: &[Place], form: &str) -> bool {
    places.len() == form.chars().count()
        && places.iter().zip(form.chars()).all(|(place, character)| match place {
            Place::Known(known) => *known == character,
            Place::Unknown => true,
        })
}

/// Whether two texts of one length differ in at most so many characters.
pub(super) fn differs_at_most(one: &str, other: &str, most: usize) -> bool {
    one.chars().count() == other.chars().count()
        && one.chars().zip(other.chars()).filter(|(one, other)| one != other).count() <= most
}

pub(super) fn without_spaces(text: &str) -> String {
    text.chars().filter(|character| *character != ' ').collect()
}

/// One width, NFC, one kind of space and of hyphen, new forms of kanji.
pub(super) fn folded(text: &str) -> String {
    // Full and half width by the compatibility decomposition of that block alone: the others would make
    // a superscript a digit.
    let one_width: String = text.chars().fold(String::new(), |mut folded, character| {
        match character {
            '\u{ff00}'..='\u{ffef}' => folded.extend(core::iter::once(character).nfkd()),
            _ => folded.push(character),
        }
        folded
    });
    one_width.nfc().map(|character| kanji::new_form(folded_mark(character))).collect()
}

fn folded_mark(character: char) -> char {
    match character {
        _ if character.is_whitespace() => ' ',
        // HYPHEN to HORIZONTAL BAR, MINUS SIGN, HYPHEN BULLET, SMALL HYPHEN-MINUS, BOX DRAWINGS LIGHT
        // HORIZONTAL, which keyboards and input methods put for one another
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe63}' | '\u{2500}' => '-',
        _ => character,
    }
}
