//! What a verdict rests on: found beside it, whatever it is, and as far as the verification went.

use std::sync::Arc;

use jpki_testkit::jpki::Generation;
use jpki_testkit::ocsp::{
    CertId, CertificateStatus, Responder, ResponseBuilder, SingleResponse, nonce,
};
use jpki_testkit::oid;
use jpki_verify::algorithm::DigestAlgorithm;
use jpki_verify::crypto::RustCrypto;
use jpki_verify::event::{Action, ActionResult};
use jpki_verify::report::{CheckId, Outcome, Reason};
use jpki_verify::revocation::ocsp::{Nonce, OcspPolicy, OcspVerifier};
use jpki_verify::revocation::resolver::StatusMethod;
use jpki_verify::x509::kind::CertificateKind;
use jpki_verify::{
    Certificate, CryptoBackend, Evidence, PolicyVersion, Settled, SignedDocument, Timestamp,
    Verdict, VerifiedSignature,
};
use time::Duration;

use crate::responder::{NONCE, response};
use crate::world::{CONTENT, Signed, hanako, instant, jpki, lists, lists_of, noon, verifier};

fn seconds(instant: time::UtcDateTime) -> Timestamp {
    Timestamp::from_unix_seconds(instant.unix_timestamp())
}

/// The only CRL that is kept.
fn only(crls: &[jpki_verify::revocation::Crl]) -> &[u8] {
    assert_eq!(crls.len(), 1);
    crls[0].as_der()
}

fn crl_of_the_day(revoked: bool) -> Vec<u8> {
    let (authority, issued_at) = (jpki().sign_ca(Generation::Third), jpki().lists_issued_at());
    let list =
        jpki().crl(&authority).this_update(issued_at).next_update(issued_at + Duration::days(1));
    let reason = jpki_testkit::pki::ReasonCode::AffiliationChanged;
    let list = if revoked { list.revoke(hanako().serial(), issued_at, reason) } else { list };
    list.sign(authority.key())
}

fn arl_of_the_day() -> Vec<u8> {
    let (authority, issued_at) = (jpki().sign_ca(Generation::Third), jpki().lists_issued_at());
    let list =
        jpki().arl(&authority).this_update(issued_at).next_update(issued_at + Duration::days(1));
    list.sign(authority.key())
}

fn by_crl(revoked: bool) -> Settled<VerifiedSignature> {
    let (signed, hanako) = (Signed::by(&hanako(), CONTENT), hanako());
    let crl: &[_] = if revoked { &[&hanako] } else { &[] };
    let policy = PolicyVersion::new("bank.example/onboarding", 3);
    let verifier = verifier(lists(Some(crl))).policy_version(policy.unwrap()).build().unwrap();
    verifier.begin_signature(&signed.document(), noon()).finish()
}

fn assert_whole(evidence: &Evidence, crl: &[u8]) {
    let signed = Signed::by(&hanako(), CONTENT);
    assert_eq!(evidence.certificate().unwrap().as_der(), signed.certificate.as_der());
    let anchor = jpki().sign_ca(Generation::Third).certificate();
    let path = evidence.path().unwrap();
    assert_eq!(path.anchor().certificate().unwrap().as_der(), anchor);
    assert_eq!(only(evidence.anchor_values().crls()), arl_of_the_day());
    assert_eq!(only(evidence.values().crls()), crl);
    assert!(evidence.values().responses().is_empty());
    let digest = RustCrypto.digest(DigestAlgorithm::Sha256, CONTENT);
    assert_eq!(evidence.content_digest(), Some(&digest));
    assert_eq!(evidence.policy().unwrap().to_string(), "bank.example/onboarding v3");
    assert_eq!(evidence.time(), noon());
}

