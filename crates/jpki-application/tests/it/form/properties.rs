use std::time::{Duration, Instant};

use jpki_application::form::{ApplicantForm, FieldMatch};
use proptest::prelude::*;

use crate::form::certified::Certified;

use FieldMatch::{Different, Equivalent, Exact, Undecided};

fn name(certified: &str, form: &str) -> FieldMatch {
    let flags: String = certified.chars().map(|_| '0').collect();
    let info =
        Certified { name: certified, name_substitutes: &flags, ..Certified::hanako() }.info();
    ApplicantForm::new().with_name(form).compare(&info).name.expect("compared")
}

fn address(certified: &str, form: &str) -> FieldMatch {
    let flags: String = certified.chars().map(|_| '0').collect();
    let info =
        Certified { address: certified, address_substitutes: &flags, ..Certified::hanako() }.info();
    ApplicantForm::new().with_address(form).compare(&info).address.expect("compared")
}

/// Kanji that are no numerals, units, variants of others or part of a rule.
fn kanji() -> impl Strategy<Value = String> {
    "[田中山川木村林森石本橋池岡原藤井野内松竹梅花見空架模擬例示春夏秋冬東西南北]{1,8}"
}

fn address_text() -> impl Strategy<Value = String> {
    let number = 1_u32..2000;
    (kanji(), prop::collection::vec(number, 1..5), any::<bool>()).prop_map(
        |(place, numbers, has_units)| {
            let units = if has_units { ["丁目", "番", "号", "号室"] } else { ["-"; 4] };
            let mut text = format!("架空県{place}町");
            for (number, unit) in numbers.iter().zip(units) {
                text.push_str(&format!("{number}{unit}"));
            }
            text.trim_end_matches('-').to_owned()
        },
    )
}

/// Default-ignorable in every version of Unicode (DerivedCoreProperties.txt), and neither shown as a space nor
/// turning the direction.
fn ignorable() -> impl Strategy<Value = char> {
    prop::sample::select(vec![
        '\u{ad}',
        '\u{34f}',
        '\u{115f}',
        '\u{17b4}',
        '\u{180b}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{2060}',
        '\u{2064}',
        '\u{fe00}',
        '\u{fe0f}',
        '\u{feff}',
        '\u{e0001}',
        '\u{e0041}',
        '\u{e0100}',
        '\u{e01ef}',
    ])
}

fn with_inserted(text: &str, place: prop::sample::Index, inserted: &str) -> String {
    let places: Vec<usize> =
        (0..=text.len()).filter(|place| text.is_char_boundary(*place)).collect();
    let mut text = text.to_owned();
    text.insert_str(*place.get(&places), inserted);
    text
}

proptest! {
    #[test]
    fn what_is_the_same_is_exact(text in "[^\\p{C}\\p{Z}]{0,20}[^\\p{C}\\p{Z}\\p{DI}][^\\p{C}\\p{Z}]{0,20}") {
        prop_assert_eq!(name(&text, &text), Exact);
        prop_assert_eq!(address(&text, &text), Exact);
    }

    #[test]
    fn what_shows_nothing_certifies_nothing(text in "[ \u{3000}\u{3164}[\\p{DI}--\\p{Bidi_C}]]{0,20}") {
        prop_assert_eq!(name(&text, &text), Undecided);
        prop_assert_eq!(address(&text, &text), Undecided);
    }

    #[test]
    fn comparison_goes_both_ways(one in "[一二三丁目番地号のノ1２ーヶケ見本Aa -]{1,12}", other in "[一二三丁目番地号のノ1２ーヶケ見本Aa -]{1,12}") {
        prop_assume!(!one.trim().is_empty() && !other.trim().is_empty());
        prop_assert_eq!(name(&one, &other), name(&other, &one));
        prop_assert_eq!(address(&one, &other), address(&other, &one));
    }

    #[test]
    fn an_ignorable_changes_nothing(text in address_text(), ignorable in ignorable(), place: prop::sample::Index) {
        let form = with_inserted(&text, place, &ignorable.to_string());
        prop_assert_eq!(address(&text, &form), Equivalent);
        prop_assert_eq!(name(&text, &form), Equivalent);
    }

    #[test]
    fn another_digit_is_another_address(text in address_text(), place: prop::sample::Index, more in 1_u8..10) {
        let digits: Vec<usize> = text.char_indices().filter(|(_, character)| character.is_ascii_digit()).map(|(place, _)| place).collect();
        let place = *place.get(&digits);
        let digit = char::from(b'0' + (text.as_bytes()[place] - b'0' + more) % 10).to_string();
        let mut form = text.clone();
        form.replace_range(place..=place, &digit);
        prop_assert!(address(&text, &form) > FieldMatch::Substituted, "{} {}", text, form);
        form.remove(place);
        prop_assert!(address(&text, &form) > FieldMatch::Substituted, "{} {}", text, form);
    }

    #[test]
    fn a_kanji_more_or_less_is_never_equivalent(text in kanji(), more in kanji(), place: prop::sample::Index) {
        let form = with_inserted(&text, place, &more);
        prop_assert_eq!(name(&text, &form), Different);
        prop_assert_eq!(name(&form, &text), Different);
        let (text, form) = (format!("{text}町1番"), format!("{form}町1番"));
        prop_assert!(address(&text, &form) > FieldMatch::Substituted, "{} {}", text, form);
        prop_assert!(address(&form, &text) > FieldMatch::Substituted, "{} {}", text, form);
    }

    #[test]
    fn numbers_in_kanji_are_the_numbers(number in 1_u32..10_000, other in 1_u32..10_000) {
        let by_places: String = number.to_string().chars().map(kanji_digit).collect();
        let by_tens = by_tens(number);
        let certified = format!("架空県見本市模擬町{number}番地");
        for written in [by_places, by_tens] {
            let form = format!("架空県見本市模擬町{written}番地");
            prop_assert_eq!(address(&certified, &form), Equivalent, "{}", form);
            let other_certified = format!("架空県見本市模擬町{other}番地");
            prop_assert_eq!(address(&other_certified, &form) == Equivalent, number == other);
        }
    }
}

