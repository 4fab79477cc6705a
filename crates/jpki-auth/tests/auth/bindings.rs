use std::sync::Arc;

use jpki_auth::binding::{
    AuthenticatedSigner, BindingOrigin, BindingOutcome, BindingRecord, BindingScheme, Erasure,
    Insertion, IssuedSerial, KeyId, LinkageKey, LinkageKeys, LinkageKeysError, OperatorName,
    PairwiseIdentifier, RenewalConsent,
};
use jpki_auth::blocking::{AccountBindings, BindingStore, LoginService, erase_whole_store};
use jpki_auth::error::AuthError;
use jpki_auth::identifiers::{ServiceProvider, UserIdentifier};
use jpki_auth::login::{LocalLogin, Renewal, UserVerification};
use jpki_auth::vouched::Vouched;
use jpki_auth_examples::{Card, Inquiries, ReasonCode, World, now};
use jpki_core::keys::KeyRing;
use jpki_core::localized::Locale;
use jpki_core::name::Name;
use jpki_core::report::Reason;
use jpki_core::time::Timestamp;
use jpki_crypto::RustCrypto;
use jpki_testkit::jpki::Person;
use jpki_x509::certificate::{Certificate, SerialNumber};
use jpki_x509::kind::CertificateKind;

use crate::support::*;

fn hanako() -> (Card, Card) {
    let person = Person::hanako();
    (Card::for_signing(&person), Card::for_login(&person))
}

#[test]
// Requirement: LINK-01, LINK-02, AUTH-06, CERT-10
fn a_verified_application_binds_the_certificate_that_j_lis_names() {
    let (world, bank) = (world(), Bank::new());
    let (signing, login) = hanako();
    let signer = world
        .judge_application(&signing, b"application")
        .unwrap()
        .into_assessed()
        .into_result()
        .unwrap();
    let linkage = Inquiries::default().pair(&signing, &login);
    let bind = || bank.bindings.bind_signer(&signer, &bank.user, &linkage, now()).unwrap();
    let BindingOutcome::Bound(binding) = bind() else { panic!("not bound") };
    assert_eq!(bind(), BindingOutcome::AlreadyBound(binding));
    let ended = bank.log_in(&world, &login);
    let verified = ended.assessed.into_result().unwrap();
    assert_eq!(verified.binding().identifier(), binding.identifier());

    // The near misses: nobody's application, and a person without the other kind.
    assert!(world.judge_application(&login, b"application").unwrap().assessed().value().is_none());
    let nobody = Inquiries::default();
    let outcome = bank.bindings.bind_signer(&signer, &bank.user, &nobody, now()).unwrap();
    assert_eq!(outcome, BindingOutcome::NoCounterpart);
}

/// A certificate for login, passed off as a signer's.
struct LoginAsSigner(Certificate);

impl Vouched for LoginAsSigner {}

impl AuthenticatedSigner for LoginAsSigner {
    fn certificate(&self) -> &Certificate {
        &self.0
    }

    fn kind(&self) -> CertificateKind {
        CertificateKind::UserAuthentication
    }

    fn judged_at(&self) -> Timestamp {
        now()
    }
}

#[test]
// Requirement: LINK-02, AUTH-06
fn only_a_signer_of_the_right_kind_binds() {
    let bank = Bank::new();
    let (_, login) = hanako();
    let signer = LoginAsSigner(Certificate::from_der(login.certificate()).unwrap());
    let linkage = Inquiries::default().pair(&login, &login);
    let outcome = bank.bindings.bind_signer(&signer, &bank.user, &linkage, now()).unwrap();
    assert_eq!(outcome, BindingOutcome::WrongKind);
}

