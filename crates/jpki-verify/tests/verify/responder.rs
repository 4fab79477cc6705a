//! Asking a responder: at most once, last, and not at all where the verdict is clear without it.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use jpki_examples::Vectors;
use jpki_testkit::jpki::{EndEntity, Generation, Person};
use jpki_testkit::ocsp::{
    CertId, CertificateStatus, Responder, ResponseBuilder, SingleResponse, nonce,
};
use jpki_testkit::pki::ReasonCode;
use jpki_verify::crypto::RustCrypto;
use jpki_verify::report::{CheckId, Outcome, Reason};
use jpki_verify::revocation::ocsp::{Nonce, OcspPolicy, OcspRequest, OcspVerifier, TransportError};
use jpki_verify::revocation::resolver::StatusMethod;
use jpki_verify::{Assessed, Certificate, SignedDocument, Verdict, VerifiedSignature, Verifier};

use crate::world::{CONTENT, Signed, hanako, jpki, lists, noon, verifier};

pub(crate) const NONCE: [u8; 32] = [0x5a; 32];

fn asking(method: StatusMethod, crl: Option<&[&EndEntity]>) -> Verifier {
    let responder = OcspVerifier::new(OcspPolicy::immediate(), Arc::new(RustCrypto));
    verifier(lists(crl)).responder(responder, method).build().unwrap()
}

/// What the authority answers about a certificate.
pub(crate) fn response(about: &EndEntity, status: CertificateStatus) -> Vec<u8> {
    let authority = jpki().sign_ca(Generation::Third);
    let id = CertId::sha1(&authority.name(), authority.key(), about.serial());
    ResponseBuilder::new(jpki().instant())
        .single(SingleResponse::new(id, status, jpki().instant()))
        .extension(nonce(&NONCE))
        .sign(&Responder::by_key(authority.key()))
}

fn revoked() -> CertificateStatus {
    CertificateStatus::Revoked(jpki().lists_issued_at(), Some(ReasonCode::KeyCompromise))
}

type Answer = Result<Vec<u8>, TransportError>;

/// The verdict on hanako's signature, why not, and how often the responder was asked.
fn finish(verifier: &Verifier, answer: Answer) -> (Verdict, Option<Reason>, u32) {
    let signed = Signed::by(&hanako(), CONTENT);
    let asked = Cell::new(0);
    let settled = verifier.begin_signature(&signed.document(), noon()).finish_with_ocsp_and_nonce(
        &Nonce::new(NONCE),
        |_: &OcspRequest| {
            asked.set(asked.get() + 1);
            answer
        },
    );
    let assessed = settled.into_assessed();
    (assessed.verdict(), reason(&assessed), asked.get())
}

fn reason(assessed: &Assessed<VerifiedSignature>) -> Option<Reason> {
    let mut checks = assessed.report().checks().iter();
    checks.find(|check| check.id() == CheckId::Revocation).and_then(|check| match check.outcome() {
        Outcome::Failed(reason) => Some(reason),
        _ => None,
    })
}

#[test]
fn a_responder_alone_decides() {
    let verifier = asking(StatusMethod::Ocsp, None);
    let good = response(&hanako(), CertificateStatus::Good);
    assert_eq!(finish(&verifier, Ok(good)), (Verdict::Valid, None, 1));
    let revoked = response(&hanako(), revoked());
    let (verdict, reason, asked) = finish(&verifier, Ok(revoked));
    assert_eq!((verdict, asked), (Verdict::Invalid, 1));
    assert_eq!(reason, Some(Reason::Revoked));
}

#[test]
fn whatever_is_no_answer_is_never_good() {
    let verifier = asking(StatusMethod::Ocsp, None);
    let taro = jpki().sign_certificate(&Person::taro()).issue();
    let other_certificate = response(&taro, CertificateStatus::Good);
    let unsigned = {
        let mut bytes = response(&hanako(), CertificateStatus::Good);
        *bytes.last_mut().unwrap() ^= 1;
        bytes
    };
    for (answer, expected) in [
        (Err(TransportError::TimedOut), Reason::ResponderTimedOut),
        (Ok(other_certificate), Reason::ResponseOtherCertificate),
        (Ok(unsigned), Reason::ResponseSignatureMismatch),
        (Ok(Vec::new()), Reason::ResponseMalformed),
    ] {
        assert_eq!(finish(&verifier, answer), (Verdict::Indeterminate, Some(expected), 1));
    }
}

