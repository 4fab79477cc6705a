//! What each store keeps to. Stores are of one database, by connections of their own.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use jpki_core::keys::KeyId;
use jpki_core::localized::Localized as _;
use jpki_core::time::ValidationTime;
use jpki_monitor::Customer;
use jpki_platform::vault::blocking::{Vault, VaultStore};
use jpki_platform::vault::{Consents, Put, Under, VaultError, VaultKeys, VaultScheme};

use super::support::*;

/// Each database once.
pub(super) fn all<S: VaultStore<Error: std::fmt::Debug> + Clone>(store: &S, other: &S) {
    users_are_kept_and_found(store);
    a_tenant_reaches_its_own_users_only(store);
    one_certificate_is_one_users(store, other);
    a_change_does_not_undo_another(store, other);
    users_come_in_order(store);
    an_erased_user_is_gone(store);
    a_foreign_row_is_not_put(store);
}

fn users_are_kept_and_found<S: VaultStore<Error: std::fmt::Debug> + Clone>(store: &S) {
    let (vault, bank) = (vault(store.clone(), &ring(true, false)), tenant("kept"));
    let of_bank = vault.of(&bank);
    assert!(of_bank.user(&user(1)).unwrap().is_none());
    fill(&vault, &bank, 1..4);
    for number in 1..4 {
        assert_eq!(find(&vault, &bank, SIGNATURE, number * 2), Some(user(number)));
        assert_eq!(find(&vault, &bank, LOGIN, number * 2 + 1), Some(user(number)));
        // The number of the other kind is another certificate.
        assert_eq!(find(&vault, &bank, LOGIN, number * 2), None);
    }
    let kept = of_bank.user(&user(2)).unwrap().unwrap();
    assert_eq!(kept.entries().len(), 2);
    assert_eq!(kept.entry(LOGIN).unwrap().consents(), consents());
    // What is not there any more is not found any more; nobody is made of nothing.
    assert!(of_bank.update(&user(2), now(), |user| user.remove(LOGIN)).unwrap());
    assert_eq!(find(&vault, &bank, LOGIN, 5), None);
    of_bank.update(&user(9), now(), |user| user.note_use(LOGIN, now())).unwrap();
    assert!(of_bank.user(&user(9)).unwrap().is_none());
    // Another process, which has read no key yet.
    let other = Vault::new(store.clone(), VaultKeys::of_ring(&ring(true, false)));
    assert_eq!(find(&other, &bank, SIGNATURE, 4), Some(user(2)));
}

fn a_tenant_reaches_its_own_users_only<S: VaultStore<Error: std::fmt::Debug> + Clone>(store: &S) {
    let vault = vault(store.clone(), &ring(true, false));
    let (one, other) = (tenant("one"), tenant("other"));
    fill(&vault, &one, 1..3);
    fill(&vault, &other, 2..4);
    assert_eq!(find(&vault, &one, SIGNATURE, 6), None);
    assert_eq!(find(&vault, &other, SIGNATURE, 6), Some(user(3)));
    assert!(vault.of(&one).user(&user(3)).unwrap().is_none());
    assert_eq!(vault.of(&one).page(0, 100).unwrap().len(), 2);
    let number = vault.of(&other).user(&user(3)).unwrap().unwrap().number();
    let reference = jpki_monitor::CustomerReference(number * 4 + 1);
    assert!(vault.of(&one).customer(reference).unwrap().is_none());
    assert_eq!(vault.of(&other).customer(reference).unwrap().unwrap().user(), &user(3));
    assert_eq!(vault.of(&one).erase(now()).unwrap().users(), 2);
    assert!(vault.of(&one).page(0, 100).unwrap().is_empty());
    assert_eq!(vault.of(&other).page(0, 100).unwrap().len(), 2);
}

