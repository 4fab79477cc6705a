//! Who may sign lists, and which of several is tried.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey, SignedInput};
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_core::report::Reason;
use jpki_crypto::RustCrypto;
use jpki_revocation::store::{ExpectedCrl, StorageError, UserCrlStore};
use jpki_revocation::{
    Crl, CrlError, CrlIssuer, CrlPool, RevocationPolicy, RevocationTarget, Status, StoredCrlError,
};
use jpki_testkit::jpki::Generation;
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pki::{
    BasicConstraints, CertificateBuilder, CrlBuilder, DistinguishedName, Extension, KeyUsage,
};
use jpki_x509::authority::Authority;
use jpki_x509::path::{PathInputs, PathValidator, TrustAnchor, ValidPath};
use time::Duration;

use crate::crl::world::{World, at, certificate, directory, instant};

fn root() -> Key {
    Key::p256(0)
}

fn middle() -> Key {
    Key::p256(1)
}

fn ca(issuer: &str, subject: &str, key: Key, usages: &[KeyUsage]) -> CertificateBuilder {
    CertificateBuilder::new()
        .serial(7)
        .issuer(DistinguishedName::common_name(issuer))
        .subject(DistinguishedName::common_name(subject))
        .public_key(key)
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .extension(Extension::key_usage(usages).critical())
}

/// Root, an authority with these usages, a holder.
fn path(usages: &[KeyUsage]) -> ValidPath {
    let world = World::new();
    let may_all = [KeyUsage::KeyCertSign, KeyUsage::CrlSign];
    let anchor = ca("Root", "Root", root(), &may_all).sign(root());
    let authority = ca("Root", "Middle", middle(), usages).sign(root());
    let holder = CertificateBuilder::new()
        .serial(9)
        .issuer(DistinguishedName::common_name("Middle"))
        .subject(DistinguishedName::common_name("Holder"))
        .public_key(Key::p256(2))
        .sign(middle());
    let anchor = TrustAnchor::from_certificate(certificate(&anchor), &RustCrypto).unwrap();
    PathValidator::new(Arc::new(RustCrypto))
        .validate(
            &[certificate(&holder), certificate(&authority)],
            &anchor,
            &PathInputs::at(at(world.now())),
        )
        .value()
        .cloned()
        .unwrap()
}

fn list_of_middle() -> Vec<u8> {
    let world = World::new();
    CrlBuilder::new()
        .issuer(DistinguishedName::common_name("Middle"))
        .this_update(world.now() - Duration::HOUR)
        .next_update(world.now() + Duration::HOUR)
        .sign(middle())
}

/// RFC 5280 §6.3.3(f); NIST PKITS 4.7.4 and 4.7.5.
#[test]
fn an_issuer_that_may_not_sign_lists_is_named_so() {
    let world = World::new();
    let judge = |path: &ValidPath, issuers: &[CrlIssuer]| {
        let mut pool = CrlPool::new();
        pool.add(list_of_middle(), issuers, &AlgorithmPolicy::current());
        let target = RevocationTarget::links_of(path).next().unwrap();
        let status = pool.judge(&RevocationPolicy::rfc_5280(), &target, at(world.now())).status();
        (status, pool.refused().first().copied())
    };
    let may = path(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]);
    let issuers = CrlIssuer::of_path(&may);
    assert_eq!(judge(&may, &issuers), (Status::Good, None));
    let barred = path(&[KeyUsage::KeyCertSign]);
    let of_barred = CrlIssuer::of_path(&barred);
    let refused = (Status::Unknown(Reason::CrlIssuerKeyUsage), Some(CrlError::IssuerKeyUsage));
    assert_eq!(judge(&barred, &of_barred), refused);
    // Another certificate of the same key lets it, in whatever order they come.
    for issuers in [[&of_barred[..], &issuers[..]], [&issuers[..], &of_barred[..]]] {
        assert_eq!(judge(&may, &issuers.concat()), (Status::Good, None));
    }
    // Who did not sign it at all is not said to lack the right.
    let other = Crl::from_der(
        CrlBuilder::new().issuer(DistinguishedName::common_name("Middle")).sign(Key::p256(3)),
    );
    let refused = other.unwrap().verify_by_one_of(&of_barred, &AlgorithmPolicy::current());
    assert!(matches!(refused, Err(CrlError::Signature(_))));
}

