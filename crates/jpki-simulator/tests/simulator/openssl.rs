//! OpenSSL's command line about the same lists and responses.

use std::process::Command;

use jpki_core::time::Timestamp;
use jpki_revocation::ocsp::OcspRequest;
use jpki_simulator::{OcspSigner, Resident, Simulator};
use jpki_test_support::openssl;
use jpki_testkit::jpki::{EndEntity, Generation, Purpose};
use jpki_testkit::ocsp::{CertId, RequestBuilder, nonce};
use jpki_testkit::pki::ReasonCode;
use jpki_transport::blocking::{CrlTransport as _, OcspTransport as _};
use tempfile::TempDir;

use crate::support::{Person, day, start};

/// An event, what happens, and the status of both certificates.
type Life = (&'static str, fn(&Resident), &'static str, &'static str);

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn pem(&self, name: &str, kind: &str, der: &[u8]) -> String {
        let file = self.write("object.der", der);
        let pem = openssl::run([kind, "-inform", "DER", "-in", &file], b"").unwrap();
        self.write(name, &pem)
    }
}

/// `openssl verify -crl_check` at an instant: `ok`, or what it says.
fn verify(jlis: &Simulator, certificate: &EndEntity, at: Timestamp) -> String {
    let folder = Folder::new();
    let (purpose, generation) =
        (certificate.authority().purpose(), certificate.authority().generation());
    let anchor = jlis.authority_certificate(purpose, generation);
    let list = jlis.crl(purpose, generation, None).fetch().unwrap();
    let anchor = folder.pem("anchor.pem", "x509", &anchor);
    let list = folder.pem("list.pem", "crl", &list);
    let file = folder.pem("certificate.pem", "x509", certificate.certificate());
    let at = at.unix_seconds().to_string();
    let arguments =
        ["verify", "-attime", &at, "-crl_check", "-CAfile", &anchor, "-CRLfile", &list, &file];
    match openssl::run(arguments, b"") {
        Ok(_) => "ok".to_owned(),
        Err(text) => {
            let line = text.lines().find_map(|line| line.strip_prefix("error "));
            line.unwrap_or(&text).split(' ').next().unwrap().to_owned()
        }
    }
}

#[test]
// Requirement: CRL-02
fn lists_hold_for_openssl() {
    if !openssl::available() {
        return;
    }
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    let card = hanako.card().unwrap();
    let (signing, authentication) = (card.signing.unwrap(), card.authentication);
    hanako.moves(day(2026, 6, 2));
    hanako.loses_card(day(2026, 6, 4));
    hanako.finds_card(day(2026, 6, 6));
    hanako.dies(day(2026, 6, 8));
    for (date, expected_signing, expected_authentication) in
        [(1, "ok", "ok"), (3, "23", "ok"), (5, "23", "23"), (7, "23", "ok"), (9, "23", "23")]
    {
        let at = day(2026, 6, date);
        jlis.set_clock(at);
        assert_eq!(verify(&jlis, &signing, at), expected_signing, "June {date}");
        assert_eq!(verify(&jlis, &authentication, at), expected_authentication, "June {date}");
    }
    // X509_V_ERR_CRL_HAS_EXPIRED, and the list of a sibling.
    assert_eq!(verify(&jlis, &authentication, day(2026, 6, 11)), "12");
}

#[test]
fn every_list_is_signed_by_its_authority() {
    if !openssl::available() {
        return;
    }
    let jlis = Simulator::new(1, start());
    let folder = Folder::new();
    let is_signed = |list: &[u8], anchor: &[u8]| {
        let anchor = folder.pem("anchor.pem", "x509", anchor);
        let list = folder.write("list.der", list);
        let output = Command::new("openssl")
            .args(["crl", "-inform", "DER", "-noout", "-verify", "-CAfile", &anchor, "-in", &list])
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stderr).contains("verify OK")
    };
    for purpose in [Purpose::Sign, Purpose::Auth] {
        for generation in
            [Generation::First, Generation::Second, Generation::Third, Generation::Fourth]
        {
            let anchor = jlis.authority_certificate(purpose, generation);
            let crl = jlis.crl(purpose, generation, None).fetch().unwrap();
            let arl = jlis.arl(purpose, generation).fetch().unwrap();
            assert!(
                is_signed(&crl, &anchor) && is_signed(&arl, &anchor),
                "{purpose:?} {generation:?}"
            );
            let mut spoilt = crl.clone();
            *spoilt.last_mut().unwrap() ^= 1;
            assert!(!is_signed(&spoilt, &anchor));
        }
    }
}

