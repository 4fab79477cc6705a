//! What is kept, and that it is found again.

use std::fs;
use std::sync::Arc;

use jpki_core::limits::Limits;
use jpki_crypto::RustCrypto;
use jpki_evidence::archive::{ArchiveError, CrlArchive, CrlDigest, Kept};
use jpki_test_support::openssl;
use jpki_testkit::pki::Extension;

use super::world::{World, digest, file, folder, names, open, reader, try_open};

#[test]
// Requirement: H06-09
fn each_list_is_kept_once_and_found_by_its_digest() {
    let world = World::new();
    let (_folder, path) = folder();
    let writer = open(&path);
    let delta = world.sign(&world.builder(3).extension(Extension::delta_crl_indicator(2)));
    let lists = [world.crl(1), world.crl(2), delta];
    for crl in &lists {
        assert_eq!(writer.archive().find(&digest(crl)).unwrap().map(|_| ()), None);
        assert_eq!(writer.keep(crl).unwrap(), Kept::New);
    }
    for crl in &lists {
        assert_eq!(writer.keep(crl).unwrap(), Kept::Unchanged);
    }
    drop(writer);
    // As another process finds it, and as one that begins anew does.
    let archive = reader(&path).unwrap();
    let mut digests = archive.digests().unwrap();
    digests.sort();
    let mut expected: Vec<CrlDigest> = lists.iter().map(digest).collect();
    expected.sort();
    assert_eq!(digests, expected);
    let writer = open(&path);
    for crl in &lists {
        let found = archive.find(&digest(crl)).unwrap().unwrap();
        assert_eq!(found.as_der(), crl.as_der());
        assert_eq!(writer.keep(crl).unwrap(), Kept::Unchanged);
    }
    assert_eq!(archive.find(&CrlDigest::from_bytes([7; 32])).unwrap().map(|_| ()), None);
    // Three lists, the format, the lock.
    assert_eq!(names(&path).len(), 5);
}

#[test]
// Requirement: H06-09
fn other_programs_read_the_files_and_verify_their_names() {
    let world = World::new();
    let (_folder, path) = folder();
    let writer = open(&path);
    let crl = world.crl(0x2a);
    writer.keep(&crl).unwrap();
    assert_eq!(fs::read(file(&path, &crl)).unwrap(), crl.as_der());
    if !openssl::available() {
        return;
    }
    let name = file(&path, &crl);
    let name = name.to_str().unwrap();
    let run = |arguments: &[&str]| {
        let output = openssl::run([arguments, &[name]].concat(), &[]).unwrap();
        String::from_utf8(output).unwrap()
    };
    let line = run(&["dgst", "-sha256", "-r"]);
    assert!(name.ends_with(&format!("/{}.crl", line.split_once(' ').unwrap().0)), "{line}");
    let number = run(&["crl", "-inform", "DER", "-noout", "-crlnumber", "-in"]);
    assert_eq!(number.trim(), "crlNumber=0x2A");
}

#[test]
// Requirement: H06-09
fn a_damaged_file_is_never_returned_and_is_replaced_by_the_whole_list() {
    let world = World::new();
    let (_folder, path) = folder();
    let writer = open(&path);
    let crl = world.crl(1);
    writer.keep(&crl).unwrap();
    let (file, whole) = (file(&path, &crl), crl.as_der());
    let damaged = || match writer.archive().find(&digest(&crl)) {
        Err(ArchiveError::Damaged(named)) => assert_eq!(named, digest(&crl)),
        other => panic!("{other:?}"),
    };
    // Every byte of it changed, torn after every byte, and with one more.
    for at in 0..whole.len() {
        let mut changed = whole.to_vec();
        changed[at] ^= 1;
        fs::write(&file, changed).unwrap();
        damaged();
        fs::write(&file, &whole[..at]).unwrap();
        damaged();
    }
    fs::write(&file, [whole, &[0]].concat()).unwrap();
    damaged();
    // Another list, whole, under this name.
    fs::write(&file, world.crl(2).as_der()).unwrap();
    damaged();
    assert_eq!(writer.keep(&crl).unwrap(), Kept::Repaired);
    assert_eq!(writer.archive().find(&digest(&crl)).unwrap().unwrap().as_der(), whole);
    assert_eq!(writer.keep(&crl).unwrap(), Kept::Unchanged);
    // Of the same length, by a writer that has not seen it.
    let mut changed = whole.to_vec();
    *changed.last_mut().unwrap() ^= 1;
    fs::write(&file, changed).unwrap();
    drop(writer);
    assert_eq!(open(&path).keep(&crl).unwrap(), Kept::Repaired);
}

#[test]
fn lists_beyond_the_limits_are_not_read_into_memory() {
    let world = World::new();
    let (_folder, path) = folder();
    let crl = world.crl(1);
    open(&path).keep(&crl).unwrap();
    let bytes = crl.as_der().len();
    let within = |most| {
        let limits = Limits::DEFAULT.with_crl_bytes(most);
        let archive = CrlArchive::open(&path, Arc::new(RustCrypto), &limits).unwrap();
        archive.find(&digest(&crl)).map(|crl| crl.is_some())
    };
    assert_eq!(within(bytes), Ok(true));
    assert!(matches!(within(bytes - 1), Err(ArchiveError::Refused(..))));
    assert!(try_open(&path).is_ok());
}
