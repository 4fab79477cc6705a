//! The policy of then, today's, and what happens when one is not known.

use std::sync::Arc;

use jpki_core::crypto::SignedInput;
use jpki_core::report::{CheckId, Outcome, Reason, Verdict};
use jpki_crypto::RustCrypto;
use jpki_evidence::bundle::{Bundle, BundleFault, Draft, Exhibit};
use jpki_evidence::judge::{JudgeError, KnownPolicy, RecordedLists};
use jpki_revocation::RevocationPolicy;
use jpki_testkit::jpki::Generation;
use jpki_verify::{
    Application, ConfigurationError, SignedDocument, Verifier, form::ApplicantForm,
    intent::SigningIntent,
};
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;
use jpki_x509::trust::{Fingerprint, Pin, PinTable, TrustDomain, TrustStore};

use super::world::{
    CONTENT, SCHEME, by_crl, by_ocsp, hanako, jpki, judge, known, noon, of_day, policy_version,
    signature, six_years_later, stamped, timestamp,
};

#[test]
fn a_policy_that_is_not_known_judges_nothing() {
    let (bytes, _) = signature(false, stamped);
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    let judge = jpki_evidence::judge::Judge::new(Arc::new(RustCrypto)).accept_unprotected();
    let judgement = judge.judge_again(&bundle, timestamp(six_years_later())).unwrap();
    let check = judgement.report().find(CheckId::EvidencePolicy).unwrap();
    assert_eq!(check.outcome(), Outcome::Failed(Reason::EvidencePolicyUnknown));
    assert_eq!((judgement.verdict(), judgement.then().is_none()), (Verdict::Indeterminate, true));
}

#[test]
fn settings_that_build_no_verifier_are_not_the_fault_of_the_bundle() {
    let (bytes, _) = signature(false, stamped);
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    let nothing = KnownPolicy::new(|_: &RecordedLists<'_>| Verifier::builder().build());
    let judge = judge(six_years_later()).with_policy(policy_version(1), nothing);
    let error = judge.judge_again(&bundle, timestamp(six_years_later())).unwrap_err();
    assert_eq!(error, JudgeError::Policy(ConfigurationError::NoTrustStore));
}

/// Anchors are the judge's: a policy with others judges by those, whatever the bundle holds.
#[test]
// Requirement: H06-09
fn anchors_never_come_from_the_bundle() {
    let (bytes, _) = signature(false, stamped);
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    assert!(bundle.files().any(|(name, _)| name == "evidence/anchor-1.cer"));
    let other = KnownPolicy::new(|lists: &RecordedLists<'_>| {
        let first = jpki().sign_ca(Generation::First).certificate();
        let pins = PinTable::empty(TrustDomain::Synthetic).with(Pin {
            certificate: Fingerprint::of(&first, &RustCrypto),
            issues: CertificateKind::Signature,
            generation: jpki_x509::kind::Generation::FIRST,
        });
        let trust = TrustStore::from_pinned(&pins, [first], &RustCrypto).unwrap();
        let lists = lists.load(RevocationPolicy::daily(), &trust);
        Verifier::builder().trust(trust).revocation(lists).build()
    });
    let judge = judge(six_years_later()).with_policy(policy_version(1), other);
    let judgement = judge.judge_again(&bundle, timestamp(six_years_later())).unwrap();
    assert_ne!(judgement.verdict(), Verdict::Valid);
    let check = judgement.report().find(CheckId::EvidenceVerdict).unwrap();
    assert_eq!(check.outcome(), Outcome::Failed(Reason::EvidenceVerdictDiffers));
}

