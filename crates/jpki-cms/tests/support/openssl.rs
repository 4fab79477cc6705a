//! OpenSSL's command line as an independent judge.

use std::io::Write;
use std::process::{Command, Stdio};

/// Whether `openssl` can be run; told on standard error if not, which is an error in CI.
pub(crate) fn is_here() -> bool {
    let is_here = Command::new("openssl").arg("version").output().is_ok();
    assert!(is_here || std::env::var_os("CI").is_none(), "no openssl command");
    if !is_here {
        eprintln!("skipped: no openssl command");
    }
    is_here
}

/// Runs `openssl` and gives its standard output, or its standard error if it fails.
pub(crate) fn run(arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, String> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input).ok());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
