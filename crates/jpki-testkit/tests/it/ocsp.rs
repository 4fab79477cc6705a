//! OpenSSL reads the requests, believes the responses that are right, and refuses those that are wrong.

use crate::support::openssl::OpenSsl;
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{Authority, EndEntity, Generation, Person, SyntheticJpki};
use jpki_testkit::ocsp::{
    CertId, CertificateStatus, RequestBuilder, Responder, ResponseBuilder, ResponseStatus,
    SingleResponse, nonce, unsuccessful,
};
use jpki_testkit::oid;
use jpki_testkit::pki::ReasonCode;
use time::Duration;

struct World {
    jpki: SyntheticJpki,
    authority: Authority,
    hanako: EndEntity,
}

impl World {
    fn new() -> Self {
        let jpki = SyntheticJpki::of_vectors();
        let authority = jpki.auth_ca(Generation::Third);
        Self { jpki, hanako: jpki.auth_certificate(&Person::hanako()).issue(), authority }
    }

    fn id(&self, hash: HashAlgorithm) -> CertId {
        CertId::new(hash, &self.authority.name(), self.authority.key(), self.hanako.serial())
    }

    fn response(&self, status: CertificateStatus) -> ResponseBuilder {
        let single = SingleResponse::new(self.id(HashAlgorithm::Sha1), status, self.jpki.instant());
        ResponseBuilder::new(self.jpki.instant()).single(single)
    }

    /// OpenSSL's word about 見本　花子's certificate.
    fn answer(&self, openssl: &OpenSsl, response: &[u8]) -> String {
        let authority = self.authority.certificate();
        openssl.certificate_status(
            response,
            self.hanako.certificate(),
            &authority,
            self.jpki.instant(),
        )
    }
}

#[test]
fn right_responses_are_believed() {
    let Some(openssl) = OpenSsl::find() else { return };
    let world = World::new();
    let by_key = Responder::by_key(world.authority.key());
    let by_name = Responder::by_name(&world.authority.name(), world.authority.key());
    let revoked_at = world.jpki.instant() - Duration::days(2);
    for (status, word) in [
        (CertificateStatus::Good, "good"),
        (CertificateStatus::Unknown, "unknown"),
        (CertificateStatus::Revoked(revoked_at, None), "revoked"),
        (
            CertificateStatus::Revoked(revoked_at, Some(ReasonCode::CertificateHold)),
            "revoked certificateHold",
        ),
    ] {
        assert_eq!(world.answer(&openssl, &world.response(status).sign(&by_key)), word);
    }
    assert_eq!(
        world.answer(&openssl, &world.response(CertificateStatus::Good).sign(&by_name)),
        "good"
    );

    let delegate = world.jpki.responder_certificate(&world.authority).sign(world.authority.key());
    let delegated = world.response(CertificateStatus::Good).certificate(&delegate);
    let responder = Responder::by_key(world.jpki.responder_key());
    assert_eq!(world.answer(&openssl, &delegated.sign(&responder)), "good");
}

#[test]
fn wrong_responses_are_not() {
    let Some(openssl) = OpenSsl::find() else { return };
    let world = World::new();
    let good = world.response(CertificateStatus::Good);
    let by_key = Responder::by_key(world.authority.key());
    let foreign = world.jpki.auth_ca(Generation::Foreign).key();
    let delegate = world.jpki.responder_certificate(&world.authority);
    let without_purpose =
        delegate.clone().without_extension(oid::EXTENDED_KEY_USAGE).sign(world.authority.key());
    let responder = Responder::by_key(world.jpki.responder_key());
    let other = CertId { serial: 0x55.into(), ..world.id(HashAlgorithm::Sha1) };
    for (name, response, word) in [
        ("foreign key", good.sign(&by_key.clone().with_key(foreign)), "not verified"),
        (
            "foreign delegate",
            good.clone().certificate(&delegate.sign(foreign)).sign(&responder),
            "not verified",
        ),
        (
            "delegate without purpose",
            good.clone().certificate(&without_purpose).sign(&responder),
            "not verified",
        ),
        (
            "other serial number",
            ResponseBuilder::new(world.jpki.instant())
                .single(SingleResponse::good(other, world.jpki.instant()))
                .sign(&by_key),
            "ERROR: No Status found.",
        ),
        ("try later", unsuccessful(ResponseStatus::TryLater), "trylater (3)"),
    ] {
        assert_eq!(world.answer(&openssl, &response), word, "{name}");
    }
}

#[test]
fn requests_are_read() {
    let Some(openssl) = OpenSsl::find() else { return };
    let world = World::new();
    let request = RequestBuilder::new()
        .certificate(world.id(HashAlgorithm::Sha256))
        .extension(nonce(&[0xA5; 16]))
        .to_der();
    let text = openssl.request_text(&request);
    let serial: String =
        world.hanako.serial().as_bytes().iter().map(|byte| format!("{byte:02X}")).collect();
    for expected in
        ["Hash Algorithm: sha256", &serial, "OCSP Nonce", "0410A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5"]
    {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
}
