//! Messages of two persons, and what is said of them.

use std::sync::Arc;

use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_cms::signer::{SignerIdentity, SignerPolicy};
use jpki_core::report::AssessedSigners;
use jpki_core::report::{Assessed, CheckId, Outcome, Reason, Verdict};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_test_support::openssl;
use jpki_testkit::jpki::{EndEntity, Person, SyntheticJpki};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathInputs, PathValidator, TrustAnchor, ValidPath};

pub(crate) const CONTENT: &[u8] = "住所変更届 別紙のとおり届け出ます。".as_bytes();

pub(crate) fn hanako() -> EndEntity {
    SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue()
}

pub(crate) fn taro() -> EndEntity {
    SyntheticJpki::of_vectors().sign_certificate(&Person::taro()).issue()
}

pub(crate) fn certificate(der: &[u8]) -> Certificate {
    Certificate::from_der(der).expect("a certificate")
}

/// Judges a message whose content is inside.
pub(crate) fn assess(message: &[u8], policy: &SignerPolicy) -> AssessedSigners<SignerIdentity> {
    assess_with(message, None, &[], policy)
}

/// Judges a message with its content, if that is elsewhere, and with these certificates.
pub(crate) fn assess_with(
    message: &[u8],
    detached: Option<&[u8]>,
    given: &[Certificate],
    policy: &SignerPolicy,
) -> AssessedSigners<SignerIdentity> {
    let ParsedSignedData { signed_data, content } =
        SignedData::from_ber(message).expect("a message");
    let content = match (content, detached) {
        (Content::Attached(content), None) => signed_data.digest(&content, &RustCrypto),
        (Content::Detached, Some(content)) => {
            signed_data.digest_detached(content, &RustCrypto).expect("no content inside")
        }
        (found, _) => panic!("content is {found:?}"),
    };
    signed_data.assess_signers(&content, given, policy, &RustCrypto)
}

/// The verdict, if the message can be read and has its content where it is expected.
pub(crate) fn verdict(
    message: &[u8],
    detached: Option<&[u8]>,
    policy: &SignerPolicy,
) -> Option<Verdict> {
    let ParsedSignedData { content, .. } = SignedData::from_ber(message).ok()?;
    (matches!(content, Content::Detached) == detached.is_some())
        .then(|| assess_with(message, detached, &[], policy).verdict())
}

/// The failed checks with their reasons.
pub(crate) fn failures<T>(assessed: &Assessed<T>) -> Vec<(CheckId, Reason)> {
    let checks = assessed.report().checks().iter();
    checks
        .filter_map(|check| match check.outcome() {
            Outcome::Failed(reason) => Some((check.id(), reason)),
            _ => None,
        })
        .collect()
}

/// Whether OpenSSL finds the signatures of a message good, paths aside.
pub(crate) fn openssl_accepts(message: &[u8], detached: Option<&[u8]>) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path.to_str().expect("a name").to_owned()
    };
    let message = file("message", message);
    let mut arguments =
        vec!["cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in", &message];
    let detached = detached.map(|content| file("content", content));
    if let Some(content) = &detached {
        arguments.extend(["-content", content]);
    }
    arguments.extend(["-out", "/dev/null"]);
    openssl::run(&arguments, &[]).is_ok()
}

/// A path of a certificate that the vectors' authority issued.
pub(crate) fn path_of(own: &Certificate) -> ValidPath {
    let root = certificate(&hanako().authority().certificate());
    let anchors = [TrustAnchor::from_certificate(root, &RustCrypto).expect("a key")];
    let instant = SyntheticJpki::of_vectors().instant().unix_timestamp();
    let instant = Timestamp::from_unix_seconds(instant);
    let inputs = PathInputs::at(ValidationTime::at(instant));
    let paths = PathValidator::new(Arc::new(RustCrypto));
    paths.build(own, &[], &anchors, &inputs).into_result().expect("a valid path")
}
