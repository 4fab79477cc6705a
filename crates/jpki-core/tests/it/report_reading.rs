//! A stored report is read back the same, and what is no such report is refused with its reason.

use std::borrow::Cow;

use const_oid::ObjectIdentifier;
use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::limits::Limits;
use jpki_core::localized::{Locale, Localized};
use jpki_core::report::{
    Check, CheckId, Fact, FactKey, FactValue, Outcome, ReadReportError, Reason, Report, Rule,
    RuleSource, Subject,
};
use jpki_core::time::Timestamp;
use serde_json::{Value, json};

fn noon() -> Timestamp {
    Timestamp::from_rfc3339("2026-06-01T03:00:00Z").unwrap()
}

/// A value of each kind that facts of this key have.
fn values(key: FactKey) -> Vec<FactValue> {
    use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    match key {
        FactKey::Age => vec![FactValue::Seconds(43_200)],
        FactKey::Entries | FactKey::ContentLength => vec![FactValue::Count(0)],
        FactKey::CrlNumber => vec![FactValue::Count(u64::MAX), FactValue::Bytes([1; 9].into())],
        FactKey::ContentDigest => vec![FactValue::Bytes([0xab; 64].into())],
        FactKey::Extension | FactKey::PolicyIdentifier | FactKey::ContentType => {
            vec![FactValue::ObjectIdentifier(ObjectIdentifier::new_unwrap("2.5.29.15"))]
        }
        FactKey::Scheme => [Sha1, Sha256, Sha384, Sha512]
            .into_iter()
            .flat_map(|digest| {
                [
                    SignatureScheme::RsaPkcs1(digest),
                    SignatureScheme::RsaPkcs1BareDigest(digest),
                    SignatureScheme::rsa_pss(digest),
                    SignatureScheme::RsaPss { digest, salt: 0 },
                    SignatureScheme::Ecdsa(digest),
                    SignatureScheme::Ed25519,
                ]
            })
            .map(FactValue::Scheme)
            .collect(),
        FactKey::Responder
        | FactKey::Method
        | FactKey::RevocationReason
        | FactKey::Kind
        | FactKey::Medium
        | FactKey::DigestAlgorithm
        | FactKey::BindingOrigin
        | FactKey::UserVerification
        | FactKey::Detail => vec![FactValue::Code(Cow::Borrowed("keyCompromise"))],
        _ => vec![FactValue::Time(noon()), FactValue::Time(Timestamp::MAX)],
    }
}

/// Every code, subject, outcome and kind of fact in one report.
fn everything() -> Report {
    let subjects = [
        Subject::EndEntity,
        Subject::Intermediate(1),
        Subject::TrustAnchor,
        Subject::Candidate(u16::MAX),
        Subject::Crl,
        Subject::Arl,
        Subject::OcspResponse,
        Subject::OcspResponder,
        Subject::Document,
        Subject::Challenge,
        Subject::Account,
        Subject::Signer(0),
        Subject::Countersigner(3),
        Subject::TimeStamp(2),
        Subject::Evidence,
    ];
    let ids = CheckId::ALL.iter().map(|id| Check::passed(*id, Subject::EndEntity));
    let subjects = subjects.map(|subject| Check::skipped(CheckId::Path, subject, CheckId::Purpose));
    let reasons = Reason::ALL.iter().flat_map(|reason| {
        let of = |outcome| Check::new(CheckId::Profile, Subject::EndEntity, outcome);
        [of(Outcome::Failed(*reason)), of(Outcome::Warned(*reason)), of(Outcome::NotApplicable)]
    });
    let facts = FactKey::ALL.iter().flat_map(|key| {
        values(*key).into_iter().map(|value| {
            Check::passed(CheckId::CrlEntry, Subject::Crl).with(Fact { key: *key, value })
        })
    });
    let sources =
        [RuleSource::Rfc(5280), RuleSource::Guideline, RuleSource::JpkiProfile, RuleSource::House];
    let rules: Vec<_> = sources.map(|source| Rule::new(source, "6.1.5(g)")).into();
    let cited = Check::passed(CheckId::PathExplicitPolicy, Subject::EndEntity).citing(rules);
    let none = Check::passed(CheckId::PathExplicitPolicy, Subject::EndEntity).citing(Vec::new());
    let parts = ids.chain(subjects).chain(reasons).chain(facts).chain([cited, none]).collect();
    Report::new(vec![Check::all(CheckId::Path, Subject::EndEntity, parts)])
}

