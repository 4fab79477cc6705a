//! A certificate encoded by other programs is found in each way, and a revocation list in the same way is not.

use std::fs;
use std::path::Path;
use std::process::Command;

use jpki_test_support::{openssl, skip};
use jpki_testkit::key::Key;
use jpki_testkit::pki::{CertificateBuilder, DistinguishedName};

use super::{inspect, list};

/// A certificate whose base64 needs `/` and `+` before the key.
fn certificate() -> Vec<u8> {
    let subject = DistinguishedName::common_name("???>>>???>>>???>>>");
    CertificateBuilder::new().subject(subject).sign(Key::rsa_2048(0))
}

/// The ways of `wrap.py`, and what is found.
const WAYS: &[(&str, &str)] = &[
    ("raw", "certificate"),
    ("raw-within", "certificate"),
    ("pem", "base64 > certificate"),
    ("pem-carriage-returns", "base64 > certificate"),
    ("base64", "base64 > certificate"),
    ("base64-after-words", "base64 > certificate"),
    ("base64-url", "base64 > certificate"),
    ("base64-url-unpadded", "base64 > certificate"),
    ("base64-quoted-mail", "base64 > certificate"),
    ("base64-in-source", "base64 > certificate"),
    ("base64-aligned-1", "base64 > certificate"),
    ("base64-aligned-2", "base64 > certificate"),
    ("base64-aligned-3", "base64 > certificate"),
    ("json", "base64 > certificate"),
    ("json-lines", "escapes > base64 > certificate"),
    ("json-array", "base64 > certificate"),
    ("json-solidus", "escapes > base64 > certificate"),
    ("json-in-json", "escapes > escapes > base64 > certificate"),
    ("json-points", "escapes > base64 > certificate"),
    ("xml", "base64 > certificate"),
    ("xml-references", "escapes > base64 > certificate"),
    ("xml-in-json", "escapes > base64 > certificate"),
    ("form", "escapes > base64 > certificate"),
    ("form-twice", "escapes > escapes > base64 > certificate"),
    ("quoted-printable-text", "quoted-printable > base64 > certificate"),
    ("quoted-printable", "quoted-printable > certificate"),
    ("utf-16-le", "utf-16 > base64 > certificate"),
    ("utf-16-be", "utf-16 > base64 > certificate"),
    ("hexadecimal", "hexadecimal > certificate"),
    ("hexadecimal-upper", "hexadecimal > certificate"),
    ("hexadecimal-odd", "hexadecimal > certificate"),
    ("hexadecimal-colons", "hexadecimal > certificate"),
    ("hexadecimal-source", "hexadecimal > certificate"),
    ("escaped-source", "escapes > certificate"),
    ("zlib", "zlib > certificate"),
    ("zlib-best", "zlib > certificate"),
    ("zlib-stored", "certificate"),
    ("zlib-within", "zlib > certificate"),
    ("zlib-cut-off", "zlib > certificate"),
    ("gzip", "gzip > certificate"),
    ("gzip-second-member", "gzip > certificate"),
    ("deflate-base64", "base64 > deflate > base64 > certificate"),
    ("zip", "zip > certificate"),
    ("zip-stored", "certificate"),
    ("zip-streamed", "zip > certificate"),
    ("zip-directory-lost", "zip > certificate"),
    ("zip-in-zip-in-zip", "zip > zip > zip > base64 > certificate"),
    ("docx", "zip > base64 > certificate"),
    ("pdf-contents", "hexadecimal > certificate"),
    ("pdf-contents-spaced", "hexadecimal > certificate"),
    ("pdf-literal", "pdf-string > certificate"),
    ("pdf-literal-octal", "pdf-string > certificate"),
    ("pdf-stream", "zlib > certificate"),
    ("pdf-object-stream", "zlib > hexadecimal > certificate"),
    ("pdf-hexadecimal-flate", "hexadecimal > zlib > certificate"),
    ("pdf-attachment-in-zip", "zip > zlib > base64 > certificate"),
];

/// The ways that cannot be undone, and the obstacle.
const OBSTACLES: &[(&str, &str)] = &[
    ("not-bzip2", "unknown-compression"),
    ("not-lzma", "unknown-compression"),
    ("not-lzw", "unknown-compression"),
    ("not-encrypted-pdf", "encrypted"),
];

fn runs(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        true
    })
}

#[test]
// Requirement: PRIV-03
fn what_python_encodes_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sp/detector/wrap.py");
    let files = [("certificate", certificate()), ("list", list())].map(|(name, bytes)| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("a file");
        path
    });
    if !runs(Command::new("python3").arg(script).arg(folder.path()).args(files)) {
        return skip("python3");
    }
    let told = |name: &str, way: &str| {
        let path = folder.path().join(format!("{name}.{way}"));
        inspect(&fs::read(path).expect("a file"))
    };
    for (way, expected) in WAYS {
        assert_eq!(told("certificate", way), *expected, "{way}");
        assert_eq!(told("list", way), "clean", "{way}");
    }
    for (way, expected) in OBSTACLES {
        for name in ["certificate", "list"] {
            assert_eq!(told(name, way), *expected, "{way}");
        }
    }
    let written = fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(written, 2 + 2 * (WAYS.len() + OBSTACLES.len()));
}

