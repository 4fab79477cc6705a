//! Messages that OpenSSL makes, and what one change to each makes of it.

use std::path::Path;

use crate::support::changes::{changes, lengths};
use crate::support::{self, CONTENT, assess_with, failures, hanako};
use jpki_cms::signer::{SignerPolicy, SigningCertificate, UnattributedSignatures};
use jpki_core::report::{CheckId, Reason, Verdict};
use jpki_test_support::openssl;
use jpki_testkit::key::Key;
use jpki_testkit::pki::{CertificateBuilder, DistinguishedName, Extension, KeyUsage, SerialNumber};

/// Files for OpenSSL: keys and certificates of signers.
struct Workshop {
    folder: tempfile::TempDir,
}

impl Workshop {
    fn new() -> Self {
        let workshop = Self { folder: tempfile::tempdir().expect("a folder") };
        let hanako = hanako();
        workshop.signer("rsa", hanako.certificate(), hanako.key());
        for (name, key) in [
            ("other", Key::rsa_2048(31)),
            ("p256", Key::p256(1)),
            ("p384", Key::p384(1)),
            ("p521", Key::p521(1)),
        ] {
            workshop.signer(name, &self_signed(name, key), key);
        }
        workshop.write("content", CONTENT);
        workshop
    }

    fn signer(&self, name: &str, certificate: &[u8], key: Key) {
        self.write(&format!("{name}.key.der"), key.pkcs8());
        self.write(&format!("{name}.der"), certificate);
        let (from, to) = (self.file(&format!("{name}.key.der")), self.file(&format!("{name}.key")));
        openssl::run(["pkey", "-inform", "DER", "-in", &from, "-out", &to], &[]).expect("a key");
        let (from, to) = (self.file(&format!("{name}.der")), self.file(&format!("{name}.pem")));
        openssl::run(["x509", "-inform", "DER", "-in", &from, "-out", &to], &[])
            .expect("a certificate");
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join(name), bytes).expect("a file");
    }

    fn file(&self, name: &str) -> String {
        let path: &Path = &self.folder.path().join(name);
        path.to_str().expect("a name").to_owned()
    }

    /// `openssl cms -sign` by these signers, with these options.
    fn sign(&self, signers: &[&str], options: &[&str]) -> Vec<u8> {
        let (content, message) = (self.file("content"), self.file("message"));
        let mut arguments: Vec<String> =
            ["cms", "-sign", "-binary", "-outform", "DER", "-in", &content, "-out", &message]
                .map(str::to_owned)
                .to_vec();
        for name in signers {
            let [certificate, key] = [format!("{name}.pem"), format!("{name}.key")];
            arguments.extend(["-signer".to_owned(), self.file(&certificate)]);
            arguments.extend(["-inkey".to_owned(), self.file(&key)]);
        }
        arguments.extend(options.iter().map(|option| (*option).to_owned()));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        openssl::run(&arguments, &[]).expect("a message");
        std::fs::read(message).expect("a file")
    }
}

fn self_signed(name: &str, key: Key) -> Vec<u8> {
    let name = DistinguishedName::common_name(name);
    CertificateBuilder::new()
        .serial(SerialNumber::from(5))
        .issuer(name.clone())
        .subject(name)
        .public_key(key)
        .extension(Extension::key_usage(&[KeyUsage::NonRepudiation]).critical())
        .extension(Extension::subject_key_identifier(&key.identifier()))
        .sign(key)
}

struct Made {
    name: &'static str,
    message: Vec<u8>,
    detached: bool,
    signers: usize,
    attributes: bool,
    policy: SignerPolicy,
}

impl Made {
    fn verdicts(&self, message: &[u8], content: &[u8]) -> Vec<(Verdict, Vec<(CheckId, Reason)>)> {
        let detached = self.detached.then_some(content);
        let signers = assess_with(message, detached, &[], &self.policy);
        signers.as_slice().iter().map(|one| (one.verdict(), failures(one))).collect()
    }
}