#[test]
// Requirement: LINK-01
fn one_certificate_opens_one_account_and_an_account_takes_few() {
    let (world, bank) = (world(), Bank::new());
    let (_, login) = hanako();
    let BindingOutcome::Bound(first) = bank.bind(&world, &login) else { panic!("not bound") };
    let other = user("member-2");
    assert_eq!(bank.bind_to(&world, &login, &other), BindingOutcome::BoundElsewhere);

    for number in 1..=4 {
        let card = Card::renewed(&Person::hanako(), number);
        match bank.bind(&world, &card) {
            BindingOutcome::Bound(binding) if number < 4 => {
                assert_eq!(binding.identifier(), first.identifier());
            }
            outcome => assert_eq!((number, outcome), (4, BindingOutcome::AccountFull)),
        }
    }
}

#[test]
// Requirement: LINK-04, LINK-05
fn a_renewed_certificate_takes_the_place_of_the_one_before() {
    let (world, bank) = (world(), Bank::new());
    let (_, old) = hanako();
    let BindingOutcome::Bound(binding) = bank.bind(&world, &old) else { panic!("not bound") };
    let new = Card::renewed(&Person::hanako(), 7);
    let linkage = Inquiries::default().renewal(&new, &old);
    let consent = RenewalConsent::obtained_at(now());

    let ended = bank.log_in(&world, &new);
    assert_eq!(ended.refusal().0, Reason::CertificateNotBound);
    let renew = |candidate| bank.bindings.renew(candidate, &consent, &linkage, now()).unwrap();
    let twice = bank.log_in(&world, &new);
    let Renewal::Renewed(assessed) = renew(*ended.renewal.unwrap()) else { panic!("not renewed") };
    let login = assessed.into_result().unwrap();
    assert_eq!(login.binding().identifier(), binding.identifier());
    // The same renewal from a second window ends the same way.
    assert!(matches!(renew(*twice.renewal.unwrap()), Renewal::Renewed(_)));

    assert!(bank.log_in(&world, &new).is_accepted());
    assert_eq!(bank.log_in(&world, &old).refusal().0, Reason::CertificateNotBound);
}

#[test]
fn a_certificate_of_another_account_renews_nothing() {
    let (world, bank) = (world(), Bank::new());
    let (_, old) = hanako();
    let _ = bank.bind(&world, &old);
    let new = Card::renewed(&Person::hanako(), 7);
    let _ = bank.bind_to(&world, &new, &user("member-2"));
    let linkage = Inquiries::default().renewal(&new, &old);
    let consent = RenewalConsent::obtained_at(now());
    let candidate = bank.log_in(&world, &new).renewal.unwrap();
    let outcome = bank.bindings.renew(*candidate, &consent, &linkage, now()).unwrap();
    assert!(matches!(outcome, Renewal::BoundElsewhere));
    assert!(bank.log_in(&world, &old).is_accepted());
}

#[test]
// Requirement: LINK-04
fn a_missed_generation_or_a_stranger_leads_to_re_registration() {
    let (world, bank) = (world(), Bank::new());
    let (_, first) = hanako();
    let _ = bank.bind(&world, &first);
    let person = Person::hanako();
    let (second, third) = (Card::renewed(&person, 7), Card::renewed(&person, 8));
    let linkage = Inquiries::default().renewal(&second, &first).renewal(&third, &second);
    let consent = RenewalConsent::obtained_at(now());
    let renew = |card: &Card| {
        let candidate = bank.log_in(&world, card).renewal.unwrap();
        bank.bindings.renew(*candidate, &consent, &linkage, now()).unwrap()
    };
    assert!(matches!(renew(&third), Renewal::ReRegistrationRequired));
    // A valid card of somebody who has none before, on the member's account.
    let taro = Card::for_login(&Person::taro());
    assert!(matches!(renew(&taro), Renewal::ReRegistrationRequired));
    assert!(bank.log_in(&world, &first).is_accepted());
    // Generation by generation it works.
    assert!(matches!(renew(&second), Renewal::Renewed(_)));
    assert!(matches!(renew(&third), Renewal::Renewed(_)));
}

