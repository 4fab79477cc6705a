//! Lists kept for many questions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration as Span, Instant};

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend as _;
use jpki_core::event::{Action, ActionResult, SubjectKind};
use jpki_core::limits::Limits;
use jpki_core::report::Reason;
use jpki_crypto::RustCrypto;
use jpki_revocation::store::{
    CrlImporter, CrlSource, ExpectedCrl, InsertError, Inserted, SourceError, StorageError,
    UserCrlStore,
};
use jpki_revocation::{RevocationPolicy, RevocationTarget, Status, StoredCrlError};
use jpki_testkit::large_list::{Serials, large_list};
use jpki_testkit::pki::{CrlBuilder, DistinguishedName, Extension, ReasonCode};
use jpki_testkit::seed::Seed;
use jpki_x509::certificate::SerialNumber;
use time::Duration;

use crate::crl::world::{
    World, anchor, anchor_issuer, at, certificate, directory, instant, verify,
};

fn open(path: &Path, world: &World) -> (UserCrlStore, usize) {
    let issuers = [anchor_issuer(&world.authority)];
    let (store, failures) =
        UserCrlStore::open(path, &issuers, Arc::new(RustCrypto), &Limits::DEFAULT).unwrap();
    (store, failures.len())
}

fn insert(store: &UserCrlStore, world: &World, list: &CrlBuilder) -> Result<Inserted, InsertError> {
    put(store, world, &world.sign(list))
}

/// Takes in the complete list of the authority's users.
fn put(store: &UserCrlStore, world: &World, list: &[u8]) -> Result<Inserted, InsertError> {
    let issuer = anchor_issuer(&world.authority);
    let list = verify(list, &issuer).unwrap();
    store.insert(list, &ExpectedCrl::complete(issuer), instant(world.now()))
}

fn status(store: &UserCrlStore, world: &World) -> Status {
    let certificate = certificate(world.person.certificate());
    let anchor = anchor(&world.authority);
    let target = RevocationTarget::end_entity(&certificate, &anchor, &anchor);
    store.judge(&RevocationPolicy::daily(), &target, at(world.now())).status()
}

/// What is in a store's directory but its lock.
fn files(path: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(path).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| file.file_name().is_some_and(|name| name != "lock")).collect()
}

/// The list with this number, issued so many minutes after midnight.
fn numbered(world: &World, number: u64, minutes: i64) -> CrlBuilder {
    world
        .list()
        .this_update(world.jpki.lists_issued_at() + Duration::minutes(minutes))
        .replace_extension(Extension::crl_number(number))
}

#[test]
fn only_a_newer_list_replaces() {
    let world = World::new();
    let store = UserCrlStore::in_memory();
    assert_eq!(status(&store, &world), Status::Unknown(Reason::CrlMissing));
    let insert = |list: &CrlBuilder| insert(&store, &world, list);
    assert!(matches!(insert(&numbered(&world, 10, 10)), Ok(Inserted::First)));
    assert!(matches!(insert(&numbered(&world, 10, 10)), Ok(Inserted::Unchanged)));
    let revoking =
        |list: CrlBuilder| list.revoke(world.person.serial(), world.now(), ReasonCode::Superseded);
    for (case, list) in [
        ("lower number", numbered(&world, 9, 10)),
        ("lower number, later", numbered(&world, 9, 20)),
        ("higher number, earlier", numbered(&world, 11, 9)),
        ("no number", numbered(&world, 0, 20).without_extension(jpki_testkit::oid::CRL_NUMBER)),
    ] {
        assert!(matches!(insert(&revoking(list)), Err(InsertError::Older)), "{case}");
    }
    let same_number = insert(&revoking(numbered(&world, 10, 10)));
    assert!(matches!(same_number, Err(InsertError::SameNumberOtherContent)));
    assert_eq!(status(&store, &world), Status::Good);
    assert!(matches!(
        insert(&revoking(numbered(&world, 11, 10))),
        Ok(Inserted::Replaced { removed: 0 })
    ));
    assert!(matches!(status(&store, &world), Status::Revoked(_)));
    assert_eq!(store.lists().len(), 1);
}

