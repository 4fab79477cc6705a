//! The question about revocation: asked once, last, and not at all where the verdict is clear without it.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use jpki_examples::Vectors;
use jpki_verify::report::{CheckId, Outcome, Reason};
use jpki_verify::revocation::{RevocationAssessment, RevocationPolicy, RevocationTarget};
use jpki_verify::x509::kind::CertificateKind;
use jpki_verify::{
    Certificate, LoadedCrls, Pending, SignedDocument, StatusSource, TrustStore, ValidationTime,
    Verdict, VerifiedSignature, Verifier,
};

/// The local checks of a case, and the lists to answer from.
fn begin(case: &str) -> (Pending<VerifiedSignature>, LoadedCrls) {
    let vectors = Vectors::open().unwrap();
    let case = vectors.signed(case).unwrap();
    let trust = vectors.trust().unwrap();
    let lists = || {
        let mut lists = LoadedCrls::new(RevocationPolicy::daily());
        case.crls.iter().for_each(|crl| lists.add_crl(crl.clone(), &trust).unwrap());
        case.arls.iter().for_each(|arl| lists.add_arl(arl.clone(), &trust).unwrap());
        lists
    };
    let verifier = Verifier::builder().trust(trust.clone()).revocation(lists()).build().unwrap();
    let certificate = Certificate::from_der(&case.certificate).unwrap();
    let document =
        SignedDocument::raw(&certificate, &case.signature, &case.content).with_scheme(case.scheme);
    (verifier.begin_signature(&document, case.at), lists())
}

fn finish(case: &str) -> (Verdict, u32) {
    let (pending, lists) = begin(case);
    let at = Vectors::open().unwrap().signed(case).unwrap().at;
    let asked = Cell::new(0);
    let assessed = pending.finish_with(|target| {
        asked.set(asked.get() + 1);
        lists.certificate_status(target, at)
    });
    (assessed.into_assessed().verdict(), asked.get())
}

#[test]
fn asked_once_where_everything_before_holds() {
    assert_eq!(finish("sign-valid"), (Verdict::Valid, 1));
    assert_eq!(finish("sign-revoked"), (Verdict::Invalid, 1));
}

#[test]
fn not_asked_where_the_verdict_is_clear() {
    for case in [
        "sign-expired",
        "sign-not-yet-valid",
        "sign-with-auth-certificate",
        "sign-tampered-purpose",
        "sign-signature-first-bit",
        "sign-sha1",
    ] {
        assert_eq!(finish(case), (Verdict::Invalid, 0), "{case}");
        assert!(begin(case).0.question().is_none(), "{case}");
    }
}

#[test]
fn an_answer_to_another_question_settles_nothing() {
    let vectors = Vectors::open().unwrap();
    let other = vectors.signed("sign-revoked").unwrap().certificate;
    let other = Certificate::from_der(&other).unwrap();
    let ask = |about: &dyn Fn(
        &RevocationTarget<'_>,
        &LoadedCrls,
        ValidationTime,
    ) -> RevocationAssessment| {
        let (pending, lists) = begin("sign-valid");
        let at = pending.time();
        let assessed = pending.finish_with(|target| about(target, &lists, at)).into_assessed();
        let check = assessed.report().find(CheckId::Revocation).unwrap().outcome();
        (assessed.verdict(), check)
    };
    let own = ask(&|target, lists, at| lists.certificate_status(target, at));
    assert_eq!(own, (Verdict::Valid, Outcome::Passed));
    let refused = (Verdict::Indeterminate, Outcome::Failed(Reason::StatusOfOtherQuestion));
    let anothers = ask(&|target, lists, at| {
        let target = RevocationTarget::end_entity(&other, target.issuer(), target.anchor());
        lists.certificate_status(&target, at)
    });
    assert_eq!(anothers, refused);
    let old = ask(&|target, lists, at| {
        let earlier = at.instant().before(std::time::Duration::from_secs(1));
        lists.certificate_status(target, ValidationTime::at(earlier))
    });
    assert_eq!(old, refused);
}

/// A source that answers every question about an anchor with one answer.
struct Fixed {
    lists: LoadedCrls,
    anchor: RevocationAssessment,
}

impl StatusSource for Fixed {
    fn certificate_status(
        &self,
        target: &RevocationTarget<'_>,
        at: ValidationTime,
    ) -> RevocationAssessment {
        self.lists.certificate_status(target, at)
    }

    fn anchor_status(&self, _: &RevocationTarget<'_>, _: ValidationTime) -> RevocationAssessment {
        self.anchor.clone()
    }
}

#[test]
fn what_a_source_says_of_another_anchor_or_time_is_not_believed() {
    let vectors = Vectors::open().unwrap();
    let trust = vectors.trust().unwrap();
    let case = vectors.signed("sign-valid").unwrap();
    let certificate = Certificate::from_der(&case.certificate).unwrap();
    let document = SignedDocument::raw(&certificate, &case.signature, &case.content);
    let issuer = issuer_key(case.at, &trust, &certificate);
    let anchor = trust
        .anchors(CertificateKind::Signature)
        .find(|anchor| anchor.certificate().public_key_bytes() == issuer)
        .unwrap();
    let target = RevocationTarget::trust_anchor(anchor.certificate(), anchor.authority());
    let judge = |at: ValidationTime| {
        let (_, lists) = begin("sign-valid");
        let anchor = lists.anchor_status(&target, at);
        let builder = Verifier::builder().trust(trust.clone()).revocation(Fixed { lists, anchor });
        builder.build().unwrap().verify_signature(&document, case.at).verdict()
    };
    assert_eq!(judge(case.at), Verdict::Valid);
    let earlier = case.at.instant().before(std::time::Duration::from_secs(1));
    assert_eq!(judge(ValidationTime::at(earlier)), Verdict::Indeterminate);
}

fn issuer_key(at: ValidationTime, trust: &TrustStore, certificate: &Certificate) -> Vec<u8> {
    let (_, lists) = begin("sign-valid");
    let verifier = Verifier::builder().trust(trust.clone()).revocation(lists).build().unwrap();
    let assessed = verifier.verify_certificate(certificate, CertificateKind::Signature, at);
    assessed.value().unwrap().path().issuer().public_key_bytes().to_vec()
}

#[test]
fn an_answer_may_take_its_time() {
    let (pending, lists) = begin("sign-valid");
    let at = Vectors::open().unwrap().signed("sign-valid").unwrap().at;
    let settling = pending.finish_with_async(async |target| lists.certificate_status(target, at));
    let mut context = Context::from_waker(Waker::noop());
    match pin!(settling).poll(&mut context) {
        Poll::Ready(settled) => assert_eq!(settled.assessed().verdict(), Verdict::Valid),
        Poll::Pending => panic!("nothing to wait for"),
    }
}
