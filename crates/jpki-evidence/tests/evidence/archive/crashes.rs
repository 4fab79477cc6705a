//! Processes that are killed at every call to the system that changes a folder, and what lies there then.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use jpki_core::localized::Localized as _;
use jpki_evidence::archive::{ArchiveError, CrlDigest, Kept};
use jpki_revocation::Crl;
use jpki_test_support::skip;

use super::world::{World, digest, file, folder, names, open, reader, try_open};

const FOLDER: &str = "JPKI_TEST_ARCHIVE";
const TASK: &str = "JPKI_TEST_ARCHIVE_TASK";

/// A folder with an archive, lists to keep, and what the child says of it.
pub(super) struct Scene {
    _folder: tempfile::TempDir,
    pub(super) archive: PathBuf,
    pub(super) lists: Vec<Crl>,
    inbox: PathBuf,
    outcome: PathBuf,
}

impl Scene {
    pub(super) fn new(count: u64) -> Self {
        let world = World::new();
        let (folder, archive) = folder();
        let inbox = folder.path().join("inbox");
        fs::create_dir(&inbox).unwrap();
        let lists: Vec<Crl> = (1..=count).map(|number| world.crl(number)).collect();
        for (crl, number) in lists.iter().zip(0..) {
            fs::write(inbox.join(number.to_string()), crl.as_der()).unwrap();
        }
        let outcome = folder.path().join("outcome");
        Self { _folder: folder, archive, lists, inbox, outcome }
    }

    /// Runs the child under strace with these options.
    pub(super) fn run(&self, task: &str, options: &[&str]) -> ExitStatus {
        let _ = fs::remove_file(&self.outcome);
        Command::new("strace")
            .args(["-f", "-qq"])
            .args(options)
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "archive::crashes::child", "--test-threads", "1"])
            .env(FOLDER, &self.archive)
            .env(TASK, task)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap()
    }

    /// The lines that the child wrote before its end: a digest for each list that it was told is kept, or an error.
    pub(super) fn outcome(&self) -> Vec<String> {
        let text = fs::read_to_string(&self.outcome).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Every list there is whole, those with a receipt are there, and nothing else is once a writer has opened it.
    fn check(&self, how: &str) {
        if let Ok(archive) = reader(&self.archive) {
            for found in archive.digests().unwrap() {
                assert!(archive.find(&found).unwrap().is_some(), "{how}");
            }
        }
        let writer = open(&self.archive);
        for receipt in self.outcome() {
            let kept: CrlDigest = receipt.parse().unwrap();
            assert!(writer.archive().find(&kept).unwrap().is_some(), "{how}");
        }
        let lists = writer.archive().digests().unwrap().len();
        assert_eq!(names(&self.archive).len(), lists + 2, "{how}");
    }
}

pub(super) fn has_strace() -> bool {
    let mut strace = Command::new("strace");
    strace.args(["-o", "/dev/null", "true"]).stderr(Stdio::null());
    let traces = strace.status().is_ok_and(|status| status.success());
    if !traces {
        skip("strace");
    }
    traces
}

/// Run by other tests as a process of its own.
#[test]
fn child() {
    let Some(archive) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let above = archive.parent().unwrap();
    // Calls are counted for each thread: more than the thread makes that runs the tests, so that it is never meant.
    for _ in 0..15 {
        let _ = fs::write(above.join("scratch"), "x");
    }
    let say = |text: &str| {
        let options = fs::OpenOptions::new().create(true).append(true).open(above.join("outcome"));
        options.unwrap().write_all(format!("{text}\n").as_bytes()).unwrap();
    };
    let outcome = match std::env::var(TASK).unwrap().as_str() {
        "keep" => keep_all(&archive, &above.join("inbox"), &say),
        "erase" => try_open(&archive).and_then(|it| it.erase(World::new().now())).map(|_| ()),
        other => panic!("{other}"),
    };
    if let Err(error) = outcome {
        say(error.code());
    }
}