/// Today only a responder's answer counts: both verdicts are given, the older first.
#[test]
fn where_todays_rules_say_otherwise_both_verdicts_are_given() {
    let (bytes, _) = signature(false, stamped);
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    let now = timestamp(six_years_later());
    let by = |today| {
        let judge = judge(six_years_later());
        let judge = match today {
            1 => judge.with_todays_policy(policy_version(1), known(by_crl)),
            _ => judge.with_todays_policy(policy_version(2), known(by_ocsp)),
        };
        judge.judge_again(&bundle, now).unwrap()
    };
    let same = by(1);
    assert_eq!(same.verdict(), Verdict::Valid);
    assert!(same.otherwise_today().is_none());
    let other = by(2);
    assert_eq!(other.verdict(), Verdict::Valid, "by the policy of then");
    assert_eq!(other.then().unwrap().policy(), &policy_version(1));
    let today = other.otherwise_today().unwrap();
    assert_eq!((today.policy(), today.verdict()), (&policy_version(2), Verdict::Indeterminate));
}

/// The form and what was shown are judged again, too.
#[test]
fn an_application_is_judged_again() {
    let hanako = hanako();
    let certificate = Certificate::from_der(hanako.certificate()).unwrap();
    let scheme =
        jpki_testkit::jpki::SignatureScheme::Pkcs1(jpki_testkit::digest::HashAlgorithm::Sha256);
    let value = hanako.sign(scheme, CONTENT);
    let shown =
        SigningIntent::of_text("口座開設", std::str::from_utf8(CONTENT).unwrap(), &RustCrypto);
    let kept = shown.commitment(&RustCrypto);
    let verifier = by_crl(of_day(&[])).build().unwrap();
    for (name, verdict) in [("見本花子", Verdict::Valid), ("見本太郎", Verdict::Invalid)] {
        let form = ApplicantForm::new().with_name(name);
        let application = Application::new().with_form(form).shown(&shown, &kept);
        let document =
            SignedDocument::raw(&certificate, &value, CONTENT).in_application(application);
        let settled = [verifier.begin_signature(&document, noon()).finish()];
        assert_eq!(settled[0].assessed().verdict(), verdict);
        let exhibit = Exhibit::signature(&certificate, &value, SCHEME, SignedInput::Bytes(CONTENT));
        let draft =
            |exhibit: &Exhibit<'_>| stamped(Draft::new(exhibit, &settled, &RustCrypto).unwrap());
        let again = super::kinds::again(&draft(&exhibit.clone().in_application(application)));
        assert_eq!(again.verdict(), verdict);
        // Without it the recorded verdict does not come out again.
        if verdict == Verdict::Invalid {
            let again = super::kinds::again(&draft(&exhibit));
            assert_eq!(again.verdict(), Verdict::Indeterminate);
        }
    }
}

#[test]
fn no_draft_joins_a_verdict_with_something_else() {
    let (hanako, verifier) = (hanako(), by_crl(of_day(&[])).build().unwrap());
    let certificate = Certificate::from_der(hanako.certificate()).unwrap();
    let scheme =
        jpki_testkit::jpki::SignatureScheme::Pkcs1(jpki_testkit::digest::HashAlgorithm::Sha256);
    let value = hanako.sign(scheme, CONTENT);
    let document = SignedDocument::raw(&certificate, &value, CONTENT);
    let settle = || verifier.begin_signature(&document, noon()).finish();
    let taro = jpki_testkit::jpki::Person::taro();
    let other = jpki().sign_certificate(&taro).issue();
    let other = Certificate::from_der(other.certificate()).unwrap();
    let of = |certificate, content| {
        let exhibit = Exhibit::signature(certificate, &value, SCHEME, SignedInput::Bytes(content));
        let settled = [settle()];
        Draft::new(&exhibit, &settled, &RustCrypto).map(|_| ()).map_err(|error| error.fault())
    };
    assert_eq!(of(&certificate, CONTENT), Ok(()));
    assert_eq!(of(&certificate, b"another form"), Err(BundleFault::OtherVerdict));
    assert_eq!(of(&other, CONTENT), Err(BundleFault::OtherVerdict));
    let exhibit = Exhibit::signature(&certificate, &value, SCHEME, SignedInput::Bytes(CONTENT));
    let two = [settle(), settle()];
    for wrong in [&two[..], &[]] {
        let error = Draft::new(&exhibit, wrong, &RustCrypto).map(|_| ()).unwrap_err();
        assert_eq!(error.fault(), BundleFault::OtherVerdict);
    }
}