/// Also where two register it at once, by different keys of the index.
fn one_certificate_is_one_users<S: VaultStore<Error: std::fmt::Debug> + Clone>(
    store: &S,
    other: &S,
) {
    let bank = tenant("once");
    let both = ring(true, true);
    let vaults = [vault(store.clone(), &both), vault(other.clone(), &both)];
    fill(&vaults[0], &bank, 0..1);
    for round in 1..20 {
        let barrier = Barrier::new(2);
        let winners: usize = std::thread::scope(|scope| {
            // The second one's clock is past the beginning of the second keys.
            let racers = [(&vaults[0], now()), (&vaults[1], later())].map(|(vault, now)| {
                let (barrier, bank) = (&barrier, &bank);
                scope.spawn(move || {
                    let number = if now == later() { 1000 + round } else { 2000 + round };
                    barrier.wait();
                    let enrolled = vault.of(bank).update(&user(number), now, |user| {
                        user.enrol(certificate(LOGIN, 5000 + round), Consents::default());
                    });
                    match enrolled {
                        Ok(()) => 1,
                        Err(VaultError::CertificateHeld) => 0,
                        Err(other) => panic!("{other}"),
                    }
                })
            });
            racers.map(|racer| racer.join().unwrap()).iter().sum()
        });
        assert_eq!(winners, 1, "round {round}");
        let found = find(&vaults[0], &bank, LOGIN, 5000 + round);
        assert!(found.is_some());
        assert_eq!(found, find(&vaults[1], &bank, LOGIN, 5000 + round));
    }
    let refused = vaults[0].of(&bank).update(&user(77), now(), |user| {
        user.enrol(certificate(SIGNATURE, 0), Consents::default());
    });
    assert_eq!(refused.unwrap_err().code(), "vault.certificate-held");
    assert!(vaults[0].of(&bank).user(&user(77)).unwrap().is_none());
}

fn a_change_does_not_undo_another<S: VaultStore<Error: std::fmt::Debug> + Clone>(
    store: &S,
    other: &S,
) {
    let bank = tenant("changes");
    let vaults = [store, other].map(|store| vault(store.clone(), &ring(true, false)));
    fill(&vaults[0], &bank, 1..2);
    let each: i64 = 12;
    std::thread::scope(|scope| {
        for (vault, first) in vaults.iter().zip([0, 100]) {
            let bank = &bank;
            scope.spawn(move || {
                for second in first..first + each {
                    let at = jpki_core::time::Timestamp::from_unix_seconds(second);
                    vault.of(bank).update(&user(1), now(), |it| it.note_use(LOGIN, at)).unwrap();
                }
            });
        }
    });
    let kept = vaults[0].of(&bank).user(&user(1)).unwrap().unwrap();
    assert_eq!(kept.entry(LOGIN).unwrap().uses().instants().len(), 24);
}

fn users_come_in_order<S: VaultStore<Error: std::fmt::Debug> + Clone>(store: &S) {
    let (vault, bank) = (vault(store.clone(), &ring(true, false)), tenant("order"));
    fill(&vault, &bank, 1..31);
    let mut after = 0;
    let mut seen = Vec::new();
    loop {
        let page = vault.of(&bank).page(after, 7).unwrap();
        assert!(page.len() <= 7);
        let Some(last) = page.last() else { break };
        after = last.number();
        seen.extend(page.iter().map(|user| (user.number(), *user.user())));
    }
    assert!(seen.is_sorted_by_key(|(number, _)| *number));
    let mut users: Vec<_> = seen.iter().map(|(_, user)| *user).collect();
    users.sort();
    let mut expected: Vec<_> = (1..31).map(user).collect();
    expected.sort();
    assert_eq!(users, expected);

    // As customers of the monitor: without the one who withdrew.
    vault.of(&bank).update(&user(5), now(), |user| user.consent(Consents::default())).unwrap();
    let run = ValidationTime::at(now());
    let customers: Vec<Customer> = vault.of(&bank).customers(run).map(Result::unwrap).collect();
    assert_eq!(customers.len(), 29);
    assert!(customers.is_sorted_by_key(|customer| customer.reference));
    for customer in &customers {
        let of = vault.of(&bank).customer(customer.reference).unwrap().unwrap();
        assert_ne!(of.user(), &user(5));
        let number = (1..31).find(|number| user(*number) == *of.user()).unwrap();
        let held = customer.authentication.as_ref().unwrap();
        let signature = customer.signature.as_ref().unwrap();
        assert_eq!(held.serial_number.serial_number().expose_protected(), serial(number * 2 + 1));
        assert_eq!(signature.serial_number.serial_number().expose_protected(), serial(number * 2));
    }
}