fn kanji_digit(digit: char) -> char {
    let place = digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
    "〇一二三四五六七八九".chars().nth(place.expect("a digit")).expect("ten of them")
}

fn by_tens(number: u32) -> String {
    let times = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];
    let mut text = String::new();
    for (time, mark) in times {
        let digit = number / time % 10;
        if digit == 1 && time > 1 {
            text.push_str(mark);
        } else if digit > 0 {
            text.push(kanji_digit(char::from_digit(digit, 10).expect("a digit")));
            text.push_str(mark);
        }
    }
    text
}

/// Ignorable characters count for nothing, however many; what is too long is the same or different.
#[test]
fn long_texts() {
    let text = "見本";
    let form = format!("見{}本", "\u{e0100}".repeat(100_000));
    assert_eq!((name(text, &form), address(text, &form)), (Equivalent, Equivalent));
    let marked = format!("見本{}", "\u{301}".repeat(10_000));
    assert_eq!((name(text, &marked), address(text, &marked)), (Different, Different));
    let longest = "Ａ".repeat(10_000);
    assert_eq!(name(&longest, &"A".repeat(10_000)), Equivalent);
    let longer = "Ａ".repeat(10_001);
    assert_eq!(name(&longer, &longer), Exact);
    assert_eq!(name(&longer, &"A".repeat(10_001)), Different);
}

/// Whatever is repeated, ten times as much takes about ten times as long, not a hundred times.
#[test]
fn time_grows_with_length_alone() {
    let seeds = [
        "一",
        "千",
        "一番",
        "一番の",
        "1番",
        "1 ",
        "1-",
        " ",
        "-",
        "の",
        "ノ一",
        "丁目",
        "番地号室",
        "々",
        "か゛",
        "\u{3099}",
        "\u{301}",
        "\u{e0100}",
        "\u{202e}",
        "①",
        "ヶ",
        "大字",
        "上が",
        "都道府県郡",
        "〒1",
        "Ａ ",
        "ﷺ",
        "が",
        "1番イ",
        "1 a",
        "三番町",
    ];
    for seed in seeds {
        let took = |times: usize| {
            let text = seed.repeat(times);
            let form = format!("{text}1");
            let info = Certified::hanako().info();
            let start = Instant::now();
            let found = ApplicantForm::new().with_name(&form).with_address(&form).compare(&info);
            assert_eq!(found.worst(), Some(Different), "{seed:?}");
            start.elapsed()
        };
        let fewer = (0..3).map(|_| took(200)).min().unwrap_or_default();
        let bound = fewer * 40 + Duration::from_millis(20);
        // Again if another process was in the way: what grows with the square never fits.
        assert!((0..20).any(|_| took(2_000) < bound), "{seed:?}: {fewer:?}, more than {bound:?}");
    }
}
