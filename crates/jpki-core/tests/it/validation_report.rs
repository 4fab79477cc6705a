//! The reports for examiners and for service providers, and what is disclosed under a right.

use std::collections::BTreeSet;

use jpki_core::event::{
    Action, ActionResult, EventSubject, OperatorName, PurposeOfUse, Requester, SubjectKind, Tenant,
};
use jpki_core::limits::Limits;
use jpki_core::localized::Locale;
use jpki_core::policy_version::PolicyVersion;
use jpki_core::report::{
    AdviceCode, CertificatePurpose, Check, CheckId, Fact, FactKey, InquiryMethod, Outcome,
    ReadReportError, Reason, Report, Subject, Verdict,
};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_core::validation_report::{
    DisclosedRevocation, DisclosureError, DisclosureRight, ReportedAnchor, ReportedCrl,
    ReportedResponse, ReportedStatus, ServiceProviderReport, ValidationReport,
};
use serde_json::{Value, json};

fn instant(text: &str) -> Timestamp {
    Timestamp::from_rfc3339(text).unwrap()
}

fn noon() -> Timestamp {
    instant("2026-06-01T12:00:00+09:00")
}

fn revoked() -> Report {
    let entry = Check::failed(CheckId::CrlEntry, Subject::Crl, Reason::Revoked)
        .with(Fact::time(FactKey::RevokedAt, instant("2026-05-20T00:00:00Z")))
        .with(Fact::code(FactKey::RevocationReason, "affiliationChanged"));
    Report::new(vec![
        Check::passed(CheckId::Path, Subject::EndEntity),
        Check::all(CheckId::Revocation, Subject::EndEntity, vec![entry]),
    ])
}

fn of(report: Report) -> ValidationReport {
    let verdict = report.verdict();
    let (time, purpose) = (ValidationTime::at(noon()), CertificatePurpose::Signature);
    ValidationReport::new(report, verdict, time, Action::SignatureVerification, purpose)
}

fn whole() -> ValidationReport {
    let midnight = instant("2026-06-01T00:00:00+09:00");
    let crl = |subject, number: Option<&str>| ReportedCrl {
        subject,
        issuer: "C=JP, O=JPKI".into(),
        number: number.map(Into::into),
        this_update: midnight,
        next_update: number.map(|_| noon()),
        sha_256: [0xab; 32],
    };
    let response = ReportedResponse {
        issuer: "C=JP, O=JPKI".into(),
        produced_at: Some(midnight),
        sha_256: [1; 32],
    };
    of(revoked())
        .with_anchor(Some(ReportedAnchor { sha_256: [0xcd; 32], generation: 3 }))
        .with_status(Some(ReportedStatus { method: InquiryMethod::Lists, as_of: midnight }))
        .with_policy(PolicyVersion::new("bank.example/onboarding", 3))
        .resting_on(vec![crl(Subject::Arl, None), crl(Subject::Crl, Some("20604"))], vec![response])
}

fn stored(report: &ValidationReport) -> Value {
    serde_json::to_value(report).unwrap()
}

fn read(stored: &Value) -> Result<ValidationReport, ReadReportError> {
    ValidationReport::from_json(&serde_json::to_vec(stored).unwrap())
}