/// What was taken in while the key's certificate let it sign lists does not outlive the right.
#[test]
fn a_stored_list_of_an_issuer_that_may_not_sign_lists_is_left_out() {
    let world = World::new();
    let (_directory, folder) = directory();
    let open = |usages: &[KeyUsage]| {
        let issuers = CrlIssuer::of_path(&path(usages));
        UserCrlStore::open(&folder, &issuers, Arc::new(RustCrypto), &Limits::DEFAULT).unwrap()
    };
    let may_sign = [KeyUsage::KeyCertSign, KeyUsage::CrlSign];
    {
        let (store, _) = open(&may_sign);
        let issuers = CrlIssuer::of_path(&path(&may_sign));
        let list = Crl::from_der(list_of_middle()).unwrap();
        let list = list.verify_by_one_of(&issuers, &AlgorithmPolicy::current()).unwrap();
        let expected = ExpectedCrl::complete(list.issuer().clone());
        store.insert(list, &expected, instant(world.now())).unwrap();
    }
    for (usages, lists) in [(&may_sign[..], 1), (&[KeyUsage::KeyCertSign], 0), (&may_sign, 1)] {
        let (store, failures) = open(usages);
        assert_eq!((store.lists().len(), failures.len()), (lists, 1 - lists));
        for failure in failures {
            let reason = StorageError::File(StoredCrlError::SignerNotBelieved);
            assert_eq!(failure.to_string(), reason.to_string());
        }
    }
}

/// A backend that counts verifications, each of which hashes the list.
#[derive(Debug)]
struct Counting(Arc<AtomicUsize>);

#[derive(Debug)]
struct CountingKey(Arc<dyn PreparedKey>, Arc<AtomicUsize>);

impl CryptoBackend for Counting {
    fn digest(&self, algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        RustCrypto.digest(algorithm, bytes)
    }

    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        RustCrypto.hasher(algorithm)
    }

    fn prepare(&self, key: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        Ok(Arc::new(CountingKey(RustCrypto.prepare(key)?, Arc::clone(&self.0))))
    }
}

impl PreparedKey for CountingKey {
    fn verify(
        &self,
        scheme: SignatureScheme,
        message: SignedInput<'_>,
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.verify(scheme, message, signature)
    }
}

#[test]
fn the_key_that_a_list_names_is_tried_first() {
    let world = World::new();
    let count = Arc::new(AtomicUsize::new(0));
    let crypto = Counting(Arc::clone(&count));
    let issuers = Generation::TRUSTED.map(|generation| {
        let ca = world.jpki.sign_ca(generation);
        let (name, key) = (ca.name().to_der(), ca.key().subject_public_key_info());
        let authority = Authority::new(Name::from_der(&name).unwrap(), key, &crypto).unwrap();
        CrlIssuer::certified(authority.clone(), &certificate(&ca.certificate()), authority).unwrap()
    });
    let verifications = |list: &CrlBuilder, key| {
        count.store(0, Ordering::Relaxed);
        let list = Crl::from_der(list.sign(key)).unwrap();
        let verified = list.verify_by_one_of(&issuers, &AlgorithmPolicy::current());
        (count.load(Ordering::Relaxed), verified.is_ok())
    };
    for generation in Generation::TRUSTED {
        let ca = world.jpki.sign_ca(generation);
        assert_eq!(verifications(&world.jpki.crl(&ca), ca.key()), (1, true));
    }
    // The name is a hint: without it, or with another's, the key is found all the same.
    let ca = world.jpki.sign_ca(Generation::Third);
    let silent = world.jpki.crl(&ca).without_extension(oid::AUTHORITY_KEY_IDENTIFIER);
    assert!(verifications(&silent, ca.key()).1);
    let misleading = world.jpki.crl(&world.jpki.sign_ca(Generation::Second));
    assert_eq!(verifications(&misleading, ca.key()), (Generation::TRUSTED.len(), true));
}
