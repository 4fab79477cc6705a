//! What a login or a binding is built on must be of its own time, and still be there at its end.

use std::convert::Infallible;
use std::time::Duration;

use jpki_auth::binding::{
    AccountReference, AuthenticatedSigner, BindingOutcome, BindingRecord, CertificateReference,
    Erasure, ErasureScope, Insertion, KeyCheck, KeyStanding, OperatorName, Replacement,
};
use jpki_auth::blocking::{AccountBindings, BindingStore, LoginService};
use jpki_auth::identifiers::Purpose;
use jpki_auth::login::{
    LocalLogin, LocalRegistration, LoginDomain, PendingLogin, ValidCertificate,
};
use jpki_auth::memory::MemoryBindings;
use jpki_auth::vouched::Vouched;
use jpki_auth_examples::{Card, Inquiries, now};
use jpki_core::report::{Assessed, Check, CheckId, Outcome, Reason, Report, Subject, Verdict};
use jpki_core::time::Timestamp;
use jpki_testkit::jpki::Person;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::{CertificateKind, Medium};
use jpki_x509::trust::TrustDomain;

use crate::support::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(now().unix_seconds() + seconds)
}

fn hanako() -> Card {
    Card::for_login(&Person::hanako())
}

/// An engine's answer of any time and domain.
struct Found {
    certificate: Certificate,
    domain: TrustDomain,
    judged_at: Timestamp,
}

impl Vouched for Found {}

impl ValidCertificate for Found {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn kind(&self) -> CertificateKind {
        CertificateKind::UserAuthentication
    }

    fn medium(&self) -> Medium {
        Medium::Card
    }

    fn domain(&self) -> TrustDomain {
        self.domain
    }

    fn judged_at(&self) -> Timestamp {
        self.judged_at
    }
}

fn found(card: &Card, domain: TrustDomain, judged_at: Timestamp) -> Assessed<Found> {
    let certificate = Certificate::from_der(card.certificate()).unwrap();
    let report = Report::new(vec![Check::passed(CheckId::PathValidity, Subject::EndEntity)]);
    Assessed::new(report, Some(Found { certificate, domain, judged_at }))
}

fn pending(logins: &MemoryLogins, bank: &Bank, card: &Card) -> PendingLogin {
    let attempt = bank.attempt(card, &bank.challenge());
    match logins.begin(attempt, now()).unwrap() {
        LocalLogin::Pending(pending) => *pending,
        LocalLogin::Refused(refused) => panic!("{:?}", refused.assessed().report()),
    }
}

fn reason<T>(assessed: &Assessed<T>) -> Option<Reason> {
    (assessed.verdict() != Verdict::Valid).then(|| first_failure(assessed.report()))
}

/// (verdict's time, end of the login): seconds from its beginning.
#[test]
fn a_verdict_of_another_time_lets_nobody_in() {
    let (world, bank, card) = (world(), Bank::new(), hanako());
    let _ = bank.bind(&world, &card);
    for (judged, ended, expected) in [
        (0, 0, None),
        (2, 2, None),
        (0, 300, None),
        (300, 300, None),
        (-300, 0, None),
        (-301, 0, Some(Reason::JudgedAtAnotherTime)),
        (-30 * 86_400, 0, Some(Reason::JudgedAtAnotherTime)),
        (300, 0, None),
        (301, 0, Some(Reason::JudgedAtAnotherTime)),
        (365 * 86_400, 10, Some(Reason::JudgedAtAnotherTime)),
        (301, 301, Some(Reason::LoginTooLate)),
        (0, 30 * 86_400, Some(Reason::LoginTooLate)),
        (0, -5, None),
        (0, -6, Some(Reason::LoginTooLate)),
    ] {
        let answer = || found(&card, TrustDomain::Synthetic, at(judged));
        let login = pending(&bank.logins, &bank, &card);
        let (assessed, _) = bank.logins.finish(login, answer(), at(ended)).unwrap().into_parts();
        assert_eq!(reason(&assessed), expected, "login {judged} {ended}");
        assert_eq!(assessed.value().is_some(), expected.is_none());
        let check = assessed.report().find(CheckId::LoginTime).unwrap();
        assert_eq!(check.outcome(), expected.map_or(Outcome::Passed, Outcome::Failed));

        let purpose = Purpose::registration();
        let challenge = bank.logins.challenge(&bank.session, &purpose, now()).unwrap();
        let attempt = card.answer(&challenge, &bank.user, &bank.session, &purpose).unwrap();
        let begun = bank.logins.begin_registration(attempt, now()).unwrap();
        let LocalRegistration::Pending(registration) = begun else { panic!("refused") };
        let possession = registration.finish(answer(), at(ended)).into_assessed();
        assert_eq!(reason(&possession), expected, "registration {judged} {ended}");

        // Nor does it lead to a renewal.
        let stranger = Card::renewed(&Person::hanako(), 7);
        let login = pending(&bank.logins, &bank, &stranger);
        let answer = found(&stranger, TrustDomain::Synthetic, at(judged));
        let (_, renewal) = bank.logins.finish(login, answer, at(ended)).unwrap().into_parts();
        assert_eq!(renewal.is_some(), expected.is_none(), "renewal {judged} {ended}");
    }
}