/// Of a proof that is five seconds to five minutes old, as a challenge; the store is asked for the rest.
#[test]
fn what_was_proven_is_built_on_while_a_challenge_would_live() {
    let at = |seconds: i64| {
        jpki_core::time::Timestamp::from_unix_seconds(now().unix_seconds() + seconds)
    };
    for (seconds, is_taken) in
        [(0, true), (300, true), (301, false), (86_400, false), (-5, true), (-6, false)]
    {
        let (world, bank) = (world(), Bank::new());
        let (_, card) = hanako();
        let purpose = jpki_auth::identifiers::Purpose::registration();
        let challenge = bank.logins.challenge(&bank.session, &purpose, now()).unwrap();
        let attempt = card.answer(&challenge, &bank.user, &bank.session, &purpose).unwrap();
        let jpki_auth::login::LocalRegistration::Pending(pending) =
            bank.logins.begin_registration(attempt, now()).unwrap()
        else {
            panic!("refused");
        };
        let answer = world.judge(pending.certificate());
        let possession = pending.finish(answer, now()).into_assessed().into_result().unwrap();
        let outcome = bank.bindings.bind_first_use(&possession, at(seconds)).unwrap();
        match is_taken {
            true => assert!(matches!(outcome, BindingOutcome::Bound(_)), "{seconds}"),
            false => assert_eq!(outcome, BindingOutcome::TooLate, "{seconds}"),
        }
        assert_eq!(bank.log_in(&world, &card).is_accepted(), is_taken, "{seconds}");

        let bank = Bank::new();
        let _ = bank.bind(&world, &card);
        let new = Card::renewed(&Person::hanako(), 7);
        let linkage = Inquiries::default().renewal(&new, &card);
        let consent = RenewalConsent::obtained_at(now());
        let candidate = *bank.log_in(&world, &new).renewal.unwrap();
        let renewal = bank.bindings.renew(candidate, &consent, &linkage, at(seconds)).unwrap();
        match is_taken {
            true => assert!(matches!(renewal, Renewal::Renewed(_)), "{seconds}"),
            false => assert!(matches!(renewal, Renewal::TooLate), "{seconds}"),
        }
        assert_eq!(bank.log_in(&world, &new).is_accepted(), is_taken, "{seconds}");
    }
}

#[test]
fn nobody_who_failed_otherwise_can_ask_for_a_renewal() {
    let (world, bank) = (world(), Bank::new());
    let (_, old) = hanako();
    let _ = bank.bind(&world, &old);
    let new = Card::renewed(&Person::hanako(), 7);
    let revoked = jpki_auth_examples::World::with_revoked(
        std::sync::Arc::new(jpki_crypto::RustCrypto),
        &[(&new, jpki_auth_examples::ReasonCode::KeyCompromise)],
    )
    .unwrap();
    assert!(bank.log_in(&revoked, &new).renewal.is_none());
    let mut attempt = bank.attempt(&new, &bank.challenge());
    attempt.user = user("nobody");
    assert!(bank.end(&world, attempt).renewal.is_none());
    let mut attempt = bank.attempt(&new, &bank.challenge());
    attempt.signature = Card::renewed(&Person::hanako(), 8).sign(b"other");
    assert!(bank.end(&world, attempt).renewal.is_none());
    let mut attempt = bank.attempt(&new, &bank.challenge());
    attempt.verification = UserVerification::FaceByEye;
    assert!(bank.end(&world, attempt).renewal.is_none(), "without an approval");
    let attempt = bank.attempt(&new, &bank.challenge());
    let LocalLogin::Pending(pending) = bank.logins.begin(attempt, now()).unwrap() else {
        panic!("refused")
    };
    let taro = Card::for_login(&Person::taro());
    let of_another = world.judge(&Certificate::from_der(taro.certificate()).unwrap());
    let (_, renewal) = bank.logins.finish(*pending, of_another, now()).unwrap().into_parts();
    assert!(renewal.is_none(), "another certificate was validated");
}

