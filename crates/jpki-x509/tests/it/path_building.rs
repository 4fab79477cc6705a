//! Building of a path from a pool (RFC 5280 §6, RFC 4158).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::hierarchy::{
    self, Chain, anchor_of, assert_valid, authority, findings, inputs, name, read, validator,
};
use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey, SignedInput};
use jpki_core::limits::Limits;
use jpki_core::report::{Assessed, Check, CheckId, Outcome, Reason, Subject, Verdict};
use jpki_crypto::RustCrypto;
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pki::{
    AuthorityKeyIdentifier, BasicConstraints, CertificateBuilder, Extension, Validity,
};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathValidator, TrustAnchor, ValidPath};

/// A pool with the authorities of a chain and its holder.
fn shuffled(chain: &Chain) -> (Certificate, Vec<Certificate>) {
    let mut certificates = chain.certificates();
    let holder = certificates.remove(0);
    certificates.reverse();
    (holder, certificates)
}

fn build(chain: &Chain) -> Assessed<ValidPath> {
    let (holder, pool) = shuffled(chain);
    validator().build(&holder, &pool, &[chain.anchor()], &inputs())
}

#[track_caller]
fn assert_not_found(assessed: &Assessed<ValidPath>, reason: Reason) {
    assert_eq!(assessed.verdict(), reason.verdict(), "{:?}", findings(assessed));
    let search = assessed.report().find(CheckId::PathBuilding).expect("a search");
    assert_eq!(search.outcome(), Outcome::Failed(reason), "{:?}", findings(assessed));
    assert!(assessed.value().is_none());
}

#[test]
fn a_path_is_found_in_any_order() {
    for authorities in 0..6 {
        let chain = Chain::new(authorities);
        let assessed = build(&chain);
        assert_valid(&assessed);
        let path = assessed.value().expect("a path");
        let der = |certificates: &[Certificate]| -> Vec<Vec<u8>> {
            certificates.iter().map(|certificate| certificate.as_der().to_vec()).collect()
        };
        assert_eq!(der(path.certificates()), der(&chain.certificates()));
    }
}

#[test]
fn what_is_missing_is_told() {
    let chain = Chain::new(2);
    let (holder, pool) = shuffled(&chain);
    let anchors = [chain.anchor()];
    for missing in 0..pool.len() {
        let mut pool = pool.clone();
        pool.remove(missing);
        let assessed = validator().build(&holder, &pool, &anchors, &inputs());
        assert_not_found(&assessed, Reason::IssuerNotFound);
        assert_eq!(assessed.verdict(), Verdict::Indeterminate);
    }
    let assessed = validator().build(&holder, &pool, &[], &inputs());
    assert_not_found(&assessed, Reason::IssuerNotFound);
    // The root is there, but it is not trusted.
    let mut pool = pool;
    pool.push(read(&chain.anchor.sign(Key::p256(0))));
    let assessed = validator().build(&holder, &pool, &[], &inputs());
    assert_eq!(assessed.verdict(), Verdict::Invalid);
    let other = authority("Other", "Other", Key::p256(9), Key::p256(9)).sign(Key::p256(9));
    let assessed = validator().build(&holder, &pool, &[anchor_of(read(&other))], &inputs());
    assert!(assessed.value().is_none());
}

#[test]
fn a_forged_signature_is_not_built_upon() {
    let mut chain = Chain::new(1);
    chain.links[1].1 = Key::p256(9);
    let assessed = build(&chain);
    assert_not_found(&assessed, Reason::SignatureMismatch);
    assert_eq!(assessed.verdict(), Verdict::Invalid);
}

#[test]
fn the_report_of_a_path_that_is_not_valid_names_the_rule() {
    let unknown = Extension::new(hierarchy::policy(9), vec![5, 0]).critical();
    let assessed = build(&Chain::new(1).holder(|holder| holder.extension(unknown)));
    assert_eq!(assessed.verdict(), Verdict::Invalid);
    assert_eq!(
        findings(&assessed),
        [(CheckId::PathCriticalExtensions, Subject::EndEntity, Reason::UnknownCriticalExtension)]
    );
}