#[test]
fn a_binding_that_is_erased_meanwhile_lets_nobody_in() {
    let (world, bank, card) = (world(), Bank::new(), hanako());
    let operator = || OperatorName::new("operator").unwrap();
    let taro = Card::for_login(&Person::taro());
    for names in [&[1][..], &[2, 1]] {
        let bindings = AccountBindings::new(book("bank", keys(names)), bank.store.clone());
        let logins =
            LoginService::new(rules(), bank.challenges.clone(), bindings.clone(), attempts());
        let end = |login| {
            let answer = found(&card, TrustDomain::Synthetic, now());
            logins.finish(login, answer, now()).unwrap().into_parts().0
        };
        let bind = || bank.bind(&world, &card);
        let erase =
            |user| bindings.erase(Erasure::Account(user), operator(), now()).unwrap().bindings();
        let _ = bind();
        let login = pending(&logins, &bank, &card);
        assert_eq!(erase(&bank.user), 1);
        assert_eq!(reason(&end(login)), Some(Reason::AccountNotBound), "{names:?}");
        // Nothing was put back.
        assert_eq!(erase(&bank.user), 0);

        // Bound to another certificate meanwhile.
        let _ = bind();
        let login = pending(&logins, &bank, &card);
        assert_eq!(erase(&bank.user), 1);
        let _ = bank.bind(&world, &taro);
        assert_eq!(reason(&end(login)), Some(Reason::CertificateNotBound), "{names:?}");
        assert_eq!(erase(&bank.user), 1);

        // Bound meanwhile, or erased for somebody else: the honest twins.
        let login = pending(&logins, &bank, &card);
        let _ = bind();
        assert_eq!(reason(&end(login)), None, "{names:?}");
        let login = pending(&logins, &bank, &card);
        let somebody = user("member-2");
        assert_eq!(erase(&somebody), 0);
        assert_eq!(reason(&end(login)), None, "{names:?}");
        assert_eq!(erase(&bank.user), 1);
    }
}

/// Two logins at once under a retired key: one of them rewrites the binding, both are let in.
#[test]
fn who_finds_the_binding_rewritten_is_let_in_too() {
    let (world, bank, card) = (world(), Bank::new(), hanako());
    let _ = bank.bind(&world, &card);
    let bindings = AccountBindings::new(book("bank", keys(&[2, 1])), bank.store.clone());
    let logins = LoginService::new(rules(), bank.challenges.clone(), bindings, attempts());
    let (first, second) = (pending(&logins, &bank, &card), pending(&logins, &bank, &card));
    for login in [first, second] {
        let answer = found(&card, TrustDomain::Synthetic, now());
        let (assessed, _) = logins.finish(login, answer, now()).unwrap().into_parts();
        assert_eq!(reason(&assessed), None);
    }
}

/// A store in which something happens right before a binding is rewritten.
struct Meanwhile<F> {
    store: MemoryBindings,
    happens: F,
}

impl<F: Fn() + Send + Sync> BindingStore for Meanwhile<F> {
    type Error = Infallible;

    fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, Infallible> {
        self.store.check_key(check)
    }

    fn of_account(&self, accounts: &[AccountReference]) -> Result<Vec<BindingRecord>, Infallible> {
        self.store.of_account(accounts)
    }

    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, Infallible> {
        self.store.insert(record, accounts, certificates)
    }

    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, Infallible> {
        (self.happens)();
        self.store.replace(old, record, certificates)
    }

    fn erase(&self, scope: &ErasureScope) -> Result<u64, Infallible> {
        self.store.erase(scope)
    }
}

