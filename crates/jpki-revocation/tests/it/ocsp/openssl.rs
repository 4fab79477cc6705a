//! The `openssl` command line, asked about requests and responses.

use std::path::PathBuf;
use std::process::{Command, Output};

use jpki_test_support::openssl;
use pem_rfc7468::LineEnding;
use tempfile::TempDir;
use time::UtcDateTime;

pub(crate) struct OpenSsl {
    folder: TempDir,
}

/// What OpenSSL says of a certificate: as the command line has it, or that it believes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Good,
    /// With the name of the reason.
    Revoked(Option<String>),
    Nothing(String),
}

impl OpenSsl {
    /// Without the command line the test is skipped, in CI it fails.
    pub(crate) fn find() -> Option<Self> {
        openssl::available().then(|| Self { folder: TempDir::new().unwrap() })
    }

    /// `openssl ocsp -reqout`
    pub(crate) fn request(&self, issuer: &[u8], certificates: &[&[u8]], digest: &str) -> Vec<u8> {
        let mut command = Command::new("openssl");
        command.args(["ocsp", "-no_nonce", "-issuer"]).arg(self.certificate("issuer", issuer));
        for (index, der) in certificates.iter().enumerate() {
            command.arg(digest).arg("-cert").arg(self.certificate(&format!("{index}"), der));
        }
        let out = self.folder.path().join("request.der");
        let output = command.arg("-reqout").arg(&out).output().unwrap();
        assert!(output.status.success(), "{}", text(&output));
        std::fs::read(out).unwrap()
    }

    /// `openssl ocsp -req_text`
    pub(crate) fn request_text(&self, request: &[u8]) -> String {
        let file = self.write("ours.der", request);
        text(
            &Command::new("openssl")
                .args(["ocsp", "-req_text", "-reqin"])
                .arg(file)
                .output()
                .unwrap(),
        )
    }

    /// Whether `openssl ocsp` finds another nonce in the response than in the request.
    pub(crate) fn nonces_differ(&self, request: &[u8], response: &[u8], issuer: &[u8]) -> bool {
        let output = Command::new("openssl")
            .args(["ocsp", "-no_nonce", "-respin"])
            .arg(self.write("response.der", response))
            .arg("-reqin")
            .arg(self.write("request.der", request))
            .arg("-CAfile")
            .arg(self.certificate("issuer", issuer))
            .output()
            .unwrap();
        text(&output).contains("Nonce Verify error")
    }

    /// `openssl ocsp -respin`. The certificate is named by this digest, as the response must name it. Times of the response are not judged, because
    /// the command line judges them by today.
    pub(crate) fn ask(
        &self,
        response: &[u8],
        certificate: &[u8],
        issuer: &[u8],
        digest: &str,
        at: UtcDateTime,
    ) -> Word {
        let issuer = self.certificate("issuer", issuer);
        let output = Command::new("openssl")
            .args(["ocsp", "-respin"])
            .arg(self.write("response.der", response))
            .arg("-CAfile")
            .arg(&issuer)
            .arg("-issuer")
            .arg(&issuer)
            .args([digest, "-cert"])
            .arg(self.certificate("asked", certificate))
            .args(["-attime", &at.unix_timestamp().to_string()])
            .args(["-no_nonce", "-validity_period", "1000000000"])
            .output()
            .unwrap();
        let text = text(&output);
        let after = |mark: &str| {
            text.lines().find_map(|line| Some(line.split_once(mark)?.1.trim().to_owned()))
        };
        if !text.contains("Response verify OK") {
            return Word::Nothing(text);
        }
        match after("asked.pem: ").as_deref() {
            Some("good") => Word::Good,
            Some("revoked") => Word::Revoked(after("Reason: ")),
            _ => Word::Nothing(text),
        }
    }

    fn certificate(&self, name: &str, der: &[u8]) -> PathBuf {
        let pem = pem_rfc7468::encode_string("CERTIFICATE", LineEnding::LF, der).unwrap();
        self.write(&format!("{name}.pem"), pem.as_bytes())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
}
