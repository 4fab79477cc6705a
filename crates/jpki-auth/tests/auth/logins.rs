use jpki_auth::binding::BindingOutcome;
use jpki_auth::blocking::LoginService;
use jpki_auth::challenge::{ChallengePolicy, Nonce, SignedForm, SignedMessage};
use jpki_auth::identifiers::{Purpose, RelyingParty};
use jpki_auth::login::{
    ClientAnswer, FaceApproval, LocalLogin, UserVerification, ValidCertificate,
};
use jpki_auth::vouched::Vouched;
use jpki_auth_examples::{Card, Deviation, ReasonCode, World, jpki, now};
use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::report::{Check, CheckId, Outcome, Reason, Verdict};
use jpki_core::time::Timestamp;
use jpki_crypto::RustCrypto;
use jpki_testkit::jpki::Person;
use jpki_testkit::key::Key;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::{CertificateKind, Medium};
use jpki_x509::trust::TrustDomain;
use std::sync::Arc;

use crate::support::*;

fn hanako() -> Card {
    Card::for_login(&Person::hanako())
}

fn bound() -> (World, Bank, Card) {
    let (world, bank, card) = (world(), Bank::new(), hanako());
    assert!(matches!(bank.bind(&world, &card), BindingOutcome::Bound(_)));
    (world, bank, card)
}

#[track_caller]
fn assert_refused(ended: &Ended, reason: Reason) {
    assert_eq!(ended.refusal(), (reason, ClientAnswer::Refused));
    assert!(ended.assessed.value().is_none());
}

#[test]
// Requirement: AUTH-01
fn a_login_has_the_three_steps_of_the_guideline_in_their_order() {
    let (world, bank, card) = bound();
    let ended = bank.log_in(&world, &card);
    assert_eq!(ended.assessed.verdict(), Verdict::Valid);
    let ids: Vec<_> = ended.assessed.report().checks().iter().map(Check::id).collect();
    assert_eq!(
        ids,
        [
            CheckId::LoginAttempts,
            CheckId::LoginBinding,
            CheckId::LoginCertificate,
            CheckId::LoginAuthenticity,
            CheckId::LoginUserVerification,
        ]
    );
    let login = ended.assessed.into_result().unwrap();
    assert_eq!(login.verification(), UserVerification::Pin);
    assert_eq!(login.at(), now());
}

#[test]
// Requirement: AUTH-04, AUTH-05
fn a_challenge_is_taken_once_whatever_came_of_it() {
    let (world, bank, card) = bound();
    let challenge = bank.challenge();
    assert!(bank.end(&world, bank.attempt(&card, &challenge)).is_accepted());
    assert_refused(&bank.end(&world, bank.attempt(&card, &challenge)), Reason::ChallengeSpent);

    let challenge = bank.challenge();
    let mut spoilt = bank.attempt(&card, &challenge);
    spoilt.signature[7] ^= 1;
    assert_refused(&bank.end(&world, spoilt), Reason::SignatureMismatch);
    assert_refused(&bank.end(&world, bank.attempt(&card, &challenge)), Reason::ChallengeSpent);

    let challenge = bank.challenge();
    let late = |bank: &Bank| bank.end_at(&world, bank.attempt(&card, &challenge), later(301));
    assert_refused(&late(&bank), Reason::ChallengeExpired);
    assert_refused(&late(&bank), Reason::ChallengeSpent);
}

#[test]
// Requirement: AUTH-04
fn a_challenge_lives_five_minutes_to_the_second_and_never_before_it_was_issued() {
    let (world, bank, card) = bound();
    let at = |seconds: i64| {
        let instant = jpki_core::time::Timestamp::from_unix_seconds(now().unix_seconds() + seconds);
        bank.end_at(&world, bank.attempt(&card, &bank.challenge()), instant)
    };
    assert!(at(300).is_accepted());
    assert_refused(&at(301), Reason::ChallengeExpired);
    // The clock of another server may lag by five seconds; one that jumped back is refused.
    assert!(at(-5).is_accepted());
    assert_refused(&at(-6), Reason::ChallengeFromFuture);
    assert_refused(&at(-86_400), Reason::ChallengeFromFuture);
}