#[test]
fn lists_come_first_where_the_method_says_so() {
    let good = || Ok(response(&hanako(), CertificateStatus::Good));
    let first = |crl| asking(StatusMethod::CrlThenOcsp, crl);
    assert_eq!(finish(&first(Some(&[])), good()), (Verdict::Valid, None, 0));
    assert_eq!(finish(&first(None), good()), (Verdict::Valid, None, 1));
    let (verdict, _, asked) = finish(&first(Some(&[&hanako()])), good());
    assert_eq!((verdict, asked), (Verdict::Invalid, 0));

    let both = |crl| asking(StatusMethod::Both, crl);
    assert_eq!(finish(&both(Some(&[])), good()), (Verdict::Valid, None, 1));
    let (verdict, _, asked) = finish(&both(Some(&[])), Ok(response(&hanako(), revoked())));
    assert_eq!((verdict, asked), (Verdict::Invalid, 1));
    assert_eq!(finish(&both(None), good()).0, Verdict::Indeterminate);
}

#[test]
fn without_the_answer_that_the_method_wants_nothing_is_known() {
    let signed = Signed::by(&hanako(), CONTENT);
    for (method, expected) in [
        (StatusMethod::Crl, Verdict::Valid),
        (StatusMethod::CrlThenOcsp, Verdict::Valid),
        (StatusMethod::Ocsp, Verdict::Indeterminate),
        (StatusMethod::OcspThenCrl, Verdict::Indeterminate),
        (StatusMethod::Both, Verdict::Indeterminate),
    ] {
        let assessed = asking(method, Some(&[])).verify_signature(&signed.document(), noon());
        assert_eq!(assessed.verdict(), expected, "{method:?}");
    }
}

#[test]
// Requirement: VAL-01
fn nobody_is_asked_about_expired_unprofiled_or_wrongly_signed_certificates() {
    let vectors = Vectors::open().unwrap();
    for case in [
        "sign-expired",
        "sign-not-yet-valid",
        "sign-with-auth-certificate",
        "sign-tampered-purpose",
        "sign-signature-first-bit",
        "sign-sha1",
    ] {
        let case = vectors.signed(case).unwrap();
        let certificate = Certificate::from_der(&case.certificate).unwrap();
        let document = SignedDocument::raw(&certificate, &case.signature, &case.content)
            .with_scheme(case.scheme);
        let assessed = asking(StatusMethod::Ocsp, None)
            .begin_signature(&document, case.at)
            .finish_with_ocsp(|_| panic!("a question left"))
            .into_assessed();
        assert_eq!(assessed.verdict(), Verdict::Invalid);
    }
}

#[test]
fn a_verifier_without_a_responder_asks_nobody() {
    let signed = Signed::by(&hanako(), CONTENT);
    let verifier = verifier(lists(None)).build().unwrap();
    let assessed = verifier
        .begin_signature(&signed.document(), noon())
        .finish_with_ocsp(|_| panic!("a question left"))
        .into_assessed();
    assert_eq!(assessed.verdict(), Verdict::Indeterminate);
}

#[test]
fn an_answer_may_take_its_time_on_any_thread() {
    fn on_any_thread<F: Future + Send>(future: F) -> F {
        future
    }
    let signed = Signed::by(&hanako(), CONTENT);
    let verifier = asking(StatusMethod::Ocsp, None);
    let nonce = Nonce::new(NONCE);
    let pending = verifier.begin_signature(&signed.document(), noon());
    let answer = response(&hanako(), CertificateStatus::Good);
    let settling = on_any_thread(
        pending.finish_with_ocsp_and_nonce_async(&nonce, async |_request: &OcspRequest| {
            Ok(answer.clone())
        }),
    );
    match pin!(settling).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(settled) => assert_eq!(settled.assessed().verdict(), Verdict::Valid),
        Poll::Pending => panic!("nothing to wait for"),
    }
}
