use std::fmt;

use jpki_core::localized::{Localized, messages};

/// What is known of a file after it was inspected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "a caller decides for each of the three")]
pub enum Outcome {
    /// Nothing was found, and everything was looked into.
    Clean,
    /// Something was found that a service provider must not keep.
    Holds(Finding),
    /// Nothing was found, but not everything could be looked into. Do not store the file.
    Undecided(Obstacle),
}

/// What was found, and where; never its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    kind: FindingKind,
    path: Vec<Step>,
    offset: usize,
}

impl Finding {
    pub(super) const fn new(kind: FindingKind, path: Vec<Step>, offset: usize) -> Self {
        Self { kind, path, offset }
    }

    /// Returns what was found.
    #[must_use]
    pub const fn kind(&self) -> FindingKind {
        self.kind
    }

    /// Returns how the place is reached from the file: each encoding that was undone, outermost first.
    #[must_use]
    pub fn path(&self) -> &[Step] {
        &self.path
    }

    /// Returns where it begins, in bytes of what the last step decoded, or of the file if there is no step.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for Finding {
    /// Writes codes and offsets: `zip@0 > base64@117 > certificate@4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.path {
            write!(f, "{}@{} > ", step.encoding.code(), step.offset)?;
        }
        write!(f, "{}@{}", self.kind.code(), self.offset)
    }
}

/// One encoding that was undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The encoding.
    pub encoding: Encoding,
    /// Where what was decoded begins, in bytes of what the step before decoded.
    pub offset: usize,
}

messages! {
    /// What a service provider must not keep.
    ///
    /// A certificate counts whole or without its end: from its serial number to its public key. A serial number beside its
    /// issuer's name (`IssuerAndSerialNumber`) stands in most CMS signatures, also in those that carry no certificate.
    #[non_exhaustive]
    FindingKind {
        Certificate => "certificate", ja "電子証明書", en "A certificate.";
        IssuerAndSerialNumber => "issuer-and-serial-number", ja "発行者名と発行の番号", en "An issuer's name with a serial number.";
    }
}

messages! {
    /// A way to write bytes that the detector can undo.
    #[non_exhaustive]
    Encoding {
        Zip => "zip", ja "ZIP の圧縮ファイル", en "A compressed entry of a ZIP file.";
        Gzip => "gzip", ja "gzip", en "gzip (RFC 1952).";
        Zlib => "zlib", ja "zlib", en "zlib (RFC 1950), as in PDF.";
        Deflate => "deflate", ja "Deflate", en "Deflate (RFC 1951) without a header.";
        Base64 => "base64", ja "base64", en "Base64 or base64url (RFC 4648), so PEM too.";
        Hexadecimal => "hexadecimal", ja "16 進数", en "Hexadecimal digits.";
        Utf16 => "utf-16", ja "UTF-16", en "ASCII text in UTF-16, either byte order.";
        Escapes => "escapes", ja "エスケープされた文字列", en "Escapes of JSON, XML, programming languages and addresses.";
        QuotedPrintable => "quoted-printable", ja "quoted-printable", en "quoted-printable (RFC 2045).";
        PdfString => "pdf-string", ja "PDF の文字列", en "A literal string of PDF.";
        OctetString => "octet-string", ja "分割された OCTET STRING", en "An OCTET STRING of BER in segments.";
    }
}

messages! {
    /// Reason why a file in which nothing was found is not called clean.
    #[non_exhaustive]
    Obstacle {
        InputTooLarge => "input-too-large", ja "ファイルが上限より大きい", en "The file is too large.";
        TooMuchDecoded => "too-much-decoded", ja "展開後のデータが上限より大きい", en "Too much is compressed or encoded in the file.";
        TooDeep => "too-deep", ja "符号化の入れ子が上限より深い", en "Encodings are nested too deeply.";
        TooMuchWork => "too-much-work", ja "調べる構造が上限より多い", en "There are too many structures to look at.";
        Encrypted => "encrypted", ja "暗号化された部分がある", en "A part is encrypted.";
        UnknownCompression => "unknown-compression", ja "展開できない形式で圧縮された部分がある", en "A part is compressed in a way that cannot be undone.";
        Damaged => "damaged", ja "圧縮された部分が壊れている", en "A compressed part is damaged.";
    }
}