#[test]
fn lists_of_other_kinds_stand_beside_each_other() {
    let world = World::new();
    let store = UserCrlStore::in_memory();
    let point = world.person.distribution_point();
    let partition = world.jpki.partitioned_crl(&world.authority, point);
    let revoking = partition.revoke(world.person.serial(), world.now(), ReasonCode::Superseded);
    let elsewhere =
        world.jpki.partitioned_crl(&world.authority, DistinguishedName::common_name("Elsewhere"));
    let issuer = anchor_issuer(&world.authority);
    let any_partition = ExpectedCrl::any_partition(issuer.clone());
    for (list, count) in [(elsewhere, 1), (revoking, 2)] {
        let list = verify(&world.sign(&list), &issuer).unwrap();
        let inserted = store.insert(list, &any_partition, instant(world.now()));
        assert!(matches!(inserted, Ok(Inserted::First)));
        assert_eq!(store.lists().len(), count);
    }
    assert!(matches!(insert(&store, &world, &world.list()), Ok(Inserted::First)));
    assert!(matches!(status(&store, &world), Status::Revoked(_)));
    let auth = world.jpki.auth_ca(jpki_testkit::jpki::Generation::Third);
    let issuer = anchor_issuer(&auth);
    let of_auth = verify(&world.jpki.crl(&auth).sign(auth.key()), &issuer).unwrap();
    let expected = ExpectedCrl::complete(issuer);
    assert!(matches!(store.insert(of_auth, &expected, instant(world.now())), Ok(Inserted::First)));
    assert_eq!(store.lists().len(), 4);
}

#[test]
// Requirement: CRL-01, REVM-03, PROC-06
fn lists_outlive_the_process() {
    let world = World::new();
    let (_directory, path) = directory();
    let (store, _) = open(&path, &world);
    let list = numbered(&world, 7, 0);
    let list = list.revoke(world.person.serial(), world.now(), ReasonCode::KeyCompromise);
    insert(&store, &world, &list).unwrap();
    let told = status(&store, &world);
    assert!(matches!(told, Status::Revoked(_)));
    drop(store);

    let (store, failures) = open(&path, &world);
    assert_eq!((status(&store, &world), failures), (told, 0));
    let older = insert(&store, &world, &numbered(&world, 6, 30));
    assert!(matches!(older, Err(InsertError::Older)));
    let erased = store.erase(instant(world.now())).unwrap();
    assert_eq!((erased.lists, erased.operation().action()), (1, Action::Erasure));
    assert_eq!(erased.operation().time(), instant(world.now()));
    assert_eq!(files(&path).len(), 0);
    assert_eq!(status(&store, &world), Status::Unknown(Reason::CrlMissing));
}

/// Also while processes are being started, which have a copy of every open file for a moment.
#[test]
fn a_closed_store_may_be_opened_again_at_once() {
    let world = World::new();
    let (_directory, path) = directory();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let starting = scope.spawn(|| {
            for _ in 0..300 {
                Command::new("true").status().unwrap();
            }
            done.store(true, Ordering::Relaxed);
        });
        while !done.load(Ordering::Relaxed) && !starting.is_finished() {
            let (store, _) = open(&path, &world);
            drop(store);
        }
    });
}

#[test]
fn signers_that_are_believed_no_more_are_left_out() {
    let world = World::new();
    let (_directory, path) = directory();
    insert(&open(&path, &world).0, &world, &world.list()).unwrap();
    let others = [anchor_issuer(&world.jpki.sign_ca(jpki_testkit::jpki::Generation::Second))];
    let (store, failures) =
        UserCrlStore::open(&path, &others, Arc::new(RustCrypto), &Limits::DEFAULT).unwrap();
    assert_eq!((store.lists().len(), failures.len()), (0, 1));
}

#[test]
fn a_large_list_is_stored_with_its_index() {
    let world = World::new();
    for serials in [
        Serials::Sequential { first: 0x0640_0000 },
        Serials::Random { bytes: 16, seed: Seed::new(3) },
    ] {
        let (_directory, path) = directory();
        let (store, _) = open(&path, &world);
        let der = large_list(&world.list(), world.authority.key(), serials, 20_000);
        put(&store, &world, &der).unwrap();
        drop(store);
        let (store, failures) = open(&path, &world);
        let list = store.lists().pop().unwrap();
        assert_eq!((list.entries(), list.list().as_der() == der, failures), (20_000, true, 0));
        let name = list.list().issuer();
        for place in (0..20_000).step_by(37) {
            let serial = serials.at(place);
            let found = list
                .find(&name, SerialNumber::from_der_content(serial.as_bytes()).unwrap())
                .unwrap();
            assert!(found.is_some(), "{place}");
            let unlisted = serials.at(place + 20_000);
            assert_eq!(
                list.find(&name, SerialNumber::from_der_content(unlisted.as_bytes()).unwrap()),
                Ok(None)
            );
        }
    }
}

