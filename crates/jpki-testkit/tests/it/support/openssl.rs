//! The `openssl` command line, asked about vectors.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64ct::{Base64, Encoding as _};
use jpki_test_support::openssl;
use jpki_testkit::vectors;
use tempfile::TempDir;
use time::UtcDateTime;
use time::format_description::well_known::Rfc3339;

/// The command line, with a folder for converted files.
pub(crate) struct OpenSsl {
    folder: TempDir,
}

impl OpenSsl {
    /// Without the command line the test is skipped, in CI it fails.
    pub(crate) fn find() -> Option<Self> {
        openssl::available().then(|| Self { folder: TempDir::new().expect("a temporary folder") })
    }

    /// `openssl verify` of vectors: `ok`, `error` with the first number, or `unreadable`.
    pub(crate) fn verify(
        &self,
        certificate: &str,
        anchors: &[String],
        lists: &[&String],
        at: &str,
        options: &[&str],
    ) -> String {
        let anchors: Vec<Vec<u8>> = anchors.iter().map(|file| bytes(file)).collect();
        let lists: Vec<Vec<u8>> = lists.iter().map(|file| bytes(file)).collect();
        self.verify_bytes(&bytes(certificate), &anchors, &lists, at, options)
    }

    /// `openssl verify`: `ok`, `error` with the first number, or `unreadable`.
    pub(crate) fn verify_bytes(
        &self,
        certificate: &[u8],
        anchors: &[Vec<u8>],
        lists: &[Vec<u8>],
        at: &str,
        options: &[&str],
    ) -> String {
        let anchors: String = anchors.iter().map(|der| pem("CERTIFICATE", der)).collect();
        let lists: String = lists.iter().map(|der| pem("X509 CRL", der)).collect();
        let at = UtcDateTime::parse(at, &Rfc3339).expect("an instant");
        let mut command = Command::new("openssl");
        command.arg("verify").args(["-attime", &at.unix_timestamp().to_string()]);
        command.arg("-CAfile").arg(self.write("anchors.pem", anchors.as_bytes()));
        if !lists.is_empty() {
            command.arg("-CRLfile").arg(self.write("lists.pem", lists.as_bytes()));
        }
        let file = self.write("certificate.pem", pem("CERTIFICATE", certificate).as_bytes());
        command.args(options).arg(&file);
        let output = command.output().expect("openssl runs");
        if output.status.success() {
            return "ok".to_owned();
        }
        let text = text(&output);
        match text.lines().find_map(|line| line.strip_prefix("error ")) {
            Some(error) => format!("error {}", error.split(' ').next().unwrap_or_default()),
            None if !Self::reads(&file) => "unreadable".to_owned(),
            None => panic!("openssl verify: {text}"),
        }
    }

    /// Whether it reads the certificate. What `openssl verify` says if not differs between versions.
    fn reads(certificate: &Path) -> bool {
        let arguments = ["x509", "-noout", "-in"];
        let output = Command::new("openssl").args(arguments).arg(certificate).output();
        output.expect("openssl runs").status.success()
    }

    /// `openssl verify` with untrusted certificates to build the path from.
    pub(crate) fn verify_path(
        &self,
        target: &[u8],
        intermediates: &[Vec<u8>],
        anchor: &[u8],
        at: UtcDateTime,
        options: &[&str],
    ) -> String {
        let untrusted: String = intermediates.iter().map(|der| pem("CERTIFICATE", der)).collect();
        let untrusted = self.write("untrusted.pem", untrusted.as_bytes());
        let mut options = options.to_vec();
        if !intermediates.is_empty() {
            options.extend(["-untrusted", untrusted.to_str().expect("a path in UTF-8")]);
        }
        let at = at.format(&Rfc3339).expect("an instant");
        self.verify_bytes(target, &[anchor.to_vec()], &[], &at, &options)
    }

    /// `openssl verify -crl_check` with extended lists and deltas, and a separate issuer of lists.
    pub(crate) fn verify_with_lists(
        &self,
        certificate: &[u8],
        anchor: &[u8],
        list_issuer: &[u8],
        lists: &[Vec<u8>],
        at: UtcDateTime,
    ) -> String {
        let untrusted = self.write("untrusted.pem", pem("CERTIFICATE", list_issuer).as_bytes());
        let untrusted = untrusted.to_str().expect("a path in UTF-8");
        let options = ["-crl_check", "-extended_crl", "-use_deltas", "-untrusted", untrusted];
        let at = at.format(&Rfc3339).expect("an instant");
        self.verify_bytes(certificate, &[anchor.to_vec()], lists, &at, &options)
    }

    /// `openssl verify -check_ss_sig` with the certificate as its own anchor.
    pub(crate) fn is_self_signed(&self, certificate: &[u8]) -> bool {
        let file = self.write("root.pem", pem("CERTIFICATE", certificate).as_bytes());
        let output = Command::new("openssl")
            .args(["verify", "-check_ss_sig", "-auth_level", "0", "-CAfile"])
            .arg(&file)
            .arg(&file)
            .output()
            .expect("openssl runs");
        output.status.success()
    }

