//! Events: names that are refused, and subjects that are not shown.

use std::collections::BTreeSet;

use jpki_core::event::{
    Action, ActionResult, EventSubject, LabelError, OperatorName, PurposeOfUse, SubjectKind, Tenant,
};
use jpki_core::localized::{Locale, Localized};
use jpki_core::policy_version::PolicyVersion;
use jpki_core::report::Verdict;
use jpki_core::time::Timestamp;

#[test]
fn names_have_one_form() {
    let long = "a".repeat(65);
    for (name, expected) in [
        ("bank-1", None),
        ("a.b_c-9", None),
        ("", Some(LabelError::Length)),
        (&long, Some(LabelError::Length)),
        (&long[1..], None),
        ("Bank", Some(LabelError::Character)),
        ("bank 1", Some(LabelError::Character)),
        ("bank\t", Some(LabelError::Character)),
        ("銀行", Some(LabelError::Character)),
        ("bank:1", Some(LabelError::Character)),
    ] {
        assert_eq!(Tenant::new(name).err(), expected, "{name}");
    }
    assert!(PurposeOfUse::new("loan:4711").is_ok());
    assert_eq!(PurposeOfUse::new("loan/4711"), Err(LabelError::Character));
    assert!(OperatorName::new("運用 太郎").is_ok());
    assert!(OperatorName::new(&"運".repeat(64)).is_ok());
    assert_eq!(OperatorName::new(&"運".repeat(65)), Err(LabelError::Length));
    assert_eq!(OperatorName::new("運用\t太郎"), Err(LabelError::Character));
    assert_eq!(OperatorName::new("運用\u{85}太郎"), Err(LabelError::Character));
}

#[test]
fn a_subject_is_not_shown() {
    let subject = EventSubject::new(SubjectKind::Certificate, b"0132c4ab");
    assert_eq!(format!("{subject:?}"), "EventSubject(certificate)");
    assert_eq!(subject.expose_protected(), b"0132c4ab");
}

#[test]
// Requirement: ACC-4
fn what_is_unwrapped_and_what_is_set_is_told() {
    let now = Timestamp::from_unix_seconds(1_780_000_000);
    let told = EventSubject::new(SubjectKind::Certificate, b"0132c4ab").accessed(now);
    assert_eq!((told.action(), told.result()), (Action::ProtectedAccess, ActionResult::Done));
    assert_eq!(told.time(), now);
    assert_eq!(told.subject().unwrap().expose_protected(), b"0132c4ab");
    let told = PolicyVersion::new("bank.example/onboarding", 3).unwrap().operation(now);
    assert_eq!((told.action(), told.result()), (Action::ConfigurationChange, ActionResult::Done));
    let setting = told.subject().unwrap();
    assert_eq!(setting.kind(), SubjectKind::Setting);
    assert_eq!(setting.expose_protected(), b"bank.example/onboarding v3");
}

#[test]
fn verdicts_are_results_of_the_same_code() {
    for verdict in [Verdict::Valid, Verdict::Indeterminate, Verdict::Invalid] {
        assert_eq!(ActionResult::from(verdict).code(), verdict.code());
    }
}

#[test]
fn codes_differ_and_have_both_texts() {
    fn look<T: Localized>(all: &[T]) {
        let codes: BTreeSet<_> = all.iter().map(Localized::code).collect();
        assert_eq!(codes.len(), all.len());
        for message in all {
            // A log's line is made of them.
            assert!(message.code().bytes().all(|it| it.is_ascii_lowercase() || it == b'-'));
            assert_ne!(message.text(Locale::Ja), message.text(Locale::En));
        }
    }
    look(Action::ALL);
    look(ActionResult::ALL);
    look(SubjectKind::ALL);
}