#[test]
// Requirement: CERT-14
fn a_valid_signature_rests_on_the_lists_of_the_day_and_its_attributes_are_current_as_of_them() {
    let settled = by_crl(false);
    assert_whole(settled.evidence(), &crl_of_the_day(false));
    let signature = settled.into_assessed().into_result().unwrap();
    let issued = seconds(jpki().lists_issued_at());
    assert_eq!(signature.signer().basic_four_info_as_of(), Some(issued));
    assert!(issued < noon().instant());
}

#[test]
fn a_revocation_is_kept_too() {
    let settled = by_crl(true);
    assert_eq!(settled.assessed().verdict(), Verdict::Invalid);
    assert_whole(settled.evidence(), &crl_of_the_day(true));
}

#[test]
fn a_list_that_is_out_of_date_is_what_an_indeterminate_verdict_rests_on() {
    let signed = Signed::by(&hanako(), CONTENT);
    let issued_at = jpki().lists_issued_at() - Duration::days(3);
    let verifier = verifier(lists_of(issued_at, Some(&[]))).build().unwrap();
    let settled = verifier.begin_signature(&signed.document(), instant(issued_at)).finish();
    assert_eq!(settled.assessed().verdict(), Verdict::Valid);
    let pending = verifier.begin_signature(&signed.document(), noon());
    let settled = pending.finish();
    assert_eq!(settled.assessed().verdict(), Verdict::Indeterminate);
    // The ARL is out of date already: nobody is asked about the certificate.
    let evidence = settled.evidence();
    assert_eq!((evidence.anchor_values().crls().len(), evidence.values().is_empty()), (1, true));
    assert_eq!(evidence.policy(), None);
}

#[test]
fn a_response_is_kept_with_the_nonce_that_it_answers() {
    let signed = Signed::by(&hanako(), CONTENT);
    let responder = OcspVerifier::new(OcspPolicy::immediate(), Arc::new(RustCrypto));
    let verifier = verifier(lists(None)).responder(responder, StatusMethod::Ocsp).build().unwrap();
    for (status, verdict) in [
        (CertificateStatus::Good, Verdict::Valid),
        (CertificateStatus::Unknown, Verdict::Indeterminate),
    ] {
        let sent = response(&hanako(), status);
        let settled = verifier
            .begin_signature(&signed.document(), noon())
            .finish_with_ocsp_and_nonce(&Nonce::new(NONCE), |_| Ok(sent.clone()));
        let values = settled.evidence().values();
        assert_eq!((values.crls().len(), values.responses().len()), (0, 1));
        assert_eq!(values.responses()[0].response_der(), sent);
        let nonce = values.responses()[0].sent_nonce().unwrap();
        assert!(nonce.ends_with(&NONCE), "{nonce:02x?}");
        assert_eq!(settled.assessed().verdict(), verdict);
        if let Some(signature) = settled.assessed().value() {
            let known = signature.signer().basic_four_info_as_of();
            assert_eq!(known, Some(seconds(jpki().instant())));
        }
    }
}

#[test]
fn the_list_that_vouches_for_a_delegate_is_kept_with_the_response() {
    let authority = jpki().sign_ca(Generation::Third);
    let delegate = jpki().responder_certificate(&authority);
    let asks = delegate.clone().without_extension(oid::OCSP_NO_CHECK).sign(authority.key());
    let trusted = delegate.sign(authority.key());
    let id = CertId::sha1(&authority.name(), authority.key(), hanako().serial());
    let good = SingleResponse::new(id, CertificateStatus::Good, jpki().instant());
    let response = ResponseBuilder::new(jpki().instant()).single(good).extension(nonce(&NONCE));
    let signed = Signed::by(&hanako(), CONTENT);
    let responder = OcspVerifier::new(OcspPolicy::immediate(), Arc::new(RustCrypto));
    let verifier = verifier(lists(Some(&[])));
    let verifier = verifier.responder(responder, StatusMethod::Ocsp).build().unwrap();
    for (certificate, crls) in [(asks, 1), (trusted, 0)] {
        let sent = response.clone().certificate(&certificate);
        let sent = sent.sign(&Responder::by_key(jpki().responder_key()));
        let settled = verifier
            .begin_signature(&signed.document(), noon())
            .finish_with_ocsp_and_nonce(&Nonce::new(NONCE), |_| Ok(sent.clone()));
        assert_eq!(settled.assessed().verdict(), Verdict::Valid);
        let values = settled.evidence().values();
        assert_eq!((values.crls().len(), values.responses().len()), (crls, 1));
    }
}

