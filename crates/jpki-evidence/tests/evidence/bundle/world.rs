//! A platform on the day of the test vectors, and an auditor six years later.

use std::io;
use std::sync::{Arc, Mutex};

use jpki_audit::Log;
use jpki_audit::checkpoint::CheckpointKeys;
use jpki_audit::file::FileStore;
use jpki_audit::note::NoteName;
use jpki_audit::place::CheckpointPlace;
use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, SignedInput};
use jpki_core::event::{PurposeOfUse, Requester, Tenant};
use jpki_core::keys::{KeyId, KeyPeriod, KeyPurpose, KeyRing, SecretKey};
use jpki_core::policy_version::PolicyVersion;
use jpki_core::report::Verdict;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_evidence::bundle::{Bundle, Draft, Exhibit};
use jpki_evidence::judge::{Judge, KnownPolicy, RecordedLists};
use jpki_examples::Vectors;
use jpki_revocation::ocsp::{Nonce, OcspPolicy, OcspVerifier};
use jpki_revocation::resolver::StatusMethod;
use jpki_revocation::{CrlIssuer, CrlPool, LoadedCrls, RevocationPolicy, Settled};
use jpki_testkit::cms::{
    ContentEncoding, SignedDataBuilder, SignerBuilder, TimeStampBuilder, signature_time_stamp,
};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{EndEntity, Generation, Person, SyntheticJpki};
use jpki_testkit::key::Key;
use jpki_testkit::ocsp::{
    CertId, CertificateStatus, Responder, ResponseBuilder, SingleResponse, nonce,
};
use jpki_testkit::pki::{
    BasicConstraints, CertificateBuilder, CrlBuilder, DistinguishedName, Extension, KeyUsage,
    ReasonCode, SerialNumber,
};
use jpki_testkit::{jpki as testkit, oid};
use jpki_verify::cms::content::Content;
use jpki_verify::cms::signed_data::{ParsedSignedData, SignedData};
use jpki_verify::{
    SignedDocument, SignedMessage, TrustStore, VerifiedSignature, Verifier, VerifierBuilder,
};
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;
use jpki_x509::path::TrustAnchor;
use time::{Duration, UtcDateTime};

pub(crate) const CONTENT: &[u8] = "普通預金口座の開設を申し込みます。".as_bytes();
pub(crate) const SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
const NONCE: [u8; 32] = [0x5a; 32];

pub(crate) fn jpki() -> SyntheticJpki {
    SyntheticJpki::of_vectors()
}

pub(crate) fn timestamp(instant: UtcDateTime) -> Timestamp {
    Timestamp::from_unix_seconds(instant.unix_timestamp())
}

pub(crate) fn noon() -> ValidationTime {
    ValidationTime::at(timestamp(jpki().instant()))
}

pub(crate) fn six_years_later() -> UtcDateTime {
    jpki().instant() + Duration::days(6 * 365)
}

pub(crate) fn trust() -> TrustStore {
    Vectors::open().unwrap().trust().unwrap()
}

pub(crate) fn hanako() -> EndEntity {
    jpki().sign_certificate(&Person::hanako()).issue()
}

/// The lists of the day, or of another: CRL of these revoked, and ARL.
pub(crate) fn lists(
    issued_at: UtcDateTime,
    authority: &testkit::Authority,
    revoked: &[SerialNumber],
) -> LoadedCrls {
    let dated = |list: CrlBuilder| {
        let list = list.this_update(issued_at).next_update(issued_at + Duration::days(1));
        list.sign(authority.key())
    };
    let crl = revoked.iter().fold(jpki().crl(authority), |list, serial| {
        list.revoke(serial.clone(), issued_at, ReasonCode::AffiliationChanged)
    });
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    lists.add_crl(dated(crl), &trust()).unwrap();
    lists.add_arl(dated(jpki().arl(authority)), &trust()).unwrap();
    lists
}

pub(crate) fn policy_version(version: u32) -> PolicyVersion {
    PolicyVersion::new("bank.example/onboarding", version).unwrap()
}

pub(crate) fn by_crl(lists: LoadedCrls) -> VerifierBuilder {
    Verifier::builder().trust(trust()).revocation(lists).policy_version(policy_version(1))
}

pub(crate) fn by_ocsp(lists: LoadedCrls) -> VerifierBuilder {
    let responder = OcspVerifier::new(OcspPolicy::immediate(), Arc::new(RustCrypto));
    by_crl(lists).responder(responder, StatusMethod::Ocsp).policy_version(policy_version(2))
}

