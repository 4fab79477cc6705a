//! Messages that BouncyCastle made (`makers/bouncy-castle.sh`), and what one change to each makes of it.

use std::path::{Path, PathBuf};

use crate::support::changes::{changes, lengths};
use crate::support::{self, CONTENT, assess_with, failures, hanako};
use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_cms::signer::{SignerIdentity, SignerPolicy, SigningCertificate, UnattributedSignatures};
use jpki_core::report::AssessedSigners;
use jpki_core::report::{CheckId, Reason, Verdict};
use jpki_crypto::RustCrypto;
use jpki_test_support::openssl;
use jpki_testkit::key::Key;
use jpki_testkit::pki::{CertificateBuilder, DistinguishedName, Extension, KeyUsage, SerialNumber};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/makers/bouncy-castle")
}

fn elliptic_curve_certificate() -> Vec<u8> {
    let key = Key::p384(2);
    let name = DistinguishedName::common_name("signer");
    CertificateBuilder::new()
        .serial(SerialNumber::from(6))
        .issuer(name.clone())
        .subject(name)
        .public_key(key)
        .extension(Extension::key_usage(&[KeyUsage::NonRepudiation]).critical())
        .sign(key)
}

#[test]
#[ignore = "writes the input of the maker's script"]
fn the_parties_are_written_for_the_maker() {
    let folder = std::env::var_os("BOUNCY_CASTLE_PARTIES").expect("the script's folder");
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(Path::new(&folder).join(name), bytes).expect("a file");
    };
    let hanako = hanako();
    write("rsa.crt", hanako.certificate());
    write("rsa.pk8", hanako.key().pkcs8());
    write("p384.crt", &elliptic_curve_certificate());
    write("p384.pk8", Key::p384(2).pkcs8());
}

struct Made {
    name: &'static str,
    message: Vec<u8>,
    policy: SignerPolicy,
    signers: usize,
}

fn made() -> Vec<Made> {
    let document = SignerPolicy::document();
    let made = |name, policy, signers| {
        let file = folder().join(format!("{name}.der"));
        Made { name, message: std::fs::read(file).expect("a committed message"), policy, signers }
    };
    vec![
        made("attached", document, 1),
        made("detached", document, 1),
        made("streamed", document, 1),
        made("pss", document, 1),
        made("ecdsa", document, 1),
        made("cades", document.with_signing_certificate(SigningCertificate::Required), 1),
        made("bare", document.with_unattributed(UnattributedSignatures::Accepted), 1),
        made("key-identifier", document, 1),
        made("two-signers", document, 2),
        made("countersigned", document, 1),
    ]
}

fn assess(made: &Made, message: &[u8], content: &[u8]) -> AssessedSigners<SignerIdentity> {
    let detached = (made.name == "detached").then_some(content);
    assess_with(message, detached, &[], &made.policy)
}

#[test]
fn all_are_accepted() {
    for made in made() {
        let signers = assess(&made, &made.message, CONTENT);
        assert_eq!(signers.verdict(), Verdict::Valid, "{}", made.name);
        assert_eq!(signers.as_slice().len(), made.signers, "{}", made.name);
        if openssl::available() {
            let detached = (made.name == "detached").then_some(CONTENT);
            assert!(support::openssl_accepts(&made.message, detached), "{}", made.name);
        }
    }
}

#[test]
fn its_countersignature_stands() {
    let made = made().into_iter().find(|made| made.name == "countersigned").expect("made");
    let ParsedSignedData { signed_data, .. } =
        SignedData::from_ber(&made.message).expect("a message");
    let signer = signed_data.signers().next().flatten().expect("a signer");
    let countersigners = signed_data
        .assess_countersigners(signer, &[], &made.policy, &RustCrypto)
        .expect("readable");
    assert_eq!(countersigners.verdict(), Verdict::Valid);
    let [countersigner] = countersigners.as_slice() else { panic!("not one countersigner") };
    let countersigner = countersigner.value().expect("valid");
    assert_eq!(countersigner.certificate().as_der(), elliptic_curve_certificate());
}

#[test]
fn changed_ones_are_refused() {
    for made in made() {
        let mut content = CONTENT.to_vec();
        content[3] ^= 1;
        let message = with_content(&made.message, &content);
        let expected = match made.name {
            "bare" => (CheckId::SignatureValue, Reason::SignatureMismatch),
            _ => (CheckId::SignerMessageDigest, Reason::MessageDigestMismatch),
        };
        let signers = assess(&made, &message, &content);
        assert_eq!(failures(&signers.as_slice()[0]), [expected], "{}", made.name);

        let longer = [&made.message[..], &[0]].concat();
        assert!(SignedData::from_ber(&longer).is_err(), "{}", made.name);

        let detached = (made.name == "detached").then_some(CONTENT);
        for changed in changes(&made.message) {
            let name = format!("{}: {}", made.name, changed.name);
            let signers = assess(&made, &changed.message, CONTENT);
            assert_eq!(failures(&signers.as_slice()[0]), changed.failures, "{name}");
            assert_ne!(signers.verdict(), Verdict::Valid, "{name}");
            if openssl::available() {
                assert!(!support::openssl_accepts(&changed.message, detached), "OpenSSL: {name}");
            }
        }
        for (number, message) in lengths(&made.message).into_iter().enumerate() {
            let verdict = support::verdict(&message, detached, &made.policy);
            assert_ne!(verdict, Some(Verdict::Valid), "{}: length {number}", made.name);
        }

        for at in (0..made.message.len()).step_by(11) {
            let mut message = made.message.clone();
            message[at] ^= 0x10;
            if let Ok(ParsedSignedData { content: found, .. }) = SignedData::from_ber(&message)
                && matches!(found, Content::Detached) == (made.name == "detached")
                && let Content::Attached(found) = found
                && assess(&made, &message, CONTENT).verdict() == Verdict::Valid
            {
                assert_eq!(found.to_vec(), CONTENT, "{}: byte {at}", made.name);
            }
        }
    }
}

/// The message with each piece of its content replaced by the same bytes of this one.
fn with_content(message: &[u8], content: &[u8]) -> Vec<u8> {
    let mut message = message.to_vec();
    if let Some(at) = message.windows(CONTENT.len()).position(|bytes| bytes == CONTENT) {
        message[at..at + CONTENT.len()].copy_from_slice(content);
    } else {
        for (from, to) in CONTENT.chunks(7).zip(content.chunks(7)) {
            if let Some(at) = message.windows(from.len()).position(|bytes| bytes == from) {
                message[at..at + from.len()].copy_from_slice(to);
            }
        }
    }
    message
}
