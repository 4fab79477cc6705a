use std::fmt::Debug;

use jpki_auth::binding::{
    AccountReference, BindingOrigin, BindingRecord, BindingScheme, CertificateReference, Erasure,
    ErasureScope, Insertion, IssuedSerial, KeyId, KeyStanding, LinkageKey, LinkageKeys,
    OperatorName, PairwiseIdentifier, Replacement,
};
use jpki_auth::blocking::{AccountBindings, BindingStore, erase_whole_store};
use jpki_auth::identifiers::{ServiceProvider, UserIdentifier};
use jpki_core::name::Name;
use jpki_x509::certificate::SerialNumber;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::challenges::now;

/// Users, certificates, keys and providers by small numbers.
#[derive(Clone, Debug)]
enum Step {
    Insert { provider: usize, user: u8, certificate: u8, key: usize },
    Replace { provider: usize, old: u8, old_key: usize, user: u8, new: u8, key: usize },
    EraseAccount { provider: usize, user: u8 },
    EraseProvider { provider: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let (provider, user, certificate, key) = (0..2_usize, 0..3_u8, 0..7_u8, 0..2_usize);
    prop_oneof![
        6 => (provider.clone(), user.clone(), certificate.clone(), key.clone()).prop_map(
            |(provider, user, certificate, key)| Step::Insert { provider, user, certificate, key }
        ),
        4 => (provider.clone(), certificate.clone(), key.clone(), user.clone(), certificate, key)
            .prop_map(|(provider, old, old_key, user, new, key)| Step::Replace {
                provider, old, old_key, user, new, key
            }),
        1 => (provider.clone(), user)
            .prop_map(|(provider, user)| Step::EraseAccount { provider, user }),
        1 => provider.prop_map(|provider| Step::EraseProvider { provider }),
    ]
}

/// What the model keeps of a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    provider: usize,
    user: u8,
    certificate: u8,
    key: usize,
    identifier: u8,
}

/// Random steps end as in a plain list, for every account and certificate after every step.
pub(crate) fn follow_the_model<S: BindingStore<Error: Debug>>(store: &S, cases: u32) {
    let mut runner =
        TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let steps = prop::collection::vec(step(), 1..40);
    runner
        .run(&steps, |steps| {
            store.erase(&ErasureScope::Everything).unwrap();
            let mut model: Vec<Kept> = Vec::new();
            for (number, step) in (0_u8..).zip(steps) {
                apply(store, &mut model, step, number)?;
                compare(store, &model)?;
            }
            Ok(())
        })
        .unwrap();
    let left = store.erase(&ErasureScope::Everything).unwrap();
    assert!(left <= 100);
    assert_eq!(store.erase(&ErasureScope::Everything).unwrap(), 0);
}

fn apply<S: BindingStore<Error: Debug>>(
    store: &S,
    model: &mut Vec<Kept>,
    step: Step,
    number: u8,
) -> Result<(), TestCaseError> {
    match step {
        Step::Insert { provider, user, certificate, key } => {
            let book = book(provider);
            let draft = record(&book, user, certificate, key, number);
            let answer = store
                .insert(&draft, &book.accounts(&self::user(user)), &references(&book, certificate))
                .unwrap();
            let bound = model
                .iter()
                .find(|kept| kept.provider == provider && kept.certificate == certificate);
            let account =
                model.iter().filter(|kept| kept.provider == provider && kept.user == user);
            match answer {
                Insertion::CertificateBound(record) => {
                    let bound = bound.copied();
                    prop_assert_eq!(bound.map(|kept| kept.identifier), Some(identifier(&record)));
                }
                Insertion::AccountFull => {
                    prop_assert!(bound.is_none());
                    prop_assert_eq!(account.count(), BindingRecord::PER_ACCOUNT);
                }
                Insertion::Inserted(record) => {
                    prop_assert!(bound.is_none());
                    let earlier: Vec<_> = account.collect();
                    prop_assert!(earlier.len() < BindingRecord::PER_ACCOUNT);
                    let expected = earlier.first().map_or(number, |kept| kept.identifier);
                    prop_assert_eq!(identifier(&record), expected);
                    let identifier = expected;
                    model.push(Kept { provider, user, certificate, key, identifier });
                }
            }
        }
        Step::Replace { provider, old, old_key, user, new, key } => {
            let book = book(provider);
            let old_reference = reference(&book, old, old_key);
            let place = model.iter().position(|kept| {
                kept.provider == provider && kept.certificate == old && kept.key == old_key
            });
            // A successor keeps account and identifier.
            let (user, identifier) =
                place.map_or((user, number), |it| (model[it].user, model[it].identifier));
            let record = record(&book, user, new, key, identifier);
            let answer = store.replace(&old_reference, &record, &references(&book, new)).unwrap();
            let other = model.iter().enumerate().find(|(it, kept)| {
                kept.provider == provider && kept.certificate == new && Some(*it) != place
            });
            match answer {
                Replacement::CertificateBound(found) => {
                    let expected = other.map(|(_, kept)| kept.identifier);
                    prop_assert_eq!(expected, Some(self::identifier(&found)));
                }
                Replacement::Gone => prop_assert!(other.is_none() && place.is_none()),
                Replacement::Replaced => {
                    prop_assert!(other.is_none());
                    let place = place.expect("replaced what was not there");
                    model[place] = Kept { provider, user, certificate: new, key, identifier };
                }
            }
        }
        Step::EraseAccount { provider, user } => {
            let scope = ErasureScope::Account(book(provider).accounts(&self::user(user)));
            let before = model.len();
            model.retain(|kept| !(kept.provider == provider && kept.user == user));
            prop_assert_eq!(store.erase(&scope).unwrap(), (before - model.len()) as u64);
        }
        Step::EraseProvider { provider } => {
            let scope = ErasureScope::Provider(book(provider).provider().clone());
            let before = model.len();
            model.retain(|kept| kept.provider != provider);
            prop_assert_eq!(store.erase(&scope).unwrap(), (before - model.len()) as u64);
        }
    }
    Ok(())
}