#[test]
fn a_login_under_a_retired_key_rewrites_its_binding() {
    let (world, bank) = (world(), Bank::new());
    let (_, card) = hanako();
    let BindingOutcome::Bound(binding) = bank.bind(&world, &card) else { panic!("not bound") };
    let under = |names: &[u8]| {
        let bindings = AccountBindings::new(book("bank", keys(names)), bank.store.clone());
        LoginService::new(rules(), bank.challenges.clone(), bindings, attempts())
    };
    let log_in =
        |logins: &MemoryLogins| end(logins, &world, bank.attempt(&card, &bank.challenge()), now());
    assert_eq!(log_in(&under(&[2])).refusal().0, Reason::AccountNotBound);
    assert!(log_in(&under(&[2, 1])).is_accepted());
    let ended = log_in(&under(&[2]));
    let login = ended.assessed.into_result().unwrap();
    assert_eq!(*login.binding(), binding);
    assert_eq!(log_in(&under(&[1])).refusal().0, Reason::AccountNotBound);
}

/// A binding as commit 2cdb321 wrote it, by the texts of the name as they stand.
#[test]
fn a_login_rewrites_a_binding_of_the_earlier_form() {
    let (world, bank) = (world(), Bank::new());
    let (_, card) = hanako();
    let book = bank.bindings.book();
    let serial = IssuedSerial::of(&Certificate::from_der(card.certificate()).unwrap());
    let [now_written, earlier] = book.certificates(&serial)[..] else { panic!("two forms") };
    let record = BindingRecord {
        provider: book.provider().clone(),
        account: book.accounts(&bank.user)[0],
        certificate: earlier,
        identifier: PairwiseIdentifier::from_bytes([5; 16]),
        origin: BindingOrigin::FirstUse,
        bound_at: now(),
    };
    let (accounts, certificates) = (book.accounts(&bank.user), book.certificates(&serial));
    let _ = bank.store.insert(&record, &accounts, &certificates).unwrap();
    // It is bound, so nobody else gets it.
    assert_eq!(bank.bind_to(&world, &card, &user("member-2")), BindingOutcome::BoundElsewhere);
    let written = || bank.store.of_account(&accounts).unwrap()[0].certificate;
    assert!(written().is_same(&earlier));
    for _ in 0..2 {
        let login = bank.log_in(&world, &card).assessed.into_result().unwrap();
        assert_eq!(login.binding().identifier(), record.identifier);
        assert!(written().is_same(&now_written));
    }
}

#[test]
fn a_refused_login_rewrites_nothing() {
    let (world, bank) = (world(), Bank::new());
    let (_, card) = hanako();
    let _ = bank.bind(&world, &card);
    let bindings = AccountBindings::new(book("bank", keys(&[2, 1])), bank.store.clone());
    let logins = LoginService::new(rules(), bank.challenges.clone(), bindings, attempts());
    let mut forged = bank.attempt(&card, &bank.challenge());
    forged.signature[0] ^= 1;
    assert!(!end(&logins, &world, forged, now()).is_accepted());
    let revoking =
        World::with_revoked(Arc::new(RustCrypto), &[(&card, ReasonCode::KeyCompromise)]).unwrap();
    let of_a_revoked_card = bank.attempt(&card, &bank.challenge());
    assert!(!end(&logins, &revoking, of_a_revoked_card, now()).is_accepted());
    assert!(bank.log_in(&world, &card).is_accepted(), "the binding is no longer under key 1");
}