#[test]
fn a_binding_that_is_erased_while_it_is_rewritten_lets_nobody_in() {
    let (world, card) = (world(), hanako());
    let book = || book("bank", keys(&[2, 1]));
    for (erased, expected) in [("member-1", Some(Reason::AccountNotBound)), ("member-2", None)] {
        let bank = Bank::new();
        let _ = bank.bind(&world, &card);
        let bindings = AccountBindings::new(book(), bank.store.clone());
        let begun = LoginService::new(rules(), bank.challenges.clone(), bindings, attempts());
        let login = pending(&begun, &bank, &card);
        let scope = ErasureScope::Account(book().accounts(&user(erased)));
        let store = bank.store.clone();
        let happens = || assert_eq!(store.erase(&scope), Ok(u64::from(expected.is_some())));
        let bindings =
            AccountBindings::new(book(), Meanwhile { store: bank.store.clone(), happens });
        let ended = LoginService::new(rules(), bank.challenges.clone(), bindings, attempts());
        let answer = found(&card, TrustDomain::Synthetic, now());
        let (assessed, _) = ended.finish(login, answer, now()).unwrap().into_parts();
        assert_eq!(reason(&assessed), expected, "{erased}");
        let kept = bank.store.of_account(&book().accounts(&bank.user)).unwrap().len();
        assert_eq!(kept, usize::from(expected.is_none()), "{erased}");
    }
}

#[test]
// Requirement: PATH-08
fn the_test_domain_of_j_lis_and_real_life_are_kept_apart() {
    use LoginDomain::{JlisTest, Production};
    let (world, bank, card) = (world(), Bank::new(), hanako());
    let _ = bank.bind(&world, &card);
    let mismatch = Some(Reason::TrustDomainMismatch);
    for (rule, domain, expected) in [
        (Production, TrustDomain::Production, None),
        (Production, TrustDomain::Synthetic, None),
        (Production, TrustDomain::JlisTest, mismatch),
        (JlisTest, TrustDomain::JlisTest, None),
        (JlisTest, TrustDomain::Production, mismatch),
        (JlisTest, TrustDomain::Synthetic, mismatch),
    ] {
        let logins = LoginService::new(
            rules().with_domain(rule),
            bank.challenges.clone(),
            bank.bindings.clone(),
            attempts(),
        );
        let login = pending(&logins, &bank, &card);
        let answer = found(&card, domain, now());
        let (assessed, _) = logins.finish(login, answer, now()).unwrap().into_parts();
        assert_eq!(reason(&assessed), expected, "{rule:?} {domain:?}");
    }
    // Nothing said is production.
    let login = pending(&bank.logins, &bank, &card);
    let answer = found(&card, TrustDomain::JlisTest, now());
    let (assessed, _) = bank.logins.finish(login, answer, now()).unwrap().into_parts();
    assert_eq!(reason(&assessed), mismatch);
}

/// A signature that was judged at any time.
struct Signed {
    certificate: Certificate,
    judged_at: Timestamp,
}

impl Vouched for Signed {}

impl AuthenticatedSigner for Signed {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn kind(&self) -> CertificateKind {
        CertificateKind::Signature
    }

    fn judged_at(&self) -> Timestamp {
        self.judged_at
    }
}

#[test]
// Requirement: LINK-02
fn an_application_of_another_time_binds_nothing() {
    let (signing, login) = (Card::for_signing(&Person::hanako()), hanako());
    let linkage = Inquiries::default().pair(&signing, &login);
    for (judged, binds) in [
        (0, true),
        (-300, true),
        (-301, false),
        (-6 * 365 * 86_400, false),
        (300, true),
        (301, false),
    ] {
        let bank = Bank::new();
        let certificate = Certificate::from_der(signing.certificate()).unwrap();
        let signer = Signed { certificate, judged_at: at(judged) };
        let outcome = bank.bindings.bind_signer(&signer, &bank.user, &linkage, now()).unwrap();
        match binds {
            true => assert!(matches!(outcome, BindingOutcome::Bound(_)), "{judged}"),
            false => assert_eq!(outcome, BindingOutcome::TooLate, "{judged}"),
        }
    }
}

/// A pending login is ended while its challenge would live, however long that is.
#[test]
fn a_longer_challenge_gives_a_login_longer() {
    use jpki_auth::challenge::{ChallengePolicy, SignedForm};
    let policy = ChallengePolicy::new(SignedForm::RelyingPartyAndNonce)
        .with_lifetime(Duration::from_secs(600));
    let bank = Bank::with_rules(rules().with_challenge(policy));
    let (world, card) = (world(), hanako());
    let _ = bank.bind(&world, &card);
    for (ended, expected) in [(600, None), (601, Some(Reason::LoginTooLate))] {
        let login = pending(&bank.logins, &bank, &card);
        let answer = found(&card, TrustDomain::Synthetic, at(ended));
        let (assessed, _) = bank.logins.finish(login, answer, at(ended)).unwrap().into_parts();
        assert_eq!(reason(&assessed), expected);
    }
}