/// Every byte of a stored file counts: changed, the file is refused or the answer is unknown, never
/// another one.
/// Whoever looks a number up gets no better answer from a damaged list than whoever asks with the certificate.
#[test]
fn a_lookup_in_a_damaged_list_tells_nothing() {
    let world = World::new();
    let (_directory, path) = directory();
    let (store, _) = open(&path, &world);
    // So many before and after it that its block is looked at only when it is asked for.
    let others = |list: CrlBuilder, from: u64| {
        (from..from + 3000).fold(list, |list, place| {
            list.revoke(world.authority.serial_after(place), world.now(), ReasonCode::Superseded)
        })
    };
    let list = others(world.list(), 0x1_0000);
    let list = list.revoke(world.person.serial(), world.now(), ReasonCode::KeyCompromise);
    let list = others(list, 0x2_0000);
    insert(&store, &world, &list).unwrap();
    drop(store);
    let certificate = certificate(world.person.certificate());
    let serial_number = certificate.serial_number();
    let look_up = || {
        let (store, _) = open(&path, &world);
        let (anchor, lists) = (anchor(&world.authority), store.lists());
        let lists = lists.iter().map(|list| &**list);
        let lookup = RevocationPolicy::daily().lookup(&anchor, lists, at(world.now()));
        let found = lookup.status(serial_number);
        assert_eq!(lookup.statuses(&[serial_number; 3]), [found; 3]);
        (found, status(&store, &world))
    };
    assert!(matches!(look_up(), (Status::Revoked(_), Status::Revoked(_))));
    let [file] = <[PathBuf; 1]>::try_from(files(&path)).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let number = serial_number.expose_protected();
    let place = bytes.windows(number.len()).position(|bytes| bytes == number).unwrap();
    bytes[place] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let damaged = Status::Unknown(Reason::CrlDamaged);
    assert_eq!(look_up(), (damaged, damaged));
}

#[test]
fn a_changed_octet_never_changes_an_answer() {
    let world = World::new();
    let (_directory, path) = directory();
    let (store, _) = open(&path, &world);
    let list = world.list().revoke(world.person.serial(), world.now(), ReasonCode::KeyCompromise);
    insert(&store, &world, &list).unwrap();
    let told = status(&store, &world);
    drop(store);
    let [file] = <[PathBuf; 1]>::try_from(files(&path)).unwrap();
    let whole = fs::read(&file).unwrap();
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1 << (at % 8);
        fs::write(&file, &changed).unwrap();
        let issuers = [anchor_issuer(&world.authority)];
        let opened = UserCrlStore::open(&path, &issuers, Arc::new(RustCrypto), &Limits::DEFAULT);
        let (store, failures) = match opened {
            Ok((store, failures)) => (store, failures.len()),
            Err(StorageError::File(StoredCrlError::NewerFormat { .. })) => continue,
            Err(other) => panic!("byte {at}: {other}"),
        };
        let found = status(&store, &world);
        let closed = match found {
            Status::Unknown(Reason::CrlMissing) => failures == 1,
            Status::Unknown(Reason::CrlDamaged) => true,
            // Bytes that only fill up.
            _ => found == told,
        };
        assert!(closed, "byte {at}: {found:?}");
    }
    for length in (0..whole.len()).step_by(7) {
        fs::write(&file, &whole[..length]).unwrap();
        let (store, failures) = open(&path, &world);
        assert_eq!((store.lists().len(), failures), (0, 1), "{length} bytes");
    }
}

/// The list that is there takes the place of its own damaged copy, whatever of it is damaged.
#[test]
fn a_damaged_copy_gives_way_to_the_same_list() {
    let world = World::new();
    let (_directory, path) = directory();
    let serials = Serials::Random { bytes: 16, seed: Seed::new(3) };
    let der = large_list(&world.list(), world.authority.key(), serials, 20_000);
    put(&open(&path, &world).0, &world, &der).unwrap();
    let [file] = <[PathBuf; 1]>::try_from(files(&path)).unwrap();
    let mut damaged = fs::read(&file).unwrap();
    let list = damaged.windows(der.len()).position(|bytes| bytes == der).unwrap();
    // What lies outside the entries is compared at once, with all of its block.
    let index = (list + der.len()).next_multiple_of(0x4000);
    let end = damaged.len() - 0x8000;
    damaged[index..end].iter_mut().step_by(64).for_each(|byte| *byte ^= 1);
    fs::write(&file, &damaged).unwrap();
    let store = Arc::new(open(&path, &world).0);
    assert_eq!(status(&store, &world), Status::Unknown(Reason::CrlDamaged));
    let expected = ExpectedCrl::complete(anchor_issuer(&world.authority));
    let intake = CrlImporter::new(Arc::clone(&store), expected, Limits::DEFAULT);
    let insert = || intake.import(der.clone(), instant(world.now())).unwrap().inserted;
    assert_eq!(insert(), Inserted::Replaced { removed: 0 });
    assert_eq!(status(&store, &world), Status::Good);
    assert_eq!(insert(), Inserted::Unchanged);
}