#[test]
// Requirement: AUTH-04, AUTH-09
fn a_challenge_serves_one_session_relying_party_and_purpose() {
    let (world, bank, card) = bound();

    let mut attempt = bank.attempt(&card, &bank.challenge());
    attempt.session = session(2);
    assert_refused(&bank.end(&world, attempt), Reason::ChallengeOtherSession);

    let mut attempt = bank.attempt(&card, &bank.challenge());
    attempt.purpose = Purpose::new("transfer:4711").unwrap();
    assert_refused(&bank.end(&world, attempt), Reason::ChallengeOtherPurpose);

    // Another relying party of the same platform, over the same stores.
    let other = LoginService::new(
        rules_of("https://shop.example"),
        bank.challenges.clone(),
        bank.bindings.clone(),
        attempts(),
    );
    let attempt = bank.attempt(&card, &bank.challenge());
    let ended = end(&other, &world, attempt, now());
    assert_refused(&ended, Reason::ChallengeOtherRelyingParty);

    let mut attempt = bank.attempt(&card, &bank.challenge());
    attempt.nonce = Nonce::from_bytes([7; 32]);
    assert_refused(&bank.end(&world, attempt), Reason::ChallengeUnknown);
}

#[test]
// Requirement: AUTH-09
fn a_signature_got_by_a_forged_site_does_not_serve_here() {
    let (world, bank, card) = bound();
    let challenge = bank.challenge();
    // The forged site passes our nonce on; the client signs for the origin that it sees.
    let message = SignedMessage::new(
        SignedForm::RelyingPartyAndNonce,
        &RelyingParty::new("https://bank-example.example").unwrap(),
        &Purpose::login(),
        challenge.nonce(),
    );
    let mut attempt = bank.attempt(&card, &challenge);
    attempt.signature = card.sign(message.as_bytes());
    assert_refused(&bank.end(&world, attempt), Reason::SignatureMismatch);
}

#[test]
fn a_bare_code_is_taken_where_the_rules_say_so_and_the_report_warns() {
    let bare = ChallengePolicy::new(SignedForm::NonceOnly);
    let bank = Bank::with_rules(rules().with_challenge(bare));
    let (world, card) = (world(), hanako());
    let _ = bank.bind(&world, &card);
    let challenge = bank.challenge();
    assert_eq!(challenge.message().as_bytes(), challenge.nonce().as_bytes());
    let ended = bank.end(&world, bank.attempt(&card, &challenge));
    assert!(ended.is_accepted());
    let content = ended.assessed.report().find(CheckId::ChallengeContent).unwrap();
    assert_eq!(content.outcome(), Outcome::Warned(Reason::RelyingPartyNotSigned));

    // The near miss: where the relying party must be signed, the bare code is not taken.
    let (world, bank, card) = bound();
    let challenge = bank.challenge();
    let mut attempt = bank.attempt(&card, &challenge);
    attempt.signature = card.sign(challenge.nonce().as_bytes());
    assert_refused(&bank.end(&world, attempt), Reason::SignatureMismatch);
}

#[test]
// Requirement: AUTH-02
fn whoever_is_not_the_bound_holder_is_refused() {
    let (world, bank, card) = bound();
    let taro = Card::for_login(&Person::taro());
    assert_refused(&bank.log_in(&world, &taro), Reason::CertificateNotBound);

    let mut attempt = bank.attempt(&card, &bank.challenge());
    attempt.user = user("nobody");
    assert_refused(&bank.end(&world, attempt), Reason::AccountNotBound);

    // A certificate that the attacker made, with the victim's CA and number and his own key: the binding
    // alone would let it in.
    let attacker = Key::rsa_2048(11);
    let builder = jpki().auth_certificate(&Person::hanako()).key(attacker);
    let own = builder.certificate_builder().sign(attacker);
    let challenge = bank.challenge();
    let mut attempt = bank.attempt(&Card::with(builder.issue()), &challenge);
    attempt.certificate = Certificate::from_der(&own).unwrap();
    let ended = bank.end(&world, attempt);
    assert_refused(&ended, Reason::SignatureMismatch);
    let outcome = |id| ended.assessed.report().find(id).unwrap().outcome();
    assert_eq!(outcome(CheckId::LoginBinding), Outcome::Passed);
    assert_eq!(outcome(CheckId::LoginAuthenticity), Outcome::Passed);
    assert_eq!(outcome(CheckId::LoginCertificate), Outcome::Failed(Reason::SignatureMismatch));
}