fn made() -> Vec<Made> {
    let workshop = Workshop::new();
    let document = SignerPolicy::document();
    let unattributed = document.with_unattributed(UnattributedSignatures::Accepted);
    let cades = document.with_signing_certificate(SigningCertificate::Required);
    let pss = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:digest"];
    let make = |name, signers: &[&str], options: &[&str]| Made {
        name,
        message: workshop.sign(signers, options),
        // In DER, OpenSSL streams content only into the message.
        detached: !options.contains(&"-nodetach") && !options.contains(&"-stream"),
        signers: signers.len(),
        attributes: !options.contains(&"-noattr"),
        policy: match (options.contains(&"-noattr"), options.contains(&"-cades")) {
            (true, _) => unattributed,
            (false, true) => cades,
            (false, false) => document,
        },
    };
    vec![
        make("attached", &["rsa"], &["-nodetach"]),
        make("attached, streamed", &["rsa"], &["-nodetach", "-stream"]),
        make("detached", &["rsa"], &[]),
        make("streamed", &["rsa"], &["-stream"]),
        make("key identifier", &["rsa"], &["-nodetach", "-keyid"]),
        make("no S/MIME capabilities", &["rsa"], &["-nodetach", "-nosmimecap"]),
        make("SHA-384", &["rsa"], &["-nodetach", "-md", "sha384"]),
        make("SHA-512", &["rsa"], &["-nodetach", "-md", "sha512"]),
        make("PSS", &["rsa"], &[&["-nodetach"], &pss[..]].concat()),
        make("P-256", &["p256"], &["-nodetach", "-md", "sha256"]),
        make("P-384", &["p384"], &["-nodetach", "-md", "sha384"]),
        make("P-521", &["p521"], &["-nodetach", "-md", "sha512"]),
        make("no attributes", &["rsa"], &["-nodetach", "-noattr"]),
        make("no attributes, detached", &["rsa"], &["-noattr"]),
        make("CAdES", &["rsa"], &["-nodetach", "-cades"]),
        make("CAdES, SHA-512", &["rsa"], &["-nodetach", "-cades", "-md", "sha512"]),
        make("two signers", &["rsa", "p256"], &["-nodetach", "-md", "sha256"]),
        make("three signers", &["rsa", "p384", "other"], &["-md", "sha384", "-stream"]),
        make("three signers, no attributes", &["rsa", "p256", "other"], &["-nodetach", "-noattr"]),
    ]
}

#[test]
// Requirement: SIG-03
fn messages_of_openssl_are_accepted_and_changed_ones_refused() {
    if !openssl::available() {
        return;
    }
    for made in made() {
        let valid = vec![(Verdict::Valid, vec![]); made.signers];
        assert_eq!(made.verdicts(&made.message, CONTENT), valid, "{}", made.name);
        content_changed(&made);
        digest_renamed(&made);
        signature_changed(&made);
        bytes_added(&made);
        others_changed(&made);
        lengths_changed(&made);
    }
}

fn others_changed(made: &Made) {
    for changed in changes(&made.message) {
        let name = format!("{}: {}", made.name, changed.name);
        let verdicts = made.verdicts(&changed.message, CONTENT);
        assert_eq!(verdicts[0].1, changed.failures, "{name}");
        assert_ne!(verdicts[0].0, Verdict::Valid, "{name}");
        for (verdict, _) in &verdicts[1..] {
            assert_eq!(*verdict, Verdict::Valid, "{name}");
        }
        let detached = made.detached.then_some(CONTENT);
        assert!(!support::openssl_accepts(&changed.message, detached), "OpenSSL: {name}");
    }
}

fn lengths_changed(made: &Made) {
    for (number, message) in lengths(&made.message).into_iter().enumerate() {
        let detached = made.detached.then_some(CONTENT);
        let verdict = support::verdict(&message, detached, &made.policy);
        assert_ne!(verdict, Some(Verdict::Valid), "{}: length {number}", made.name);
    }
}

