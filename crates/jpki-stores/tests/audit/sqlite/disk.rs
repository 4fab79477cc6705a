//! A disk that is full, and one that is read-only.

use std::fs;
use std::path::Path;
use std::process::Command;

use jpki_audit::{LogError, Logged};
use jpki_stores::audit::SqliteLogStore;
use jpki_test_support::skip;

use super::{checkpoint, examine, open};
use crate::support::{Place, event};

/// Runs a test of this file with a disk of its own, of 1 MiB, which nobody else sees.
fn on_a_small_disk(test: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mount = "mount -t tmpfs -o size=1m small \"$JPKI_TEST_DISK\" && exec \"$0\" \"$@\"";
    // Whoever is not root may do so in a user namespace, where the system has them.
    let namespaces = ["--mount", "--mount --map-root-user"].map(|it| it.split(' '));
    let can_mount = |namespace: &std::str::Split<'_, char>| {
        let mut command = Command::new("unshare");
        command.args(namespace.clone()).args(["sh", "-c", mount, "true"]);
        let output = command.env("JPKI_TEST_DISK", folder.path()).output();
        output.is_ok_and(|output| output.status.success())
    };
    let Some(namespace) = namespaces.into_iter().find(can_mount) else {
        return skip("unshare, and the right to mount a small disk");
    };
    let mut command = Command::new("unshare");
    command.args(namespace).args(["sh", "-c", mount]).arg(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture"]);
    let output = command.env("JPKI_TEST_DISK", folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("done"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_full_disk_refuses_and_the_log_goes_on_when_there_is_space() {
    on_a_small_disk("sqlite::disk::full");
}

#[test]
fn a_read_only_disk_is_named() {
    on_a_small_disk("sqlite::disk::read_only");
}

#[test]
#[ignore = "what a test above runs"]
fn full() {
    let Some(disk) = std::env::var_os("JPKI_TEST_DISK") else { return };
    let disk = Path::new(&disk);
    let (path, place) = (disk.join("log.sqlite"), Place::default());
    let log = open(&path, &place).unwrap();
    let mut kept = 0;
    for round in 0..3 {
        // All but what lies between the block that no longer fits and the end.
        let filler = disk.join("filler");
        let mut size = 1 << 20;
        while fs::write(&filler, vec![1; size]).is_err() {
            size -= 4096;
        }
        let refused = loop {
            match Logged::new((), event(kept)).open(&log) {
                Ok(((), receipt)) => assert_eq!(receipt.number(), kept),
                Err(error) => break error,
            }
            kept += 1;
            assert!(kept < 10_000, "the disk is never full");
        };
        assert_eq!(refused, LogError::NoSpace, "{round}");
        assert_eq!(log.append(&event(kept)), Err(LogError::NoSpace));
        assert_eq!(log.size(), kept);
        fs::remove_file(filler).unwrap();
        assert_eq!(log.append(&event(kept)).unwrap().number(), kept);
        kept += 1;
    }
    assert_eq!(examine(&log, &checkpoint(&log)), Ok(kept));
    drop(log);
    let log = open(&path, &place).unwrap();
    assert_eq!(examine(&log, &checkpoint(&log)), Ok(kept));
    println!("done");
}

#[test]
#[ignore = "what a test above runs"]
fn read_only() {
    let Some(disk) = std::env::var_os("JPKI_TEST_DISK") else { return };
    let path = Path::new(&disk).join("log.sqlite");
    let log = open(&path, &Place::default()).unwrap();
    log.append(&event(0)).unwrap();
    drop(log);
    let remount = |how: &str| {
        let mut command = Command::new("mount");
        assert!(command.args(["-o", how]).arg(&disk).status().unwrap().success());
    };
    remount("remount,ro");
    let missing = Path::new(&disk).join("other.sqlite");
    for path in [&path, &missing] {
        assert_eq!(SqliteLogStore::open(path).unwrap_err(), LogError::ReadOnly);
    }
    remount("remount,rw");
    assert_eq!(open(&path, &Place::default()).unwrap().append(&event(1)).unwrap().number(), 1);
    println!("done");
}
