//! Finds certificates in files before they are stored.
//!
//! A service provider (SP事業者) must not keep a certificate, nor acquire its serial number (guideline 001 §4(2)). A signed PDF
//! and a CMS signature hold both. [`Detector::inspect`] says whether a file does, whatever its name and type say:
//!
//! ```
//! use jpki_sp::detector::{Detector, Outcome};
//!
//! let detector = Detector::new();
//! match detector.inspect(b"an ordinary file") {
//!     Outcome::Clean => {} // store it
//!     Outcome::Holds(finding) => eprintln!("not stored: {finding}"),
//!     Outcome::Undecided(obstacle) => eprintln!("not stored: {obstacle:?}"),
//! }
//! ```
//!
//! What is found, at any offset and nested up to [`Limits::depth`]:
//!
//! | written as | |
//! | --- | --- |
//! | DER, BER | also with indefinite lengths and OCTET STRINGs in segments, so also in CMS, PKCS#12 without encryption, TLS captures |
//! | base64, base64url, PEM | with line breaks, quotation marks and indents, in JSON, XML, mail; escaped (`\/`, `\n`, `&#10;`, `%2B`) or not |
//! | hexadecimal | as in `/Contents` of PDF, and with white space, `:`, `,`, `-`, `0x` between |
//! | quoted-printable, UTF-16, literal strings of PDF | |
//! | zlib, gzip, ZIP, bare Deflate from the first byte on | as in Flate streams of PDF, docx, ASiC |
//!
//! A certificate is recognised by its structure (RFC 5280 §4.1) from version to public key, so that neither random bytes nor
//! certificate requests, CRLs, OCSP responses, keys or time-stamps without one are taken for it.
//!
//! # What it does not find
//!
//! Whoever wants to hide a certificate can: encrypted without a mark of it (as a JWE is, which a relay may hold), in an image or
//! in pieces, in UTF-32, behind a PNG predictor in a PDF stream, in Brotli, which has no mark, or zlib with a preset
//! dictionary. A serial number alone, a number among numbers, is not found, neither as text nor in a CRL or OCSP response;
//! only beside its issuer's name in DER, as a CMS signature has it.
//! What is marked as encrypted, compressed otherwise, or cut off, is [`Outcome::Undecided`].

mod decoder;
mod deflate;
mod digits;
mod escapes;
mod limits;
mod obstacles;
mod octet_string;
mod outcome;
mod pdf_string;
mod structure;
mod utf16;

use std::io::{self, Read};

use zeroize::Zeroizing;

use decoder::{Decoded, Decoder};
use limits::Budget;

pub use limits::Limits;
pub use outcome::{Encoding, Finding, FindingKind, Obstacle, Outcome, Step};

/// Looks for certificates in files, within limits of time and memory.
#[derive(Clone, Debug, Default)]
pub struct Detector {
    limits: Limits,
}

impl Detector {
    /// Returns a detector with the default [`Limits`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a detector with these limits.
    #[must_use]
    pub const fn with_limits(limits: Limits) -> Self {
        Self { limits }
    }

    /// Looks for a certificate or a serial number, and returns at the first.
    // Requirement: PRIV-03
    pub fn inspect(&self, file: &[u8]) -> Outcome {
        if file.len() > self.limits.input {
            return Outcome::Undecided(Obstacle::InputTooLarge);
        }
        let mut budget = Budget::new(&self.limits);
        if let Some(finding) = self.search(file, &mut budget) {
            return Outcome::Holds(finding);
        }
        budget.obstacle().map_or(Outcome::Clean, Outcome::Undecided)
    }

    /// Reads a file into memory, up to [`Limits::input`], and inspects it.
    ///
    /// # Errors
    ///
    /// What the reader returns.
    pub fn inspect_reader(&self, reader: impl Read) -> io::Result<Outcome> {
        let most = u64::try_from(self.limits.input).unwrap_or(u64::MAX);
        let mut file = Zeroizing::new(Vec::new());
        reader.take(most.saturating_add(1)).read_to_end(&mut file)?;
        Ok(self.inspect(&file))
    }

    /// Goes depth first, so that only one path of layers is in memory.
    fn search(&self, file: &[u8], budget: &mut Budget) -> Option<Finding> {
        if let Some((kind, offset)) = structure::find(file, budget) {
            return Some(Finding::new(kind, Vec::new(), offset));
        }
        obstacles::note(file, budget);
        let mut file = (file, Decoders::all());
        let mut layers: Vec<Layer> = Vec::new();
        while !budget.is_exhausted() {
            let (bytes, decoders) = match layers.last_mut() {
                Some(Layer { decoded, decoders }) => (decoded.bytes.as_slice(), decoders),
                None => (file.0, &mut file.1),
            };
            let Some(decoded) = decoders.next(bytes, budget) else {
                if layers.pop().is_none() {
                    break;
                }
                continue;
            };
            if layers.len() >= self.limits.depth {
                budget.note(Obstacle::TooDeep);
                layers.pop();
                continue;
            }
            if let Some((kind, offset)) = structure::find(&decoded.bytes, budget) {
                let path = layers.iter().map(|layer| layer.decoded.step).chain([decoded.step]);
                return Some(Finding::new(kind, path.collect(), offset));
            }
            obstacles::note(&decoded.bytes, budget);
            layers.push(Layer { decoded, decoders: Decoders::all() });
        }
        None
    }
}

struct Layer {
    decoded: Decoded,
    decoders: Decoders,
}

/// What is left to be undone in a layer.
struct Decoders(Vec<Box<dyn Decoder>>);

impl Decoders {
    fn all() -> Self {
        Self(vec![
            Box::new(escapes::Escapes::of_text()),
            Box::new(escapes::Escapes::quoted_printable()),
            Box::new(utf16::Utf16::default()),
            Box::new(pdf_string::PdfStrings::default()),
            Box::new(digits::Digits::base64()),
            Box::new(digits::Digits::hexadecimal()),
            Box::new(deflate::Zlib::default()),
            Box::new(deflate::Gzip::default()),
            Box::new(deflate::Zip::default()),
            Box::new(octet_string::OctetStrings::default()),
        ])
    }

    fn next(&mut self, layer: &[u8], budget: &mut Budget) -> Option<Decoded> {
        while let Some(decoder) = self.0.last_mut() {
            if let Some(decoded) = decoder.next(layer, budget) {
                return Some(decoded);
            }
            self.0.pop();
        }
        None
    }
}
