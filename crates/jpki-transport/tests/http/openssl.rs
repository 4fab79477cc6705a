//! `openssl ocsp -index` as a live responder: it takes these requests and its answers are believed.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use jpki_core::report::Reason;
use jpki_core::time::ClockAllowance;
use jpki_revocation::ocsp::OcspPolicy;
use jpki_revocation::{RevocationReason, Status};
use jpki_test_support::openssl;
use jpki_testkit::jpki::Person;
use jpki_transport::HttpMethod;
use pem_rfc7468::LineEnding;
use tempfile::TempDir;
use time::UtcDateTime;

use crate::client::{Transport, World, unknown};

struct Responder {
    process: Child,
    address: String,
    _folder: TempDir,
}

impl Drop for Responder {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Responder {
    /// 花子's certificate is good, 太郎's revoked, all others are unknown. `None` without the command line,
    /// which is an error in CI.
    fn start(world: &World, taro: &jpki_testkit::jpki::EndEntity) -> Option<Self> {
        if !openssl::available() {
            return None;
        }
        let folder = TempDir::new().unwrap();
        let write = |name: &str, bytes: &[u8]| -> PathBuf {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let pem = |label: &str, der: &[u8]| {
            pem_rfc7468::encode_string(label, LineEnding::LF, der).unwrap()
        };
        let certificate = pem("CERTIFICATE", &world.synthetic.certificate());
        let key = pem("PRIVATE KEY", world.synthetic.key().pkcs8());
        let serial =
            |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02X}")).collect() };
        let index = format!(
            "V\t400101000000Z\t\t{}\tunknown\t/CN=hanako\nR\t400101000000Z\t200101000000Z,superseded\t{}\tunknown\t/CN=taro\n",
            serial(world.hanako.serial().as_bytes()),
            serial(taro.serial().as_bytes()),
        );
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let authority = write("authority.pem", certificate.as_bytes());
        let process = Command::new("openssl")
            .args(["ocsp", "-port", &format!("{port}"), "-ndays", "1", "-index"])
            .arg(write("index.txt", index.as_bytes()))
            .arg("-CA")
            .arg(&authority)
            .arg("-rsigner")
            .arg(&authority)
            .arg("-rkey")
            .arg(write("key.pem", key.as_bytes()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let responder =
            Self { process, address: format!("http://127.0.0.1:{port}"), _folder: folder };
        let is_up = (0..100).any(|_| {
            std::thread::sleep(Duration::from_millis(100));
            responder.is_up(world)
        });
        assert!(is_up, "openssl ocsp -port does not listen");
        Some(responder)
    }

    /// Asked by a whole request: a connection on which nothing is sent keeps OpenSSL 3.0 from taking another.
    fn is_up(&self, world: &World) -> bool {
        let hanako = world.hanako.certificate();
        let policy = skewed(OcspPolicy::immediate());
        let answer =
            world.resolve(hanako, &self.address, Transport::Blocking, policy, HttpMethod::Post);
        answer.status() != unknown(Reason::ResponderUnreachable)
    }
}

#[test]
fn openssl_answers_through_both_transports() {
    // OpenSSL dates its answers today.
    let world = World::at(UtcDateTime::now());
    let taro = world.jpki.auth_certificate(&Person::taro()).issue();
    let jiro = world.jpki.auth_certificate(&Person::taro()).serial(0x3333_3333_u64).issue();
    let Some(responder) = Responder::start(&world, &taro) else { return };
    for transport in Transport::BOTH {
        for (policy, method) in [
            (OcspPolicy::immediate(), HttpMethod::Post),
            (OcspPolicy::rfc_5019(), HttpMethod::GetWhereShort),
        ] {
            let ask = |certificate: &[u8]| {
                world.resolve(certificate, &responder.address, transport, skewed(policy), method)
            };
            assert_eq!(ask(world.hanako.certificate()).status(), Status::Good, "{transport:?}");
            let Status::Revoked(found) = ask(taro.certificate()).status() else {
                panic!("{transport:?} {method:?}: not revoked");
            };
            assert_eq!(found.reason, RevocationReason::Superseded);
            assert!(matches!(ask(jiro.certificate()).status(), Status::Unknown(_)));
        }
    }
}

/// The instant was taken before OpenSSL was asked.
fn skewed(policy: OcspPolicy) -> OcspPolicy {
    let mut policy = policy;
    policy.freshness.clock_skew = ClockAllowance::new(Duration::from_secs(600));
    policy
}
