//! Whose the folder is, and what others put into it.

use std::fs;
use std::path::Path;
use std::process::Command;

use jpki_evidence::archive::{ArchiveError, Kept};

use super::world::{World, digest, file, folder, names, open, reader, try_open};

#[test]
fn one_writes_and_any_number_read() {
    let world = World::new();
    let (_folder, path) = folder();
    assert!(reader(&path).is_err());
    let writer = open(&path);
    assert_eq!(try_open(&path).unwrap_err(), ArchiveError::InUse);
    let readers = [reader(&path).unwrap(), reader(&path).unwrap()];
    let crl = world.crl(1);
    writer.keep(&crl).unwrap();
    for reader in &readers {
        assert!(reader.find(&digest(&crl)).unwrap().is_some());
    }
    drop(writer);
    open(&path);
}

#[test]
fn a_newer_format_and_a_folder_of_other_things_are_refused_by_name() {
    let (_folder, path) = folder();
    open(&path);
    assert_eq!(fs::read_to_string(path.join("format")).unwrap(), "jpki-crl-archive 1\n");
    for (format, error) in [
        ("jpki-crl-archive 2\n", ArchiveError::NewerFormat),
        ("jpki-crl-archive 10\n", ArchiveError::NewerFormat),
        ("something else\n", ArchiveError::NotArchive),
        ("", ArchiveError::NotArchive),
    ] {
        fs::write(path.join("format"), format).unwrap();
        assert_eq!(reader(&path).unwrap_err(), error, "{format}");
        assert_eq!(try_open(&path).unwrap_err(), error, "{format}");
    }
    // Somebody's documents are left as they are.
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("letter.txt"), "dear").unwrap();
    assert_eq!(try_open(other.path()).unwrap_err(), ArchiveError::NotArchive);
    assert_eq!(reader(other.path()).unwrap_err(), ArchiveError::NotArchive);
    assert_eq!(names(other.path()), ["letter.txt"]);
    // One whose making was cut off is made.
    let cut_off = tempfile::tempdir().unwrap();
    fs::write(cut_off.path().join("lock"), "").unwrap();
    fs::write(cut_off.path().join("format.1-0.unfinished"), "jpki").unwrap();
    open(cut_off.path());
    assert_eq!(names(cut_off.path()), ["format", "lock"]);
}

/// Written by version 1 of the format.
#[test]
fn an_archive_of_version_1_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/archive-1");
    let archive = reader(&path).unwrap();
    let digests = archive.digests().unwrap();
    assert_eq!(digests.len(), 1);
    assert!(archive.find(&digests[0]).unwrap().is_some());
}

#[test]
fn foreign_files_are_left_alone_and_are_no_lists() {
    let world = World::new();
    let (_folder, path) = folder();
    let writer = open(&path);
    let crl = world.crl(1);
    writer.keep(&crl).unwrap();
    let upper = format!("{}.crl", digest(&world.crl(2)).to_string().to_uppercase());
    for name in ["notes.txt", "x.crl", ".crl", upper.as_str()] {
        fs::write(path.join(name), "foreign").unwrap();
    }
    // A folder in the place of a list.
    fs::create_dir(file(&path, &world.crl(3))).unwrap();
    assert_eq!(writer.archive().digests().unwrap(), [digest(&crl)]);
    let in_the_way = writer.keep(&world.crl(3)).unwrap_err();
    assert!(matches!(in_the_way, ArchiveError::File(_)), "{in_the_way:?}");
    let erased = writer.erase(world.now()).unwrap();
    assert_eq!((erased.lists(), erased.foreign()), (1, 5));
    assert_eq!(names(&path).len(), 2 + 5);
}

#[test]
#[cfg(unix)]
fn links_and_pipes_are_not_followed() {
    let world = World::new();
    let (_folder, path) = folder();
    let writer = open(&path);
    let (crl, other) = (world.crl(1), world.crl(2));
    let elsewhere = path.parent().unwrap().join("elsewhere");
    fs::write(&elsewhere, crl.as_der()).unwrap();
    std::os::unix::fs::symlink(&elsewhere, file(&path, &crl)).unwrap();
    let pipe = file(&path, &other);
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for crl in [&crl, &other] {
        let refused = writer.archive().find(&digest(crl)).unwrap_err();
        assert_eq!(refused, ArchiveError::NotFile(digest(crl)));
    }
    // Tidying tells them and leaves them.
    let tidied = writer.tidy(jpki_core::time::Timestamp::MAX, |_| false).unwrap();
    assert_eq!((tidied.erased(), tidied.damaged().len()), (0, 2));
    // A list takes their place; what the link leads to is left as it is.
    for crl in [&crl, &other] {
        assert_eq!(writer.keep(crl).unwrap(), Kept::Repaired);
        assert!(fs::symlink_metadata(file(&path, crl)).unwrap().is_file());
    }
    assert_eq!(fs::read(&elsewhere).unwrap(), crl.as_der());
    fs::remove_file(file(&path, &crl)).unwrap();
    std::os::unix::fs::symlink(&elsewhere, file(&path, &crl)).unwrap();
    assert_eq!(writer.erase(world.now()).unwrap().lists(), 2);
    assert!(elsewhere.exists());
    drop(writer);
    // Nor are links in the place of the archive's own files.
    for name in ["lock", "format"] {
        fs::remove_file(path.join(name)).unwrap();
        std::os::unix::fs::symlink(&elsewhere, path.join(name)).unwrap();
        assert_eq!(try_open(&path).unwrap_err(), ArchiveError::NotArchive, "{name}");
    }
    assert_eq!(fs::read(&elsewhere).unwrap(), crl.as_der());
}

#[test]
#[cfg(unix)]
// Requirement: CRL-05, REVM-02
fn an_archive_belongs_to_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let world = World::new();
    let (_folder, path) = folder();
    let crl = world.crl(1);
    open(&path).keep(&crl).unwrap();
    let list = file(&path, &crl);
    assert_eq!((mode(&path), mode(&list), mode(&path.join("format"))), (0o700, 0o600, 0o600));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&list, fs::Permissions::from_mode(0o644)).unwrap();
    open(&path);
    assert_eq!((mode(&path), mode(&list)), (0o700, 0o600));
}