fn keep_all(archive: &Path, inbox: &Path, say: &dyn Fn(&str)) -> Result<(), ArchiveError> {
    let writer = try_open(archive)?;
    for number in 0.. {
        let Ok(der) = fs::read(inbox.join(number.to_string())) else { break };
        let crl = Crl::from_der(der).unwrap();
        writer.keep(&crl)?;
        say(&digest(&crl).to_string());
    }
    Ok(())
}

const CALLS: [&str; 5] = ["mkdir", "write", "fsync", "rename", "unlink"];

/// Runs the child again and again, killed at the first such call, at the second, and so on until it comes through.
fn killed_at_each_call(task: &str, prepare: impl Fn() -> Scene, check: impl Fn(&Scene, &str)) {
    let mut killed = 0;
    for call in CALLS {
        for number in 1..200 {
            let scene = prepare();
            let inject = format!("inject={call}:signal=KILL:when={number}");
            let status = scene.run(task, &["-o", "/dev/null", "-e", &inject]);
            check(&scene, &inject);
            if status.success() {
                break;
            }
            killed += 1;
        }
    }
    assert!(killed > 20, "{killed}");
}

#[test]
// Requirement: H06-09
fn a_writer_killed_at_any_call_leaves_whole_lists_only() {
    if !has_strace() {
        return;
    }
    killed_at_each_call(
        "keep",
        || Scene::new(2),
        |scene, how| {
            scene.check(how);
            // It goes on where it was.
            let writer = open(&scene.archive);
            for crl in &scene.lists {
                assert_ne!(writer.keep(crl).unwrap(), Kept::Repaired, "{how}");
            }
        },
    );
}

#[test]
// Requirement: REVM-03, PROC-06
fn an_erasure_killed_at_any_call_is_finished_by_the_next() {
    if !has_strace() {
        return;
    }
    let prepare = || {
        let scene = Scene::new(3);
        let writer = open(&scene.archive);
        scene.lists.iter().for_each(|crl| assert_eq!(writer.keep(crl).unwrap(), Kept::New));
        scene
    };
    killed_at_each_call("erase", prepare, |scene, how| {
        let left = names(&scene.archive);
        let writer = open(&scene.archive);
        let receipt = writer.erase(World::new().now()).unwrap();
        // All of them are accounted for, by this one or by the one that came through.
        let began = left.iter().any(|name| name == "erasing");
        let untouched = left.iter().filter(|name| name.ends_with(".crl")).count() == 3;
        assert_eq!(receipt.lists(), if began || untouched { 3 } else { 0 }, "{how} {left:?}");
        assert_eq!(names(&scene.archive), ["format", "lock"], "{how}");
    });
}

/// Power may fail: what is told must not depend on what the disk has not got.
#[test]
// Requirement: H06-09
fn a_list_is_durable_before_it_has_its_name_and_its_name_before_the_answer() {
    if !has_strace() {
        return;
    }
    let scene = Scene::new(1);
    open(&scene.archive);
    let trace = scene.inbox.join("trace");
    let calls = "trace=write,fsync,fdatasync,rename,renameat,renameat2,openat";
    let status = scene.run("keep", &["-y", "-e", calls, "-o", trace.to_str().unwrap()]);
    assert!(status.success());
    let trace = fs::read_to_string(trace).unwrap();
    let mut lines = trace.lines().map(|line| line.split_once(' ').map_or(line, |it| it.1.trim()));
    let list = file(&scene.archive, &scene.lists[0]);
    let (list, archive) = (list.to_str().unwrap(), scene.archive.to_str().unwrap());
    let steps = [
        ("write(", format!("<{list}.")),
        ("fsync(", format!("<{list}.")),
        ("rename", format!("\"{list}\"")),
        ("fsync(", format!("<{archive}>")),
        ("openat(", "/outcome\"".to_owned()),
    ];
    for (call, of) in steps {
        let found = lines.any(|line| line.starts_with(call) && line.contains(&of));
        assert!(found, "{call} {of} in\n{trace}");
    }
}