fn compare<S: BindingStore<Error: Debug>>(store: &S, model: &[Kept]) -> Result<(), TestCaseError> {
    for provider in 0..2 {
        let book = book(provider);
        for user in 0..3 {
            let kept = store.of_account(&book.accounts(&self::user(user))).unwrap();
            let mut kept: Vec<_> = kept
                .iter()
                .map(|record| (*record.certificate.digest(), identifier(record), record.origin))
                .collect();
            let mut expected: Vec<_> = model
                .iter()
                .filter(|kept| kept.provider == provider && kept.user == user)
                .map(|kept| {
                    let reference = reference(&book, kept.certificate, kept.key);
                    (*reference.digest(), kept.identifier, BindingOrigin::FirstUse)
                })
                .collect();
            kept.sort_by_key(|(digest, ..)| *digest);
            expected.sort_by_key(|(digest, ..)| *digest);
            prop_assert_eq!(kept, expected);
        }
    }
    Ok(())
}

/// Many bind one certificate to different accounts at once: one account gets it.
pub(crate) fn have_one_winner<S: BindingStore<Error: Debug>>(stores: &[S]) {
    let book = book(0);
    for round in 0..50_u8 {
        let bound: Vec<bool> = std::thread::scope(|scope| {
            let binders: Vec<_> = (0..16_u8)
                .map(|user| {
                    let (store, book) = (&stores[usize::from(user) % stores.len()], &book);
                    scope.spawn(move || {
                        let draft = record(book, user, round, 0, user);
                        let accounts = book.accounts(&self::user(user));
                        let answer = store.insert(&draft, &accounts, &references(book, round));
                        matches!(answer.unwrap(), Insertion::Inserted(_))
                    })
                })
                .collect();
            binders.into_iter().map(|binder| binder.join().unwrap()).collect()
        });
        assert_eq!(bound.iter().filter(|bound| **bound).count(), 1);
        stores[0].erase(&ErasureScope::Everything).unwrap();
    }
}

/// Many certificates are bound to one account at once: it has one identifier, and few certificates.
pub(crate) fn keep_one_identifier<S: BindingStore<Error: Debug>>(stores: &[S]) {
    let book = book(0);
    for _ in 0..20 {
        std::thread::scope(|scope| {
            for certificate in 0..16_u8 {
                let (store, book) = (&stores[usize::from(certificate) % stores.len()], &book);
                scope.spawn(move || {
                    let draft = record(book, 1, certificate, 0, certificate);
                    let certificates = references(book, certificate);
                    store.insert(&draft, &book.accounts(&user(1)), &certificates).unwrap();
                });
            }
        });
        let kept = stores[0].of_account(&book.accounts(&user(1))).unwrap();
        assert_eq!(kept.len(), BindingRecord::PER_ACCOUNT);
        assert!(kept.iter().all(|record| record.identifier == kept[0].identifier));
        stores[0].erase(&ErasureScope::Everything).unwrap();
    }
}