    /// `openssl ocsp -respin`: the status with its reason, or what is wrong. Times of the response are
    /// not judged, because the command line judges them by today.
    pub(crate) fn certificate_status(
        &self,
        response: &[u8],
        certificate: &[u8],
        authority: &[u8],
        at: UtcDateTime,
    ) -> String {
        let authority = self.write("authority.pem", pem("CERTIFICATE", authority).as_bytes());
        let output = Command::new("openssl")
            .args(["ocsp", "-respin"])
            .arg(self.write("response.der", response))
            .arg("-CAfile")
            .arg(&authority)
            .arg("-issuer")
            .arg(&authority)
            .arg("-cert")
            .arg(self.write("certificate.pem", pem("CERTIFICATE", certificate).as_bytes()))
            .args(["-attime", &at.unix_timestamp().to_string()])
            .args(["-no_nonce", "-validity_period", "1000000000"])
            .output()
            .expect("openssl runs");
        let text = text(&output);
        let after = |mark: &str| {
            text.lines().find_map(|line| Some(line.split_once(mark)?.1.trim().to_owned()))
        };
        if let Some(error) = after("Responder Error: ") {
            return error;
        }
        if !text.contains("Response verify OK") {
            return "not verified".to_owned();
        }
        match (after("certificate.pem: "), after("Reason: ")) {
            (Some(status), Some(reason)) => format!("{status} {reason}"),
            (Some(status), None) => status,
            (None, _) => text,
        }
    }

    /// `openssl ocsp -req_text`.
    pub(crate) fn request_text(&self, request: &[u8]) -> String {
        let output = Command::new("openssl")
            .args(["ocsp", "-req_text", "-reqin"])
            .arg(self.write("request.der", request))
            .output()
            .expect("openssl runs");
        text(&output)
    }

    /// `openssl x509 -text` or `openssl crl -text`.
    pub(crate) fn text(&self, command: &str, der: &[u8]) -> String {
        let output = Command::new("openssl")
            .args([command, "-inform", "DER", "-noout", "-text", "-in"])
            .arg(self.write("object.der", der))
            .output()
            .expect("openssl runs");
        assert!(output.status.success(), "{}", text(&output));
        text(&output)
    }

    /// `openssl pkeyutl -verify -rawin`: `ok` or `failure`. (`openssl dgst` reads no more of the
    /// signature than the key is long.)
    pub(crate) fn content_signature(
        &self,
        certificate: &str,
        content: &str,
        signature: &str,
        digest: &str,
        options: &[&str],
    ) -> String {
        let mut command = self.verification(certificate, signature);
        command.args(["-rawin", "-digest", digest]).args(options).arg("-in").arg(path(content));
        answer(&command.output().expect("openssl runs"))
    }

    /// `openssl pkeyutl -verify` of a digest without DigestInfo: `ok` or `failure`.
    pub(crate) fn bare_digest_signature(
        &self,
        certificate: &str,
        content: &str,
        signature: &str,
    ) -> String {
        let digest = Command::new("openssl")
            .args(["dgst", "-sha256", "-binary"])
            .arg(path(content))
            .output()
            .expect("openssl runs");
        let mut command = self.verification(certificate, signature);
        command.args(["-pkeyopt", "rsa_padding_mode:pkcs1"]);
        command.arg("-in").arg(self.write("digest", &digest.stdout));
        answer(&command.output().expect("openssl runs"))
    }

    /// `openssl crl -CAfile`: whether this authority's key signed the list.
    pub(crate) fn list_is_signed_by(&self, list: &str, authority: &str) -> bool {
        self.is_list_of(&bytes(list), &bytes(authority))
    }

    /// `openssl crl -CAfile`: whether this authority's key signed the list.
    pub(crate) fn is_list_of(&self, list: &[u8], authority: &[u8]) -> bool {
        let output = Command::new("openssl")
            .args(["crl", "-noout", "-inform", "DER", "-in"])
            .arg(self.write("list.der", list))
            .arg("-CAfile")
            .arg(self.write("authority.pem", pem("CERTIFICATE", authority).as_bytes()))
            .output()
            .expect("openssl runs");
        text(&output).contains("verify OK")
    }

    fn verification(&self, certificate: &str, signature: &str) -> Command {
        let mut command = Command::new("openssl");
        command.args(["pkeyutl", "-verify", "-pubin", "-inkey"]).arg(self.public_key(certificate));
        command.arg("-sigfile").arg(path(signature));
        command
    }

    fn public_key(&self, certificate: &str) -> PathBuf {
        let output = Command::new("openssl")
            .args(["x509", "-inform", "DER", "-pubkey", "-noout", "-in"])
            .arg(path(certificate))
            .output()
            .expect("openssl runs");
        self.write("public-key.pem", &output.stdout)
    }

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("a temporary file");
        path
    }
}

fn answer(output: &Output) -> String {
    if output.status.success() { "ok" } else { "failure" }.to_owned()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

fn path(file: &str) -> PathBuf {
    vectors::folder().join(file)
}

fn bytes(file: &str) -> Vec<u8> {
    vectors::read_file(file).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn pem(label: &str, der: &[u8]) -> String {
    let base64 = Base64::encode_string(der);
    let lines: Vec<&str> = base64
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap_or_default())
        .collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