/// What a list says of itself is compared before anything is asked, however far it lies from the entries
/// that a question touches.
#[test]
fn a_changed_date_or_number_of_a_large_list_is_refused_at_once() {
    let world = World::new();
    let (_directory, path) = directory();
    let (store, _) = open(&path, &world);
    let serials = Serials::Random { bytes: 16, seed: Seed::new(4) };
    let der = large_list(&world.list(), world.authority.key(), serials, 5_000);
    put(&store, &world, &der).unwrap();
    let list = store.lists().pop().unwrap();
    let next_update = list.list().next_update().unwrap().to_string();
    let digits: String = next_update.chars().filter(char::is_ascii_digit).collect();
    drop(store);
    let [file] = <[PathBuf; 1]>::try_from(files(&path)).unwrap();
    let whole = fs::read(&file).unwrap();
    let find = |sought: &[u8]| {
        whole.windows(sought.len()).position(|found| found == sought).unwrap() + sought.len() - 1
    };
    // The last digit of the year in UTCTime; the last byte of cRLNumber's value.
    let year = find(&digits.as_bytes()[2..12]) - 8;
    let number = find(b"\x06\x03\x55\x1d\x14") + 5;
    assert!(number - year > 100_000, "the entries lie between them");
    for at in [year, number] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&file, &changed).unwrap();
        let (store, failures) = open(&path, &world);
        assert_eq!((store.lists().len(), failures), (0, 1), "byte {at}");
    }
}

#[test]
fn a_reader_never_sees_none() {
    let world = World::new();
    let store = UserCrlStore::in_memory();
    insert(&store, &world, &numbered(&world, 1, 0)).unwrap();
    let lists: Vec<_> = (2..=1_000)
        .map(|number| {
            let list = world.sign(&numbered(&world, number, 0));
            verify(&list, &anchor_issuer(&world.authority)).unwrap()
        })
        .collect();
    let expected = ExpectedCrl::complete(anchor_issuer(&world.authority));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut asked = 0_u64;
                    while !done.load(Ordering::Relaxed) {
                        assert_eq!(status(&store, &world), Status::Good);
                        asked += 1;
                    }
                    asked
                })
            })
            .collect();
        for list in lists {
            let inserted = store.insert(list, &expected, instant(world.now()));
            assert!(matches!(inserted, Ok(Inserted::Replaced { removed: 0 })));
        }
        done.store(true, Ordering::Relaxed);
        let asked: u64 = readers.into_iter().map(|reader| reader.join().unwrap()).sum();
        assert!(asked > 0);
    });
}

const CHILD: &str = "JPKI_TEST_STORE";

/// Run by the next test as a process of its own, which it kills.
#[test]
fn child_takes_lists_in_for_ever() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let world = World::new();
    let (store, failures) = open(path.as_ref(), &world);
    assert_eq!(failures, 0);
    let known = store.lists().first().and_then(|list| list.list().number());
    let first =
        known.map_or(1, |number| u64::from_be_bytes(*number.as_bytes().last_chunk().unwrap()));
    for number in first + 1.. {
        let mut list = numbered(&world, number, 0);
        for place in 0..500 {
            let serial = world.authority.serial_after(0xF_0000 + place);
            list = list.revoke(serial, world.now(), ReasonCode::Superseded);
        }
        insert(&store, &world, &list).unwrap();
    }
}

/// `kill -9` at random instants: every restart finds a whole list, never older than the one before.
#[test]
fn a_killed_writer_leaves_a_whole_list() {
    let kills: u32 =
        std::env::var("JPKI_TEST_KILLS").ok().map_or(40, |kills| kills.parse().unwrap());
    let world = World::new();
    let (_directory, path) = directory();
    insert(&open(&path, &world).0, &world, &numbered(&world, 1, 0)).unwrap();
    let mut choices = Seed::new(9).choices();
    let mut newest = None;
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crl::store::child_takes_lists_in_for_ever"])
            .env(CHILD, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let started = Instant::now();
        std::thread::sleep(Span::from_micros(choices.below(60_000)));
        assert!(child.try_wait().unwrap().is_none(), "kill {kill}: the child stopped by itself");
        child.kill().unwrap();
        child.wait().unwrap();
        let (store, failures) = open(&path, &world);
        let lists = store.lists();
        let after = started.elapsed();
        assert_eq!((lists.len(), failures), (1, 0), "kill {kill} after {after:?}");
        assert_eq!(status(&store, &world), Status::Good);
        let whole = lists[0].list().clone();
        let issuer = anchor_issuer(&world.authority);
        let policy = jpki_core::algorithm::AlgorithmPolicy::current();
        assert!(whole.verify(&issuer, &policy).is_ok(), "kill {kill}");
        assert!(whole.number() >= newest, "kill {kill}");
        newest = whole.number();
        assert_eq!(files(&path).len(), 1, "what was left unfinished is removed");
    }
    println!("{kills} kills, list number {newest:?}");
}

