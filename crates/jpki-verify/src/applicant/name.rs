use alloc::vec::Vec;

use super::fold::{Folded, Place, differences};
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
    let is_alike_without = |one: &[Place], other: &[Place]| {
        is_alike(&loose::folded(&without_brackets(one)), &loose::folded(other))
    };
    let is_open = is_alike(&loose::folded(&one), &loose::folded(&other))
        || is_alike_without(&one, &other)
        || is_alike_without(&other, &one)
        || is_alike(&in_one_order(&form.places), &in_one_order(&certified.places));
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
fn in_one_order(places: &[Place]) -> Vec<Place> {
    let words = places.split(|place| place.is(|character| " ・,".contains(character)));
    let mut words: Vec<Vec<Place>> = words.map(loose::folded).collect();
    words.sort_unstable();
    words.concat()
}

/// A name without what stands in brackets, as a former surname (旧氏) or an alias (通称) may.
fn without_brackets(places: &[Place]) -> Vec<Place> {
    let mut depth = 0_usize;
    let is_outside = |place: &Place| {
        let is_opening = place.is(|character| "([〔【".contains(character));
        let is_closing = place.is(|character| ")]〕】".contains(character));
        if is_opening {
            depth = depth.saturating_add(1);
        }
        let is_outside = depth == 0;
        if is_closing {
            depth = depth.saturating_sub(1);
        }
        is_outside
    };
    places.iter().copied().filter(is_outside).collect()
}
