//! OpenSSL's command line as an independent judge.

use std::ffi::OsStr;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::skip;

/// Returns whether `openssl` can be run; a test that asks is [skipped](skip) otherwise.
#[must_use]
#[track_caller]
pub fn available() -> bool {
    let is_available = Command::new("openssl").arg("version").output().is_ok();
    if !is_available {
        skip("the openssl command line");
    }
    is_available
}

/// Runs `openssl` and returns its standard output.
///
/// # Errors
///
/// Its standard error, if it fails.
pub fn run<A: AsRef<OsStr>>(
    arguments: impl IntoIterator<Item = A>,
    input: &[u8],
) -> Result<Vec<u8>, String> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the openssl command line");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // A command that reads no input may close it early.
    let writer = std::thread::spawn(move || stdin.write_all(&input).ok());
    let output = child.wait_with_output().expect("output");
    writer.join().expect("the writer ends");
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
