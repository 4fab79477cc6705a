//! The verdict follows from the outcomes; every message has a code and two texts.

use std::collections::BTreeSet;

use jpki_core::localized::{Locale, Localized};
use jpki_core::report::{
    AdviceCode, Assessed, CertificatePurpose, Check, CheckId, Fact, FactKey, FactValue,
    InquiryMethod, Outcome, Reason, Report, Subject, Verdict,
};
use jpki_core::time::Timestamp;

fn passed() -> Check {
    Check::passed(CheckId::PathSignature, Subject::EndEntity)
}

fn expired() -> Check {
    Check::failed(CheckId::PathValidity, Subject::EndEntity, Reason::Expired)
}

fn stale() -> Check {
    Check::failed(CheckId::Revocation, Subject::EndEntity, Reason::CrlStale)
}

#[test]
fn the_verdict_is_that_of_the_worst_check() {
    let skipped = || Check::skipped(CheckId::Revocation, Subject::EndEntity, CheckId::PathValidity);
    let not_applicable =
        || Check::new(CheckId::PathLength, Subject::EndEntity, Outcome::NotApplicable);
    let warned = || {
        let outcome = Outcome::Warned(Reason::KeyIdentifierContradiction);
        Check::new(CheckId::PathKeyIdentifier, Subject::EndEntity, outcome)
    };
    let table = [
        (vec![], Verdict::Indeterminate),
        (vec![passed()], Verdict::Valid),
        (vec![passed(), warned(), not_applicable()], Verdict::Valid),
        (vec![passed(), stale()], Verdict::Indeterminate),
        (vec![passed(), skipped()], Verdict::Indeterminate),
        (vec![stale(), expired(), passed()], Verdict::Invalid),
        (vec![expired(), skipped()], Verdict::Invalid),
    ];
    for (checks, expected) in table {
        let report = Report::new(checks);
        assert_eq!(report.verdict(), expected, "{report:?}");
    }
}

#[test]
fn a_group_fails_with_its_worst_part_and_a_failed_part_of_an_explanation_does_not_decide() {
    let group = Check::all(CheckId::Path, Subject::EndEntity, vec![passed(), stale(), expired()]);
    assert_eq!(group.outcome(), Outcome::Failed(Reason::Expired));

    let explained =
        Check::passed(CheckId::Revocation, Subject::EndEntity).with_parts(vec![Check::failed(
            CheckId::CrlScope,
            Subject::Candidate(0),
            Reason::CrlScopeMismatch,
        )]);
    assert_eq!(Report::new(vec![explained]).verdict(), Verdict::Valid);
}

#[test]
// Requirement: SIG-01
fn a_value_is_there_only_when_valid() {
    let valid = Assessed::new(Report::new(vec![passed()]), Some(7));
    assert_eq!((valid.verdict(), valid.value()), (Verdict::Valid, Some(&7)));
    assert_eq!(valid.into_result().ok(), Some(7));

    let invalid = Assessed::new(Report::new(vec![expired()]), Some(7));
    assert_eq!((invalid.verdict(), invalid.value()), (Verdict::Invalid, None));

    let unknown = Assessed::new(Report::new(vec![stale()]), Some(7));
    let rejection = unknown.into_result().unwrap_err();
    assert_eq!(rejection.verdict(), Verdict::Indeterminate);

    let without_value = Assessed::<u8>::new(Report::new(vec![passed()]), None);
    assert_eq!(without_value.verdict(), Verdict::Indeterminate);
    assert_eq!(without_value.into_result().unwrap_err().verdict(), Verdict::Indeterminate);
}

#[test]
fn a_warning_to_be_looked_at_stands_before_the_value() {
    let warned =
        |reason| Check::new(CheckId::Applicant, Subject::EndEntity, Outcome::Warned(reason));
    let inner =
        Check::all(CheckId::Path, Subject::EndEntity, vec![warned(Reason::ApplicantNotTold)]);
    for check in [warned(Reason::ApplicantNotTold), inner] {
        let assessed = || Assessed::new(Report::new(vec![passed(), check.clone()]), Some(7));
        assert_eq!(assessed().verdict(), Verdict::Valid);
        assert_eq!(assessed().value(), None);
        let reasons: Vec<_> = assessed().warnings().reasons().collect();
        assert_eq!(reasons, [Reason::ApplicantNotTold]);

        let rejection = assessed().into_result().unwrap_err();
        assert_eq!(rejection.verdict(), Verdict::Indeterminate, "nobody has looked");
        assert_eq!(rejection.warnings(), &assessed().warnings());
        assert!(rejection.to_string().contains("to be looked at"), "{rejection}");

        let (value, warnings) = assessed().into_result_with_warnings().unwrap();
        assert_eq!((value, &warnings), (7, rejection.warnings()));
        let told = assessed();
        assert_eq!(told.value_with_warnings(), Some((&7, warnings)));
    }
}