#[test]
// Requirement: LINK-03
fn two_providers_have_nothing_in_common() {
    let (world, bank) = (world(), Bank::new());
    let (_, card) = hanako();
    let BindingOutcome::Bound(at_bank) = bank.bind(&world, &card) else { panic!("not bound") };
    let shop = AccountBindings::new(book("shop", keys(&[1])), bank.store.clone());
    let logins = LoginService::new(rules(), bank.challenges.clone(), shop.clone(), attempts());
    // The same member name, card, key and store: no binding of the shop.
    let ended = end(&logins, &world, bank.attempt(&card, &bank.challenge()), now());
    assert_eq!(ended.refusal().0, Reason::AccountNotBound);

    let purpose = jpki_auth::identifiers::Purpose::registration();
    let challenge = logins.challenge(&bank.session, &purpose, now()).unwrap();
    let attempt = card.answer(&challenge, &bank.user, &bank.session, &purpose).unwrap();
    let jpki_auth::login::LocalRegistration::Pending(pending) =
        logins.begin_registration(attempt, now()).unwrap()
    else {
        panic!("refused");
    };
    let answer = world.judge(pending.certificate());
    let possession = pending.finish(answer, now()).into_assessed().into_result().unwrap();
    let refused = bank.bindings.bind_first_use(&possession, now());
    assert!(matches!(refused, Err(AuthError::OtherProvider)));
    let BindingOutcome::Bound(at_shop) = shop.bind_first_use(&possession, now()).unwrap() else {
        panic!("not bound");
    };
    assert_ne!(at_bank.identifier(), at_shop.identifier());

    let serial = IssuedSerial::of(&Certificate::from_der(card.certificate()).unwrap());
    let reference = |book: &BindingScheme| *book.certificates(&serial)[0].digest();
    assert_ne!(reference(bank.bindings.book()), reference(shop.book()));
}

/// A candidate of the bank is none of the shop's, who learns nothing of who came before.
#[test]
fn a_renewal_is_its_own_providers() {
    let (world, bank) = (world(), Bank::new());
    let (_, old) = hanako();
    let _ = bank.bind(&world, &old);
    let new = Card::renewed(&Person::hanako(), 7);
    let linkage = Inquiries::default().renewal(&new, &old);
    let consent = RenewalConsent::obtained_at(now());
    let shop = AccountBindings::new(book("shop", keys(&[1])), bank.store.clone());
    let renew = |bindings: &AccountBindings<_>| {
        let candidate = bank.log_in(&world, &new).renewal.unwrap();
        bindings.renew(*candidate, &consent, &linkage, now())
    };
    assert!(matches!(renew(&shop), Err(AuthError::OtherProvider)));
    assert!(matches!(renew(&bank.bindings), Ok(Renewal::Renewed(_))));
}

/// A binding of the card under the book's current key, whoever is said to be its provider.
fn record_of(book: &BindingScheme, card: &Card, user: &UserIdentifier) -> BindingRecord {
    let serial = IssuedSerial::of(&Certificate::from_der(card.certificate()).unwrap());
    BindingRecord {
        provider: book.provider().clone(),
        account: book.accounts(user)[0],
        certificate: book.certificates(&serial)[0],
        identifier: PairwiseIdentifier::from_bytes([5; 16]),
        origin: BindingOrigin::FirstUse,
        bound_at: now(),
    }
}

#[test]
fn a_binding_that_names_another_provider_lets_nobody_in() {
    let (world, (_, card)) = (world(), hanako());
    for (provider, expected) in [("bank", None), ("shop", Some(Reason::CertificateNotBound))] {
        let bank = Bank::new();
        let book = bank.bindings.book();
        let provider = ServiceProvider::new(provider).unwrap();
        let record = BindingRecord { provider, ..record_of(book, &card, &bank.user) };
        let inserted = bank.store.insert(&record, &[record.account], &[record.certificate]);
        assert!(matches!(inserted, Ok(Insertion::Inserted(_))));
        let ended = bank.log_in(&world, &card);
        match expected {
            None => assert!(ended.is_accepted()),
            Some(reason) => assert_eq!(ended.refusal().0, reason),
        }
    }
}

