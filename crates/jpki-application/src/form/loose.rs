use alloc::vec::Vec;

use icu_properties::props::{GeneralCategory, Ideographic};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::UnicodeNormalization;

use super::fold::Place;
use super::kanji;

/// The text without what may be another writing of the same, or may make a difference: which a person must
/// decide. For text without spaces.
///
/// - Case and accents of Latin letters; Latin apostrophes, dots and hyphens; commas and full stops.
/// - Hiragana and katakana, small and large kana; ー, hyphen and wave after a kana; ゝ, ゞ and the kana that they
///   repeat.
/// - ヶ, ケ, が, か, 箇, 个 and の, ノ, 之, 乃 between two kanji; ヶ, ケ and が between a kana and a kanji.
/// - 々 and the kanji that it repeats.
/// - The variants of one kanji that only usage joins.
pub(super) fn folded(places: &[Place], latin: Latin) -> Vec<Place> {
    let mut folded = Vec::with_capacity(places.len());
    for place in places {
        match place {
            Place::Known(character) => push(*character, latin, &mut folded),
            Place::Unknown => folded.push(Place::Unknown),
        }
    }
    let mut before = None;
    for place in 0..folded.len() {
        let after = folded.get(place.saturating_add(1)).copied();
        let Some(place) = folded.get_mut(place) else { break };
        let original = *place;
        if let Some(before) = before
            && after.is_some_and(is_kanji)
        {
            *place = match original {
                Place::Known('カ' | '箇' | '个') if is_kanji(before) => Place::Known('ケ'),
                Place::Known('之' | '乃') if is_kanji(before) => Place::Known('ノ'),
                Place::Known('ガ') if is_kanji(before) || is_kana(before) => Place::Known('ケ'),
                _ => original,
            };
        }
        before = Some(original);
    }
    folded
}

/// How letters beyond A to Z are written with those.
#[derive(Clone, Copy)]
pub(super) enum Latin {
    /// Without their marks: Ü as U.
    Base,
    /// As passports have them (ICAO Doc 9303-3 §6): Ü as UE.
    Passport,
}

impl Latin {
    /// Of a letter in lower case whose mark is no accent, or has letters of its own in passports.
    const fn letters(self, letter: char) -> Option<&'static str> {
        Some(match (self, letter) {
            (Self::Passport, 'ä') | (_, 'æ') => "ae",
            (Self::Passport, 'ö' | 'ø') | (_, 'œ') => "oe",
            (Self::Passport, 'ü') => "ue",
            (Self::Passport, 'å') => "aa",
            (Self::Base, 'ø') => "o",
            (_, 'ß') => "ss",
            (_, 'þ') => "th",
            (_, 'đ' | 'ð') => "d",
            (_, 'ħ') => "h",
            (_, 'ı') => "i",
            (_, 'ł') => "l",
            (_, 'ŧ') => "t",
            _ => return None,
        })
    }
}

fn push(character: char, latin: Latin, folded: &mut Vec<Place>) {
    let last = folded.last().copied();
    match character {
        '々' | '〻' | 'ゝ' | 'ヽ' => folded.push(last.unwrap_or(Place::Known(character))),
        'ゞ' | 'ヾ' => folded.push(last.map_or(Place::Known(character), voiced)),
        '-' | '~' | '\u{2053}' | '\u{3030}' => {
            if last.is_some_and(is_kana) {
                folded.push(Place::Known('ー'));
            }
        }
        '・' | '\'' | '`' | '´' | '\u{2032}' | '\u{2022}' | '\u{2027}' | '\u{2219}'
        | '\u{22c5}' | '.' | ',' | '、' | '。' => {}
        'ぁ'..='ゖ' | 'ァ'..='ヶ' => folded.push(Place::Known(large_katakana(character))),
        _ if character < '\u{2000}' => {
            let is_mark = |character: &char| {
                CodePointMapData::<GeneralCategory>::new().get(*character)
                    == GeneralCategory::NonspacingMark
            };
            for letter in character.to_lowercase() {
                match latin.letters(letter) {
                    Some(letters) => folded.extend(letters.chars().map(Place::Known)),
                    None => {
                        let base = core::iter::once(letter).nfd().filter(|base| !is_mark(base));
                        folded.extend(base.map(Place::Known));
                    }
                }
            }
        }
        _ => folded.push(Place::Known(kanji::variant(character))),
    }
}

fn large_katakana(character: char) -> char {
    let katakana = match character {
        'ぁ'..='ゖ' => u32::from(character).checked_add(0x60).and_then(char::from_u32),
        _ => Some(character),
    };
    match katakana.unwrap_or(character) {
        'ァ' => 'ア',
        'ィ' => 'イ',
        'ゥ' => 'ウ',
        'ェ' => 'エ',
        'ォ' => 'オ',
        'ッ' => 'ツ',
        'ャ' => 'ヤ',
        'ュ' => 'ユ',
        'ョ' => 'ヨ',
        'ヮ' => 'ワ',
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        katakana => katakana,
    }
}

/// The kana with the mark of a voiced sound.
fn voiced(kana: Place) -> Place {
    let Place::Known(kana) = kana else { return kana };
    let mut composed = [kana, '\u{3099}'].into_iter().nfc();
    Place::Known(composed.next().unwrap_or(kana))
}

fn is_kana(place: Place) -> bool {
    place.is(|character| matches!(character, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー'))
}

pub(super) fn is_kanji(place: Place) -> bool {
    match place {
        Place::Known(character) => CodePointSetData::new::<Ideographic>().contains(character),
        Place::Unknown => true,
    }
}