#[test]
fn a_note_stands_in_nobodys_way_and_a_warning_of_what_failed_is_none() {
    let note = Outcome::Warned(Reason::KeyIdentifierContradiction);
    let note = Check::new(CheckId::PathKeyIdentifier, Subject::EndEntity, note);
    let warned = Outcome::Warned(Reason::StatusNotKnown);
    let rejected = Check::failed(CheckId::PathCandidate, Subject::Candidate(0), Reason::Expired)
        .with_parts(vec![Check::new(CheckId::Revocation, Subject::EndEntity, warned)]);
    let passed = passed().with_parts(vec![rejected]);
    let assessed = Assessed::new(Report::new(vec![note, passed]), Some(7));
    assert!(assessed.warnings().is_empty());
    assert_eq!(assessed.into_result().ok(), Some(7));

    let failed =
        Report::new(vec![Check::new(CheckId::Revocation, Subject::EndEntity, warned), expired()]);
    let rejection = Assessed::new(failed, Some(7)).into_result().unwrap_err();
    assert_eq!(rejection.verdict(), Verdict::Invalid);
}

#[test]
fn reasons_that_decide_come_first() {
    let report = Report::new(vec![stale(), expired()]);
    assert_eq!(report.reasons().collect::<Vec<_>>(), [Reason::Expired, Reason::CrlStale]);
}

#[test]
fn every_message_has_a_code_of_its_own_and_a_text_in_both_languages() {
    fn examine<M: Localized + std::fmt::Debug>(messages: &[M]) {
        let mut codes = BTreeSet::new();
        for message in messages {
            let code = message.code();
            assert!(codes.insert(code), "{code} twice");
            assert!(
                !code.is_empty()
                    && code
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c)),
                "{code}"
            );
            let (ja, en) = (message.text(Locale::Ja), message.text(Locale::En));
            assert!(!ja.is_ascii(), "{code} lacks Japanese");
            assert!(!en.is_empty() && en.is_ascii(), "{code} lacks English");
        }
    }
    examine(CheckId::ALL);
    examine(Reason::ALL);
    examine(FactKey::ALL);
    examine(Verdict::ALL);
    examine(AdviceCode::ALL);
    examine(CertificatePurpose::ALL);
    examine(InquiryMethod::ALL);
    for check in CheckId::ALL {
        assert!(!check.rules().is_empty(), "{} has no rule", check.code());
    }
    assert!(!Reason::ALL.iter().any(|reason| reason.verdict() == Verdict::Valid));
}

/// A code keeps its name and its verdict once it is published: `catalogue.txt` grows, and no line of it changes.
#[test]
fn codes_are_as_published() {
    let codes = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/catalogue.txt"));
    let reasons = Reason::ALL
        .iter()
        .map(|reason| format!("reason {} {}\n", reason.code(), reason.verdict().code()));
    let checks = CheckId::ALL.iter().map(|check| format!("check {}\n", check.code()));
    let facts = FactKey::ALL.iter().map(|fact| format!("fact {}\n", fact.code()));
    let advice = AdviceCode::ALL.iter().map(|advice| format!("advice {}\n", advice.code()));
    assert_eq!(reasons.chain(checks).chain(facts).chain(advice).collect::<String>(), codes);
}

#[test]
fn json_form_version_1() {
    let mut report = Report::default();
    report.push(Check::all(
        CheckId::Path,
        Subject::EndEntity,
        vec![
            passed(),
            expired().with(Fact::time(FactKey::NotAfter, Timestamp::from_unix_seconds(0))),
        ],
    ));
    report.push(Check::skipped(CheckId::Revocation, Subject::EndEntity, CheckId::Path));
    let expected = serde_json::json!({
        "format": "jpki-report",
        "version": 1,
        "verdict": "invalid",
        "checks": [
            {
                "id": "path",
                "subject": "end-entity",
                "outcome": "failed",
                "reason": "expired",
                "rules": ["民間事業者向けガイドライン 付録①(ア)a", "RFC 5280 §6.1"],
                "parts": [
                    {
                        "id": "path.signature",
                        "subject": "end-entity",
                        "outcome": "passed",
                        "rules": ["RFC 5280 §6.1.3(a)(1)", "民間事業者向けガイドライン 付録①(ア)a"]
                    },
                    {
                        "id": "path.validity",
                        "subject": "end-entity",
                        "outcome": "failed",
                        "reason": "expired",
                        "rules": ["RFC 5280 §6.1.3(a)(2)", "民間事業者向けガイドライン 付録①(ア)b"],
                        "facts": [{ "key": "not-after", "value": "1970-01-01T00:00:00Z" }]
                    }
                ]
            },
            {
                "id": "revocation",
                "subject": "end-entity",
                "outcome": "skipped",
                "because": "path",
                "rules": ["民間事業者向けガイドライン 付録①(ア)c", "RFC 5280 §6.3"]
            }
        ]
    });
    assert_eq!(serde_json::to_value(&report).unwrap(), expected);
}