/// Another certificate of the authority, changed.
fn with_twin(change: impl FnOnce(CertificateBuilder) -> CertificateBuilder) -> Assessed<ValidPath> {
    let chain = Chain::new(1);
    let twin = change(chain.links[0].0.clone()).sign(Key::p256(0));
    let (holder, mut pool) = shuffled(&chain);
    pool.insert(0, read(&twin));
    validator().build(&holder, &pool, &[chain.anchor()], &inputs())
}

#[test]
fn another_certificate_of_the_same_authority_is_tried() {
    let instant = jpki_testkit::jpki::VECTOR_INSTANT;
    let day = std::time::Duration::from_secs(86_400);
    let past = Validity::new(instant - day - day, instant - day);
    let future = Validity::new(instant + day, instant + day + day);
    let newer = || Validity::new(instant - day, instant + day);
    let constraints = Extension::basic_constraints(BasicConstraints::EndEntity).critical();
    let usage = Extension::key_usage(&[jpki_testkit::pki::KeyUsage::CrlSign]).critical();
    let identifier = Extension::subject_key_identifier(&Key::p256(9).identifier());
    let subtree = jpki_testkit::pki::GeneralSubtree::new(
        jpki_testkit::pki::GeneralName::Directory(name("Holder")),
    );
    let names = Extension::name_constraints(&[], &[subtree]).critical();
    let cases: [(Assessed<ValidPath>, Reason); 5] = [
        (with_twin(|twin| twin.validity(past)), Reason::Expired),
        (with_twin(|twin| twin.validity(future)), Reason::NotYetValid),
        (
            with_twin(|twin| twin.validity(newer()).replace_extension(constraints)),
            Reason::NotCertificateAuthority,
        ),
        (
            with_twin(|twin| twin.validity(newer()).replace_extension(usage)),
            Reason::KeyUsageInsufficient,
        ),
        (
            with_twin(|twin| twin.validity(newer()).public_key(Key::p256(9))),
            Reason::SignatureMismatch,
        ),
    ];
    for (assessed, reason) in cases {
        assert_valid(&assessed);
        let found = findings(&assessed);
        assert_eq!(found, [(CheckId::PathCandidate, Subject::Candidate(0), reason)]);
    }
    // A path that was judged and not taken stands in the report too.
    let assessed = with_twin(|twin| twin.validity(newer()).extension(names));
    assert_valid(&assessed);
    let excluded = (CheckId::PathNameConstraints, Subject::EndEntity, Reason::NameExcluded);
    assert_eq!(findings(&assessed), [excluded]);
    // It names another key: not even looked at.
    assert_eq!(findings(&with_twin(|twin| twin.replace_extension(identifier))), []);
}

/// Two ways up, neither valid: the first is the answer, the second stands beside it.
#[test]
fn every_path_that_was_judged_is_in_the_report() {
    let instant = jpki_testkit::jpki::VECTOR_INSTANT;
    let day = std::time::Duration::from_secs(86_400);
    let unknown = Extension::new(hierarchy::policy(9), vec![5, 0]).critical();
    let directory = jpki_testkit::pki::GeneralName::Directory(name("Holder"));
    let subtree = jpki_testkit::pki::GeneralSubtree::new(directory);
    let names = Extension::name_constraints(&[], &[subtree]).critical();
    let chain = Chain::new(1).authority(0, |authority| authority.extension(unknown));
    let twin = Chain::new(1).links[0].0.clone().extension(names);
    let twin = twin.validity(Validity::new(instant - day, instant + day)).sign(Key::p256(0));
    let (holder, mut pool) = shuffled(&chain);
    pool.push(read(&twin));
    let anchors = [chain.anchor()];
    let assessed = validator().build(&holder, &pool, &anchors, &inputs());
    assert_eq!(assessed.verdict(), Verdict::Invalid);
    let excluded = (CheckId::PathNameConstraints, Subject::EndEntity, Reason::NameExcluded);
    let critical = (
        CheckId::PathCriticalExtensions,
        Subject::Intermediate(1),
        Reason::UnknownCriticalExtension,
    );
    assert_eq!(findings(&assessed), [excluded, critical]);
    let ids = |checks: &[Check]| checks.iter().map(Check::id).collect::<Vec<_>>();
    assert_eq!(ids(assessed.report().checks()), [CheckId::Path, CheckId::PathBuilding]);
    // Also where a limit ends the search.
    let limits = Limits::DEFAULT.with_path_candidates(3);
    let assessed = validator().with_limits(limits).build(&holder, &pool, &anchors, &inputs());
    assert_not_found(&assessed, Reason::LimitReached);
    assert_eq!(findings(&assessed), [excluded]);
}