fn content_changed(made: &Made) {
    let mut content = CONTENT.to_vec();
    content[3] ^= 1;
    let message = match made.detached {
        true => made.message.clone(),
        false => replaced(&made.message, CONTENT, &content, 1),
    };
    let expected = match made.attributes {
        true => (CheckId::SignerMessageDigest, Reason::MessageDigestMismatch),
        false => (CheckId::SignatureValue, Reason::SignatureMismatch),
    };
    for (verdict, failures) in made.verdicts(&message, &content) {
        assert_eq!((verdict, failures), (Verdict::Invalid, vec![expected]), "{}", made.name);
    }
    if !made.detached {
        assert!(!support::openssl_accepts(&message, None), "{}", made.name);
    }
}

/// SHA-256 becomes SHA-512 and the other way round, everywhere.
fn digest_renamed(made: &Made) {
    let arc = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
    let sha = |last: u8| [&arc[..], &[last]].concat();
    let renamed: Vec<u8> = [1, 3, 2].iter().fold(made.message.clone(), |message, last| {
        let to = if *last == 1 { 3 } else { 1 };
        if contains(&made.message, &sha(*last)) && !contains(&made.message, &sha(to)) {
            replaced(&message, &sha(*last), &sha(to), usize::MAX)
        } else {
            message
        }
    });
    assert_ne!(renamed, made.message, "{}", made.name);
    for (verdict, _) in made.verdicts(&renamed, CONTENT) {
        assert_ne!(verdict, Verdict::Valid, "{}", made.name);
    }
}

/// The last byte of the message belongs to the last signature, or ends what is indefinite.
fn signature_changed(made: &Made) {
    let mut message = made.message.clone();
    let end = message.iter().rposition(|byte| *byte != 0).expect("not zeros");
    message[end] ^= 1;
    let verdicts = made.verdicts(&message, CONTENT);
    let broken: Vec<_> = verdicts.iter().filter(|one| one.0 != Verdict::Valid).collect();
    let [(verdict, failures)] = broken[..] else { panic!("{}: {broken:?}", made.name) };
    let mismatch = vec![(CheckId::SignatureValue, Reason::SignatureMismatch)];
    assert_eq!((verdict, failures), (&Verdict::Invalid, &mismatch), "{}", made.name);
}

fn bytes_added(made: &Made) {
    let longer = [&made.message[..], &[0]].concat();
    assert!(jpki_cms::signed_data::SignedData::from_ber(&longer).is_err(), "{}", made.name);
}

/// No byte of a message can be changed so that its signature stands over something else.
#[test]
fn whatever_octet_changes_nothing_else_becomes_valid() {
    if !openssl::available() {
        return;
    }
    let made = made().into_iter().find(|made| made.name == "CAdES").expect("made");
    let mut still_valid = 0;
    for at in 0..made.message.len() {
        let mut message = made.message.clone();
        message[at] ^= 0x01;
        let Ok(jpki_cms::signed_data::ParsedSignedData { signed_data, content }) =
            jpki_cms::signed_data::SignedData::from_ber(&message)
        else {
            continue;
        };
        let jpki_cms::content::Content::Attached(content) = content else { continue };
        let bytes = content.to_vec();
        let content = signed_data.digest(&content, &jpki_crypto::RustCrypto);
        let policy = &made.policy;
        let signers = signed_data.assess_signers(&content, &[], policy, &jpki_crypto::RustCrypto);
        if signers.verdict() != Verdict::Valid {
            continue;
        }
        still_valid += 1;
        let signer = signers.as_slice()[0].value().expect("valid");
        assert_eq!(bytes, CONTENT, "byte {at}");
        assert_eq!(signer.certificate().as_der(), hanako().certificate(), "byte {at}");
    }
    // The two version numbers, and nothing more.
    assert!(still_valid <= 2, "{still_valid}");
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8], times: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let places: Vec<usize> =
        (0..bytes.len()).filter(|at| bytes[*at..].starts_with(from)).take(times).collect();
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}
