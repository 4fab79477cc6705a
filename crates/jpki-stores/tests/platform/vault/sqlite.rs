use std::path::Path;

use jpki_core::localized::Localized as _;
use jpki_platform::vault::{VaultKeys, VaultUser, asynchronous};
use jpki_stores::sqlite::SqliteError;
use jpki_stores::vault::SqliteVault;
use jpki_test_support::needle;
use rusqlite::Connection;

use super::contract;
use super::support::*;

fn open(folder: &Path) -> SqliteVault {
    SqliteVault::open(folder.join("vault.sqlite")).unwrap()
}

#[test]
// Requirement: LINK-01, LINK-07, REV-01
fn the_contract() {
    let folder = tempfile::tempdir().unwrap();
    contract::all(&open(folder.path()), &open(folder.path()));
}

#[test]
fn keys_change_while_serving() {
    let folder = tempfile::tempdir().unwrap();
    contract::keys_change_while_serving(&open(folder.path()), &open(folder.path()), 100);
}

#[test]
fn for_tasks_too() {
    let folder = tempfile::tempdir().unwrap();
    let vault =
        asynchronous::Vault::new(open(folder.path()), VaultKeys::of_ring(&ring(true, false)));
    let bank = tenant("bank");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let of_bank = vault.of(&bank);
        let enrol = |user: &mut VaultUser| user.enrol(certificate(LOGIN, 3), consents());
        of_bank.update(&user(1), now(), enrol).await.unwrap();
        assert_eq!(of_bank.page(0, 10).await.unwrap().len(), 1);
        assert_eq!(of_bank.erase_user(&user(1), now()).await.unwrap().users(), 1);
        assert!(of_bank.user(&user(1)).await.unwrap().is_none());
    });
}

/// File and journal.
fn bytes(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

#[test]
// Requirement: LINK-03, LINK-07, REVM-02
fn the_file_holds_no_serial_number_and_nothing_of_the_erased() {
    let folder = tempfile::tempdir().unwrap();
    let (store, bank) = (open(folder.path()), tenant("bank"));
    let vault = vault(store.clone(), &ring(true, false));
    fill(&vault, &bank, 1..20);
    let found = bytes(folder.path());
    for number in 2..40 {
        assert!(!needle::holds(&found, &serial(number)));
    }
    // A planted leak is found.
    let leak = Connection::open(folder.path().join("vault.sqlite")).unwrap();
    leak.execute("UPDATE vault_entry SET sealed = ?1 WHERE place = 17", [serial(2)]).unwrap();
    assert!(needle::holds(&bytes(folder.path()), &serial(2)));
    drop(leak);

    let kept = {
        use jpki_platform::vault::blocking::VaultStore as _;
        store.user(&bank, &user(7)).unwrap().unwrap()
    };
    let has = |part: &[u8]| bytes(folder.path()).windows(part.len()).any(|it| it == part);
    assert!(has(&kept.wrapped) && has(&kept.entries[1].sealed));
    assert_eq!(vault.of(&bank).erase_user(&user(7), now()).unwrap().users(), 1);
    assert!(!has(&kept.wrapped) && !has(&kept.key_id) && !has(&kept.entries[1].sealed));
    assert!(!has(user(7).as_bytes()));
}

#[test]
// Requirement: REVM-02
fn a_file_is_its_owners_and_another_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vault.sqlite");
    drop(open(folder.path()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0);
    }
    let version = |number: i64| {
        Connection::open(&file).unwrap().pragma_update(None, "user_version", number).unwrap();
    };
    version(2);
    let newer = SqliteVault::open(&file).unwrap_err();
    assert!(matches!(newer, SqliteError::SchemaNewer(2)));
    assert_eq!(newer.code(), "sqlite-store.newer-format");
    version(1);
    SqliteVault::open(&file).unwrap();
    version(0);
    assert!(matches!(SqliteVault::open(&file), Err(SqliteError::OtherSchema)));
    let foreign = folder.path().join("foreign.sqlite");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE vault_user (id)").unwrap();
    assert!(matches!(SqliteVault::open(&foreign), Err(SqliteError::OtherSchema)));
}

/// A million users; the figures are printed.
#[test]
#[ignore = "takes minutes"]
fn a_million() {
    let folder = tempfile::tempdir().unwrap();
    let (vault, bank) = (vault(open(folder.path()), &ring(true, true)), tenant("bank"));
    let started = std::time::Instant::now();
    fill(&vault, &bank, 0..1_000_000);
    println!("registered in {:?}", started.elapsed());
    let started = std::time::Instant::now();
    let run = jpki_core::time::ValidationTime::at(now());
    assert_eq!(vault.of(&bank).customers(run).map(Result::unwrap).count(), 1_000_000);
    println!("read in {:?}", started.elapsed());
}