/// A new key of an authority, certified with the old one, and one key under two names are no loops.
#[test]
fn only_the_same_name_with_the_same_key_is_a_loop() {
    let anchor = Chain::new(0).anchor();
    let find = |pool: &[Vec<u8>], issuer: &str, key: Key| {
        let holder = read(&hierarchy::certificate(issuer, "Holder", key, Key::p256(9)).sign(key));
        let pool: Vec<_> = pool.iter().map(|der| read(der)).collect();
        validator().build(&holder, &pool, std::slice::from_ref(&anchor), &inputs())
    };
    let [root, a, b] = [0, 1, 2].map(Key::p256);
    let old = authority("Anchor", "A", root, a).sign(root);
    assert_valid(&find(&[old.clone(), authority("A", "A", a, b).sign(a)], "A", b));
    assert_valid(&find(&[old, authority("A", "B", a, a).sign(a)], "B", a));
}

/// Whose identifier is another is told apart from who has none.
#[test]
fn a_candidate_without_identifier_does_not_contradict() {
    let unknown = Extension::new(hierarchy::policy(9), vec![5, 0]).critical();
    let chain = Chain::new(1).holder(|holder| holder.extension(unknown));
    let twin = |change: fn(CertificateBuilder) -> CertificateBuilder| {
        let twin = change(chain.links[0].0.clone().public_key(Key::p256(9)));
        let (holder, mut pool) = shuffled(&chain);
        pool.push(read(&twin.sign(Key::p256(0))));
        let assessed = validator().build(&holder, &pool, &[chain.anchor()], &inputs());
        let rejected = assessed.report().find(CheckId::PathCandidate).expect("a candidate");
        assert_eq!(rejected.subject(), Subject::Candidate(1));
        rejected.outcome()
    };
    let other = twin(|twin| {
        let identifier = Extension::subject_key_identifier(&Key::p256(9).identifier());
        twin.replace_extension(identifier)
    });
    assert_eq!(other, Outcome::Failed(Reason::KeyIdentifierContradiction));
    let none = twin(|twin| twin.without_extension(oid::SUBJECT_KEY_IDENTIFIER));
    assert_eq!(none, Outcome::Failed(Reason::SignatureMismatch));
}

#[test]
fn loops_end() {
    let [a, b] = [Key::p256(1), Key::p256(2)];
    let pool = [
        read(&authority("B", "A", b, a).sign(b)),
        read(&authority("A", "B", a, b).sign(a)),
        read(&authority("A", "A", a, a).sign(a)),
    ];
    let holder = read(&hierarchy::certificate("A", "Holder", a, Key::p256(3)).sign(a));
    let anchor = Chain::new(0).anchor();
    let assessed = validator().build(&holder, &pool, &[anchor], &inputs());
    assert_eq!(assessed.verdict(), Verdict::Invalid);
    assert!(
        findings(&assessed).iter().any(|(_, _, reason)| *reason == Reason::CertificateRepeated)
    );
    // With one of them certified from outside, the way out is found.
    let out = read(&authority("Anchor", "B", Key::p256(0), b).sign(Key::p256(0)));
    let pool = [&pool[..], &[out]].concat();
    assert_valid(&validator().build(&holder, &pool, &[Chain::new(0).anchor()], &inputs()));
}

/// A backend that counts.
#[derive(Debug, Default)]
struct Counting {
    prepared: Arc<AtomicUsize>,
    verified: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct CountingKey {
    key: Arc<dyn PreparedKey>,
    verified: Arc<AtomicUsize>,
}

impl CryptoBackend for Counting {
    fn digest(&self, algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        RustCrypto.digest(algorithm, bytes)
    }

    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        RustCrypto.hasher(algorithm)
    }

    fn prepare(&self, key: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        self.prepared.fetch_add(1, Ordering::Relaxed);
        let key = RustCrypto.prepare(key)?;
        Ok(Arc::new(CountingKey { key, verified: Arc::clone(&self.verified) }))
    }
}