fn an_erased_user_is_gone<S: VaultStore<Error: std::fmt::Debug> + Clone>(store: &S) {
    let (vault, bank) = (vault(store.clone(), &ring(true, false)), tenant("erased"));
    fill(&vault, &bank, 1..3);
    let first = vault.of(&bank).user(&user(1)).unwrap().unwrap().number();
    let erased = vault.of(&bank).erase_user(&user(1), now()).unwrap();
    assert_eq!((erased.users(), erased.erased_at()), (1, now()));
    let told = erased.operation();
    assert_eq!(told.action(), jpki_core::event::Action::Erasure);
    assert_eq!(told.subject().unwrap().expose_protected(), b"erased");
    assert_eq!(vault.of(&bank).erase_user(&user(1), now()).unwrap().users(), 0);
    assert!(vault.of(&bank).user(&user(1)).unwrap().is_none());
    assert_eq!(find(&vault, &bank, LOGIN, 3), None);
    assert_eq!(find(&vault, &bank, LOGIN, 5), Some(user(2)));
    // Another may have the certificate now; the number is nobody's any more.
    fill(&vault, &bank, 1..2);
    assert!(vault.of(&bank).user(&user(1)).unwrap().unwrap().number() > first);
}

/// Revisions and keys are looked at by the store, whatever its caller knows.
fn a_foreign_row_is_not_put<S: VaultStore<Error: std::fmt::Debug> + Clone>(store: &S) {
    let (bank, ring) = (tenant("rows"), ring(true, false));
    let scheme = VaultScheme::new(VaultKeys::of_ring(&ring));
    fill(&vault(store.clone(), &ring), &bank, 1..2);
    let kept = store.user(&bank, &user(1)).unwrap().unwrap();
    assert_eq!(kept.revision, 1);
    let keys = store.tenant_keys(&bank).unwrap();
    let opened = scheme.open_tenant_keys(&bank, &keys).unwrap();
    let claims = scheme.claims(&scheme.open(&opened, &kept).unwrap()).unwrap();
    let put = |change: &dyn Fn(&mut jpki_platform::vault::StoredUser)| {
        let mut changed = kept.clone();
        change(&mut changed);
        store.put_user(&changed, &claims).unwrap()
    };
    assert_eq!(put(&|it| it.revision = 0), Put::Outdated);
    assert_eq!(put(&|it| it.revision = 2), Put::Outdated);
    assert_eq!(put(&|it| it.tenant_key = KeyId(2)), Put::KeyGone);
    assert_eq!(put(&|it| it.tenant = tenant("nobody")), Put::KeyGone);
    assert_eq!(put(&|_| ()), Put::Stored);
    assert_eq!(put(&|_| ()), Put::Outdated);
    let key = &keys[0];
    let put = |new, old| store.put_tenant_key(new, old).unwrap();
    assert_eq!(put(key, None), Put::Outdated);
    let mut other = key.clone();
    other.wrapped[20] ^= 1;
    assert_eq!(put(&other, Some(&other)), Put::Outdated);
    assert_eq!(put(key, Some(key)), Put::Stored);
}

