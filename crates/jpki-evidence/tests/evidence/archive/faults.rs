//! Disks that are full, read-only or broken.

use jpki_evidence::archive::{CrlDigest, Kept};

use super::crashes::{Scene, has_strace};
use super::world::{names, open};

/// Every call of the kind fails once; what the child says of it, and that the archive goes on.
fn outcomes(call: &str, error: &str) -> Vec<String> {
    let mut outcomes = Vec::new();
    for number in 1..30 {
        let scene = Scene::new(1);
        drop(open(&scene.archive));
        let inject = format!("inject={call}:error={error}:when={number}");
        scene.run("keep", &["-o", "/dev/null", "-e", &inject]);
        let said = scene.outcome();
        let is_kept = said.first().is_some_and(|it| it.parse::<CrlDigest>().is_ok());
        let lists = names(&scene.archive).iter().filter(|name| name.ends_with(".crl")).count();
        // Nothing is half kept: with a receipt the list is there, with an error it is not, nor what was begun.
        if is_kept || said.iter().any(|it| it.starts_with("archive.")) {
            assert_eq!(lists, usize::from(is_kept), "{inject} {said:?}");
            assert_eq!(names(&scene.archive).len(), 2 + lists, "{inject}");
        }
        let writer = open(&scene.archive);
        let expected = if lists == 0 { Kept::New } else { Kept::Unchanged };
        assert_eq!(writer.keep(&scene.lists[0]).unwrap(), expected, "{inject}");
        outcomes.extend(said.into_iter().filter(|it| it.starts_with("archive.")));
    }
    outcomes
}

#[test]
fn each_fault_has_its_name_and_keeps_nothing_by_halves() {
    if !has_strace() {
        return;
    }
    for (call, error, code) in [
        ("write", "ENOSPC", "archive.no-space"),
        ("write", "EDQUOT", "archive.no-space"),
        ("fsync", "ENOSPC", "archive.no-space"),
        ("fsync", "EIO", "archive.file"),
        ("rename", "EROFS", "archive.read-only"),
        ("rename", "EIO", "archive.file"),
        ("openat", "EROFS", "archive.read-only"),
        ("flock", "EIO", "archive.file"),
    ] {
        let outcomes = outcomes(call, error);
        assert!(!outcomes.is_empty(), "{call} {error}");
        assert!(outcomes.iter().all(|it| it == code), "{call} {error}: {outcomes:?}");
        // The list's file, and its folder.
        assert!(call != "fsync" || outcomes.len() == 2, "{outcomes:?}");
    }
}
