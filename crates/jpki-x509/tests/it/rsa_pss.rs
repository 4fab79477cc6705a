//! Keys for RSASSA-PSS alone (RFC 4055), of the holder and of authorities, ours and OpenSSL's.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::hierarchy::{
    self, Chain, anchor_of, assert_refused, assert_valid, inputs, read, validator,
};
use jpki_core::report::{Assessed, CheckId, Reason, Subject};
use jpki_core::time::ValidationTime;
use jpki_testkit::digest::HashAlgorithm::{Sha256, Sha384};
use jpki_testkit::key::Key;
use jpki_testkit::pki::{CertificateBuilder, Extension, KeyUsage};
use jpki_testkit::pss::PssParameters;
use jpki_testkit::signature::SignatureAlgorithm;
use jpki_x509::path::{PathInputs, TrustAnchor, ValidPath};

const HOLDER: Subject = Subject::EndEntity;

/// An authority whose key has these parameters, and the holder's certificate, whose own key is for
/// RSASSA-PSS too, signed by this algorithm.
fn issued(parameters: Option<PssParameters>, algorithm: SignatureAlgorithm) -> [Vec<u8>; 2] {
    let key = Key::rsa_2048(0);
    let authority = hierarchy::authority("Authority", "Authority", key, key)
        .subject_public_key_info(key.pss_public_key_info(parameters))
        .sign_with(key, SignatureAlgorithm::RsaPss(parameters.unwrap_or(usual())));
    let holder = holder(key).sign_with(key, algorithm);
    [authority, holder]
}

fn holder(issuer_key: Key) -> CertificateBuilder {
    hierarchy::certificate("Authority", "Holder", issuer_key, Key::rsa_2048(1))
        .subject_public_key_info(Key::rsa_2048(1).pss_public_key_info(Some(usual())))
        .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical())
}

fn usual() -> PssParameters {
    PssParameters::usual(Sha256)
}

fn judge([authority, holder]: &[Vec<u8>; 2]) -> Assessed<ValidPath> {
    validator().validate(&[read(holder)], &anchor_of(read(authority)), &inputs())
}

#[test]
fn an_authority_signs_as_its_key_demands() {
    let salt = |salt_length| PssParameters { salt_length, ..usual() };
    let pss = SignatureAlgorithm::RsaPss;
    for (parameters, algorithm) in [
        (None, pss(usual())),
        (None, pss(PssParameters::usual(Sha384))),
        (None, pss(salt(0))),
        (Some(usual()), pss(usual())),
        (Some(usual()), pss(salt(40))),
        (Some(salt(20)), pss(usual())),
    ] {
        let issued = issued(parameters, algorithm);
        assert_valid(&judge(&issued));
        assert!(openssl_verifies(&issued), "{parameters:?} {algorithm:?}");
    }
    for (parameters, algorithm) in [
        (None, SignatureAlgorithm::RSA_SHA256),
        (Some(usual()), SignatureAlgorithm::RSA_SHA256),
        (Some(usual()), pss(salt(31))),
        (Some(usual()), pss(PssParameters::usual(Sha384))),
    ] {
        let issued = issued(parameters, algorithm);
        let id = CheckId::PathAlgorithm;
        assert_refused(&judge(&issued), id, HOLDER, Reason::AlgorithmNotAllowed);
        assert!(!openssl_verifies(&issued), "{parameters:?} {algorithm:?}");
    }
}

/// The policy judges such keys like any other.
#[test]
fn weak_digests_and_keys_are_refused() {
    let sha1 = PssParameters::usual(jpki_testkit::digest::HashAlgorithm::Sha1);
    for parameters in [None, Some(sha1)] {
        let issued = issued(parameters, SignatureAlgorithm::RsaPss(sha1));
        let id = CheckId::PathAlgorithm;
        assert_refused(&judge(&issued), id, HOLDER, Reason::AlgorithmNotAllowed);
    }
    let short = Key::new(jpki_testkit::key::KeyKind::Rsa1024, 0);
    let chain = Chain::new(1).authority(0, |authority| {
        authority.subject_public_key_info(short.pss_public_key_info(None))
    });
    let [upper, mut lower] = [chain.links[0].clone(), chain.links[1].clone()];
    lower.1 = short;
    let certificates = [
        read(&lower.0.sign_with(short, SignatureAlgorithm::RsaPss(usual()))),
        read(&upper.0.sign(upper.1)),
    ];
    let assessed = validator().validate(&certificates, &chain.anchor(), &inputs());
    assert_refused(&assessed, CheckId::PathAlgorithm, HOLDER, Reason::KeySizeNotAllowed);
}

#[test]
fn a_path_is_found_through_such_keys() {
    let [authority, holder] = issued(Some(usual()), SignatureAlgorithm::RsaPss(usual()));
    let anchors = [anchor_of(read(&authority))];
    let assessed = validator().build(&read(&holder), &[], &anchors, &inputs());
    assert_valid(&assessed);
}

#[test]
fn certificates_made_by_openssl_are_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &str| {
        let output = Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(folder.path())
            .output()
            .expect("OpenSSL's command line");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let restricted = "-pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha256 \
                      -pkeyopt rsa_pss_keygen_saltlen:32";
    for options in ["", restricted] {
        let options = ["-pkeyopt rsa_keygen_bits:2048", options].join(" ");
        let options = options.trim_end();
        run(&format!("genpkey -algorithm RSA-PSS {options} -out ca.key"));
        run(&format!("genpkey -algorithm RSA-PSS {options} -out ee.key"));
        run("req -x509 -key ca.key -subj /CN=CA -sha256 -days 2 -outform DER -out ca.der");
        run("x509 -inform DER -in ca.der -out ca.pem");
        run("req -new -key ee.key -subj /CN=EE -sha256 -out ee.csr");
        run(
            "x509 -req -in ee.csr -CA ca.pem -CAkey ca.key -sha256 -days 1 -outform DER -out ee.der",
        );
        let certificate = |name| read(&fs::read(folder.path().join(name)).expect("a file"));
        let holder = certificate("ee.der");
        let at = ValidationTime::at(holder.not_before());
        let anchor: TrustAnchor = anchor_of(certificate("ca.der"));
        assert_valid(&validator().validate(&[holder], &anchor, &PathInputs::at(at)));
    }
}

fn openssl_verifies([authority, holder]: &[Vec<u8>; 2]) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, der: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, der).expect("a file");
        pem(&path)
    };
    let (authority, holder) = (write("ca.der", authority), write("ee.der", holder));
    let time = inputs().time().instant().unix_seconds().to_string();
    let output = Command::new("openssl")
        .args(["verify", "-attime", &time, "-CAfile"])
        .args([authority, holder])
        .output()
        .expect("OpenSSL's command line");
    output.status.success()
}

fn pem(der: &Path) -> std::path::PathBuf {
    let pem = der.with_extension("pem");
    let status = Command::new("openssl")
        .args(["x509", "-inform", "DER", "-in"])
        .arg(der)
        .arg("-out")
        .arg(&pem)
        .status()
        .expect("OpenSSL's command line");
    assert!(status.success());
    pem
}