fn nested(levels: usize) -> Report {
    let innermost = Check::passed(CheckId::Path, Subject::EndEntity);
    let around = |inner, _| Check::all(CheckId::Path, Subject::EndEntity, vec![inner]);
    Report::new(vec![(1..levels).fold(innermost, around)])
}

fn stored(report: &Report) -> Value {
    serde_json::to_value(report).unwrap()
}

fn read(stored: &Value) -> Result<Report, ReadReportError> {
    Report::from_json(&serde_json::to_vec(stored).unwrap())
}

#[test]
fn what_was_stored_is_read_back_the_same_with_the_same_texts() {
    for report in [everything(), Report::default(), nested(Limits::REPORT_DEPTH)] {
        let read = read(&stored(&report)).unwrap();
        assert_eq!(read, report);
        for locale in [Locale::Ja, Locale::En] {
            assert_eq!(read.render(locale), report.render(locale));
            assert_eq!(read.render_summary(locale), report.render_summary(locale));
        }
        assert_eq!(stored(&read), stored(&report));
        // Within another document, too.
        let (read,): (Report,) = serde_json::from_value(json!([stored(&report)])).unwrap();
        assert_eq!(read, report);
    }
}

fn small() -> Value {
    let revoked = Check::failed(CheckId::CrlEntry, Subject::Crl, Reason::Revoked)
        .with(Fact::time(FactKey::RevokedAt, noon()))
        .with(Fact::count(FactKey::Entries, 3));
    stored(&Report::new(vec![Check::all(CheckId::Revocation, Subject::EndEntity, vec![revoked])]))
}

#[test]
fn a_newer_version_and_an_unknown_code_are_refused_by_name() {
    let unknown = |code: &str| ReadReportError::UnknownCode(code.into());
    let malformed = ReadReportError::Malformed { line: 0, column: 0 };
    let table = [
        ("/version", json!(2), ReadReportError::UnknownVersion(2)),
        ("/version", json!(0), ReadReportError::UnknownVersion(0)),
        ("/format", json!("jpki-validation-report"), ReadReportError::OtherFormat),
        ("/verdict", json!("valid"), ReadReportError::Contradiction),
        ("/verdict", json!("indeterminate"), ReadReportError::Contradiction),
        ("/verdict", json!("probably"), unknown("probably")),
        ("/checks/0/id", json!("path.quantum"), unknown("path.quantum")),
        ("/checks/0/reason", json!("tired"), unknown("tired")),
        ("/checks/0/subject", json!("cat"), unknown("cat")),
        ("/checks/0/subject", json!("signer:01"), unknown("signer:01")),
        ("/checks/0/subject", json!("signer"), unknown("signer")),
        ("/checks/0/outcome", json!("felt"), unknown("felt")),
        ("/checks/0/outcome", json!("passed"), malformed.clone()),
        ("/checks/0/reason", json!("no code\u{202e}"), malformed.clone()),
        ("/checks/0/rules/0", json!("Book of Kells 1"), malformed.clone()),
        ("/checks/0/rules/0", json!("RFC +5280 §6"), malformed.clone()),
        ("/checks/0/rules/0", json!("RFC 5280 §"), malformed.clone()),
        ("/checks/0/parts/0/facts/0/key", json!("mood"), unknown("mood")),
        ("/checks/0/parts/0/facts/0/value", json!("yesterday"), malformed.clone()),
        ("/checks/0/parts/0/facts/0/value", json!("2026-06-01T12:00:00+09:00"), malformed.clone()),
        ("/checks/0/parts/0/facts/1/value", json!("3"), malformed),
    ];
    assert!(read(&small()).is_ok());
    for (place, value, expected) in table {
        let mut changed = small();
        *changed.pointer_mut(place).unwrap() = value;
        let error = read(&changed).unwrap_err();
        assert_eq!(error, expected, "{place}");
        assert!(error.code().starts_with("report."));
        assert_ne!(error.text(Locale::Ja), error.text(Locale::En));
        // Also where the report is a part of another document.
        assert!(serde_json::from_value::<Report>(changed).is_err(), "{place}");
    }
    for place in ["version", "verdict", "checks"] {
        let mut changed = small();
        changed.as_object_mut().unwrap().remove(place);
        assert!(matches!(read(&changed), Err(ReadReportError::Malformed { .. })), "{place}");
    }
}

#[test]
fn a_field_that_is_not_known_is_passed_over() {
    let mut newer = small();
    newer["checks"][0]["mood"] = json!("fine");
    newer["weather"] = json!({"rain": true});
    assert_eq!(read(&newer), read(&small()));
}