#[test]
fn text_form_in_both_languages() {
    let report = Report::new(vec![
        Check::all(CheckId::Path, Subject::EndEntity, vec![expired()]),
        Check::skipped(CheckId::Revocation, Subject::EndEntity, CheckId::Path),
    ]);
    let ja = report.render(Locale::Ja);
    for part in ["判定: 無効", "[不合格]", "有効期間が満了しています", "「認証パス」が不合格のため"]
    {
        assert!(ja.contains(part), "{part} not in {ja}");
    }
    let en = report.render(Locale::En);
    for part in ["verdict: invalid", "[failed]", "the validity period has ended", "[skipped]"] {
        assert!(en.contains(part), "{part} not in {en}");
    }
    assert!(en.lines().any(|line| line.starts_with("    [failed] validity period")), "{en}");
}

#[test]
fn a_summary_says_what_decided_by_which_rule_and_as_of_when() {
    let at = Timestamp::from_rfc3339("2026-05-31T15:00:00Z").unwrap();
    let stale = Check::failed(CheckId::CrlFreshness, Subject::Crl, Reason::CrlStale);
    let revocation = Check::all(CheckId::Revocation, Subject::EndEntity, vec![stale])
        .with(Fact::time(FactKey::ValidationTime, at));
    let path = Check::all(CheckId::Path, Subject::EndEntity, vec![passed(), expired()]);
    let summary = |checks: Vec<Check>, locale| Report::new(checks).render_summary(locale);

    // The worst decides, wherever it stands; and of it the part that is as bad, not its neighbour that passed.
    let ja = summary(vec![revocation.clone(), path], Locale::Ja);
    let lines: Vec<_> = ja.lines().collect();
    let [verdict, reason, rule, time] = lines[..] else { panic!("{ja}") };
    assert_eq!(verdict, "判定: 無効");
    assert!(reason.contains("有効期間が満了しています"), "{reason}");
    assert_eq!(rule, "規則: RFC 5280 §6.1.3(a)(2)");
    assert_eq!(time, "検証時刻: 2026-06-01 00:00:00 JST (2026-05-31T15:00:00Z)");

    let en = summary(vec![passed(), revocation], Locale::En);
    assert!(en.starts_with("verdict: indeterminate\nreason: "), "{en}");
    assert!(en.ends_with("time of validation: 2026-05-31T15:00:00Z (2026-06-01 00:00:00 JST)\n"));

    assert_eq!(summary(vec![passed()], Locale::En), "verdict: valid\n");
    assert_eq!(summary(vec![], Locale::En), "verdict: indeterminate\n");
    let skipped = Check::skipped(CheckId::Revocation, Subject::EndEntity, CheckId::Path);
    assert!(summary(vec![skipped], Locale::En).contains("reason: certification path"));
    let warned = Check::new(
        CheckId::AnchorRevocation,
        Subject::TrustAnchor,
        Outcome::Warned(Reason::CrlStale),
    );
    let summary = summary(vec![warned], Locale::En);
    assert!(summary.contains("to be looked at: ") && summary.contains("advice: "), "{summary}");
}

#[test]
fn spans_and_instants_are_written_for_people_and_for_programs() {
    let hours = FactValue::Seconds(43_200);
    assert_eq!(hours.display(Locale::Ja).to_string(), "12時間");
    assert_eq!(hours.to_string(), "43200 s");
    let odd = FactValue::Seconds(3 * 3600 + 61);
    assert_eq!(odd.display(Locale::Ja).to_string(), "3時間1分1秒");
    assert_eq!(odd.display(Locale::En).to_string(), "3 h 1 min 1 s");
    assert_eq!(FactValue::Seconds(0).display(Locale::En).to_string(), "0 s");
    assert_eq!(FactValue::Seconds(7200 + 5).display(Locale::En).to_string(), "2 h 5 s");
    assert_eq!(FactValue::Count(7).display(Locale::Ja).to_string(), "7");
}

#[test]
fn a_check_is_found_at_any_level() {
    let report =
        Report::new(vec![Check::all(CheckId::Path, Subject::EndEntity, vec![passed(), expired()])]);
    assert_eq!(report.find(CheckId::PathValidity), Some(&expired()));
    assert_eq!(report.find(CheckId::Revocation), None);
}