/// Two processes: one changes all keys, in parts, while the other reads, writes and registers. `users` at the beginning.
pub(super) fn keys_change_while_serving<S: VaultStore<Error: std::fmt::Debug> + Clone>(
    store: &S,
    other: &S,
    users: u64,
) {
    let bank = tenant("rotation");
    let (first, both) = (ring(true, false), ring(true, true));
    fill(&vault(store.clone(), &first), &bank, 0..users);

    let changing = vault(store.clone(), &both);
    let serving = vault(other.clone(), &both);
    // Known before its first use: the server's clock is not there yet, and finds what the other writes.
    assert!(serving.of(&bank).user(&user(0)).unwrap().is_some());
    let is_over = AtomicBool::new(false);
    let added = AtomicU64::new(0);
    std::thread::scope(|scope| {
        let server = scope.spawn(|| {
            let mut round: u64 = 0;
            while !is_over.load(Ordering::Relaxed) {
                let number = round.wrapping_mul(7) % users;
                assert_eq!(find(&serving, &bank, LOGIN, number * 2 + 1), Some(user(number)));
                let of_bank = serving.of(&bank);
                of_bank.update(&user(number), now(), |it| it.note_check(LOGIN, now())).unwrap();
                if round.is_multiple_of(4) {
                    fill(&serving, &bank, users + round..users + round + 1);
                    added.fetch_add(1, Ordering::Relaxed);
                }
                round += 1;
            }
        });
        let changed = changing.of(&bank).change_key(later()).unwrap();
        assert_eq!(changed, KeyId(2));
        assert_eq!(changing.rewrap_tenant_keys(1, later()).unwrap(), 1);
        let mut after = 0;
        for _ in 0..8 {
            let done = changing.of(&bank).rewrap(after, 5, later()).unwrap();
            assert!(done.rewrapped + done.missed <= 5);
            after = done.next.unwrap_or(0);
        }
        is_over.store(true, Ordering::Relaxed);
        server.join().unwrap();
    });
    let tenant_key = Under::TenantKey(bank.clone(), KeyId(1));
    let index = Under::Index(KeyId(1));
    // It may crash here: whoever goes on begins anew.
    let changing = vault(store.clone(), &both);
    let left = store.count(&tenant_key).unwrap();
    assert!(left > 0, "too few users to be in the middle");
    let refused = changing.of(&bank).drop_key(KeyId(1)).unwrap_err();
    assert!(matches!(refused, VaultError::KeyStillUsed { rows } if rows == left), "{refused}");
    assert!(refused.to_string().contains(&left.to_string()));
    let refused = changing.check_unused(&index).unwrap_err();
    assert_eq!(refused.code(), "vault.key-still-used");
    let in_use = changing.of(&bank).drop_key(KeyId(2)).unwrap_err();
    assert_eq!(in_use.code(), "vault.key-in-use");
    let mut after = 0;
    while let Some(next) = {
        let done = changing.of(&bank).rewrap(after, 5, later()).unwrap();
        assert_eq!(done.missed, 0);
        done.next
    } {
        after = next;
    }
    while changing.rewrap_tenant_keys(1, later()).unwrap() > 0 {}
    for unused in [&tenant_key, &index, &Under::KeyEncryption(KeyId(1))] {
        changing.check_unused(unused).unwrap();
    }
    changing.of(&bank).drop_key(KeyId(1)).unwrap();

    // The server, which held the old key, learns that it is gone; nothing is lost.
    serving.of(&bank).update(&user(1), now(), |it| it.note_use(LOGIN, now())).unwrap();
    let second = vault(store.clone(), &ring(false, true));
    let all = second.of(&bank).page(0, 100_000).unwrap();
    assert_eq!(all.len() as u64, users + added.load(Ordering::Relaxed));
    let changing = vault(store.clone(), &both);
    changing.of(&bank).rewrap(0, 100_000, later()).map(drop).unwrap();
    for number in 0..users {
        assert_eq!(find(&second, &bank, SIGNATURE, number * 2), Some(user(number)));
    }
    // By the first keys alone nothing opens any more.
    let first = vault(store.clone(), &first);
    let refused = first.of(&bank).user(&user(1)).unwrap_err();
    assert_eq!(refused.code(), "vault.key-encryption-key-missing");
}
