//! The samples for clients, where what runs them is installed, against octets whose digests OpenSSL made.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use jpki_exchange::challenge::{Nonce, SignedForm, SignedMessage};
use jpki_exchange::identifiers::{Purpose, RelyingParty};

use crate::support::file;

/// Node.js, if it is installed.
pub(crate) fn node() -> Option<Command> {
    installed("node", "--version")
}

fn installed(program: &str, version: &str) -> Option<Command> {
    let found = Command::new(program).arg(version).output();
    if found.is_ok_and(|found| found.status.success()) {
        return Some(Command::new(program));
    }
    eprintln!("not run: {program} is not installed");
    None
}

fn vectors() -> Vec<[String; 4]> {
    let text = fs::read_to_string(file("clients/vectors.tsv")).unwrap();
    let row = |line: &str| {
        let fields: Vec<_> = line.split('\t').map(str::to_owned).collect();
        fields.try_into().unwrap()
    };
    let rows: Vec<_> = text.lines().map(row).collect();
    assert!(rows.len() >= 4);
    rows
}

/// What a program prints for the vectors is what they say.
fn assert_prints(mut program: Command) {
    let mut program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut input, mut expected) = (String::new(), String::new());
    for [origin, purpose, nonce, octets] in vectors() {
        input.push_str(&format!("{origin}\t{purpose}\t{nonce}\n"));
        expected.push_str(&format!("{octets}\n"));
    }
    program.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let printed = program.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), expected);
}

#[test]
// Requirement: AUTH-09
fn the_octets_are_those_of_the_vectors() {
    for [origin, purpose, nonce, octets] in vectors() {
        let nonce: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(&nonce[2 * at..2 * at + 2], 16).unwrap()).collect();
        let nonce = Nonce::from_bytes(nonce.try_into().unwrap());
        let relying_party = RelyingParty::new(&origin).unwrap();
        let purpose = Purpose::new(&purpose).unwrap();
        let message = |form| SignedMessage::new(form, &relying_party, &purpose, &nonce);
        let built = message(SignedForm::RelyingPartyAndNonce);
        let hex: String = built.as_bytes().iter().map(|octet| format!("{octet:02x}")).collect();
        assert_eq!(hex, octets);
        assert_eq!(message(SignedForm::NonceOnly).as_bytes(), nonce.as_bytes());
    }
}

#[test]
fn javascript_builds_the_octets() {
    let Some(mut node) = node() else { return };
    let script = format!(
        "import {{ challengeMessage }} from {:?};
        import {{ readFileSync }} from 'node:fs';
        for (const line of readFileSync(0, 'utf8').trim().split('\\n')) {{
            const [origin, purpose, nonce] = line.split('\\t');
            const octets = await challengeMessage(origin, purpose, Buffer.from(nonce, 'hex'));
            console.log(Buffer.from(octets).toString('hex'));
        }}",
        file("clients/challenge.mjs")
    );
    node.args(["--input-type=module", "--eval", &script]);
    assert_prints(node);
}

#[test]
fn kotlin_builds_the_octets() {
    let Some(mut compiler) = installed("kotlinc", "-version") else { return };
    let Some(mut java) = installed("java", "-version") else { return };
    let folder = tempfile::tempdir().unwrap();
    let jar = folder.path().join("challenge.jar");
    compiler.arg(file("clients/Challenge.kt")).args(["-include-runtime", "-d"]).arg(&jar);
    assert!(compiler.status().unwrap().success());
    java.arg("-jar").arg(jar);
    assert_prints(java);
}

#[test]
fn swift_builds_the_octets() {
    let Some(mut compiler) = installed("swiftc", "--version") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (source, program) = (folder.path().join("main.swift"), folder.path().join("challenge"));
    fs::copy(file("clients/Challenge.swift"), &source).unwrap();
    compiler.arg(source).arg("-o").arg(&program);
    assert!(compiler.status().unwrap().success());
    assert_prints(Command::new(program));
}