#[test]
// Requirement: OCSP-05
fn its_top_says_what_an_examiner_asks_for() {
    let mut json = stored(&whole());
    let checks = json["report"].take();
    assert_eq!(checks, serde_json::to_value(revoked()).unwrap(), "the tree is as it was");
    let moment = |utc: &str, jst: &str| json!({ "utc": utc, "jst": jst });
    let midnight = moment("2026-05-31T15:00:00Z", "2026-06-01T00:00:00+09:00");
    let expected = json!({
        "format": "jpki-validation-report",
        "version": 1,
        "verdict": "invalid",
        "decided-by": {
            "check": "list.entry",
            "subject": "revocation-list",
            "reason": "revoked",
            "rule": "RFC 5280 §6.3.3(i)(j)"
        },
        "time": moment("2026-06-01T03:00:00Z", "2026-06-01T12:00:00+09:00"),
        "operation": "signature-verification",
        "purpose": "signature",
        "anchor": { "sha-256": "cd".repeat(32), "generation": 3 },
        "status": { "method": "lists", "as-of": midnight.clone(), "staleness-seconds": 43_200 },
        "policy": { "name": "bank.example/onboarding", "version": 3 },
        "library": env!("CARGO_PKG_VERSION"),
        "guideline": "1.3",
        "crls": [
            {
                "subject": "authority-revocation-list",
                "issuer": "C=JP, O=JPKI",
                "this-update": midnight.clone(),
                "sha-256": "ab".repeat(32)
            },
            {
                "subject": "revocation-list",
                "issuer": "C=JP, O=JPKI",
                "number": "20604",
                "this-update": midnight.clone(),
                "next-update": moment("2026-06-01T03:00:00Z", "2026-06-01T12:00:00+09:00"),
                "sha-256": "ab".repeat(32)
            }
        ],
        "responses": [
            { "issuer": "C=JP, O=JPKI", "produced-at": midnight, "sha-256": "01".repeat(32) }
        ],
        "report": null
    });
    assert_eq!(json, expected);

    let summary = whole().render_summary(Locale::Ja);
    for line in [
        "判定: 無効",
        "検証時刻: 2026-06-01 12:00:00 JST (2026-06-01T03:00:00Z)",
        "用途: 電子署名",
        "失効確認の方法: CRL方式",
        "失効情報の古さ (最大): 12時間",
        "検証ポリシー: bank.example/onboarding v3",
        "ガイドラインの版: 1.3",
    ] {
        assert!(summary.lines().any(|it| it == line), "{line} not in {summary}");
    }
    assert!(summary.contains("第3世代, SHA-256 cdcd"), "{summary}");
    assert!(summary.contains("CRL番号 20604"), "{summary}");
    let text = whole().render(Locale::En);
    assert!(text.starts_with("verdict: invalid\nreason: revoked [entry in the revocation list"));
    assert!(text.contains("worst-case staleness: 12 h\n"), "{text}");
    assert!(text.contains("\n[failed] revocation of the certificate"), "{text}");
}

#[test]
fn a_stored_one_is_read_back_the_same() {
    let without_value = ValidationReport::new(
        Report::new(vec![Check::passed(CheckId::Path, Subject::EndEntity)]),
        Verdict::Indeterminate,
        ValidationTime::at(noon()).looking_back_to(instant("2026-05-01T00:00:00Z")),
        Action::CertificateVerification,
        CertificatePurpose::UserAuthentication,
    );
    for report in [whole(), of(Report::default()), without_value] {
        let read = read(&stored(&report)).unwrap();
        assert_eq!(read, report);
        for locale in [Locale::Ja, Locale::En] {
            assert_eq!(read.render(locale), report.render(locale));
            assert_eq!(read.render_summary(locale), report.render_summary(locale));
            let localized =
                |report: &ValidationReport| serde_json::to_value(report.localized(locale)).unwrap();
            assert_eq!(localized(&read), localized(&report));
        }
        assert_eq!(serde_json::from_value::<ValidationReport>(stored(&report)).unwrap(), report);
    }
    let ja = serde_json::to_value(whole().localized(Locale::Ja)).unwrap();
    assert_eq!(ja["summary"][0], json!({ "key": "判定", "value": "無効" }));
    assert_eq!(ja["report"]["verdict"], "無効");
}

