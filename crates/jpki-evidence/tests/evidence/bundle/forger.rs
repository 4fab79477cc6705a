//! Somebody with authorities of their own, named like the real ones.

use std::sync::Arc;

use jpki_audit::checkpoint::CheckpointKeys;
use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::crypto::SignedInput;
use jpki_crypto::RustCrypto;
use jpki_evidence::bundle::{Draft, Exhibit};
use jpki_evidence::judge::{Judge, KnownPolicy, RecordedLists};
use jpki_revocation::{CrlIssuer, CrlPool, LoadedCrls, RevocationPolicy};
use jpki_testkit::cms::TimeStampBuilder;
use jpki_testkit::jpki::{Authority, Generation, Person};
use jpki_testkit::key::Key;
use jpki_verify::{SignedDocument, TrustStore, Verifier, VerifierBuilder};
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;
use jpki_x509::path::TrustAnchor;
use jpki_x509::trust::{Fingerprint, Pin, PinTable, TrustDomain};
use time::Duration;

use super::world::{
    CONTENT, SCHEME, Seal, bundle, jpki, list_of, logged_with, noon, origin, policy_version,
    ring_of, root_of, sign, six_years_later, unit_of, written,
};

/// An authority with the name of the real one, and another key.
fn authority() -> Authority {
    jpki().sign_ca(Generation::Foreign)
}

fn trust() -> TrustStore {
    let root = authority().certificate();
    let pins = PinTable::empty(TrustDomain::Synthetic).with(Pin {
        certificate: Fingerprint::of(&root, &RustCrypto),
        issues: CertificateKind::Signature,
        generation: jpki_x509::kind::Generation::THIRD,
    });
    TrustStore::from_pinned(&pins, [root], &RustCrypto).unwrap()
}

fn verifier(lists: LoadedCrls) -> VerifierBuilder {
    Verifier::builder().trust(trust()).revocation(lists).policy_version(policy_version(1))
}

/// The valid signature of a person who has no certificate of the real authority.
pub(crate) fn signature(seal: Seal) -> Vec<u8> {
    let authority = authority();
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    lists.add_crl(jpki().crl(&authority).sign(authority.key()), &trust()).unwrap();
    lists.add_arl(jpki().arl(&authority).sign(authority.key()), &trust()).unwrap();
    let hanako = jpki().sign_certificate(&Person::hanako()).issued_by(Generation::Foreign).issue();
    let certificate = Certificate::from_der(hanako.certificate()).unwrap();
    let value = sign(&hanako, CONTENT);
    let document = SignedDocument::raw(&certificate, &value, CONTENT);
    let verifier = verifier(lists).build().unwrap();
    let settled = [verifier.begin_signature(&document, noon()).finish()];
    let exhibit = Exhibit::signature(&certificate, &value, SCHEME, SignedInput::Bytes(CONTENT));
    bundle(&exhibit, &settled, seal)
}

fn root_key() -> Key {
    Key::rsa_2048(26)
}

pub(crate) fn stamped(draft: Draft<'_>) -> Vec<u8> {
    let unstamped = draft.for_time_stamp().unwrap();
    let time = jpki().instant() + Duration::minutes(1);
    let stamp = TimeStampBuilder::new(unstamped.manifest(), time);
    let token = stamp.sign(&unit_of(Key::rsa_2048(27), root_key()), Key::rsa_2048(27));
    written(&unstamped.stamped(&token).unwrap())
}

pub(crate) fn logged(draft: Draft<'_>) -> Vec<u8> {
    logged_with(draft, ring_of([8, 9]))
}

/// A judge who trusts the forger.
pub(crate) fn judge() -> Judge {
    let root = Certificate::from_der(&root_of(root_key())).unwrap();
    let anchor = TrustAnchor::from_certificate(root.clone(), &RustCrypto).unwrap();
    let authority = anchor.authority().clone();
    let issuer = CrlIssuer::certified(authority.clone(), &root, authority).unwrap();
    let mut pool = CrlPool::new();
    pool.add(list_of(six_years_later(), root_key()), &[issuer], &AlgorithmPolicy::current());
    let known = KnownPolicy::new(|lists: &RecordedLists<'_>| {
        verifier(lists.load(RevocationPolicy::daily(), &trust())).build()
    });
    Judge::new(Arc::new(RustCrypto))
        .with_policy(policy_version(1), known)
        .with_log(CheckpointKeys::of_ring(origin(), &ring_of([8, 9])))
        .with_time_stamping([anchor], move |target, at| {
            pool.judge(&RevocationPolicy::rfc_5280(), target, at)
        })
}
