//! The recipe in `README.txt`, run as it stands with OpenSSL and a shell.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use jpki_core::report::Verdict;
use jpki_evidence::bundle::Bundle;
use jpki_test_support::openssl;

use super::kinds::all;
use super::world::{logged, root_der, signature, stamped};

/// Writes the files of a bundle, as `unzip` would.
fn unpack(bundle: &Bundle<'_>, folder: &Path) {
    for (name, bytes) in bundle.files() {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::write(folder.join("tsa.der"), root_der()).unwrap();
    let made = run(folder, "openssl x509 -inform DER -in tsa.der -out tsa.pem");
    assert!(made.status.success());
}

fn run(folder: &Path, command: &str) -> Output {
    Command::new("sh").arg("-c").arg(command).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8_lossy(&text).into_owned()
}

fn commands(folder: &Path) -> Vec<String> {
    let readme = fs::read_to_string(folder.join("README.txt")).unwrap();
    readme.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect()
}

#[test]
// Requirement: H06-09
fn openssl_alone_comes_to_the_same_verdicts() {
    if !openssl::available() {
        return;
    }
    for (name, bytes, verdict) in all(stamped) {
        let folder = tempfile::tempdir().unwrap();
        unpack(&Bundle::from_bytes(&bytes).unwrap(), folder.path());
        let commands = commands(folder.path());
        let of = |word: &str| commands.iter().filter(|it| it.contains(word)).count();
        assert!(of("openssl ts ") == 1 && of("openssl verify") >= 1, "{name}");
        let mut refused = Vec::new();
        for command in &commands {
            let output = run(folder.path(), command);
            let said = said(&output);
            // `openssl ocsp` says so on standard output, whatever its status is.
            let is_refused = said.contains(": revoked") || said.contains(": unknown");
            if !output.status.success() || is_refused {
                refused.push((command.clone(), said));
            }
        }
        match (verdict, refused.as_slice()) {
            (Verdict::Valid, []) => {}
            (Verdict::Invalid, [(command, said)]) => {
                let is_revoked = said.contains("certificate revoked") || said.contains(": revoked");
                assert!(is_revoked, "{name}: {command}: {said}");
            }
            (Verdict::Indeterminate, [(command, said)]) => {
                assert!(said.contains(": unknown"), "{name}: {command}: {said}");
            }
            (_, refused) => panic!("{name}: {verdict:?}, {refused:#?}"),
        }
    }
}

/// A near miss for each command: after the change of one file some command fails.
#[test]
fn openssl_alone_finds_a_change_of_each_file() {
    if !openssl::available() {
        return;
    }
    let (bytes, _) = signature(false, stamped);
    let bundle = Bundle::from_bytes(&bytes).unwrap();
    for (name, content) in bundle.files() {
        let folder = tempfile::tempdir().unwrap();
        unpack(&bundle, folder.path());
        let mut changed = content.to_vec();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        fs::write(folder.path().join(name), &changed).unwrap();
        let readme = bundle.files().find(|(name, _)| *name == "README.txt").unwrap().1;
        let readme = String::from_utf8(readme.to_vec()).unwrap();
        let commands = readme.lines().filter_map(|line| line.strip_prefix("$ "));
        let found = commands.filter(|command| !run(folder.path(), command).status.success());
        assert!(found.count() > 0, "{name}");
    }
}

/// The value that the recipe prints is in the entry of the log.
#[test]
fn the_entry_of_a_log_holds_the_digest_of_the_manifest() {
    if !openssl::available() {
        return;
    }
    let (bytes, _) = signature(false, logged);
    let folder = tempfile::tempdir().unwrap();
    unpack(&Bundle::from_bytes(&bytes).unwrap(), folder.path());
    let printed =
        commands(folder.path()).into_iter().find(|it| it.contains("ASiCManifest.xml | openssl"));
    let printed = said(&run(folder.path(), &printed.unwrap()));
    let entry =
        run(folder.path(), "sed -n 's/^extra //p' META-INF/log.tlog-proof | openssl base64 -d -A");
    let entry = said(&entry);
    assert_eq!(entry.rsplit('\t').next().unwrap(), printed.trim());
}