impl PreparedKey for CountingKey {
    fn verify(
        &self,
        scheme: SignatureScheme,
        message: SignedInput<'_>,
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        self.verified.fetch_add(1, Ordering::Relaxed);
        self.key.verify(scheme, message, signature)
    }
}

/// Anchors of one name and different keys, as JPKI's generations are.
fn generations(crypto: &Counting, keys: impl Iterator<Item = usize>) -> Vec<TrustAnchor> {
    keys.map(|key| {
        let key = Key::p256(key);
        let certificate = read(&authority("Anchor", "Anchor", key, key).sign(key));
        TrustAnchor::from_certificate(certificate, crypto).expect("an anchor")
    })
    .collect()
}

#[test]
fn key_identifiers_spare_signature_checks() {
    let checks = |identifier: Option<Key>| {
        let crypto = Counting::default();
        let verified = Arc::clone(&crypto.verified);
        let anchors = generations(&crypto, (1..8).rev().chain([0]));
        let chain = Chain::new(0).holder(|holder| match identifier {
            None => holder.without_extension(oid::AUTHORITY_KEY_IDENTIFIER),
            Some(key) => holder.replace_extension(Extension::authority_key_identifier(
                &AuthorityKeyIdentifier::of_key(key),
            )),
        });
        let validator = PathValidator::new(Arc::new(crypto));
        let (holder, pool) = shuffled(&chain);
        assert_valid(&validator.build(&holder, &pool, &anchors, &inputs()));
        verified.load(Ordering::Relaxed)
    };
    assert_eq!(checks(Some(Key::p256(0))), 1);
    assert_eq!(checks(None), 8);
    // A wrong identifier costs checks, not the verdict.
    assert_eq!(checks(Some(Key::p256(3))), 8);
}

#[test]
fn a_key_that_its_identifier_told_needs_no_other_tried() {
    let crypto = Counting::default();
    let verified = Arc::clone(&crypto.verified);
    let anchors = generations(&crypto, 0..8);
    let unknown = Extension::new(hierarchy::policy(9), vec![5, 0]).critical();
    let chain = Chain::new(0).holder(|holder| holder.extension(unknown));
    let validator = PathValidator::new(Arc::new(crypto));
    let (holder, pool) = shuffled(&chain);
    let assessed = validator.build(&holder, &pool, &anchors, &inputs());
    assert_eq!(assessed.verdict(), Verdict::Invalid);
    assert_eq!(verified.load(Ordering::Relaxed), 1);
}

#[test]
fn each_signature_is_checked_once_and_each_key_made_ready_once() {
    let crypto = Counting::default();
    let (prepared, verified) = (Arc::clone(&crypto.prepared), Arc::clone(&crypto.verified));
    let chain = Chain::new(4);
    let (holder, pool) = shuffled(&chain);
    let anchor = read(&chain.anchor.sign(Key::p256(0)));
    let anchor = TrustAnchor::from_certificate(anchor, &crypto).expect("an anchor");
    let validator = PathValidator::new(Arc::new(crypto));
    assert_valid(&validator.build(&holder, &pool, &[anchor], &inputs()));
    assert_eq!(verified.load(Ordering::Relaxed), 5);
    assert_eq!(prepared.load(Ordering::Relaxed), 5);
}

/// RFC 5280 §4.2.1.2 lets an authority name one key in two ways. Found by fuzzing.
#[test]
fn another_identifier_of_the_same_key_is_tried() {
    let with = |key| {
        let chain = Chain::new(1).authority(0, |authority| {
            let other = Extension::subject_key_identifier(b"another name of the key");
            authority.public_key(key).replace_extension(other)
        });
        let holder = jpki_testkit::pki::GeneralName::Directory(name("Holder"));
        let subtree = jpki_testkit::pki::GeneralSubtree::new(holder);
        let names = Extension::name_constraints(&[], &[subtree]).critical();
        let twin = Chain::new(1).links[0].0.clone().extension(names).sign(Key::p256(0));
        let (holder, mut pool) = shuffled(&chain);
        pool.push(read(&twin));
        validator().build(&holder, &pool, &[chain.anchor()], &inputs())
    };
    assert_valid(&with(Key::p256(1)));
    assert_eq!(with(Key::p256(9)).verdict(), Verdict::Invalid);
}

