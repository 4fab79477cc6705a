//! `META-INF/ASiCManifest.xml` (ETSI EN 319 162-1 annex A): the SHA-256 of each file. Of the same files there is one
//! text, so that it is never parsed: whoever reads a bundle writes it anew.

use std::fmt::Write as _;

use base64ct::{Base64, Encoding as _};

use super::error::{BundleError, BundleFault};
use super::proof::ProofKind;
use super::zip::Member;

pub(super) const NAME: &str = "META-INF/ASiCManifest.xml";

/// Writes the manifest of these files.
pub(super) fn text(files: &[Member<'_>], proof: ProofKind) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <asic:ASiCManifest xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n",
    );
    if let Some((name, media_type)) = proof.file() {
        let _ = writeln!(text, "  <asic:SigReference URI=\"{name}\" MimeType=\"{media_type}\"/>");
    }
    files.iter().for_each(|file| text.push_str(&line(file).1));
    text.push_str("</asic:ASiCManifest>\n");
    text
}

/// Compares a manifest with the files that are there.
// Requirement: H06-09
pub(super) fn compare(
    manifest: &[u8],
    files: &[Member<'_>],
    proof: ProofKind,
) -> Result<(), BundleError> {
    let expected = text(files, proof);
    if expected.as_bytes() == manifest {
        return Ok(());
    }
    // What differs is looked for in a text of about the expected length only.
    if manifest.len() / 2 > expected.len() {
        return Err(BundleFault::Manifest.into());
    }
    let manifest = std::str::from_utf8(manifest).map_err(|_| BundleFault::Manifest)?;
    for file in files {
        let (start, line) = line(file);
        if !manifest.contains(&line) {
            let is_named = manifest.contains(&start);
            let fault = if is_named { BundleFault::FileChanged } else { BundleFault::FileAdded };
            return Err(BundleError::at(fault, file.name()));
        }
    }
    let named = manifest.matches("<asic:DataObjectReference ").count();
    let fault = if named > files.len() { BundleFault::FileMissing } else { BundleFault::Manifest };
    Err(fault.into())
}

/// The start of a file's line, and all of it.
fn line(file: &Member<'_>) -> (String, String) {
    let name = file.name();
    let start = format!("  <asic:DataObjectReference URI=\"{name}\" ");
    let (media_type, digest) = (media_type(name), Base64::encode_string(file.sha_256()));
    let line = format!(
        "{start}MimeType=\"{media_type}\"><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\
         <ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference>\n"
    );
    (start, line)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("cer") => "application/pkix-cert",
        Some("crl") => "application/pkix-crl",
        Some("ors") => "application/ocsp-response",
        Some("json") => "application/json",
        Some("txt") => "text/plain",
        Some("p7m") => "application/pkcs7-mime",
        _ => "application/octet-stream",
    }
}
