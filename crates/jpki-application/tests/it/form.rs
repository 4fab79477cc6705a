//! Forms held against certificates. What must match follows from the rules in the module's documentation.

mod certified;
mod corpus;
mod properties;

use jpki_application::form::{ApplicantForm, FieldMatch};
use jpki_core::basic_four_info::Sex;
use jpki_core::localized::{Locale, Localized};
use jpki_core::report::{CheckId, Outcome, Reason};

use FieldMatch::{Different, Equivalent, Exact, Substituted, Undecided};

use self::certified::Certified;

#[test]
fn the_worst_field_counts_and_absent_ones_do_not() {
    let info = Certified::hanako().info();
    assert_eq!(ApplicantForm::new().compare(&info).worst(), None);
    let form = ApplicantForm::new().with_name("見本　花子").with_sex(Sex::Male);
    let found = form.compare(&info);
    assert_eq!((found.name, found.sex, found.address), (Some(Exact), Some(Different), None));
    assert_eq!(found.worst(), Some(Different));
    assert_eq!(format!("{form:?}"), "ApplicantForm(protected)");
}

/// What a person must look at warns, and fails nothing; only a difference fails.
#[test]
fn the_check_of_a_report() {
    let table = [
        ("見本　花子", "00000", Exact, Outcome::Passed),
        ("見本花子", "00000", Equivalent, Outcome::Passed),
        ("見本　花子", "10000", Substituted, Outcome::Warned(Reason::ApplicantNotTold)),
        ("見本　ハナ子", "00000", Different, Outcome::Failed(Reason::ApplicantDiffers)),
        ("花子　見本", "00000", Undecided, Outcome::Warned(Reason::ApplicantUndecided)),
    ];
    for (form, substitutes, expected, outcome) in table {
        let info = Certified { name_substitutes: substitutes, ..Certified::hanako() }.info();
        let found = ApplicantForm::new().with_name(form).compare(&info);
        assert_eq!(found.name, Some(expected), "{form}");
        let check = found.check();
        assert_eq!(check.outcome(), outcome, "{form}");
        assert_eq!(check.parts().len(), 1);
        assert_eq!(check.parts()[0].id(), CheckId::ApplicantName);
        assert_eq!(check.parts()[0].outcome(), outcome, "{form}");
    }
}

#[test]
fn from_best_to_worst_each_with_its_texts() {
    let all = [Exact, Equivalent, Substituted, Undecided, Different];
    assert!(all.is_sorted());
    for (place, found) in all.iter().enumerate() {
        assert!(all[..place].iter().all(|other| other.code() != found.code()));
        assert!(found.text(Locale::Ja) != found.text(Locale::En));
    }
}

/// A certificate that says nothing agrees with nothing.
#[test]
fn an_empty_attribute() {
    for name in ["", "　", "\u{200b}", "\u{3164}\u{e0100}"] {
        let info = Certified { name, name_substitutes: "", ..Certified::hanako() }.info();
        for form in ["", name, "見本　花子"] {
            let found = ApplicantForm::new().with_name(form).compare(&info);
            assert_eq!(found.name, Some(Undecided), "{name:?} {form:?}");
        }
    }
}
