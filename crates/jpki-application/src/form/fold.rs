use alloc::string::String;
use alloc::vec::Vec;

use icu_properties::props::{
    BidiControl, Dash, DefaultIgnorableCodePoint, EastAsianWidth, GeneralCategory,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use jpki_core::basic_four_info::TextWithSubstitutes;
use unicode_normalization::UnicodeNormalization;

use super::{kanji, radicals};

/// A character of a text, or a place where a substitute (代替文字) stands for one that is not known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Known(char),
    Unknown,
}

impl Place {
    pub(super) const SPACE: Self = Self::Known(' ');

    /// Of characters that are alike only if they are one. An unknown one is like any.
    pub(super) fn may_be(self, other: Self) -> bool {
        self == other || self == Self::Unknown || other == Self::Unknown
    }

    pub(super) fn is_wide(self) -> bool {
        match self {
            Self::Known(character) => {
                CodePointMapData::<EastAsianWidth>::new().get(character) == EastAsianWidth::Wide
            }
            Self::Unknown => true,
        }
    }

    pub(super) fn is(self, test: impl FnOnce(char) -> bool) -> bool {
        matches!(self, Self::Known(character) if test(character))
    }
}

/// A text with one writing of each character, and how many unknown characters it has without their places.
pub(super) struct Folded {
    pub(super) places: Vec<Place>,
    pub(super) unplaced: usize,
}

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let mut places = Vec::new();
        push_folded(text, &mut places);
        Self { places, unplaced: 0 }
    }

    /// If the list of substitutes is not as long as the text, then it is known only how many there are.
    pub(super) fn of_certified(certified: TextWithSubstitutes<'_>) -> Self {
        if !certified.lengths_agree() {
            return Self { unplaced: certified.positions().count(), ..Self::of(certified.text()) };
        }
        let mut places = Vec::new();
        let mut known = String::new();
        for (character, flag) in certified.text().chars().zip(certified.flags().bytes()) {
            // A space stands for itself, and a variation selector for no character.
            if flag != b'1' || character.is_whitespace() {
                known.push(character);
            } else if !is_ignorable(character) {
                push_folded(&known, &mut places);
                known.clear();
                places.push(Place::Unknown);
            }
        }
        push_folded(&known, &mut places);
        Self { places, unplaced: 0 }
    }

    pub(super) fn without_spaces(&self) -> Vec<Place> {
        self.places.iter().copied().filter(|place| *place != Place::SPACE).collect()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.places.iter().all(|place| *place == Place::SPACE)
    }

    pub(super) fn has_unknown(&self) -> bool {
        self.places.contains(&Place::Unknown)
    }
}

/// Whether a text holds characters that turn its direction, so that it is read in another order than it is
/// written in.
pub(super) fn turns(text: &str) -> bool {
    let marks = ['\u{061c}', '\u{200e}', '\u{200f}'];
    text.chars().any(|character| {
        CodePointSetData::new::<BidiControl>().contains(character) && !marks.contains(&character)
    })
}

/// In how many places two texts of one length differ; `None` if there is more than that between them. A
/// substitute never stands for a digit.
pub(super) fn differences(one: &[Place], other: &[Place]) -> Option<usize> {
    if one.len() != other.len() {
        return None;
    }
    let mut differing = one.iter().zip(other).filter(|(one, other)| !one.may_be(**other));
    differing.try_fold(0_usize, |count, (one, other)| {
        let is_digit = |place: &Place| place.is(|character| character.is_ascii_digit());
        if is_digit(one) || is_digit(other) { None } else { count.checked_add(1) }
    })
}

fn push_folded(text: &str, places: &mut Vec<Place>) {
    let mut decomposed = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // Default-ignorable, but shown as a space.
            '\u{3164}' | '\u{ffa0}' => decomposed.push(' '),
            _ if is_ignorable(character) => {}
            _ if character.is_whitespace() => decomposed.push(' '),
            // NOTE: The radical DOOR is 戶 in the Unicode Character Database, but PDFs have it where 戸 was written.
            // Test: the corpus, 神⼾.
            '\u{2f3e}' => decomposed.push('戸'),
            // Typed behind a kana for the mark that combines with it.
            '\u{309b}' => decomposed.push('\u{3099}'),
            '\u{309c}' => decomposed.push('\u{309a}'),
            _ => push_decomposed(character, &mut decomposed),
        }
    }
    places.extend(decomposed.nfc().map(|character| Place::Known(folded(character))));
}

fn is_ignorable(character: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

/// Compatibility decomposition of what is the same character in another style: width, Kangxi radicals, Ⅱ, ㍻,
/// ㈱, ligatures. Not of what says more or less than that: a superscript or circled digit is no digit.
fn push_decomposed(character: char, text: &mut String) {
    let start = text.len();
    text.extend(core::iter::once(character).nfkd());
    let added = text.get(start..).unwrap_or_default();
    let is_digit =
        CodePointMapData::<GeneralCategory>::new().get(character) == GeneralCategory::DecimalNumber;
    let says_other = added.starts_with(' ')
        || (added.contains(|character: char| character.is_ascii_digit()) && !is_digit)
        || is_enclosed(character);
    if says_other {
        text.truncate(start);
        text.push(character);
    }
}

/// Circled and squared letters, digits, kana and kanji, of which the enclosure is part.
const fn is_enclosed(character: char) -> bool {
    matches!(
        character,
        '\u{2460}'..='\u{24ff}'
            | '\u{2776}'..='\u{2793}'
            | '\u{3244}'..='\u{3247}'
            | '\u{3260}'..='\u{32bf}'
            | '\u{32d0}'..='\u{32fe}'
            | '\u{1f100}'..='\u{1f2ff}'
    )
}

/// A character that is decomposed and composed again, in the writing that stands for all that are the same.
fn folded(character: char) -> char {
    match character {
        // U+301C WAVE DASH and U+FF5E FULLWIDTH TILDE are one mark of JIS X 0208 (1-33), by two mappings. A wave
        // between two numbers may mean a range, so none is a hyphen.
        '\u{301c}' => '~',
        '\u{2053}' | '\u{3030}' => character,
        _ if is_dash(character) => '-',
        // MIDDLE DOT, for the mark of JIS X 0208 (1-6)
        '\u{b7}' => '・',
        // The apostrophe of a keyboard, of typography, and as a letter
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        _ => kanji::new_form(radicals::unified(character)),
    }
}

/// What has the property Dash, and what keyboards, input methods and PDFs put for a hyphen without it: MODIFIER
/// LETTER MINUS SIGN, HYPHEN BULLET, HORIZONTAL LINE EXTENSION, STRAIGHTNESS, BOX DRAWINGS HORIZONTAL.
fn is_dash(character: char) -> bool {
    CodePointSetData::new::<Dash>().contains(character)
        || matches!(
            character,
            '\u{2d7}' | '\u{2043}' | '\u{23af}' | '\u{23e4}' | '\u{2500}' | '\u{2501}'
        )
}