#[test]
fn reading_is_bounded() {
    assert_eq!(read(&stored(&nested(Limits::REPORT_DEPTH + 1))), Err(ReadReportError::TooDeep));
    let many = |count| {
        let checks =
            vec![Check::passed(CheckId::Path, Subject::EndEntity).citing(Vec::new()); count];
        stored(&Report::new(checks))
    };
    assert!(read(&many(Limits::REPORT_PARTS / 2)).is_ok());
    let large = serde_json::to_vec(&many(Limits::REPORT_PARTS + 1)).unwrap();
    let expected = match large.len() > Limits::REPORT_BYTES {
        true => ReadReportError::TooLarge,
        false => ReadReportError::TooManyParts,
    };
    assert_eq!(Report::from_json(&large), Err(expected));
    let counted = serde_json::from_value::<Report>(many(Limits::REPORT_PARTS + 1)).unwrap_err();
    assert!(counted.to_string().contains("more parts"), "{counted}");

    let mut padded = serde_json::to_vec(&small()).unwrap();
    padded.resize(Limits::REPORT_BYTES, b' ');
    assert!(Report::from_json(&padded).is_ok());
    padded.push(b' ');
    assert_eq!(Report::from_json(&padded), Err(ReadReportError::TooLarge));
    // Brackets alone end before the stack does.
    let brackets = r#"{"format":"jpki-report","version":1,"verdict":"valid","checks":"#.to_owned()
        + &"[{\"parts\":".repeat(100_000);
    assert!(matches!(
        Report::from_json(brackets.as_bytes()),
        Err(ReadReportError::Malformed { .. })
    ));
}

#[test]
fn an_error_quotes_nothing_of_what_was_read() {
    let secret = "3f2a-0132c4ab-secret";
    let mut changed = small();
    changed["checks"][0]["parts"][0]["facts"][0]["value"] = json!({ secret: secret });
    let error = read(&changed).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
}

#[test]
fn values_for_people_are_in_their_language() {
    let report = Report::new(vec![
        Check::failed(CheckId::CrlEntry, Subject::Signer(1), Reason::Revoked)
            .with(Fact::code(FactKey::RevocationReason, "affiliationChanged"))
            .with(Fact { key: FactKey::Age, value: FactValue::Seconds(43_200) })
            .with(Fact::time(FactKey::ValidationTime, noon())),
        Check::skipped(CheckId::Path, Subject::EndEntity, CheckId::Purpose),
    ]);
    let ja = serde_json::to_value(report.localized(Locale::Ja)).unwrap();
    assert_eq!(ja["verdict"], "無効");
    assert_eq!(ja["checks"][0]["subject"], "署名者 1");
    assert_eq!(ja["checks"][0]["outcome"], "不合格");
    assert_eq!(
        ja["checks"][0]["facts"],
        json!([
            { "key": "失効事由", "value": "記載内容等の変更" },
            { "key": "発行からの経過", "value": "12時間" },
            { "key": "検証時刻", "value": "2026-06-01 12:00:00 JST (2026-06-01T03:00:00Z)" },
        ])
    );
    assert_eq!(ja["checks"][1]["because"], "証明書の種別と用途");
    let en = serde_json::to_value(report.localized(Locale::En)).unwrap();
    assert_eq!(en["checks"][0]["facts"][0]["value"], "what the certificate says has changed");
    assert_eq!(en["checks"][1]["rules"][0], "private-sector guideline, App. ①(ア)a");
}

#[test]
fn every_rule_has_a_text_in_both_languages() {
    let is_japanese = |text: &str| {
        text.chars().any(|it| ('ぁ'..='ん').contains(&it) || ('一'..='龥').contains(&it))
    };
    for check in CheckId::ALL {
        for rule in check.rules() {
            let (ja, en) =
                (rule.display(Locale::Ja).to_string(), rule.display(Locale::En).to_string());
            assert!(!is_japanese(&en), "{en}");
            assert!(matches!(rule.source, RuleSource::Rfc(_)) || !ja.is_ascii(), "{ja}");
            // The section itself, for whoever looks it up.
            let marks = rule.section.chars().filter(|it| "①②アイウabc()".contains(*it));
            assert!(
                !matches!(rule.source, RuleSource::Guideline)
                    || marks.clone().all(|mark| en.contains(mark)),
                "{en}"
            );
        }
    }
}