/// While key 1 was not at hand, the certificate could be bound anew under key 2.
#[test]
fn a_certificate_that_is_bound_under_each_key_to_another_account_opens_the_newer_one() {
    let (world, (_, card)) = (world(), hanako());
    for bound_anew in [None, Some("member-1"), Some("member-2")] {
        let bank = Bank::new();
        let _ = bank.bind(&world, &card);
        if let Some(user) = bound_anew {
            let record = record_of(&book("bank", keys(&[2])), &card, &self::user(user));
            bank.store.insert(&record, &[record.account], &[record.certificate]).unwrap();
        }
        let bindings = AccountBindings::new(book("bank", keys(&[2, 1])), bank.store.clone());
        let logins = LoginService::new(rules(), bank.challenges.clone(), bindings, attempts());
        let ended = end(&logins, &world, bank.attempt(&card, &bank.challenge()), now());
        match bound_anew {
            Some("member-2") => assert_eq!(ended.refusal().0, Reason::AccountNotBound),
            _ => assert!(ended.is_accepted(), "{bound_anew:?}"),
        }
    }
}

/// The shop's handle over the bank's store reaches the shop's bindings only.
#[test]
// Requirement: LINK-07, PROC-06
fn a_provider_erases_its_own_only() {
    let (world, bank) = (world(), Bank::new());
    let (_, card) = hanako();
    let _ = bank.bind(&world, &card);
    let shop = AccountBindings::new(book("shop", keys(&[1])), bank.store.clone());
    let operator = || OperatorName::new("operator").unwrap();
    for erasure in [Erasure::Account(&bank.user), Erasure::DroppedKeys, Erasure::Provider] {
        assert_eq!(shop.erase(erasure, operator(), now()).unwrap().bindings(), 0);
    }
    assert!(bank.log_in(&world, &card).is_accepted());
    let report = erase_whole_store(&bank.store, operator(), now()).unwrap();
    assert_eq!(report.bindings(), 1);
    assert_eq!(bank.log_in(&world, &card).refusal().0, Reason::AccountNotBound);
}

#[test]
fn keys_of_a_ring_make_the_same_references() {
    let line = |purpose: &str, name: u8, from: &str| {
        let secret = format!("{name:02x}").repeat(32);
        format!("{purpose} {name} {from}T00:00:00Z 2036-01-01T00:00:00Z {secret}\n")
    };
    let ring =
        |lines: &[String]| KeyRing::from_text(&format!("jpki-keys 1\n{}", lines.concat())).unwrap();
    let references = |keys: LinkageKeys| {
        let accounts = book("bank", keys).accounts(&UserIdentifier::new(b"member-0001").unwrap());
        accounts.iter().map(|it| (it.key(), *it.digest())).collect::<Vec<_>>()
    };
    let key = |name: u8| LinkageKey::new(KeyId(u32::from(name)), [name; 32]);
    let at = |day: &str| Timestamp::from_rfc3339(&format!("{day}T12:00:00Z")).unwrap();
    let two = ring(&[
        line("audit-token", 3, "2026-01-01"),
        line("binding-reference", 1, "2026-01-01"),
        line("binding-reference", 2, "2026-07-01"),
    ]);
    // Before the second begins it is searched, after that it is the current one.
    for (day, current, retired) in [("2026-06-30", 1, 2), ("2026-07-01", 2, 1)] {
        let expected = LinkageKeys::new(key(current), [key(retired)]).unwrap();
        let taken = LinkageKeys::of_ring(&two, at(day)).unwrap();
        assert_eq!(references(taken), references(expected), "{day}");
    }
    let of = |ring: &KeyRing, day| LinkageKeys::of_ring(ring, at(day)).map(drop);
    assert_eq!(of(&two, "2025-12-31"), Err(LinkageKeysError::NoneInUse));
    let other = ring(&[line("audit-token", 3, "2026-01-01")]);
    assert_eq!(of(&other, "2026-06-30"), Err(LinkageKeysError::NoneInUse));
    let lines: Vec<_> = (1..=5).map(|name| line("binding-reference", name, "2026-01-01")).collect();
    assert_eq!(of(&ring(&lines[..4]), "2026-06-30"), Ok(()));
    assert_eq!(of(&ring(&lines), "2026-06-30"), Err(LinkageKeysError::TooMany));
}

