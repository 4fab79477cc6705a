//! The normaliser against messages that OpenSSL and other makers stream, with OpenSSL as the judge.

use std::borrow::Cow;
use std::path::Path;

use jpki_core::ber::normalise;
use jpki_core::der::{Reader, Tag};
use jpki_core::limits::Limits;
use jpki_test_support::{conformance, openssl};

/// Elements as `openssl asn1parse` lists them: depth, form, type; strings in pieces counted as one.
fn structure(message: &[u8]) -> Vec<String> {
    let listing = openssl::run(["asn1parse", "-inform", "DER"], message).unwrap();
    let listing = String::from_utf8_lossy(&listing).into_owned();
    let mut elements = Vec::new();
    let mut in_string = None;
    // 48:d=4  hl=2 l=inf  cons: cont [ 0 ]
    for line in listing.lines() {
        // Texts with line ends in them go on for some lines.
        let Some((place, rest)) =
            line.split_once(":d=").and_then(|(_, line)| line.split_once(": "))
        else {
            continue;
        };
        let depth: u32 = place.split(' ').next().unwrap().parse().unwrap();
        let name = rest.split(':').next().unwrap().trim().trim_end_matches("[HEX DUMP]").trim();
        if name.starts_with("EOC") || in_string.is_some_and(|outer| depth > outer) {
            continue;
        }
        in_string = (place.ends_with("cons") && name.ends_with("STRING")).then_some(depth);
        let form = if in_string.is_some() { "prim" } else { place.rsplit(' ').next().unwrap() };
        elements.push(format!("{depth} {form} {name}"));
    }
    elements
}

/// What `openssl asn1parse` says of a message that BER allows and DER does not.
fn is_indefinite_or_in_pieces(message: &[u8]) -> bool {
    let listing = openssl::run(["asn1parse", "-inform", "DER"], message).unwrap();
    String::from_utf8_lossy(&listing).lines().any(|line| {
        line.contains("l=inf") || line.contains("EOC") || line.contains("cons: OCTET STRING")
    })
}

/// The OCTET STRING of a SignedData's content (RFC 5652 §3, §5.1, §5.2).
fn encapsulated(message: &[u8]) -> &[u8] {
    let mut content_info = Reader::new(message).unwrap().sequence().unwrap();
    content_info.object_identifier().unwrap();
    let mut explicit = content_info.nested(Tag::context_constructed(0)).unwrap();
    let mut signed_data = explicit.sequence().unwrap();
    signed_data.integer().unwrap();
    signed_data.read(Tag::SET).unwrap();
    let mut encapsulated = signed_data.sequence().unwrap();
    encapsulated.object_identifier().unwrap();
    let mut explicit = encapsulated.nested(Tag::context_constructed(0)).unwrap();
    let content = explicit.read(Tag::OCTET_STRING).unwrap().content;
    explicit.bytes(content)
}

fn path(folder: &Path, file: &str) -> String {
    folder.join(file).to_str().unwrap().to_owned()
}

#[test]
fn streamed_messages_keep_content_structure_and_signature() {
    if !openssl::available() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (key, certificate) = (path(folder.path(), "key.pem"), path(folder.path(), "cert.pem"));
    let subject = ["-subj", "/O=JPKI-SYNTH/CN=streaming"];
    let ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    let out = ["-keyout", &key, "-out", &certificate];
    openssl::run([&["req", "-x509", "-batch"][..], &ec, &subject, &out].concat(), &[]).unwrap();

    for bytes in [1_u32, 100, 4096, 6756, 100_000, 300_001] {
        let content: Vec<u8> = (0..bytes).map(|index| (index % 251) as u8).collect();
        let sign = ["cms", "-sign", "-binary", "-nodetach", "-stream", "-outform", "DER"];
        let signer = ["-signer", &certificate, "-inkey", &key];
        let message = openssl::run([&sign[..], &signer].concat(), &content).unwrap();
        assert!(is_indefinite_or_in_pieces(&message));

        let normal = normalise(&message, &Limits::DEFAULT).unwrap();
        assert!(matches!(normal, Cow::Owned(_)));
        assert!(!is_indefinite_or_in_pieces(&normal));
        assert_eq!(structure(&normal), structure(&message));
        assert_eq!(encapsulated(&normal), content);

        let verify = ["cms", "-verify", "-noverify", "-binary", "-inform", "DER"];
        assert_eq!(openssl::run(verify, &normal).unwrap(), content);
    }
}

#[test]
fn messages_of_other_makers_keep_their_structure() {
    let Some(folder) = conformance::folder() else { return };
    if !openssl::available() {
        return;
    }
    let manifest = std::fs::read(folder.join("cms/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let (mut unchanged, mut changed) = (0, 0);
    for case in manifest["cases"].as_array().unwrap() {
        if case["expected"]["parse"] != "ok" {
            continue;
        }
        let id = case["id"].as_str().unwrap();
        let message = folder.join("cms").join(case["message"].as_str().unwrap());
        let message = std::fs::read(message).unwrap();
        let is_tagged = case.to_string().contains("ber-indefinite");
        let normal = normalise(&message, &Limits::DEFAULT).unwrap_or_else(|e| panic!("{id}: {e}"));
        match &normal {
            Cow::Borrowed(_) => {
                assert!(!is_tagged && !is_indefinite_or_in_pieces(&message), "{id}");
                unchanged = i32::saturating_add(unchanged, 1);
            }
            Cow::Owned(normal) => {
                assert!(!is_indefinite_or_in_pieces(normal), "{id}");
                assert_eq!(structure(normal), structure(&message), "{id}");
                changed = i32::saturating_add(changed, 1);
            }
        }
    }
    assert!(unchanged >= 100 && changed >= 6, "{unchanged} unchanged, {changed} changed");
}

#[test]
fn certificates_and_lists_are_left_where_they_are() {
    let Some(folder) = conformance::folder() else { return };
    for part in ["pkits", "japan"] {
        for extension in ["crt", "crl"] {
            for file in conformance::files(&folder.join(part), extension) {
                let der = std::fs::read(&file).unwrap();
                let normal = normalise(&der, &Limits::DEFAULT).unwrap();
                assert!(matches!(normal, Cow::Borrowed(_)), "{}", file.display());
            }
        }
    }
}
