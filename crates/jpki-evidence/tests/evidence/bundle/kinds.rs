//! Each kind of bundle is judged six years later as it was then.

use jpki_core::report::{CheckId, Outcome, Reason, Verdict};
use jpki_core::validation_report::ValidationReport;
use jpki_evidence::bundle::{Bundle, ProofKind};
use jpki_evidence::judge::{Judgement, Protection};
use jpki_testkit::ocsp::CertificateStatus;
use jpki_testkit::pki::ReasonCode;

use super::world::{
    CONTENT, Seal, certificate, jpki, judge, logged, login, message, signature, signature_by_ocsp,
    six_years_later, stamped, time_stamped_message, timestamp, unprotected,
};

/// Every kind, with the verdict of then.
pub(crate) fn all(seal: Seal) -> Vec<(&'static str, Vec<u8>, Verdict)> {
    let revoked =
        CertificateStatus::Revoked(jpki().lists_issued_at(), Some(ReasonCode::KeyCompromise));
    let kinds = [
        ("signature", signature(false, seal), Verdict::Valid),
        ("revoked signature", signature(true, seal), Verdict::Invalid),
        ("by OCSP", signature_by_ocsp(CertificateStatus::Good, seal), Verdict::Valid),
        ("revoked by OCSP", signature_by_ocsp(revoked, seal), Verdict::Invalid),
        (
            "unknown by OCSP",
            signature_by_ocsp(CertificateStatus::Unknown, seal),
            Verdict::Indeterminate,
        ),
        ("certificate", certificate(seal), Verdict::Valid),
        ("login", login(CONTENT, CONTENT, seal), Verdict::Valid),
        ("message", message(false, seal), Verdict::Valid),
        ("message of one revoked", message(true, seal), Verdict::Invalid),
        ("time-stamped message", time_stamped_message(seal), Verdict::Valid),
    ];
    kinds
        .map(|(name, (bytes, verdict), expected)| {
            assert_eq!(verdict, expected, "{name}: the verdict of then");
            (name, bytes, verdict)
        })
        .into()
}

pub(crate) fn again(bytes: &[u8]) -> Judgement {
    let bundle = Bundle::from_bytes(bytes).unwrap();
    judge(six_years_later()).judge_again(&bundle, timestamp(six_years_later())).unwrap()
}

#[test]
// Requirement: H06-09, CERT-14
fn each_kind_is_judged_again_as_it_was() {
    let minute = timestamp(jpki().instant() + time::Duration::minutes(1));
    for (seal, protection) in [
        (stamped as Seal, Protection::TimeStamp(minute)),
        (logged as Seal, Protection::Log(minute)),
    ] {
        for (name, bytes, verdict) in all(seal) {
            let judgement = again(&bytes);
            assert_eq!(judgement.verdict(), verdict, "{name}\n{:?}", judgement.report());
            assert_eq!(judgement.report().verdict(), Verdict::Valid, "{name}");
            assert_eq!(judgement.protection(), Some(protection), "{name}");
            let then = judgement.then().unwrap();
            assert!(then.verdicts().eq(judgement.recorded().iter().copied()), "{name}");
            assert_eq!(judgement.otherwise_today().map(|today| today.verdict()), None);
        }
    }
}

/// The report that is judged again is the recorded one, byte for byte.
#[test]
fn the_reports_are_the_recorded_ones() {
    for (name, bytes, _) in all(stamped) {
        let bundle = Bundle::from_bytes(&bytes).unwrap();
        let judgement = again(&bytes);
        for (number, report) in (1..).zip(judgement.then().unwrap().reports()) {
            let file = format!("evidence/report-{number}.json");
            let recorded = bundle.files().find(|(name, _)| *name == file).unwrap().1;
            let recorded = ValidationReport::from_json(recorded).unwrap();
            let [again, recorded] =
                [report, recorded.report()].map(|report| serde_json::to_value(report).unwrap());
            // A login's signature is judged beside its certificate.
            if name != "login" {
                assert_eq!(again, recorded, "{name}");
            }
        }
    }
}

#[test]
fn a_login_whose_challenge_was_not_signed_is_invalid() {
    let (bytes, verdict) = login(CONTENT, b"another challenge", stamped);
    assert_eq!(verdict, Verdict::Valid, "of the certificate alone");
    let judgement = again(&bytes);
    assert_eq!(judgement.verdict(), Verdict::Invalid);
    let report = &judgement.then().unwrap().reports()[0];
    let signature = report.find(CheckId::SignatureValue).unwrap().outcome();
    assert_eq!(signature, Outcome::Failed(Reason::SignatureMismatch));
}

#[test]
fn what_nothing_protects_is_judged_only_where_that_is_accepted() {
    let (bytes, _) = signature(false, unprotected);
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    assert_eq!(bundle.protection(), ProofKind::Unprotected);
    let now = timestamp(six_years_later());
    let refused = judge(six_years_later()).judge_again(&bundle, now).unwrap();
    assert_eq!(refused.verdict(), Verdict::Indeterminate);
    assert!(refused.then().is_none() && refused.protection().is_none());
    let check = refused.report().find(CheckId::EvidenceProtection).unwrap();
    assert_eq!(check.outcome(), Outcome::Failed(Reason::EvidenceUnprotected));

    let judge = judge(six_years_later()).accept_unprotected();
    let accepted = judge.judge_again(&bundle, now).unwrap();
    assert_eq!(accepted.verdict(), Verdict::Valid);
    assert_eq!(accepted.protection(), Some(Protection::Unprotected));
    let check = accepted.report().find(CheckId::EvidenceProtection).unwrap();
    assert_eq!(check.outcome(), Outcome::Warned(Reason::EvidenceUnprotected));
    let statement = bundle.files().find(|(name, _)| *name == "evidence/statement.json").unwrap().1;
    assert!(String::from_utf8_lossy(statement).contains("\"protection\": \"unprotected\""));
}
