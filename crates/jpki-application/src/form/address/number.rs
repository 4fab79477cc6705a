use alloc::string::{String, ToString};

use crate::form::fold::Place;

/// More than any number of an address has.
const MOST_NUMERALS: usize = 12;

/// The 漢数字 that a text begins with, in digits, and what follows: by places (一二〇) or with 十, 百, 千 and 万
/// (百二十). Nothing that is neither.
pub(super) fn kanji_number(places: &[Place]) -> Option<(String, &[Place])> {
    let length = places
        .iter()
        .take_while(|place| numeral(**place).is_some())
        .take(MOST_NUMERALS.saturating_add(1))
        .count();
    if length > MOST_NUMERALS {
        return None;
    }
    let (numerals, after) = places.split_at_checked(length)?;
    let numerals = || numerals.iter().filter_map(|place| numeral(*place));
    let is_by_places = numerals().all(|numeral| matches!(numeral, Numeral::Digit(_)));
    let digits = if is_by_places { by_places(numerals()) } else { by_tens(numerals()) };
    Some((digits?, after))
}

pub(super) fn is_numeral(place: Place) -> bool {
    numeral(place).is_some()
}

enum Numeral {
    Digit(u32),
    /// 十, 百, 千
    Times(u32),
    /// 万
    TenThousands,
}

fn numeral(place: Place) -> Option<Numeral> {
    let Place::Known(character) = place else { return None };
    Some(match character {
        // U+3007, and the circles that are typed for it
        '〇' | '零' | '○' | '◯' => Numeral::Digit(0),
        '一' | '壱' => Numeral::Digit(1),
        '二' | '弐' => Numeral::Digit(2),
        '三' | '参' => Numeral::Digit(3),
        '四' => Numeral::Digit(4),
        '五' => Numeral::Digit(5),
        '六' => Numeral::Digit(6),
        '七' => Numeral::Digit(7),
        '八' => Numeral::Digit(8),
        '九' => Numeral::Digit(9),
        '十' | '拾' => Numeral::Times(10),
        '百' => Numeral::Times(100),
        '千' => Numeral::Times(1000),
        '万' => Numeral::TenThousands,
        _ => return None,
    })
}

fn by_places(numerals: impl Iterator<Item = Numeral>) -> Option<String> {
    let digits = numerals.filter_map(|numeral| match numeral {
        Numeral::Digit(digit) => char::from_digit(digit, 10),
        Numeral::Times(_) | Numeral::TenThousands => None,
    });
    let digits: String = digits.collect();
    (!digits.is_empty() && !digits.starts_with('0')).then_some(digits)
}

fn by_tens(numerals: impl Iterator<Item = Numeral>) -> Option<String> {
    let mut ten_thousands = None;
    let mut number = 0_u32;
    let mut ones: Option<u32> = None;
    let mut last_times = u32::MAX;
    for numeral in numerals {
        match numeral {
            Numeral::Digit(1..) if ones.is_some() => return None,
            Numeral::Digit(0) => return None,
            Numeral::Digit(digit) => ones = Some(digit),
            Numeral::Times(times) if times >= last_times => return None,
            Numeral::Times(times) => {
                number = number.checked_add(ones.take().unwrap_or(1).checked_mul(times)?)?;
                last_times = times;
            }
            Numeral::TenThousands if ten_thousands.is_some() => return None,
            Numeral::TenThousands => {
                let times = number.checked_add(ones.take().unwrap_or(0))?;
                ten_thousands = Some(times.checked_mul(10_000).filter(|number| *number > 0)?);
                (number, last_times) = (0, u32::MAX);
            }
        }
    }
    let number = number.checked_add(ones.unwrap_or(0))?;
    Some(number.checked_add(ten_thousands.unwrap_or(0))?.to_string())
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Place, kanji_number};

    #[test]
    fn numbers_by_places_and_by_tens() {
        let table = [
            ("一番", Some("1"), 1),
            ("二〇", Some("20"), 0),
            ("二○", Some("20"), 0),
            ("一二三四五六七八九〇", Some("1234567890"), 0),
            ("十", Some("10"), 0),
            ("二十一の", Some("21"), 1),
            ("百二十三番地", Some("123"), 2),
            ("千", Some("1000"), 0),
            ("三千百十一", Some("3111"), 0),
            ("九千九百九十九", Some("9999"), 0),
            ("弐拾参", Some("23"), 0),
            ("一万", Some("10000"), 0),
            ("十二万三百番", Some("120300"), 1),
            ("一万二千三百四十五", Some("12345"), 0),
            ("万", None, 0),
            ("一万一万", None, 0),
            ("一万〇", None, 0),
            ("", None, 0),
            ("番", None, 0),
            ("〇", None, 0),
            ("〇一", None, 0),
            ("二三十", None, 0),
            ("十〇", None, 0),
            ("十十", None, 0),
            ("十百", None, 0),
            ("一一一一一一一一一一一一", Some("111111111111"), 0),
            ("一一一一一一一一一一一一一", None, 0),
        ];
        for (text, expected, left) in table {
            let places: Vec<Place> = text.chars().map(Place::Known).collect();
            let found = kanji_number(&places);
            assert_eq!(found.as_ref().map(|(digits, _)| digits.as_str()), expected, "{text}");
            assert_eq!(found.map_or(left, |(_, after)| after.len()), left, "{text}");
        }
    }
}
