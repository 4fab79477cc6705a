//! The program, as an operator starts it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use jpki_revocation::Crl;
use jpki_test_support::with;
use jpki_transport::blocking::{CrlTransport as _, HttpCrlTransport};
use jpki_transport::{Endpoint, HttpSettings};
use jpki_verify::Certificate;
use pem_rfc7468::LineEnding;

use crate::http::TlsAuthority;
use crate::support::start;

/// A started program, ended with its handle.
struct Program {
    child: Child,
    addresses: Vec<String>,
}

impl Program {
    fn start(folder: &Path, options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_jpki-simulator"))
            .arg("--folder")
            .arg(folder)
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let addresses = lines.take(12).map(Result::unwrap).collect();
        Self { child, addresses }
    }

    fn fetch(&self, path: &str) -> Crl {
        let address = self.addresses.iter().find(|address| address.ends_with(path)).unwrap();
        let endpoint = Endpoint::new(address).unwrap();
        let list = HttpCrlTransport::new(endpoint, HttpSettings::default()).unwrap().fetch();
        Crl::from_der(list.unwrap()).unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
// Requirement: PROC-01
fn one_command_starts_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("simulator");
    let options =
        ["--at", "2026-06-01T12:00:00+09:00", "--event", "moves@2026-05-02T12:00:00+09:00"];
    let program = Program::start(
        &folder,
        &[&options[..], &["--event", "renews@2026-06-02T12:00:00+09:00"]].concat(),
    );
    assert_eq!(program.addresses.len(), 12, "{:?}", program.addresses);
    let (sign, auth) = (program.fetch("/crl/sign/3"), program.fetch("/crl/auth/3"));
    let midnight = start().before(crate::support::hours(12));
    assert_eq!((sign.this_update(), auth.this_update()), (midnight, midnight));

    // The same seed without the move lists one certificate less, for signing alone.
    let still = tempfile::tempdir().unwrap();
    let still = Program::start(still.path(), &options[..2]);
    let entries = |crl: &Crl| crl.count_entries().unwrap();
    assert_eq!(entries(&sign), entries(&still.fetch("/crl/sign/3")) + 1);
    assert_eq!(entries(&auth), entries(&still.fetch("/crl/auth/3")));

    for file in ["ca/sign-1.cer", "ca/auth-3.cer", "card-1/sign.cer", "card-2/auth.cer"] {
        assert!(
            Certificate::from_der(&std::fs::read(folder.join(file)).unwrap()).is_ok(),
            "{file}"
        );
    }
    for key in ["card-1/sign.pk8", "card-1/auth.pk8", "card-2/sign.pk8", "card-2/auth.pk8"] {
        let metadata = std::fs::metadata(folder.join(key)).unwrap();
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777, 0o600);
        assert!(metadata.len() > 0, "{key}");
    }
}

#[test]
fn it_speaks_tls_to_known_clients() {
    let folder = tempfile::tempdir().unwrap();
    let (servers, clients) = (TlsAuthority::new(), TlsAuthority::new());
    let write = |name: &str, label: &str, der: &[u8]| {
        let pem = pem_rfc7468::encode_string(label, LineEnding::LF, der).unwrap();
        let file = folder.path().join(name);
        std::fs::write(&file, pem).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let identity = servers.certify("127.0.0.1");
    let certificate = write("server.pem", "CERTIFICATE", &identity.chain[0]);
    let key = write("server.key", "PRIVATE KEY", &identity.key);
    let roots = write("clients.pem", "CERTIFICATE", &clients.certificate);
    let program = Program::start(
        &folder.path().join("simulator"),
        &["--tls-certificate", &certificate, "--tls-key", &key, "--client-roots", &roots],
    );
    for (identity, is_known) in [(Some(clients.certify("platform")), true), (None, false)] {
        let settings = with(HttpSettings::default(), |settings| {
            settings.client.tls.roots = vec![servers.certificate.clone()];
            settings.client.tls.identity = identity;
            settings.client.retries.count = 0;
        });
        let endpoint = Endpoint::new(&program.addresses[0]).unwrap();
        let list = HttpCrlTransport::new(endpoint, settings).unwrap().fetch();
        assert_eq!(list.is_ok(), is_known, "{list:?}");
    }
}

/// Without a time it follows the machine's clock.
#[test]
fn it_follows_the_clock_of_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let now = jpki_core::time::Timestamp::now();
    let list = program.fetch("/crl/auth/3");
    assert!(
        list.this_update() <= now
            && list.next_update().unwrap() > now.before(crate::support::hours(1))
    );
}

#[test]
fn wrong_arguments_are_told() {
    for options in [
        &[][..],
        &["--folder", "x", "--event", "marries@2026-06-01T12:00:00+09:00"],
        &["--folder", "x", "--event", "moves"],
        &["--folder", "x", "--at", "today"],
        &["--folder", "x", "--tls-key", "key.pem"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_jpki-simulator")).args(options).output();
        assert_eq!(output.unwrap().status.code(), Some(2), "{options:?}");
    }
}