#[test]
// Requirement: AUTH-03
fn a_certificate_out_of_force_is_refused() {
    let (_, bank, card) = bound();
    let world_with =
        |reason| World::with_revoked(Arc::new(RustCrypto), &[(&card, reason)]).unwrap();
    let revoked = world_with(ReasonCode::CessationOfOperation);
    assert_refused(&bank.log_in(&revoked, &card), Reason::Revoked);
    let held = world_with(ReasonCode::CertificateHold);
    assert_refused(&bank.log_in(&held, &card), Reason::OnHold);

    let expiry = jpki().instant() - std::time::Duration::from_secs(1);
    let expired = Card::with(jpki().auth_certificate(&Person::hanako()).not_after(expiry).issue());
    let ended = bank.log_in(&world(), &expired);
    assert_refused(&ended, Reason::Expired);
    // Of an expired certificate nothing is known about revocation, so nothing is asked.
    let revocation = ended.assessed.report().find(CheckId::Revocation).unwrap();
    assert!(matches!(revocation.outcome(), Outcome::Skipped(_)));
}

#[test]
fn what_could_not_be_known_is_no_login_and_looks_like_any_refusal() {
    let (world, bank, card) = bound();
    let LocalLogin::Pending(pending) =
        bank.logins.begin(bank.attempt(&card, &bank.challenge()), now()).unwrap()
    else {
        panic!("refused");
    };
    // A certificate of a generation for which there is no list.
    let other = Card::with(
        jpki()
            .auth_certificate(&Person::hanako())
            .issued_by(jpki_testkit::jpki::Generation::Second)
            .issue(),
    );
    let unknown = world.judge(&Certificate::from_der(other.certificate()).unwrap());
    assert_eq!(unknown.verdict(), Verdict::Indeterminate);
    let (assessed, _) = bank.logins.finish(*pending, unknown, now()).unwrap().into_parts();
    assert_eq!(assessed.verdict(), Verdict::Indeterminate);
    assert_eq!(ClientAnswer::to(&assessed), ClientAnswer::Refused);
}

#[test]
// Requirement: CERT-01, WYS-04
fn a_certificate_for_signing_is_refused_before_its_signature_is_looked_at() {
    let (world, bank, _) = bound();
    let ended = bank.log_in(&world, &Card::for_signing(&Person::hanako()));
    assert_refused(&ended, Reason::CertificateNotBound);
    let report = ended.assessed.report();
    let purpose = report.find(CheckId::Purpose).unwrap();
    assert_eq!(purpose.outcome(), Outcome::Failed(Reason::WrongKindForPurpose));
    let signature = report.find(CheckId::LoginSignature).unwrap();
    assert_eq!(signature.outcome(), Outcome::Skipped(CheckId::Purpose));
    assert!(ended.renewal.is_none());

    // One shaped like it by its key usage, from the CA for authentication.
    let usages = Deviation::KeyUsages(&[jpki_testkit::pki::KeyUsage::NonRepudiation]);
    let odd = Card::with(jpki().auth_certificate(&Person::hanako()).with(usages).issue());
    assert_refused(&bank.log_in(&world, &odd), Reason::WrongKindForPurpose);
}

#[test]
// Requirement: AUTH-03
fn the_engine_must_have_judged_the_certificate_that_was_presented() {
    let (world, bank, card) = bound();
    let LocalLogin::Pending(pending) =
        bank.logins.begin(bank.attempt(&card, &bank.challenge()), now()).unwrap()
    else {
        panic!("refused");
    };
    let taro = Card::for_login(&Person::taro());
    let other = world.judge(&Certificate::from_der(taro.certificate()).unwrap());
    assert_eq!(other.verdict(), Verdict::Valid);
    let (assessed, _) = bank.logins.finish(*pending, other, now()).unwrap().into_parts();
    assert_eq!(first_failure(assessed.report()), Reason::CertificateSubstituted);
    assert!(assessed.value().is_none());
}