#[test]
fn one_of_another_version_or_with_a_top_that_does_not_follow_is_refused() {
    let unknown = |code: &str| ReadReportError::UnknownCode(code.into());
    let malformed = ReadReportError::Malformed { line: 0, column: 0 };
    let contradiction = ReadReportError::Contradiction;
    let other = json!({ "utc": "2026-06-01T03:00:00Z", "jst": "2026-06-01T12:00:00+09:00" });
    let table = [
        ("/version", json!(2), ReadReportError::UnknownVersion(2)),
        ("/report/version", json!(2), ReadReportError::UnknownVersion(2)),
        ("/format", json!("jpki-report"), ReadReportError::OtherFormat),
        ("/verdict", json!("valid"), contradiction.clone()),
        ("/verdict", json!("indeterminate"), contradiction.clone()),
        ("/report/verdict", json!("valid"), contradiction.clone()),
        ("/decided-by/reason", json!("expired"), contradiction.clone()),
        ("/decided-by", json!(null), contradiction.clone()),
        ("/status/staleness-seconds", json!(0), contradiction.clone()),
        ("/status/method", json!("guess"), unknown("guess")),
        ("/operation", json!("seance"), unknown("seance")),
        ("/purpose", json!("fun"), unknown("fun")),
        ("/anchor/sha-256", json!("CD".repeat(32)), malformed.clone()),
        ("/anchor/sha-256", json!("cd".repeat(31)), malformed.clone()),
        ("/crls/1/number", json!("0x10"), malformed.clone()),
        ("/crls/1/subject", json!("document"), malformed.clone()),
        ("/crls/1/issuer", json!("C=JP\nverdict: valid"), malformed.clone()),
        ("/policy/name", json!(""), malformed.clone()),
        ("/library", json!(""), malformed),
        ("/status/as-of", other, contradiction),
    ];
    for (place, value, expected) in table {
        let mut changed = stored(&whole());
        *changed.pointer_mut(place).unwrap() = value;
        assert_eq!(read(&changed), Err(expected), "{place}");
    }
    let mut other_hour = stored(&whole());
    other_hour["time"]["jst"] = json!("2026-06-01T13:00:00+09:00");
    assert!(matches!(read(&other_hour), Err(ReadReportError::Malformed { .. })));
    let large = vec![b' '; Limits::REPORT_BYTES + 1];
    assert_eq!(ValidationReport::from_json(&large), Err(ReadReportError::TooLarge));
}

/// What a failed or warned check of this reason makes of a service provider's report.
fn told(outcome: Outcome) -> ServiceProviderReport {
    let check = Check::new(CheckId::Revocation, Subject::EndEntity, outcome);
    of(Report::new(vec![check])).for_service_provider()
}

#[test]
// Requirement: REVM-02, PRIV-02
fn a_service_provider_is_told_what_to_do_and_no_reason() {
    let report = of(revoked()).for_service_provider();
    let json = serde_json::to_value(&report).unwrap();
    let expected = json!({
        "format": "jpki-service-provider-report",
        "version": 1,
        "time": { "utc": "2026-06-01T03:00:00Z", "jst": "2026-06-01T12:00:00+09:00" },
        "purpose": "signature",
        "verdict": "invalid",
        "advice": ["provide-another-certificate"]
    });
    assert_eq!(json, expected);
    assert!(!report.is_to_be_accepted());

    for reason in Reason::ALL {
        for outcome in [Outcome::Failed(*reason), Outcome::Warned(*reason)] {
            let json = serde_json::to_value(told(outcome)).unwrap();
            let keys: BTreeSet<_> = json.as_object().unwrap().keys().cloned().collect();
            let known = ["format", "version", "time", "purpose", "verdict", "advice"];
            assert!(keys.iter().map(String::as_str).eq(BTreeSet::from(known)), "{keys:?}");
            for advice in json["advice"].as_array().unwrap() {
                assert!(AdviceCode::from_code(advice.as_str().unwrap()).is_some());
            }
        }
        assert!(!told(Outcome::Failed(*reason)).advice().is_empty(), "{reason:?}");
    }
    assert!(told(Outcome::Passed).is_to_be_accepted());
    assert!(!told(Outcome::Warned(Reason::ApplicantNotTold)).is_to_be_accepted());
    let skipped = told(Outcome::Skipped(CheckId::Path));
    assert_eq!(skipped.advice(), [AdviceCode::ContactPlatform]);
}

#[test]
// Requirement: REVM-02
fn what_a_list_says_of_a_certificate_does_not_show_in_advice() {
    let of = |reason| serde_json::to_string(&told(Outcome::Failed(reason))).unwrap();
    for reason in [Reason::OnHold, Reason::Expired, Reason::NotYetValid] {
        assert_eq!(of(reason), of(Reason::Revoked), "{reason:?}");
    }
    assert_eq!(of(Reason::ListedInStaleCrl), of(Reason::CrlStale));
    assert_eq!(of(Reason::CertificateUnknownToResponder), of(Reason::ResponderTimedOut));
    assert_ne!(of(Reason::CrlStale), of(Reason::Revoked));
}

