//! A store's directory: who may have it open, and what is left in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration as Span, Instant};

use jpki_core::limits::Limits;
use jpki_core::report::Reason;
use jpki_crypto::RustCrypto;
use jpki_revocation::store::{
    AuthorityCrlStore, ExpectedCrl, InsertError, Inserted, StorageError, UserCrlStore,
};
use jpki_revocation::{RevocationPolicy, RevocationTarget, Status, StoredCrlError};
use jpki_testkit::pki::{CrlBuilder, Extension, ReasonCode};

use crate::crl::world::{
    World, anchor, anchor_issuer, at, certificate, directory, instant, verify,
};

fn open(path: &Path, world: &World) -> Result<UserCrlStore, StorageError> {
    let issuers = [anchor_issuer(&world.authority)];
    let (store, failures) =
        UserCrlStore::open(path, &issuers, Arc::new(RustCrypto), &Limits::DEFAULT)?;
    assert!(failures.is_empty(), "{failures:?}");
    Ok(store)
}

fn open_read_only(path: &Path, world: &World) -> UserCrlStore {
    let issuers = [anchor_issuer(&world.authority)];
    let crypto = Arc::new(RustCrypto);
    let opened = UserCrlStore::open_read_only(path, &issuers, crypto, &Limits::DEFAULT);
    let (store, failures) = opened.unwrap();
    assert!(failures.is_empty(), "{failures:?}");
    store
}

fn put(store: &UserCrlStore, world: &World, list: &CrlBuilder) -> Result<Inserted, InsertError> {
    let issuer = anchor_issuer(&world.authority);
    let list = verify(&world.sign(list), &issuer).unwrap();
    store.insert(list, &ExpectedCrl::complete(issuer), instant(world.now()))
}

fn numbered(world: &World, number: u64) -> CrlBuilder {
    world.list().replace_extension(Extension::crl_number(number))
}

fn status(store: &UserCrlStore, world: &World) -> Status {
    let certificate = certificate(world.person.certificate());
    let anchor = anchor(&world.authority);
    let target = RevocationTarget::end_entity(&certificate, &anchor, &anchor);
    store.judge(&RevocationPolicy::daily(), &target, at(world.now())).status()
}

fn files(path: &Path) -> Vec<PathBuf> {
    fs::read_dir(path).unwrap().map(|file| file.unwrap().path()).collect()
}

/// A copy of what commit 2cdb321 wrote.
fn written_before() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/store-2");
    for store in ["users", "authorities"] {
        let target = directory.path().join(store);
        fs::create_dir(&target).unwrap();
        for file in files(&source.join(store)) {
            fs::copy(&file, target.join(file.file_name().unwrap())).unwrap();
        }
    }
    let path = directory.path().to_path_buf();
    (directory, path)
}

/// What is on disk counts: a list that somebody removed there is no longer known when the next one comes.
#[test]
fn a_list_that_was_removed_from_the_folder_is_written_again() {
    let world = World::new();
    let (_directory, path) = directory();
    let store = open(&path, &world).unwrap();
    let list = world.list();
    let is_there = || files(&path).iter().any(|file| file.extension().is_some());
    assert_eq!(put(&store, &world, &list).unwrap(), Inserted::First);
    assert_eq!(put(&store, &world, &list).unwrap(), Inserted::Unchanged);
    for file in files(&path).into_iter().filter(|file| file.extension().is_some()) {
        fs::remove_file(file).unwrap();
    }
    assert!(!is_there());
    assert_eq!(put(&store, &world, &list).unwrap(), Inserted::First);
    assert!(is_there());
}

#[test]
fn folders_of_the_version_before_are_read_and_go_on() {
    let world = World::new();
    let (_directory, path) = written_before();
    let read_only = open_read_only(&path.join("users"), &world);
    assert_eq!((read_only.lists().len(), files(&path.join("users")).len()), (3, 4));
    assert!(matches!(status(&read_only, &world), Status::Revoked(_)));
    let store = open(&path.join("users"), &world).unwrap();
    assert_eq!(store.lists().len(), 3);
    assert!(matches!(status(&store, &world), Status::Revoked(_)));
    // Three lists and the lock: the unfinished one is gone.
    assert_eq!(files(&path.join("users")).len(), 4);
    let older = numbered(&world, world.jpki.crl_number() - 1);
    assert!(matches!(put(&store, &world, &older), Err(InsertError::Older)));
    let empty = numbered(&world, world.jpki.crl_number() + 1);
    let refused = put(&store, &world, &empty);
    assert!(matches!(refused, Err(InsertError::TooManyRemoved { removed: 41, allowed: 4 })));
    // Its successor takes its place, in the form of today.
    let mut next = empty.revoke(world.person.serial(), world.now(), ReasonCode::KeyCompromise);
    for place in 0..40 {
        next = next.revoke(
            world.authority.serial_after(0x100 + place),
            world.now(),
            ReasonCode::Superseded,
        );
    }
    assert_eq!(put(&store, &world, &next).unwrap(), Inserted::Replaced { removed: 0 });
    assert_eq!(files(&path.join("users")).len(), 4);
    drop(store);
    assert_eq!(open(&path.join("users"), &world).unwrap().lists().len(), 3);

    let issuers = [anchor_issuer(&world.authority)];
    let (authorities, failures) = AuthorityCrlStore::open(
        path.join("authorities"),
        &issuers,
        Arc::new(RustCrypto),
        &Limits::DEFAULT,
    )
    .unwrap();
    assert_eq!((authorities.lists().len(), failures.len()), (1, 0));
}

