use alloc::vec::Vec;

use super::fold::{Folded, Place, differences};
use super::loose::Latin;
use super::{Likeness, loose};

pub(super) fn likeness(form: &Folded, certified: &Folded) -> Likeness {
    let is_alike = |one: &[Place], other: &[Place]| {
        differences(one, other).is_some_and(|count| count <= certified.unplaced)
    };
    let (one, other) = (form.without_spaces(), certified.without_spaces());
    if is_alike(&one, &other) {
        let borders_agree = borders_agree(&form.places, &certified.places);
        return if borders_agree { Likeness::Same } else { Likeness::Open };
    }
    let is_open = [Latin::Base, Latin::Passport].into_iter().any(|latin| {
        let loosely = |places: &[Place]| loose::folded(places, latin);
        let is_alike_in_brackets = |bracketed: &[Place], other: &[Place]| {
            let readings = without_brackets(bracketed);
            readings.iter().any(|reading| is_alike(&loosely(reading), &loosely(other)))
        };
        is_alike(&loosely(&one), &loosely(&other))
            || is_alike_in_brackets(&one, &other)
            || is_alike_in_brackets(&other, &one)
            || is_alike(&in_one_order(&form.places, latin), &in_one_order(&certified.places, latin))
    });
    let is_open = is_open || one_has_the_words_of_the_other(&form.places, &certified.places);
    if is_open { Likeness::Open } else { Likeness::None }
}

/// Whether two texts of the same letters are parted alike by spaces: either has all those of the other, and
/// those that it has beyond stand beside a kanji or kana, where they are often left out. 星 野花 is not 星野 花,
/// and ANN A is not ANNA.
fn borders_agree(one: &[Place], other: &[Place]) -> bool {
    let (one, other) = (borders(one), borders(other));
    let has = |borders: &[Border], border: &Border| {
        borders.binary_search_by_key(&border.letters, |border| border.letters).is_ok()
    };
    let is_within = |fewer: &[Border], more: &[Border]| {
        fewer.iter().all(|border| has(more, border))
            && more.iter().all(|border| !border.parts_words || has(fewer, border))
    };
    is_within(&one, &other) || is_within(&other, &one)
}

/// A space between two letters.
struct Border {
    /// How many letters stand before it.
    letters: usize,
    /// Whether it stands between two words of a script that parts words.
    parts_words: bool,
}

fn borders(places: &[Place]) -> Vec<Border> {
    let mut borders = Vec::new();
    let mut letters = 0_usize;
    let mut last: Option<Place> = None;
    let mut is_after_space = false;
    for place in places {
        if *place == Place::SPACE {
            is_after_space = true;
            continue;
        }
        if let Some(last) = last
            && is_after_space
        {
            borders.push(Border { letters, parts_words: !last.is_wide() && !place.is_wide() });
        }
        letters = letters.saturating_add(1);
        last = Some(*place);
        is_after_space = false;
    }
    borders
}

/// The words of a name in an order that does not depend on theirs.
fn in_one_order(places: &[Place], latin: Latin) -> Vec<Place> {
    let mut words = words(places, latin);
    words.sort_unstable();
    words.concat()
}

fn words(places: &[Place], latin: Latin) -> Vec<Vec<Place>> {
    let words = places.split(|place| place.is(|character| " ・,、".contains(character)));
    words.map(|word| loose::folded(word, latin)).filter(|word| !word.is_empty()).collect()
}

/// Names of more words are not looked into.
const MOST_WORDS: usize = 16;

/// Whether two names without kanji, as those of foreign residents, are one but for words that are left out or
/// stand as initials: SAMPLE JOHN PAUL, SAMPLE JOHN, SAMPLE J P. Two words at least, and one of them whole.
fn one_has_the_words_of_the_other(one: &[Place], other: &[Place]) -> bool {
    let (one, other) = (words(one, Latin::Base), words(other, Latin::Base));
    let (fewer, mut more) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let has_kanji = |word: &Vec<Place>| word.iter().any(|place| loose::is_kanji(*place));
    if fewer.len() < 2 || more.len() > MOST_WORDS || fewer.iter().chain(&more).any(has_kanji) {
        return false;
    }
    let mut take = |fits: &dyn Fn(&[Place]) -> bool| {
        let place = more.iter().position(|word| fits(word));
        place.map(|place| more.swap_remove(place)).is_some()
    };
    let rest: Vec<Vec<Place>> =
        fewer.iter().filter(|word| !take(&|other| other == **word)).cloned().collect();
    let has_whole_word = fewer.iter().any(|word| word.len() > 1 && !rest.contains(word));
    has_whole_word && rest.iter().all(|word| take(&|other| is_initial(word, other)))
}

/// Whether one of two Latin words is the initial of the other.
fn is_initial(one: &[Place], other: &[Place]) -> bool {
    let is_letter = |first: &Place| first.is(|letter| letter.is_ascii_alphabetic());
    one.first().is_some_and(is_letter)
        && one.first() == other.first()
        && one.len().min(other.len()) == 1
}

/// Readings of a name in which something stands in brackets, as a former surname (旧氏) or an alias (通称) may:
/// without it, it alone, and it in place of what stands before it.
fn without_brackets(places: &[Place]) -> Vec<Vec<Place>> {
    let is_opening = |place: &Place| place.is(|character| "([{〔【〈《「『".contains(character));
    let is_closing = |place: &Place| place.is(|character| ")]}〕】〉》」』".contains(character));
    let Some(opening) = places.iter().position(is_opening) else { return Vec::new() };
    let Some(closing) = places.iter().rposition(is_closing) else { return Vec::new() };
    let before = places.get(..opening).unwrap_or_default();
    let inside = places.get(opening.saturating_add(1)..closing).unwrap_or_default();
    let after = places.get(closing.saturating_add(1)..).unwrap_or_default();
    let mut readings = Vec::from([[before, after].concat()]);
    if !inside.is_empty() {
        readings.extend([inside.to_vec(), [inside, after].concat()]);
    }
    readings
}