#[test]
fn a_service_provider_reads_what_a_newer_platform_sends() {
    let report = of(revoked()).for_service_provider();
    let mut json = serde_json::to_value(&report).unwrap();
    let read = |json: &Value| ServiceProviderReport::from_json(json.to_string().as_bytes());
    assert_eq!(read(&json), Ok(report));
    json["advice"] = json!(["send-flowers", "provide-another-certificate", "send-flowers"]);
    let advice = [AdviceCode::ProvideAnotherCertificate, AdviceCode::ContactPlatform];
    assert_eq!(read(&json).unwrap().advice(), advice);
    json["verdict"] = json!("maybe");
    assert_eq!(read(&json), Err(ReadReportError::UnknownCode("maybe".into())));
    json["version"] = json!(2);
    assert_eq!(read(&json), Err(ReadReportError::UnknownVersion(2)));
    let text = told(Outcome::Failed(Reason::CrlStale)).render(Locale::Ja);
    assert!(text.starts_with("判定: 判定不能\n") && text.contains("時間をおいて"), "{text}");
}

fn requester(tenant: &str) -> Requester {
    let operator = OperatorName::new("審査 花子").unwrap();
    Requester::operator(Tenant::new(tenant).unwrap(), operator)
}

fn disclose(
    tenant: &str,
) -> Result<(DisclosedRevocation, jpki_core::event::Event), DisclosureError> {
    let purpose = PurposeOfUse::new("annuity-payment").unwrap();
    let right = DisclosureRight::granted(Tenant::new("insurer-1").unwrap(), purpose);
    let subject = EventSubject::new(SubjectKind::Certificate, b"0132c4ab");
    let since = instant("2026-05-20T00:00:00Z");
    right.disclose(since, "affiliationChanged", subject, requester(tenant), noon())
}

#[test]
// Requirement: REVM-02, ROLE-09, ACC-4
fn a_revocation_is_disclosed_to_the_tenant_of_the_right_and_logged() {
    let (disclosed, event) = disclose("insurer-1").unwrap();
    assert_eq!(disclosed.expose_protected_time(), instant("2026-05-20T00:00:00Z"));
    assert_eq!(disclosed.expose_protected_reason(), "affiliationChanged");
    assert_eq!(disclosed.expose_protected_reason_text(Locale::Ja), "記載内容等の変更");
    let operation = event.operation();
    assert_eq!(operation.action(), Action::RevocationDisclosure);
    assert_eq!((operation.result(), operation.time()), (ActionResult::Done, noon()));
    assert_eq!(operation.subject().unwrap().expose_protected(), b"0132c4ab");
    assert_eq!(event.requester().tenant().text(), "insurer-1");
    assert_eq!(event.requester().operator_name().unwrap().text(), "審査 花子");
    assert_eq!(event.purpose().text(), "annuity-payment");

    assert_eq!(disclose("insurer-2").err(), Some(DisclosureError::OtherTenant));
    let shown = format!("{disclosed:?} {event:?}");
    assert!(!shown.contains("affiliation") && !shown.contains("05-20"), "{shown}");
}

#[test]
fn a_disclosure_is_read_where_it_arrives() {
    let (disclosed, _) = disclose("insurer-1").unwrap();
    let json = serde_json::to_value(&disclosed).unwrap();
    assert_eq!(json["revoked-at"]["jst"], "2026-05-20T09:00:00+09:00");
    let read = |json: &Value| DisclosedRevocation::from_json(json.to_string().as_bytes());
    assert_eq!(read(&json), Ok(disclosed));
    for (key, value) in [
        ("version", json!(2)),
        ("format", json!("jpki-report")),
        ("reason", json!("boredom")),
        ("tenant", json!("Insurer 1")),
        ("purpose", json!("")),
    ] {
        let mut changed = json.clone();
        changed[key] = value;
        assert!(read(&changed).is_err(), "{key}");
    }
}