/// `openssl ocsp -respin` about what the simulator answers to a request of the testkit.
fn respond(jlis: &Simulator, certificate: &EndEntity) -> String {
    let folder = Folder::new();
    let authority = certificate.authority();
    let id = CertId::sha256(&authority.name(), authority.key(), certificate.serial());
    let request = RequestBuilder::new().certificate(id).extension(nonce(&[7; 32])).to_der();
    let request_file = folder.write("request.der", &request);
    let request = OcspRequest::from_der(&request).unwrap();
    let response = jlis.ocsp(authority.purpose()).ask(&request).unwrap();
    let response = folder.write("response.der", &response);
    let anchor = jlis.authority_certificate(authority.purpose(), authority.generation());
    let anchor = folder.pem("anchor.pem", "x509", &anchor);
    let file = folder.pem("certificate.pem", "x509", certificate.certificate());
    let at = jlis.now().unix_seconds().to_string();
    let output = Command::new("openssl")
        .args(["ocsp", "-reqin", &request_file, "-respin", &response, "-CAfile", &anchor])
        .args(["-issuer", &anchor, "-sha256", "-cert", &file, "-attime", &at])
        .args(["-no_nonce", "-validity_period", "1000000000"])
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    assert!(!text.contains("Nonce Verify error"), "{text}");
    if !text.contains("Response verify OK") {
        return "not verified".to_owned();
    }
    let after =
        |mark: &str| text.lines().find_map(|line| Some(line.split_once(mark)?.1.trim().to_owned()));
    let status = after("certificate.pem: ").unwrap_or(text.clone());
    after("Reason: ").map_or(status.clone(), |reason| format!("{status} {reason}"))
}

#[test]
// Requirement: OCSP-02, REV-02, REV-03, REV-04, REV-05, REV-06
fn responses_hold_for_openssl() {
    if !openssl::available() {
        return;
    }
    for signer in [OcspSigner::Authority, OcspSigner::Delegate] {
        let jlis = Simulator::new(1, start());
        jlis.set_ocsp_signer(signer);
        let lives: [Life; 7] = [
            ("nothing", |_| (), "good", "good"),
            ("a move", |p| p.moves(day(2026, 5, 31)), "revoked affiliationChanged", "good"),
            (
                "death",
                |p| p.dies(day(2026, 5, 31)),
                "revoked affiliationChanged",
                "revoked affiliationChanged",
            ),
            (
                "given up",
                |p| p.gives_card_up(day(2026, 5, 31)),
                "revoked cessationOfOperation",
                "revoked cessationOfOperation",
            ),
            (
                "a renewal",
                |p| drop(p.renews(day(2026, 5, 31))),
                "revoked superseded",
                "revoked superseded",
            ),
            (
                "a loss",
                |p| p.loses_card(day(2026, 5, 31)),
                "revoked certificateHold",
                "revoked certificateHold",
            ),
            (
                "a leak",
                |p| p.is_revoked(Purpose::Auth, day(2026, 5, 31), ReasonCode::KeyCompromise),
                "good",
                "revoked keyCompromise",
            ),
        ];
        for (life, happens, signing, authentication) in lives {
            let person = jlis.person(Person::taro());
            let card = person.card().unwrap();
            happens(&person);
            let found = [&card.signing.unwrap(), &card.authentication].map(|c| respond(&jlis, c));
            assert_eq!(found, [signing, authentication], "{signer:?}: {life}");
        }
    }
}
