//! What cannot be looked into, by the bytes that give it away.

use memchr::memmem;

use super::limits::Budget;
use super::outcome::Obstacle::{self, Encrypted, UnknownCompression};

/// Long enough never to stand somewhere by chance.
const ANYWHERE: &[(&[u8], Obstacle)] = &[
    (b"7z\xBC\xAF\x27\x1C", UnknownCompression),
    (b"\xFD7zXZ\0", UnknownCompression),
    (b"Rar!\x1A\x07", UnknownCompression),
    (b"1AY&SY", UnknownCompression), // bzip2, a block
    // RFC 5652 §6.1 EnvelopedData and §8 EncryptedData, RFC 5083 AuthEnvelopedData.
    (b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03", Encrypted),
    (b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x06", Encrypted),
    (b"\x06\x0B\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01\x17", Encrypted),
    (b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", Encrypted), // MS-OFFCRYPTO §2.3.4.4
    (b"-----BEGIN PGP MESSAGE-----", Encrypted),
    (b"age-encryption.org/v1\n", Encrypted),
];

const AT_THE_BEGINNING: &[(&[u8], Obstacle)] = &[
    (b"\x28\xB5\x2F\xFD", UnknownCompression), // Zstandard, RFC 8878 §3.1.1
    (b"\x04\x22\x4D\x18", UnknownCompression), // LZ4
    (b"LZIP", UnknownCompression),
    (b"MSCF\0\0\0\0", UnknownCompression),
    (b"Salted__", Encrypted), // `openssl enc`
];

/// Filters whose data the detector cannot decode (ISO 32000-2 §7.4). Those of images are not among them.
const PDF_FILTERS: [&[u8]; 3] = [b"/LZWDecode", b"/ASCII85Decode", b"/RunLengthDecode"];

/// Notes the obstacles of a layer.
pub(super) fn note(layer: &[u8], budget: &mut Budget) {
    for (mark, obstacle) in ANYWHERE {
        if memmem::find(layer, mark).is_some() {
            budget.note(*obstacle);
        }
    }
    for (mark, obstacle) in AT_THE_BEGINNING {
        if layer.starts_with(mark) {
            budget.note(*obstacle);
        }
    }
    if is_pdf(layer) {
        if PDF_FILTERS.iter().any(|filter| memmem::find(layer, filter).is_some()) {
            budget.note(UnknownCompression);
        }
        // In the trailer or a cross-reference stream (ISO 32000-2 §7.6.2); `/EncryptMetadata` is another key.
        let is_name = |at: usize| {
            let after = layer.get(at.saturating_add(b"/Encrypt".len())..).unwrap_or_default();
            !after.first().is_some_and(u8::is_ascii_alphabetic)
        };
        if memmem::find_iter(layer, b"/Encrypt").any(is_name) {
            budget.note(Encrypted);
        }
    }
}

/// Readers accept up to 1024 bytes of something else before the header.
fn is_pdf(layer: &[u8]) -> bool {
    memmem::find(layer.get(..1024).unwrap_or(layer), b"%PDF-").is_some()
}