#[test]
fn a_store_of_other_subjects_or_a_newer_form_is_refused_by_name() {
    let world = World::new();
    let issuers = [anchor_issuer(&world.authority)];
    let as_authorities = |path: &Path| {
        AuthorityCrlStore::open(path, &issuers, Arc::new(RustCrypto), &Limits::DEFAULT).map(|_| ())
    };
    let (_directory, path) = directory();
    put(&open(&path, &world).unwrap(), &world, &world.list()).unwrap();
    let other = StorageError::File(StoredCrlError::OtherSubjects).to_string();
    assert_eq!(as_authorities(&path).unwrap_err().to_string(), other);
    // An ARL that says so, in a users' folder of the version before.
    let (_before, before) = written_before();
    assert_eq!(open(&before.join("authorities"), &world).unwrap_err().to_string(), other);

    let stored = files(&path).into_iter().find(|file| file.extension().is_some()).unwrap();
    let mut bytes = fs::read(&stored).unwrap();
    let version = bytes.len() - 12;
    assert_eq!(bytes[version..version + 4], 3_u32.to_le_bytes());
    bytes[version] = 4;
    fs::remove_file(&stored).unwrap();
    fs::write(&stored, bytes).unwrap();
    let newer = open(&path, &world).unwrap_err();
    assert!(matches!(newer, StorageError::File(StoredCrlError::NewerFormat { version: 4 })));
    assert!(newer.to_string().contains("format 4"), "{newer}");
}

#[test]
#[cfg(unix)]
// Requirement: CRL-05, REVM-02
fn a_store_belongs_to_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let world = World::new();
    let (_directory, path) = directory();
    put(&open(&path, &world).unwrap(), &world, &world.list()).unwrap();
    assert_eq!(mode(&path), 0o700);
    // One of before, open to all, is taken from the others.
    let (_before, before) = written_before();
    let users = before.join("users");
    fs::set_permissions(&users, fs::Permissions::from_mode(0o755)).unwrap();
    for file in files(&users) {
        fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
    }
    open(&users, &world).unwrap();
    assert_eq!(mode(&users), 0o700);
    for file in files(&path).iter().chain(&files(&users)) {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
}

#[test]
fn one_store_writes_and_others_read_what_it_wrote() {
    let world = World::new();
    let (_directory, path) = directory();
    let writer = open(&path, &world).unwrap();
    assert!(matches!(open(&path, &world), Err(StorageError::InUse)));
    let reader = open_read_only(&path, &world);
    assert!(matches!(put(&reader, &world, &world.list()), Err(InsertError::ReadOnly)));
    assert!(reader.erase(instant(world.now())).is_err());
    put(&writer, &world, &world.list()).unwrap();
    assert_eq!(status(&reader, &world), Status::Unknown(Reason::CrlMissing));
    assert!(reader.reload().unwrap().is_empty());
    assert_eq!(status(&reader, &world), Status::Good);
    let revoking = numbered(&world, world.jpki.crl_number() + 1).revoke(
        world.person.serial(),
        world.now(),
        ReasonCode::KeyCompromise,
    );
    put(&writer, &world, &revoking).unwrap();
    reader.reload().unwrap();
    assert!(matches!(status(&reader, &world), Status::Revoked(_)));
    // What an older process left is compared with the disk, not with the memory of whoever comes next.
    drop(writer);
    let next = open(&path, &world).unwrap();
    assert!(matches!(put(&next, &world, &world.list()), Err(InsertError::Older)));
    // Erased with all that was left, however often it is tried.
    fs::write(path.join("0.stored-crl.1-1.unfinished"), b"half a list").unwrap();
    assert_eq!(next.erase(instant(world.now())).unwrap().lists, 1);
    assert_eq!(next.erase(instant(world.now())).unwrap().lists, 0);
    assert_eq!(files(&path), [path.join("lock")]);
    reader.reload().unwrap();
    assert_eq!(status(&reader, &world), Status::Unknown(Reason::CrlMissing));
}

const FOLDER: &str = "JPKI_TEST_FOLDER";
const TASK: &str = "JPKI_TEST_FOLDER_TASK";

/// Run by the next test as processes of their own.
#[test]
fn child_reads_or_writes() {
    let Some(path) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let world = World::new();
    let until = Instant::now() + Span::from_secs(20);
    if std::env::var_os(TASK).is_some_and(|task| task == "write") {
        assert!(matches!(open(&path, &world), Err(StorageError::InUse)));
        return;
    }
    let mut reader = open_read_only(&path, &world);
    while path.join("go-on").exists() {
        assert!(Instant::now() < until, "nobody ends it");
        assert_eq!(status(&reader, &world), Status::Good);
        assert!(reader.reload().unwrap().is_empty());
        assert_eq!(status(&reader, &world), Status::Good);
        reader = open_read_only(&path, &world);
    }
}

fn child(path: &Path, task: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crl::folder::child_reads_or_writes"])
        .env(FOLDER, path)
        .env(TASK, task)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Security review M6: readers that opened the directory made the writer lose lists, and two writers rolled a
/// revocation back.
#[test]
fn processes_do_not_get_into_each_others_way() {
    let world = World::new();
    let (_directory, path) = directory();
    let store = open(&path, &world).unwrap();
    put(&store, &world, &numbered(&world, 1)).unwrap();
    fs::write(path.join("go-on"), b"").unwrap();
    let mut readers: Vec<Child> = (0..2).map(|_| child(&path, "read")).collect();
    let mut writer = child(&path, "write");
    assert!(writer.wait().unwrap().success(), "a second writer got in");
    for number in 2..60 {
        let inserted = put(&store, &world, &numbered(&world, number));
        assert_eq!(inserted.unwrap(), Inserted::Replaced { removed: 0 }, "{number}");
    }
    fs::remove_file(path.join("go-on")).unwrap();
    for reader in &mut readers {
        assert!(reader.wait().unwrap().success());
    }
}