pub(crate) fn stamped_by_crl(lists: LoadedCrls, pool: CrlPool) -> VerifierBuilder {
    let anchor = TrustAnchor::from_certificate(root(), &RustCrypto).unwrap();
    by_crl(lists).policy_version(policy_version(3)).time_stamping([anchor], move |target, at| {
        pool.judge(&RevocationPolicy::rfc_5280(), target, at)
    })
}

pub(crate) fn known(build: fn(LoadedCrls) -> VerifierBuilder) -> KnownPolicy {
    KnownPolicy::new(move |lists: &RecordedLists<'_>| {
        build(lists.load(RevocationPolicy::daily(), &trust())).build()
    })
}

/// An auditor who knows the policies, the log and the time-stamping authority, `now`.
pub(crate) fn judge(now: UtcDateTime) -> Judge {
    let anchor = TrustAnchor::from_certificate(root(), &RustCrypto).unwrap();
    let pool = pool(&list_of_root(now));
    let stamped = KnownPolicy::new(|lists: &RecordedLists<'_>| {
        let pool = lists.time_stamping_pool(&[issuer()], &AlgorithmPolicy::current());
        stamped_by_crl(lists.load(RevocationPolicy::daily(), &trust()), pool).build()
    });
    Judge::new(Arc::new(RustCrypto))
        .with_policy(policy_version(1), known(by_crl))
        .with_policy(policy_version(2), known(by_ocsp))
        .with_policy(policy_version(3), stamped)
        .with_log(CheckpointKeys::of_ring(origin(), &ring()))
        .with_time_stamping([anchor], move |target, at| {
            pool.judge(&RevocationPolicy::rfc_5280(), target, at)
        })
}

// The time-stamping authority.

pub(crate) fn root_name() -> DistinguishedName {
    DistinguishedName::common_name("time-stamping root")
}

pub(crate) fn root_der() -> Vec<u8> {
    root_of(Key::rsa_2048(38))
}

pub(crate) fn root_of(key: Key) -> Vec<u8> {
    CertificateBuilder::new()
        .issuer(root_name())
        .subject(root_name())
        .public_key(key)
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .extension(Extension::key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]).critical())
        .sign(key)
}

fn root() -> Certificate {
    Certificate::from_der(&root_der()).unwrap()
}

fn issuer() -> CrlIssuer {
    let anchor = TrustAnchor::from_certificate(root(), &RustCrypto).unwrap();
    let authority = anchor.authority().clone();
    CrlIssuer::certified(authority.clone(), &root(), authority).unwrap()
}

pub(crate) fn list_of_root(today: UtcDateTime) -> Vec<u8> {
    list_of(today, Key::rsa_2048(38))
}

pub(crate) fn list_of(today: UtcDateTime, key: Key) -> Vec<u8> {
    CrlBuilder::new()
        .issuer(root_name())
        .this_update(today - Duration::hours(1))
        .next_update(today + Duration::hours(23))
        .sign(key)
}

fn pool(list: &[u8]) -> CrlPool {
    let mut pool = CrlPool::new();
    pool.add(list, &[issuer()], &AlgorithmPolicy::current());
    pool
}

fn unit() -> Vec<u8> {
    unit_of(Key::rsa_2048(39), Key::rsa_2048(38))
}

pub(crate) fn unit_of(key: Key, root: Key) -> Vec<u8> {
    CertificateBuilder::new()
        .serial(SerialNumber::from(77))
        .issuer(root_name())
        .subject(DistinguishedName::common_name("time-stamping authority"))
        .public_key(key)
        .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical())
        .extension(Extension::extended_key_usage(&[oid::TIME_STAMPING]).critical())
        .sign(root)
}

pub(crate) fn token(stamp: TimeStampBuilder) -> Vec<u8> {
    stamp.sign(&unit(), Key::rsa_2048(39))
}

// The log.

pub(crate) fn origin() -> NoteName {
    NoteName::new("log.example/operations").unwrap()
}

fn ring() -> KeyRing {
    ring_of([1, 2])
}

pub(crate) fn ring_of([signing, tokens]: [u8; 2]) -> KeyRing {
    let period = KeyPeriod::new(Timestamp::MIN, Timestamp::MAX).unwrap();
    let key = |purpose, byte| SecretKey::new(purpose, KeyId(1), period, [byte; 32]);
    let keys = [key(KeyPurpose::LogSigning, signing), key(KeyPurpose::AuditToken, tokens)];
    KeyRing::new(keys).unwrap()
}

#[derive(Clone, Default)]
struct Place(Arc<Mutex<Option<String>>>);

