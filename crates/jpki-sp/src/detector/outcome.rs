use std::fmt;

use jpki_core::localized::{Locale, Localized};

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

/// What a service provider must not keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FindingKind {
    /// An X.509 certificate, whole or without its end: its `TBSCertificate` with serial number and public key.
    Certificate,
    /// A serial number beside its issuer's name (`IssuerAndSerialNumber`), as each CMS signature names its signer even where it
    /// carries no certificate.
    IssuerAndSerialNumber,
}

impl Localized for FindingKind {
    fn code(&self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::IssuerAndSerialNumber => "issuer-and-serial-number",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Certificate, Locale::Ja) => "電子証明書",
            (Self::Certificate, Locale::En) => "a certificate",
            (Self::IssuerAndSerialNumber, Locale::Ja) => "発行者名と発行の番号",
            (Self::IssuerAndSerialNumber, Locale::En) => "an issuer's name with a serial number",
        }
    }
}

/// A way to write bytes that the detector can undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// A compressed entry of a ZIP file. A stored one is found in the file itself.
    Zip,
    /// gzip (RFC 1952).
    Gzip,
    /// zlib (RFC 1950), as in the Flate streams of PDF.
    Zlib,
    /// Deflate (RFC 1951) without a header.
    Deflate,
    /// Base64 or base64url (RFC 4648), broken into lines or not, so PEM too.
    Base64,
    /// Hexadecimal digits, with white space, colons, commas or `0x` between or not.
    Hexadecimal,
    /// ASCII text in UTF-16, either byte order.
    Utf16,
    /// Escapes of JSON and of programming languages (`\n`, `\/`, `\u002b`), of XML (`&#10;`) or of addresses (`%2B`).
    Escapes,
    /// quoted-printable (RFC 2045).
    QuotedPrintable,
    /// A literal string of PDF: `(…)`.
    PdfString,
    /// An OCTET STRING of BER in segments.
    OctetString,
}

impl Localized for Encoding {
    fn code(&self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Gzip => "gzip",
            Self::Zlib => "zlib",
            Self::Deflate => "deflate",
            Self::Base64 => "base64",
            Self::Hexadecimal => "hexadecimal",
            Self::Utf16 => "utf-16",
            Self::Escapes => "escapes",
            Self::QuotedPrintable => "quoted-printable",
            Self::PdfString => "pdf-string",
            Self::OctetString => "octet-string",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Zip, Locale::Ja) => "ZIP の圧縮ファイル",
            (Self::Zip, Locale::En) => "a compressed ZIP entry",
            (Self::Gzip, _) => "gzip",
            (Self::Zlib, _) => "zlib",
            (Self::Deflate, _) => "Deflate",
            (Self::Base64, _) => "base64",
            (Self::Hexadecimal, Locale::Ja) => "16 進数",
            (Self::Hexadecimal, Locale::En) => "hexadecimal digits",
            (Self::Utf16, _) => "UTF-16",
            (Self::Escapes, Locale::Ja) => "エスケープされた文字列",
            (Self::Escapes, Locale::En) => "escaped text",
            (Self::QuotedPrintable, _) => "quoted-printable",
            (Self::PdfString, Locale::Ja) => "PDF の文字列",
            (Self::PdfString, Locale::En) => "a string of PDF",
            (Self::OctetString, Locale::Ja) => "分割された OCTET STRING",
            (Self::OctetString, Locale::En) => "an OCTET STRING in segments",
        }
    }
}

/// Reason why a file in which nothing was found is not called clean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Obstacle {
    /// The file is larger than [`Limits::input`](super::Limits::input).
    InputTooLarge,
    /// What was decoded is more than [`Limits::decoded`](super::Limits::decoded).
    TooMuchDecoded,
    /// Encodings are nested more often than [`Limits::depth`](super::Limits::depth).
    TooDeep,
    /// Structures to look at are more than [`Limits::work`](super::Limits::work).
    TooMuchWork,
    /// A part is encrypted.
    Encrypted,
    /// A part is compressed in a way that the detector cannot undo.
    UnknownCompression,
    /// A compressed part is damaged or cut off.
    Damaged,
}

impl Localized for Obstacle {
    fn code(&self) -> &'static str {
        match self {
            Self::InputTooLarge => "input-too-large",
            Self::TooMuchDecoded => "too-much-decoded",
            Self::TooDeep => "too-deep",
            Self::TooMuchWork => "too-much-work",
            Self::Encrypted => "encrypted",
            Self::UnknownCompression => "unknown-compression",
            Self::Damaged => "damaged",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::InputTooLarge, Locale::Ja) => "ファイルが上限より大きい",
            (Self::InputTooLarge, Locale::En) => "the file is too large",
            (Self::TooMuchDecoded, Locale::Ja) => "展開後のデータが上限より大きい",
            (Self::TooMuchDecoded, Locale::En) => "too much is compressed or encoded in the file",
            (Self::TooDeep, Locale::Ja) => "符号化の入れ子が上限より深い",
            (Self::TooDeep, Locale::En) => "encodings are nested too deeply",
            (Self::TooMuchWork, Locale::Ja) => "調べる構造が上限より多い",
            (Self::TooMuchWork, Locale::En) => "too many structures to look at",
            (Self::Encrypted, Locale::Ja) => "暗号化された部分がある",
            (Self::Encrypted, Locale::En) => "a part is encrypted",
            (Self::UnknownCompression, Locale::Ja) => "展開できない形式で圧縮された部分がある",
            (Self::UnknownCompression, Locale::En) => {
                "a part is compressed in a way that cannot be undone"
            }
            (Self::Damaged, Locale::Ja) => "圧縮された部分が壊れている",
            (Self::Damaged, Locale::En) => "a compressed part is damaged",
        }
    }
}