/// The name of a key belongs to one secret of each provider, and what stands under no key in use can be
/// erased.
pub(crate) fn tell_keys_apart<S: BindingStore<Error: Debug> + Clone>(store: &S) {
    store.erase(&ErasureScope::Everything).unwrap();
    let bindings = |provider: usize, keys: LinkageKeys| {
        let provider = book(provider).provider().clone();
        AccountBindings::new(BindingScheme::new(provider, keys), store.clone())
    };
    let key = |name: u32, secret: u8| LinkageKey::new(KeyId(name), [secret; 32]);
    let keys = |name, secret| LinkageKeys::new(key(name, secret), []).unwrap();
    let operator = || OperatorName::new("operator").unwrap();
    let erase = |bindings: &AccountBindings<S>, what: Erasure<'_>| {
        bindings.erase(what, operator(), now()).unwrap().bindings()
    };
    let standing = |provider: usize, name: u32, secret: u8| {
        let book = BindingScheme::new(book(provider).provider().clone(), keys(name, secret));
        let check = book.key_checks().next().unwrap();
        store.check_key(&check).unwrap()
    };
    assert_eq!(standing(0, 0, 1), KeyStanding::Same);
    assert_eq!(standing(0, 0, 1), KeyStanding::Same);
    assert_eq!(standing(0, 0, 9), KeyStanding::Other);
    assert_eq!(standing(0, 0, 1), KeyStanding::Same);
    assert_eq!(standing(0, 0x0102_0304, 9), KeyStanding::Same);
    assert_eq!(standing(1, 0, 9), KeyStanding::Same, "another provider's names are its own");

    let put = |provider: usize, certificate: u8, key: usize| {
        let book = book(provider);
        let draft = record(&book, certificate, certificate, key, certificate);
        let accounts = book.accounts(&user(certificate));
        store.insert(&draft, &accounts, &references(&book, certificate)).unwrap();
    };
    (0..3).for_each(|certificate| put(0, certificate, 0));
    (3..5).for_each(|certificate| put(0, certificate, 1));
    put(1, 0, 1);
    let bank = bindings(0, keys(0, 1));
    assert_eq!(erase(&bank, Erasure::Account(&user(3))), 0, "it stands under a key not at hand");
    assert_eq!(erase(&bank, Erasure::DroppedKeys), 2);
    assert_eq!(erase(&bank, Erasure::DroppedKeys), 0);
    assert_eq!(erase(&bank, Erasure::Account(&user(0))), 1);
    assert_eq!(erase(&bank, Erasure::Provider), 2);
    assert_eq!(standing(0, 0, 9), KeyStanding::Same, "nothing is left of a provider");
    assert_eq!(standing(1, 0, 1), KeyStanding::Other);
    let everything = erase_whole_store(store, operator(), now()).unwrap();
    assert_eq!(everything.bindings(), 1);
    assert_eq!(standing(1, 0, 1), KeyStanding::Same);
    store.erase(&ErasureScope::Everything).unwrap();
}

fn book(provider: usize) -> BindingScheme {
    let key = |number: u8| LinkageKey::new(KeyId(u32::from(number)), [number + 1; 32]);
    let keys = LinkageKeys::new(key(0), [key(1)]).unwrap();
    BindingScheme::new(ServiceProvider::new(["bank", "shop"][provider]).unwrap(), keys)
}

fn user(number: u8) -> UserIdentifier {
    UserIdentifier::new(&[number + 1]).unwrap()
}

/// Under both keys.
fn references(book: &BindingScheme, certificate: u8) -> Vec<CertificateReference> {
    let empty_name = [0x30, 0x00];
    let issuer = Name::from_der(&empty_name).unwrap();
    let serial = [certificate];
    let serial = SerialNumber::from_der_content(&serial).unwrap();
    book.certificates(&IssuedSerial::new(issuer, serial))
}

fn reference(book: &BindingScheme, certificate: u8, key: usize) -> CertificateReference {
    references(book, certificate)[key]
}

fn record(
    book: &BindingScheme,
    user: u8,
    certificate: u8,
    key: usize,
    identifier: u8,
) -> BindingRecord {
    BindingRecord {
        provider: book.provider().clone(),
        account: book.accounts(&self::user(user))[key],
        certificate: reference(book, certificate, key),
        identifier: PairwiseIdentifier::from_bytes([identifier; 16]),
        origin: BindingOrigin::FirstUse,
        bound_at: now(),
    }
}

fn identifier(record: &BindingRecord) -> u8 {
    record.identifier.as_bytes()[0]
}

/// A binding, and the references that its account and certificate have.
#[cfg(any(feature = "sqlite", feature = "redis"))]
pub(crate) fn one_record() -> (BindingRecord, Vec<AccountReference>, Vec<CertificateReference>) {
    let book = book(0);
    (record(&book, 1, 77, 0, 77), book.accounts(&user(1)), references(&book, 77))
}

#[cfg(feature = "sqlite")]
pub(crate) fn of_user<S: BindingStore<Error: Debug>>(
    store: &S,
    accounts: &[AccountReference],
) -> Vec<BindingRecord> {
    store.of_account(accounts).unwrap()
}