#[test]
fn files_as_sources() {
    let world = World::new();
    let (_directory, path) = directory();
    fs::create_dir(&path).unwrap();
    let der = world.sign(&world.list());
    fs::write(path.join("a.crl"), &der).unwrap();
    fs::write(path.join("b.crl"), b"no list").unwrap();
    fs::write(path.join("c.txt"), &der).unwrap();
    let read = |source: CrlSource, limits: &Limits| source.read(limits).unwrap();
    let found = read(CrlSource::Directory(path.clone()), &Limits::DEFAULT);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].1.as_ref().unwrap().as_der(), der);
    assert!(matches!(found[1].1, Err(SourceError::List(_))));
    let file = || CrlSource::File(path.join("c.txt"));
    let tight = Limits::DEFAULT.with_crl_bytes(der.len());
    assert!(read(file(), &tight)[0].1.is_ok());
    let tighter = Limits::DEFAULT.with_crl_bytes(der.len() - 1);
    assert!(matches!(read(file(), &tighter)[0].1, Err(SourceError::List(_))));
    let missing = read(CrlSource::File(path.join("d.crl")), &Limits::DEFAULT);
    assert!(matches!(missing[0].1, Err(SourceError::Io(_))));
}

/// Of two lists of one second without numbers nobody can say which is the newer.
#[test]
fn a_list_of_the_same_second_without_a_number_does_not_replace() {
    let world = World::new();
    let store = UserCrlStore::in_memory();
    let at =
        |minutes| numbered(&world, 0, minutes).without_extension(jpki_testkit::oid::CRL_NUMBER);
    let revoking =
        |list: CrlBuilder| list.revoke(world.person.serial(), world.now(), ReasonCode::Superseded);
    assert!(matches!(insert(&store, &world, &revoking(at(10))), Ok(Inserted::First)));
    let other = at(10).revoke(world.authority.serial(), world.now(), ReasonCode::Superseded);
    let refused = insert(&store, &world, &revoking(other));
    assert!(matches!(refused, Err(InsertError::SameNumberOtherContent)));
    assert!(matches!(insert(&store, &world, &revoking(at(10))), Ok(Inserted::Unchanged)));
    let later = insert(&store, &world, &revoking(at(11)));
    assert!(matches!(later, Ok(Inserted::Replaced { removed: 0 })));
}

#[test]
// Requirement: ACC-4
fn every_intake_says_what_it_was() {
    let world = World::new();
    let now = instant(world.now());
    let (_directory, path) = directory();
    let issuers = [anchor_issuer(&world.authority)];
    let importer = |store: UserCrlStore| {
        let expected = ExpectedCrl::complete(anchor_issuer(&world.authority));
        CrlImporter::new(Arc::new(store), expected, Limits::DEFAULT)
    };
    let list = world.sign(&numbered(&world, 7, 0));
    let writing = importer(open(&path, &world).0);
    for _ in 0..2 {
        let told = writing.import(list.clone(), now).unwrap().operation(&RustCrypto, now);
        assert_eq!((told.action(), told.result()), (Action::CrlIntake, ActionResult::Done));
        let subject = told.subject().unwrap();
        assert_eq!(subject.kind(), SubjectKind::Crl);
        let digest = RustCrypto.digest(DigestAlgorithm::Sha256, &list);
        assert_eq!(subject.expose_protected(), digest.as_bytes());
    }
    let crypto = Arc::new(RustCrypto);
    let reading = UserCrlStore::open_read_only(&path, &issuers, crypto, &Limits::DEFAULT);
    let reading = importer(reading.unwrap().0);
    let older = world.sign(&numbered(&world, 6, 0));
    let next = world.sign(&numbered(&world, 8, 0));
    for (importer, list, result) in [
        (&writing, b"no list".to_vec(), ActionResult::Refused),
        (&writing, older, ActionResult::Refused),
        (&reading, next, ActionResult::Failed),
    ] {
        let told = importer.import(list, now).unwrap_err().operation(now);
        assert_eq!((told.action(), told.result()), (Action::CrlIntake, result));
        assert_eq!(told.time(), now);
    }
}