#[test]
fn where_nobody_was_asked_there_is_no_answer_to_keep() {
    let signed = Signed::by(&hanako(), CONTENT);
    let verifier = verifier(lists(Some(&[]))).build().unwrap();
    let other = SignedDocument::raw(&signed.certificate, &signed.signature, b"another form");
    let settled = verifier.begin_signature(&other, noon()).finish();
    assert_eq!(settled.assessed().verdict(), Verdict::Invalid);
    let evidence = settled.evidence();
    assert!(evidence.values().is_empty() && evidence.certificate().is_some());

    let logging_in = CertificateKind::UserAuthentication;
    let pending = verifier.begin_certificate(&signed.certificate, logging_in, noon());
    let settled = pending.finish();
    assert_eq!(settled.assessed().verdict(), Verdict::Invalid);
    assert_eq!(settled.evidence().content_digest(), None);
}

#[test]
fn an_answer_from_elsewhere_brings_what_it_rests_on_and_a_strange_one_nothing() {
    let signed = Signed::by(&hanako(), CONTENT);
    let verifier = verifier(lists(None)).build().unwrap();
    let own = lists(Some(&[]));
    let ask = |at| {
        use jpki_verify::StatusSource;
        let pending = verifier.begin_signature(&signed.document(), noon());
        pending.finish_with(|target| own.certificate_status(target, at))
    };
    let settled = ask(noon());
    assert_eq!(only(settled.evidence().values().crls()), crl_of_the_day(false));
    let earlier = instant(jpki().instant() - Duration::seconds(1));
    let settled = ask(earlier);
    assert!(settled.evidence().values().is_empty());
    let check = settled.assessed().report().find(CheckId::Revocation).unwrap().outcome();
    assert_eq!(check, Outcome::Failed(Reason::StatusOfOtherQuestion));
}

#[test]
// Requirement: ACC-4
fn an_operation_log_is_told_which_verification_of_which_certificate_with_which_verdict() {
    let signed = Signed::by(&hanako(), CONTENT);
    for (revoked, result) in [(false, ActionResult::Valid), (true, ActionResult::Invalid)] {
        let operation = by_crl(revoked).operation();
        assert_eq!(operation.action(), Action::SignatureVerification);
        assert_eq!((operation.result(), operation.time()), (result, noon().instant()));
        let subject = operation.subject().unwrap().expose_protected().to_vec();
        assert_eq!(subject, signed.certificate.as_event_subject().expose_protected());
        assert!(!format!("{operation:?}").contains("bytes"));
    }
    // Also of one that was refused before anybody looked for a path.
    let verifier = verifier(lists(None)).build().unwrap();
    let stranger = Certificate::from_der(&stranger()).unwrap();
    let pending = verifier.begin_certificate(&stranger, CertificateKind::Signature, noon());
    let settled = pending.finish();
    assert_eq!(settled.evidence().path().map(|_| ()), None);
    let operation = settled.operation();
    assert_eq!(operation.action(), Action::CertificateVerification);
    assert_eq!(
        operation.subject().unwrap().expose_protected(),
        stranger.as_event_subject().expose_protected()
    );
}

/// A certificate below no anchor.
fn stranger() -> Vec<u8> {
    jpki_testkit::pki::CertificateBuilder::new().sign(jpki_testkit::key::Key::p256(0))
}

#[test]
fn no_protected_data_shows() {
    let settled = by_crl(false);
    let shown = format!("{:?} {:?}", settled.evidence(), settled);
    let serial: String =
        hanako().serial().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    for secret in [&*serial, "見本", "花子", "Hanako"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
