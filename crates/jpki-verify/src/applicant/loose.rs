use alloc::vec::Vec;

use icu_properties::props::{GeneralCategory, Ideographic};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::UnicodeNormalization;

use super::fold::Place;
use super::kanji;

/// The text without what may be another writing of the same, or may make a difference: which a person must
/// decide. For text without spaces.
///
/// - Case and accents of Latin letters; Latin apostrophes, dots and hyphens.
/// - Hiragana and katakana, small and large kana; ー, hyphen and wave after a kana.
/// - ヶ, ケ, が, か, 箇, 个 and の, ノ, 之, 乃 between two kanji.
/// - 々 and the kanji that it repeats.
/// - The variants of one kanji that only usage joins.
pub(super) fn folded(places: &[Place]) -> Vec<Place> {
    let mut folded = Vec::with_capacity(places.len());
    for place in places {
        match place {
            Place::Known(character) => push(*character, &mut folded),
            Place::Unknown => folded.push(Place::Unknown),
        }
    }
    let mut before = None;
    for place in 0..folded.len() {
        let after = folded.get(place.saturating_add(1)).copied();
        let Some(place) = folded.get_mut(place) else { break };
        let original = *place;
        if before.is_some_and(is_kanji) && after.is_some_and(is_kanji) {
            *place = match original {
                Place::Known('カ' | 'ガ' | 'ケ' | '箇' | '个') => Place::Known('ケ'),
                Place::Known('之' | '乃') => Place::Known('ノ'),
                _ => original,
            };
        }
        before = Some(original);
    }
    folded
}

fn push(character: char, folded: &mut Vec<Place>) {
    let last = folded.last().copied();
    match character {
        '々' | '〻' => folded.push(last.unwrap_or(Place::Known(character))),
        '-' | '~' | '\u{2053}' | '\u{3030}' => {
            if last.is_some_and(is_kana) {
                folded.push(Place::Known('ー'));
            }
        }
        '・' | '\'' | '`' | '´' | '\u{2032}' | '\u{2022}' | '\u{2027}' | '\u{2219}'
        | '\u{22c5}' | '.' | ',' => {}
        'ぁ'..='ん' | 'ァ'..='ヶ' | 'ゔ' => {
            folded.push(Place::Known(large_katakana(character)))
        }
        _ if character < '\u{2000}' => {
            let is_mark = |character: &char| {
                CodePointMapData::<GeneralCategory>::new().get(*character)
                    == GeneralCategory::NonspacingMark
            };
            let letters = core::iter::once(character).nfd().filter(|letter| !is_mark(letter));
            folded.extend(letters.flat_map(char::to_lowercase).map(Place::Known));
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

fn is_kana(place: Place) -> bool {
    place.is(|character| matches!(character, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー'))
}

fn is_kanji(place: Place) -> bool {
    match place {
        Place::Known(character) => CodePointSetData::new::<Ideographic>().contains(character),
        Place::Unknown => true,
    }
}