/// The name of a key that was given to another secret is noticed before anything is read or written.
#[test]
fn a_key_name_belongs_to_one_secret() {
    let (world, bank) = (world(), Bank::new());
    let (_, card) = hanako();
    let _ = bank.bind(&world, &card);
    let key = |name: u32, secret| LinkageKey::new(KeyId(name), [secret; 32]);
    for (current, retired, reused) in [
        (key(1, 9), None, Some(KeyId(1))),
        (key(2, 2), Some(key(1, 9)), Some(KeyId(1))),
        (key(2, 2), Some(key(1, 1)), None),
        (key(1, 1), None, None),
    ] {
        let keys = LinkageKeys::new(current, retired).unwrap();
        let bindings = AccountBindings::new(book("bank", keys), bank.store.clone());
        let logins = LoginService::new(rules(), bank.challenges.clone(), bindings, attempts());
        let begun = logins.begin(bank.attempt(&card, &bank.challenge()), now());
        match (begun, reused) {
            (Err(AuthError::KeyReused(name)), Some(reused)) => assert_eq!(name, reused),
            (Ok(LocalLogin::Pending(_)), None) => {}
            (begun, _) => panic!("{begun:?}"),
        }
    }
}

#[test]
// Requirement: LINK-07
fn an_erased_binding_is_gone_and_reported_without_a_name() {
    let (world, bank) = (world(), Bank::new());
    let (_, card) = hanako();
    let _ = bank.bind(&world, &card);
    let account = Erasure::Account(&bank.user);
    let operator = OperatorName::new("運用 太郎").unwrap();
    let report = bank.bindings.erase(account, operator.clone(), now()).unwrap();
    assert_eq!(
        report.render(Locale::Ja),
        "削除報告\n範囲: account\n削除した紐付けの件数: 1\n削除日時: 2026-06-01T03:00:00Z\n\
         実施者: 運用 太郎\n"
    );
    assert_eq!(bank.log_in(&world, &card).refusal().0, Reason::AccountNotBound);
    assert_eq!(bank.bindings.erase(account, operator, now()).unwrap().bindings(), 0);
    assert!(bank.store.of_account(&bank.bindings.book().accounts(&bank.user)).unwrap().is_empty());
}

#[test]
fn a_certificate_is_named_by_its_ca_and_number_in_whatever_string_type() {
    let relative = |string_tag: u8, name: &[u8]| {
        let mut attribute = vec![0x06, 0x03, 0x55, 0x04, 0x03, string_tag, name.len() as u8];
        attribute.extend_from_slice(name);
        let mut bytes = vec![0x30, attribute.len() as u8];
        bytes.extend(attribute);
        let mut set = vec![0x31, bytes.len() as u8];
        set.extend(bytes);
        set
    };
    let name = |relatives: &[Vec<u8>]| {
        let content = relatives.concat();
        let mut bytes = vec![0x30, content.len() as u8];
        bytes.extend(content);
        bytes
    };
    let book = book("bank", keys(&[1]));
    let reference = |name: &[u8], serial: &[u8]| {
        let issuer = Name::from_der(name).unwrap();
        let serial = IssuedSerial::new(issuer, SerialNumber::from_der_content(serial).unwrap());
        *book.certificates(&serial)[0].digest()
    };
    let (printable, utf8) = (0x13, 0x0c);
    let one = reference(&name(&[relative(printable, b"AB")]), &[1]);
    // RFC 5280 §7.1: in whatever string type, letters and spaces.
    assert_eq!(one, reference(&name(&[relative(utf8, b"AB")]), &[1]));
    assert_eq!(one, reference(&name(&[relative(utf8, b" aB ")]), &[1]));
    for other in [
        reference(&name(&[relative(printable, b"AB")]), &[2]),
        reference(&name(&[relative(printable, b"AB")]), &[0, 0x81]),
        reference(&name(&[relative(printable, b"AC")]), &[1]),
        reference(&name(&[relative(printable, b"A"), relative(printable, b"B")]), &[1]),
        reference(&name(&[relative(printable, b"A")]), &[b'B', 1]),
    ] {
        assert_ne!(one, other);
    }
}
