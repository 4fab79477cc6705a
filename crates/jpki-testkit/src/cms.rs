//! Signed messages (CMS SignedData, RFC 5652), right and wrong.
//!
//! ```
//! use jpki_testkit::cms::{SignedDataBuilder, SignerBuilder};
//! use jpki_testkit::jpki::{Person, SyntheticJpki};
//!
//! let hanako = SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue();
//! let message = SignedDataBuilder::attached(b"an application form")
//!     .certificate(hanako.certificate())
//!     .signer(SignerBuilder::by_issuer_and_serial(hanako.certificate(), hanako.key()))
//!     .to_der();
//! # assert!(message.len() > 2000);
//! ```

mod attribute;
mod signer;

pub use self::attribute::CmsAttribute;
pub use self::signer::{AttributeOrder, SignedBytes, SignerBuilder};

use crate::asn1::{self, ObjectIdentifier};
use crate::digest::HashAlgorithm;
use crate::oid;

/// How the outer structure is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// DER.
    Der,
    /// BER: indefinite lengths from ContentInfo down to the content, which is cut into chunks of this
    /// many octets, as streaming signers write it.
    BerIndefinite {
        /// Octets in each chunk.
        chunk: usize,
    },
}

/// A SignedData message in the making.
///
/// It has version 1 or 3 as RFC 5652 §5.1 demands, the digest algorithms of its signers, and content
/// type id-data.
#[derive(Clone, Debug)]
pub struct SignedDataBuilder {
    content: Vec<u8>,
    presence: Presence,
    content_type: ObjectIdentifier,
    version: Option<u64>,
    digest_algorithms: Option<Vec<Vec<u8>>>,
    certificates: Vec<Vec<u8>>,
    lists: Vec<Vec<u8>>,
    signers: Vec<SignerBuilder>,
    encoding: Encoding,
}

/// Whether the message carries the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Presence {
    Attached,
    Detached,
}

impl SignedDataBuilder {
    /// A message that carries the content.
    pub fn attached(content: &[u8]) -> Self {
        Self::new(content, Presence::Attached)
    }

    /// A message about a content kept elsewhere.
    pub fn detached(content: &[u8]) -> Self {
        Self::new(content, Presence::Detached)
    }

    fn new(content: &[u8], presence: Presence) -> Self {
        Self {
            content: content.to_vec(),
            presence,
            content_type: oid::CMS_DATA,
            version: None,
            digest_algorithms: None,
            certificates: Vec::new(),
            lists: Vec::new(),
            signers: Vec::new(),
            encoding: Encoding::Der,
        }
    }

    /// Sets eContentType.
    #[must_use]
    pub fn content_type(mut self, content_type: ObjectIdentifier) -> Self {
        self.content_type = content_type;
        self
    }

    /// Sets the version.
    #[must_use]
    pub fn version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// Sets digestAlgorithms instead of those of the signers.
    #[must_use]
    pub fn digest_algorithms(mut self, algorithms: &[HashAlgorithm]) -> Self {
        self.digest_algorithms = Some(algorithms.iter().map(|hash| hash.identifier()).collect());
        self
    }

    /// Adds a certificate, or any element in its place.
    #[must_use]
    pub fn certificate(mut self, der: &[u8]) -> Self {
        self.certificates.push(der.to_vec());
        self
    }

    /// Adds a revocation list, or any element in its place.
    #[must_use]
    pub fn list(mut self, der: &[u8]) -> Self {
        self.lists.push(der.to_vec());
        self
    }

    /// Adds a signer.
    #[must_use]
    pub fn signer(mut self, signer: SignerBuilder) -> Self {
        self.signers.push(signer);
        self
    }

    /// Sets the encoding.
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// ContentInfo with the message.
    pub fn to_der(&self) -> Vec<u8> {
        let certificates = self.tagged_set(0, &self.certificates);
        let lists = self.tagged_set(1, &self.lists);
        let signers =
            self.signers.iter().map(|signer| signer.to_der(&self.content, self.content_type));
        let signed_data = self.wrap(
            asn1::SEQUENCE,
            &[
                asn1::unsigned(self.version.unwrap_or_else(|| self.standard_version())),
                asn1::set(self.digest_algorithms.clone().unwrap_or_else(|| self.signers_digests())),
                self.encapsulated_content(),
                certificates,
                lists,
                asn1::set(signers),
            ],
        );
        self.wrap(
            asn1::SEQUENCE,
            &[
                asn1::object_identifier(oid::CMS_SIGNED_DATA),
                self.wrap(asn1::EXPLICIT_0, &[signed_data]),
            ],
        )
    }

    /// RFC 5652 §5.1 for messages without attribute certificates and other formats.
    fn standard_version(&self) -> u64 {
        let plain = self.content_type == oid::CMS_DATA
            && self.signers.iter().all(SignerBuilder::is_by_issuer_and_serial);
        if plain { 1 } else { 3 }
    }

    fn signers_digests(&self) -> Vec<Vec<u8>> {
        let mut digests: Vec<Vec<u8>> =
            self.signers.iter().map(|signer| signer.digest_algorithm().identifier()).collect();
        digests.sort();
        digests.dedup();
        digests
    }

    fn encapsulated_content(&self) -> Vec<u8> {
        let content_type = asn1::object_identifier(self.content_type);
        if self.presence == Presence::Detached {
            return asn1::sequence([content_type]);
        }
        let octets = match self.encoding {
            Encoding::Der => asn1::octet_string(&self.content),
            Encoding::BerIndefinite { chunk } => {
                let chunks: Vec<Vec<u8>> =
                    self.content.chunks(chunk.max(1)).map(asn1::octet_string).collect();
                asn1::indefinite(asn1::OCTET_STRING | asn1::CONSTRUCTED, chunks)
            }
        };
        self.wrap(asn1::SEQUENCE, &[content_type, self.wrap(asn1::EXPLICIT_0, &[octets])])
    }

    fn tagged_set(&self, number: u8, members: &[Vec<u8>]) -> Vec<u8> {
        if members.is_empty() { Vec::new() } else { asn1::implicit(number, asn1::set(members)) }
    }

    fn wrap(&self, tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
        match self.encoding {
            Encoding::Der => asn1::element(tag, &asn1::concatenated(parts)),
            Encoding::BerIndefinite { .. } => asn1::indefinite(tag, parts),
        }
    }
}