/// Two certificates of one authority, the likelier of which excludes the holder: what is above both is
/// reached twice.
#[test]
fn a_signature_reached_twice_is_checked_once() {
    let instant = jpki_testkit::jpki::VECTOR_INSTANT;
    let day = std::time::Duration::from_secs(86_400);
    let crypto = Counting::default();
    let verified = Arc::clone(&crypto.verified);
    let chain = Chain::new(2);
    let holder = jpki_testkit::pki::GeneralName::Directory(name("Holder"));
    let subtree = jpki_testkit::pki::GeneralSubtree::new(holder);
    let twin = chain.links[1]
        .0
        .clone()
        .validity(Validity::new(instant - day, instant + day))
        .extension(Extension::name_constraints(&[], &[subtree]).critical())
        .sign(Key::p256(1));
    let (holder, mut pool) = shuffled(&chain);
    pool.push(read(&twin));
    let anchor = read(&chain.anchor.sign(Key::p256(0)));
    let anchor = TrustAnchor::from_certificate(anchor, &crypto).expect("an anchor");
    let validator = PathValidator::new(Arc::new(crypto));
    assert_valid(&validator.build(&holder, &pool, &[anchor], &inputs()));
    assert_eq!(verified.load(Ordering::Relaxed), 5);
}

#[test]
fn limits_end_the_search() {
    let chain = Chain::new(3);
    let (holder, pool) = shuffled(&chain);
    let within = |limits| {
        let validator = validator().with_limits(limits);
        validator.build(&holder, &pool, &[chain.anchor()], &inputs())
    };
    let limits = Limits::DEFAULT;
    for (enough, short) in [
        (limits.with_path_candidates(4), limits.with_path_candidates(3)),
        (limits.with_signature_checks(4), limits.with_signature_checks(3)),
        (limits.with_path_certificates(4), limits.with_path_certificates(3)),
    ] {
        assert_valid(&within(enough));
        assert_not_found(&within(short), Reason::LimitReached);
    }
}

/// Ten thousand authorities of one name, none of which signed.
#[test]
fn many_namesakes_end_with_a_finding() {
    let key = Key::p256(9);
    let namesake = read(&authority("Anchor", "Authority 1", Key::p256(0), key).sign(key));
    let pool = vec![namesake; 10_000];
    let chain = Chain::new(1);
    let (holder, _) = shuffled(&chain);
    let assessed = validator().build(&holder, &pool, &[chain.anchor()], &inputs());
    assert_not_found(&assessed, Reason::LimitReached);
    // The one that its key identifier tells from them is found at once.
    let mut pool = pool;
    pool.push(chain.certificates()[1].clone());
    assert_valid(&validator().build(&holder, &pool, &[chain.anchor()], &inputs()));
}

/// Names that take milliseconds to compare, by a character that stands for eighteen.
#[test]
fn names_that_are_long_to_compare_end_with_a_finding() {
    let key = Key::p256(9);
    let costly = |last: &str| format!("{}{last}", "\u{fdfa}".repeat(1000));
    let namesake = |last| read(&authority("Anchor", &costly(last), Key::p256(0), key).sign(key));
    let chain = Chain::new(1);
    let holder = chain.clone().holder(|holder| holder.issuer(name(&costly("a"))));
    let (holder, _) = shuffled(&holder);
    let pool = vec![namesake("b"); 256];
    let assessed = validator().build(&holder, &pool, &[chain.anchor()], &inputs());
    assert_not_found(&assessed, Reason::LimitReached);
    // One of them is affordable, and so is one of equal bytes.
    let assessed = validator().build(&holder, &pool[..1], &[chain.anchor()], &inputs());
    assert_not_found(&assessed, Reason::IssuerNotFound);
    let mut pool = vec![namesake("a")];
    pool.push(read(
        &authority("Anchor", &costly("a"), Key::p256(0), Key::p256(1)).sign(Key::p256(0)),
    ));
    assert_valid(&validator().build(&holder, &pool, &[chain.anchor()], &inputs()));
}
