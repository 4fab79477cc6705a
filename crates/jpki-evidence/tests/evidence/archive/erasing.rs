//! Retention, and the end of an archive.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use jpki_core::event::{Action, ActionResult};
use jpki_core::limits::Limits;
use jpki_core::time::Timestamp;
use jpki_crypto::RustCrypto;
use jpki_evidence::archive::{ArchiveError, CrlArchiveWriter, Retention};
use jpki_testkit::large_list::{Serials, large_list};
use jpki_testkit::pki::{CrlBuilder, Version};

use super::world::{DAY, World, YEAR, digest, file, folder, names, open};

#[test]
// Requirement: H06-05, REVM-03
fn a_list_goes_when_its_retention_is_over_to_the_second() {
    let world = World::new();
    let crl = world.crl(1);
    let Retention::For(span) = YEAR else { panic!() };
    let last = crl.next_update().unwrap().after(span);
    let (_folder, path) = folder();
    let writer = open(&path);
    writer.keep(&crl).unwrap();
    for at in [Timestamp::MIN, world.now(), last] {
        let receipt = writer.tidy(at, |_| false).unwrap();
        assert_eq!((receipt.erased(), receipt.kept()), (0, 1));
    }
    let after = last.after(Duration::from_secs(1));
    // Held, it stays as long as it is.
    let receipt = writer.tidy(after, |held| *held == digest(&crl)).unwrap();
    assert_eq!((receipt.erased(), receipt.held(), receipt.kept()), (0, 1, 1));
    let receipt = writer.tidy(after, |_| false).unwrap();
    let bytes = crl.as_der().len() as u64;
    assert_eq!((receipt.erased(), receipt.erased_bytes(), receipt.kept()), (1, bytes, 0));
    let operation = receipt.operation();
    assert_eq!((operation.action(), operation.time()), (Action::Erasure, after));
    assert_eq!(operation.result(), ActionResult::Done);
    assert_eq!(names(&path), ["format", "lock"]);
    // It may come again, from evidence that is still there.
    writer.keep(&crl).unwrap();
    assert!(writer.archive().find(&digest(&crl)).unwrap().is_some());
}

/// The dates of a list in each form that RFC 5280 §5.1 gives it, small and large.
#[test]
fn the_dates_of_every_list_are_found() {
    let world = World::new();
    let without_next = world.builder(2).without_next_update();
    let first_version = CrlBuilder::new().version(Version::V1).issuer(world.authority.name());
    let mut lists = vec![world.crl(1), world.sign(&without_next), world.sign(&first_version)];
    for count in [1, 5, 2_000, 500_000] {
        let serials = Serials::Sequential { first: 0x0640_0000 };
        let der = large_list(&world.builder(3), world.authority.key(), serials, count);
        lists.push(jpki_revocation::Crl::from_der(der).unwrap());
    }
    for crl in &lists {
        let from = crl.next_update().unwrap_or(crl.this_update());
        let (_folder, path) = folder();
        let writer = open(&path);
        writer.keep(crl).unwrap();
        let Retention::For(span) = YEAR else { panic!() };
        assert_eq!(writer.tidy(from.after(span), |_| false).unwrap().erased(), 0);
        let after = from.after(span).after(Duration::from_secs(1));
        assert_eq!(writer.tidy(after, |_| false).unwrap().erased(), 1, "{crl:?}");
    }
}

#[test]
fn without_an_end_nothing_is_forgotten() {
    let world = World::new();
    let (_folder, path) = folder();
    let retention = Retention::UntilErased;
    let crypto = Arc::new(RustCrypto);
    let writer = CrlArchiveWriter::open(&path, retention, crypto, &Limits::DEFAULT).unwrap();
    writer.keep(&world.crl(1)).unwrap();
    let receipt = writer.tidy(Timestamp::MAX, |_| false).unwrap();
    assert_eq!((receipt.erased(), receipt.kept()), (0, 1));
}

#[test]
fn what_is_damaged_is_not_erased_by_dates_that_cannot_be_believed() {
    let world = World::new();
    let (_folder, path) = folder();
    let writer = open(&path);
    let crl = world.crl(1);
    writer.keep(&crl).unwrap();
    let whole = crl.as_der();
    // A date of 20xx becomes one of before.
    let date = whole.windows(2).position(|it| it == [0x17, 13]).unwrap() + 2;
    let mut older = whole.to_vec();
    older[date] = b'0';
    for content in [older, b"no list".to_vec(), Vec::new()] {
        fs::write(file(&path, &crl), content).unwrap();
        let receipt = writer.tidy(world.now().after(DAY * 9_000), |_| false).unwrap();
        assert_eq!((receipt.erased(), receipt.kept()), (0, 1));
        assert_eq!(receipt.damaged(), [digest(&crl)]);
    }
}

proptest::proptest! {
    /// Whatever a file holds, its dates erase nothing unless it is the list that its name says.
    #[test]
    fn no_content_but_the_list_itself_is_erased(
        at in 0..600_usize,
        with in proptest::collection::vec(proptest::num::u8::ANY, 0..40),
    ) {
        let world = World::new();
        let (_folder, path) = folder();
        let writer = open(&path);
        let crl = world.crl(1);
        writer.keep(&crl).unwrap();
        let mut content = crl.as_der().to_vec();
        let at = at.min(content.len());
        content.splice(at..(at + with.len()).min(content.len()), with.iter().copied());
        fs::write(file(&path, &crl), &content).unwrap();
        let receipt = writer.tidy(Timestamp::MAX, |_| false).unwrap();
        assert_eq!(receipt.erased(), u64::from(content == crl.as_der()));
    }
}

#[test]
// Requirement: REVM-03, PROC-06
fn the_end_erases_everything_and_resumes_where_it_was_cut_off() {
    let world = World::new();
    let (_folder, path) = folder();
    let writer = open(&path);
    let lists: Vec<_> = (1..=4).map(|number| world.crl(number)).collect();
    let bytes: usize = lists.iter().map(|crl| crl.as_der().len()).sum();
    for crl in &lists {
        writer.keep(crl).unwrap();
    }
    // Cut off after two of them: what says that it began is there.
    let began = world.now();
    fs::write(path.join("erasing"), format!("{began}\n4\n{bytes}\n")).unwrap();
    for crl in &lists[..2] {
        fs::remove_file(file(&path, crl)).unwrap();
    }
    fs::write(path.join("0.1-1.unfinished"), b"half a list").unwrap();
    drop(writer);
    let writer = open(&path);
    assert_eq!(writer.keep(&lists[0]).unwrap_err(), ArchiveError::ErasureUnfinished);
    assert_eq!(writer.tidy(began, |_| false).unwrap_err(), ArchiveError::ErasureUnfinished);
    let ended = began.after(DAY);
    let receipt = writer.erase(ended).unwrap();
    assert_eq!((receipt.lists(), receipt.bytes()), (4, bytes as u64));
    assert_eq!((receipt.began(), receipt.ended(), receipt.foreign()), (began, ended, 0));
    assert_eq!(receipt.operation().action(), Action::Erasure);
    assert_eq!(names(&path), ["format", "lock"]);
    // Once more there is nothing; and it is still an archive.
    let again = writer.erase(ended.after(DAY)).unwrap();
    assert_eq!((again.lists(), again.began()), (0, ended.after(DAY)));
    writer.keep(&lists[0]).unwrap();
    assert_eq!(writer.archive().digests().unwrap().len(), 1);
}