#[test]
// Requirement: PRIV-03
fn what_command_lines_encode_is_found() {
    if !openssl::available() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let told = |name: &str| inspect(&fs::read(path(name)).expect("a file"));
    fs::write(path("certificate"), certificate()).expect("a file");
    let der = certificate();
    let pem = openssl::run(["x509", "-inform", "DER"], &der).expect("PEM");
    assert_eq!(inspect(&pem), "base64 > certificate");
    let printed = openssl::run(["base64", "-A"], &der).expect("base64");
    assert_eq!(inspect(&printed), "base64 > certificate");
    for options in [&["-k"][..], &["-9"], &["-k", "--no-name"]] {
        if runs(Command::new("gzip").args(options).arg("-f").arg("-c").arg(path("certificate"))) {
            let output =
                Command::new("gzip").args(options).arg("-c").arg(path("certificate")).output();
            assert_eq!(inspect(&output.expect("gzip").stdout), "gzip > certificate");
        } else {
            skip("gzip");
        }
    }
    let zip = |options: &[&str], name: &str| {
        let mut command = Command::new("zip");
        runs(command.current_dir(&folder).arg("-q").args(options).args([name, "certificate"]))
    };
    if zip(&["-9"], "plain.zip") {
        assert_eq!(told("plain.zip"), "zip > certificate");
        assert!(zip(&["-P", "password"], "encrypted.zip"));
        assert_eq!(told("encrypted.zip"), "encrypted");
        assert!(zip(&["-0"], "stored.zip"));
        assert_eq!(told("stored.zip"), "certificate");
    } else {
        skip("zip");
    }
}

/// What is signed, requested, enveloped: whose structure is near to a certificate's.
#[test]
fn messages_of_openssl() {
    if !openssl::available() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a name").to_owned();
    let [key, certificate, content] = ["key.pem", "certificate.pem", "content"].map(path);
    fs::write(&content, [b'.'; 5000]).expect("a file");
    let run = |arguments: &[&str]| openssl::run(arguments, b"").expect("OpenSSL");
    let subject = ["-subj", "/C=JP/O=Mihon/CN=Hanako", "-newkey", "rsa:2048", "-nodes"];
    run(&[&["req", "-x509", "-keyout", &key, "-out", &certificate][..], &subject].concat());

    let sign =
        ["cms", "-sign", "-binary", "-in", &content, "-signer", &certificate, "-inkey", &key];
    let signed = |more: &[&str]| run(&[&sign[..], more].concat());
    let cases: [(&[&str], &str); 6] = [
        (&["-outform", "DER"], "certificate"),
        (&["-outform", "DER", "-nodetach", "-stream"], "certificate"),
        (&["-outform", "PEM", "-nodetach"], "base64 > certificate"),
        (&["-outform", "SMIME", "-crlfeol"], "base64 > certificate"),
        (&["-outform", "DER", "-nocerts"], "issuer-and-serial-number"),
        (&["-outform", "DER", "-nocerts", "-keyid"], "clean"),
    ];
    for (options, expected) in cases {
        assert_eq!(inspect(&signed(options)), expected, "{options:?}");
    }

    // A message in the segments of another, whose own signer shows nothing.
    fs::write(&content, signed(&["-outform", "DER", "-nodetach"])).expect("a file");
    let hidden = signed(&["-outform", "DER", "-nodetach", "-stream", "-nocerts", "-keyid"]);
    assert_eq!(inspect(&hidden), "certificate");
    fs::write(&content, [&[b'.'; 3950][..], &super::certificate()].concat()).expect("a file");
    let hidden = signed(&["-outform", "DER", "-nodetach", "-stream", "-nocerts", "-keyid"]);
    assert_eq!(inspect(&hidden), "octet-string > certificate");

    let enveloped =
        ["cms", "-encrypt", "-keyid", "-outform", "DER", "-in", &content, "-recip", &certificate];
    let encrypted = run(&enveloped);
    assert!(["encrypted", "issuer-and-serial-number"].contains(&&*inspect(&encrypted)));

    let request =
        run(&["req", "-new", "-key", &key, "-outform", "DER", "-subj", "/C=JP/CN=Hanako"]);
    let private = run(&["pkey", "-in", &key, "-outform", "DER"]);
    let public = run(&["pkey", "-in", &key, "-pubout", "-outform", "DER"]);
    let parameters =
        run(&["ecparam", "-name", "prime256v1", "-param_enc", "explicit", "-outform", "DER"]);
    let near = [("request", request), ("private", private), ("public", public), ("ec", parameters)];
    for (name, der) in near {
        assert_eq!(inspect(&der), "clean", "{name}");
    }
    let packed = ["pkcs12", "-export", "-in", &certificate, "-inkey", &key, "-passout", "pass:x"];
    assert_eq!(inspect(&run(&packed)), "encrypted");
}