#[test]
// Requirement: AUTH-07, CERT-06
fn how_the_person_was_confirmed_is_stated_and_faces_need_an_approval() {
    let (world, bank, card) = bound();
    let with = |bank: &Bank, method| {
        let mut attempt = bank.attempt(&card, &bank.challenge());
        attempt.verification = method;
        bank.end(&world, attempt)
    };
    for method in [UserVerification::FaceByEye, UserVerification::FaceByDevice] {
        assert_refused(&with(&bank, method), Reason::VerificationNotApproved);
    }
    assert_refused(
        &with(&bank, UserVerification::PhoneBiometrics),
        Reason::VerificationContradiction,
    );
    assert!(with(&bank, UserVerification::NotStated).is_accepted());

    let approved = Bank::with_rules(rules().with_face_approval(FaceApproval::Approved));
    let _ = approved.bind(&world, &card);
    for method in [UserVerification::FaceByEye, UserVerification::FaceByDevice] {
        let login = with(&approved, method).assessed.into_result().unwrap();
        assert_eq!(login.verification(), method);
    }
}

#[test]
fn a_first_use_is_no_login_and_a_login_code_no_registration() {
    let (world, bank, card) = (world(), Bank::new(), hanako());
    assert_refused(&bank.log_in(&world, &card), Reason::AccountNotBound);
    let attempt = bank.attempt(&card, &bank.challenge());
    let mut registration = attempt;
    registration.purpose = Purpose::registration();
    let local = bank.logins.begin_registration(registration, now()).unwrap();
    let jpki_auth::login::LocalRegistration::Refused(refused) = local else {
        panic!("a code for login was taken for a registration");
    };
    assert_eq!(first_failure(refused.assessed().report()), Reason::ChallengeOtherPurpose);
}

/// What an engine that judges by another purpose would hand over.
struct ForSigning(Certificate);

impl Vouched for ForSigning {}

impl ValidCertificate for ForSigning {
    fn certificate(&self) -> &Certificate {
        &self.0
    }

    fn kind(&self) -> CertificateKind {
        CertificateKind::Signature
    }

    fn medium(&self) -> Medium {
        Medium::Card
    }

    fn domain(&self) -> TrustDomain {
        TrustDomain::Synthetic
    }

    fn judged_at(&self) -> Timestamp {
        now()
    }
}

#[test]
// Requirement: CERT-01
fn a_certificate_that_was_validated_for_another_purpose_is_refused() {
    let (world, bank, card) = (world(), Bank::new(), Card::for_login(&Person::hanako()));
    let _ = bank.bind(&world, &card);
    let attempt = bank.attempt(&card, &bank.challenge());
    let LocalLogin::Pending(pending) = bank.logins.begin(attempt, now()).unwrap() else {
        panic!("refused")
    };
    let certificate = Certificate::from_der(card.certificate()).unwrap();
    let answer = world.judge(&certificate).map(|_| ForSigning(certificate.clone()));
    let (assessed, _) = bank.logins.finish(*pending, answer, now()).unwrap().into_parts();
    assert_eq!(first_failure(assessed.report()), Reason::WrongKindForPurpose);
    assert!(assessed.value().is_none());
}

#[test]
fn a_scheme_that_the_algorithm_policy_does_not_admit_is_refused_as_such() {
    let (world, card) = (world(), Card::for_login(&Person::hanako()));
    let scheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha1);
    let bank = Bank::with_rules(rules().with_scheme(scheme));
    let ended = bank.log_in(&world, &card);
    assert!(!ended.is_accepted());
    let algorithm = ended.assessed.report().find(CheckId::SignatureAlgorithm).unwrap();
    assert_eq!(algorithm.outcome(), Outcome::Failed(Reason::AlgorithmNotAllowed));
}
