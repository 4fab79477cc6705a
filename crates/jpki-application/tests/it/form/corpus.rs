use jpki_application::form::{ApplicantForm, FieldMatch};
use jpki_core::basic_four_info::Sex;
use jpki_core::localized::Localized;
use jpki_core::time::JapanDay;

use crate::form::certified::Certified;

const CORPUS: &str = include_str!("corpus.tsv");

struct Pair {
    kind: &'static str,
    certified: String,
    substitutes: String,
    form: String,
    label: &'static str,
    source: &'static str,
}

fn pairs() -> Vec<Pair> {
    let lines = CORPUS.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.map(|line| {
        let [kind, certified, substitutes, form, label, source] =
            line.split('\t').collect::<Vec<_>>().try_into().expect("six columns");
        let certified = unescaped(certified);
        let substitutes = match substitutes {
            "" => certified.chars().map(|_| '0').collect(),
            _ => substitutes.to_owned(),
        };
        Pair { kind, certified, substitutes, form: unescaped(form), label, source }
    });
    pairs.collect()
}

/// With each `\u{…}` as the character that it stands for.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut unescaped = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, after) = part.split_once('}').expect("a closing brace");
        let code_point = u32::from_str_radix(digits, 16).expect("hexadecimal digits");
        unescaped.push(char::from_u32(code_point).expect("a character"));
        unescaped.push_str(after);
    }
    unescaped
}

impl Pair {
    fn found(&self) -> FieldMatch {
        let (certified, substitutes) = (&*self.certified, &*self.substitutes);
        let hanako = Certified::hanako();
        let (info, form) = match self.kind {
            "name" => (
                Certified { name: certified, name_substitutes: substitutes, ..hanako },
                ApplicantForm::new().with_name(&self.form),
            ),
            "address" => (
                Certified { address: certified, address_substitutes: substitutes, ..hanako },
                ApplicantForm::new().with_address(&self.form),
            ),
            "birth" => (
                Certified { birth_date: certified, ..hanako },
                ApplicantForm::new().with_date_of_birth(day(&self.form)),
            ),
            "sex" => (Certified { sex: certified, ..hanako }, sex(&self.form)),
            kind => panic!("{kind}"),
        };
        form.compare(&info.info()).worst().expect("one field")
    }
}

fn day(text: &str) -> JapanDay {
    let numbers: Vec<u16> = text.split('-').map(|number| number.parse().unwrap()).collect();
    let month_and_day = |number: u16| u8::try_from(number).unwrap();
    JapanDay::new(numbers[0].into(), month_and_day(numbers[1]), month_and_day(numbers[2]))
        .expect("a day")
}

fn sex(digit: &str) -> ApplicantForm<'static> {
    ApplicantForm::new().with_sex(match digit {
        "1" => Sex::Male,
        "2" => Sex::Female,
        _ => Sex::Other,
    })
}

/// No pair is found better than it is, nor worse; of those that are, the first are printed.
#[test]
// Requirement: SIG-04, CERT-17
fn every_pair_is_found_as_it_is_labelled() {
    let wrong: Vec<String> = pairs()
        .iter()
        .filter(|pair| pair.found().code() != pair.label)
        .map(|pair| {
            let Pair { kind, certified, substitutes, form, label, source } = pair;
            let found = pair.found().code();
            format!(
                "{kind} {certified:?} {substitutes} {form:?}: {label}, found {found} ({source})"
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{} pairs:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_corpus_has_near_misses_on_both_sides() {
    let pairs = pairs();
    assert!(pairs.len() >= 500);
    for kind in ["name", "address", "birth", "sex"] {
        let labelled = |labels: &[&str]| {
            pairs.iter().filter(|pair| pair.kind == kind && labels.contains(&pair.label)).count()
        };
        assert!(labelled(&["exact", "equivalent"]) >= 3, "{kind}");
        assert!(labelled(&["substituted", "undecided"]) >= 2, "{kind}");
        assert!(labelled(&["different"]) >= 3, "{kind}");
    }
}

/// Without substitutes it does not matter which of two texts is certified.
#[test]
fn names_and_addresses_are_compared_alike_both_ways() {
    let printable = |text: &str| {
        !text.chars().any(|character| {
            character.is_control() || ('\u{2000}'..='\u{206f}').contains(&character)
        })
    };
    let both = pairs().into_iter().filter(|pair| {
        ["name", "address"].contains(&pair.kind)
            && !pair.substitutes.contains('1')
            && !pair.form.is_empty()
            && printable(&pair.form)
    });
    for pair in both {
        let flags = pair.form.chars().map(|_| '0').collect();
        let turned = Pair {
            certified: pair.form.clone(),
            substitutes: flags,
            form: pair.certified.clone(),
            ..pair
        };
        assert_eq!(turned.found(), pair.found(), "{:?} {:?}", pair.certified, pair.form);
    }
}
