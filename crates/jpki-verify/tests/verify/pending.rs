//! The question about revocation: asked once, last, and not at all where the verdict is clear without it.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use jpki_examples::Vectors;
use jpki_verify::revocation::RevocationPolicy;
use jpki_verify::{
    Certificate, Pending, RevocationLists, SignedDocument, StatusSource, Verdict,
    VerifiedSignature, Verifier,
};

/// The local checks of a case, and the lists to answer from.
fn begin(case: &str) -> (Pending<VerifiedSignature>, RevocationLists) {
    let vectors = Vectors::open().unwrap();
    let case = vectors.signed(case).unwrap();
    let trust = vectors.trust().unwrap();
    let lists = || {
        let mut lists = RevocationLists::new(RevocationPolicy::daily());
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

fn settle(case: &str) -> (Verdict, u32) {
    let (pending, lists) = begin(case);
    let at = Vectors::open().unwrap().signed(case).unwrap().at;
    let asked = Cell::new(0);
    let assessed = pending.settle_with(|target| {
        asked.set(asked.get() + 1);
        lists.certificate_status(target, at)
    });
    (assessed.verdict(), asked.get())
}

#[test]
fn asked_once_where_everything_before_holds() {
    assert_eq!(settle("sign-valid"), (Verdict::Valid, 1));
    assert_eq!(settle("sign-revoked"), (Verdict::Invalid, 1));
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
        assert_eq!(settle(case), (Verdict::Invalid, 0), "{case}");
        assert!(begin(case).0.question().is_none(), "{case}");
    }
}

#[test]
fn an_answer_may_take_its_time() {
    let (pending, lists) = begin("sign-valid");
    let at = Vectors::open().unwrap().signed("sign-valid").unwrap().at;
    let settling = pending.settle_with_async(async |target| lists.certificate_status(target, at));
    let mut context = Context::from_waker(Waker::noop());
    match pin!(settling).poll(&mut context) {
        Poll::Ready(assessed) => assert_eq!(assessed.verdict(), Verdict::Valid),
        Poll::Pending => panic!("nothing to wait for"),
    }
}