impl CheckpointPlace for Place {
    fn latest(&mut self) -> io::Result<Option<String>> {
        Ok(self.0.lock().unwrap().clone())
    }

    fn keep(&mut self, _: u64, note: &str) -> io::Result<()> {
        *self.0.lock().unwrap() = Some(note.to_owned());
        Ok(())
    }
}

// What the platform makes of a draft.

pub(crate) type Seal = fn(Draft<'_>) -> Vec<u8>;

pub(crate) fn written(bundle: &Bundle<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    bundle.write_to(&mut bytes).unwrap();
    bytes
}

pub(crate) fn stamped(draft: Draft<'_>) -> Vec<u8> {
    stamped_at(draft, jpki().instant() + Duration::minutes(1))
}

pub(crate) fn stamped_at(draft: Draft<'_>, time: UtcDateTime) -> Vec<u8> {
    let unstamped = draft.for_time_stamp().unwrap();
    let token = token(TimeStampBuilder::new(unstamped.manifest(), time));
    written(&unstamped.stamped(&token).unwrap())
}

pub(crate) fn logged(draft: Draft<'_>) -> Vec<u8> {
    logged_with(draft, ring())
}

pub(crate) fn logged_with(draft: Draft<'_>, ring: KeyRing) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let log = FileStore::open(folder.path()).unwrap();
    let log = Log::open(log, origin(), ring, Place::default()).unwrap();
    let unlogged = draft.for_log().unwrap();
    let now = timestamp(jpki().instant() + Duration::minutes(1));
    let requester = Requester::service(Tenant::new("bank-1").unwrap());
    let purpose = PurposeOfUse::new("audit").unwrap();
    let event = unlogged.operation(now).requested_by(requester, purpose);
    let receipt = log.append(&event).unwrap();
    let note = log.checkpoint(now).unwrap();
    let proof = log.prove_entry(receipt.number(), &note).unwrap();
    written(&unlogged.logged(&proof).unwrap())
}

pub(crate) fn unprotected(draft: Draft<'_>) -> Vec<u8> {
    written(&draft.unprotected().unwrap())
}

// What the platform verified.

pub(crate) fn of_day(revoked: &[SerialNumber]) -> LoadedCrls {
    lists(jpki().lists_issued_at(), &jpki().sign_ca(Generation::Third), revoked)
}

pub(crate) fn bundle<'a, T: 'a>(
    exhibit: &Exhibit<'a>,
    settled: &'a [Settled<T>],
    seal: Seal,
) -> Vec<u8> {
    seal(Draft::new(exhibit, settled, &RustCrypto).unwrap())
}

pub(crate) fn sign(end_entity: &EndEntity, content: &[u8]) -> Vec<u8> {
    end_entity.sign(testkit::SignatureScheme::Pkcs1(HashAlgorithm::Sha256), content)
}

/// A raw signature by CRL, which may list it.
pub(crate) fn signature(revoked: bool, seal: Seal) -> (Vec<u8>, Verdict) {
    let hanako = hanako();
    let certificate = Certificate::from_der(hanako.certificate()).unwrap();
    let value = sign(&hanako, CONTENT);
    let serials = [hanako.serial()];
    let verifier = by_crl(of_day(if revoked { &serials } else { &[] })).build().unwrap();
    let document = SignedDocument::raw(&certificate, &value, CONTENT);
    let settled = [verifier.begin_signature(&document, noon()).finish()];
    let exhibit = Exhibit::signature(&certificate, &value, SCHEME, SignedInput::Bytes(CONTENT));
    (bundle(&exhibit, &settled, seal), settled[0].assessed().verdict())
}

/// A raw signature over a digest, by OCSP.
pub(crate) fn signature_by_ocsp(status: CertificateStatus, seal: Seal) -> (Vec<u8>, Verdict) {
    let (hanako, authority) = (hanako(), jpki().sign_ca(Generation::Third));
    let certificate = Certificate::from_der(hanako.certificate()).unwrap();
    let value = sign(&hanako, CONTENT);
    let id = CertId::sha1(&authority.name(), authority.key(), hanako.serial());
    let response = ResponseBuilder::new(jpki().instant())
        .single(SingleResponse::new(id, status, jpki().instant()))
        .extension(nonce(&NONCE))
        .sign(&Responder::by_key(authority.key()));
    let verifier = by_ocsp(of_day(&[])).build().unwrap();
    let digest = RustCrypto.digest(DigestAlgorithm::Sha256, CONTENT);
    let document = SignedDocument::raw_digest(&certificate, &value, &digest);
    let settled = [verifier
        .begin_signature(&document, noon())
        .finish_with_ocsp_and_nonce(&Nonce::new(NONCE), |_| Ok(response))];
    let content = SignedInput::Digest(&digest);
    let exhibit = Exhibit::signature(&certificate, &value, SCHEME, content);
    (bundle(&exhibit, &settled, seal), settled[0].assessed().verdict())
}

pub(crate) fn certificate(seal: Seal) -> (Vec<u8>, Verdict) {
    let certificate = Certificate::from_der(hanako().certificate()).unwrap();
    let verifier = by_crl(of_day(&[])).build().unwrap();
    let kind = CertificateKind::Signature;
    let settled = [verifier.begin_certificate(&certificate, kind, noon()).finish()];
    let exhibit = Exhibit::certificate(&certificate, kind);
    (bundle(&exhibit, &settled, seal), settled[0].assessed().verdict())
}

/// A login with a challenge of 117 bytes.
pub(crate) fn login(challenge: &[u8], signed: &[u8], seal: Seal) -> (Vec<u8>, Verdict) {
    let taro = jpki().auth_certificate(&Person::taro()).issue();
    let certificate = Certificate::from_der(taro.certificate()).unwrap();
    let value = sign(&taro, signed);
    let lists = lists(jpki().lists_issued_at(), taro.authority(), &[]);
    let verifier = by_crl(lists).build().unwrap();
    let kind = CertificateKind::UserAuthentication;
    let settled = [verifier.begin_certificate(&certificate, kind, noon()).finish()];
    let exhibit = Exhibit::login(&certificate, &value, SCHEME, challenge);
    (bundle(&exhibit, &settled, seal), settled[0].assessed().verdict())
}

/// A CMS message of two signers, of whom the second may be revoked.
pub(crate) fn message(revoked: bool, seal: Seal) -> (Vec<u8>, Verdict) {
    let (hanako, taro) = (hanako(), jpki().sign_certificate(&Person::taro()).issue());
    let signer = |of: &EndEntity| SignerBuilder::new(of.certificate(), of.key());
    let bytes = SignedDataBuilder::new(CONTENT)
        .certificate(hanako.certificate())
        .certificate(taro.certificate())
        .signer(signer(&hanako))
        .signer(signer(&taro))
        .build();
    let serials = [taro.serial()];
    let verifier = by_crl(of_day(if revoked { &serials } else { &[] })).build().unwrap();
    let ParsedSignedData { signed_data, content } = SignedData::from_ber(&bytes).unwrap();
    let Content::Attached(content) = content else { panic!("content is inside") };
    let content = signed_data.digest(&content, &RustCrypto);
    let message = SignedMessage::new(&signed_data, &content);
    let settled: Vec<Settled<VerifiedSignature>> =
        verifier.begin_message(&message, noon()).into_iter().map(|one| one.finish()).collect();
    let worst = settled.iter().map(|one| one.assessed().verdict()).max().unwrap();
    (bundle(&Exhibit::message(&bytes, None), &settled, seal), worst)
}

/// A detached CMS message with a time-stamp of an hour before.
pub(crate) fn time_stamped_message(seal: Seal) -> (Vec<u8>, Verdict) {
    let hanako = hanako();
    let builder = SignerBuilder::new(hanako.certificate(), hanako.key());
    let value = builder.signature(oid::CMS_DATA, CONTENT);
    let earlier = jpki().instant() - Duration::hours(1);
    let stamp = token(TimeStampBuilder::new(&value, earlier));
    let builder = builder.unsigned_attribute(signature_time_stamp(&[stamp]));
    let bytes = SignedDataBuilder::new(CONTENT)
        .encoding(ContentEncoding::Detached)
        .certificate(hanako.certificate())
        .signer(builder)
        .build();
    let verifier =
        stamped_by_crl(of_day(&[]), pool(&list_of_root(jpki().instant()))).build().unwrap();
    let signed_data = SignedData::from_ber(&bytes).unwrap().signed_data;
    let content = signed_data.digest_detached(CONTENT, &RustCrypto).unwrap();
    let message = SignedMessage::new(&signed_data, &content);
    let begun = verifier.begin_time_stamped_message(&message, noon());
    let settled: Vec<_> = begun.into_iter().map(|one| one.finish()).collect();
    let exhibit = Exhibit::time_stamped_message(&bytes, Some(CONTENT));
    (bundle(&exhibit, &settled, seal), settled[0].assessed().verdict())
}
