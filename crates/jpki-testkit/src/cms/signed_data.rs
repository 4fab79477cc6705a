use super::signer::SignerBuilder;
use crate::asn1::{self, ObjectIdentifier};
use crate::oid;

/// A CMS SignedData message in the making (RFC 5652 §5.1).
///
/// It starts with type id-data, the content attached, DER, and nothing else.
#[derive(Clone, Debug)]
pub struct SignedDataBuilder {
    content: Vec<u8>,
    content_type: ObjectIdentifier,
    encoding: ContentEncoding,
    lengths: LengthForm,
    digest_algorithms: Option<Vec<Vec<u8>>>,
    certificates: Vec<Vec<u8>>,
    revocation_lists: Vec<Vec<u8>>,
    signers: Vec<SignerBuilder>,
    raw_signers: Vec<Vec<u8>>,
}

/// How the content stands in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentEncoding {
    /// Not at all.
    Detached,
    /// In one OCTET STRING.
    Whole,
    /// In pieces of this many bytes.
    Pieces(usize),
    /// In pieces of this many bytes, each in as many strings around it as the second number says.
    NestedPieces(usize, usize),
}

/// How lengths of the outer elements are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthForm {
    /// Definite.
    Definite,
    /// Indefinite, with end-of-contents bytes (X.690 §8.1.3.6).
    Indefinite,
}

impl SignedDataBuilder {
    /// A message with this content, as described above.
    pub fn new(content: &[u8]) -> Self {
        Self {
            content: content.to_vec(),
            content_type: oid::CMS_DATA,
            encoding: ContentEncoding::Whole,
            lengths: LengthForm::Definite,
            digest_algorithms: None,
            certificates: Vec::new(),
            revocation_lists: Vec::new(),
            signers: Vec::new(),
            raw_signers: Vec::new(),
        }
    }

    /// Sets the type of the content.
    #[must_use]
    pub fn content_type(self, content_type: ObjectIdentifier) -> Self {
        Self { content_type, ..self }
    }

    /// Sets how the content stands in the message.
    #[must_use]
    pub fn encoding(self, encoding: ContentEncoding) -> Self {
        Self { encoding, ..self }
    }

    /// Sets how lengths of the outer elements are written.
    #[must_use]
    pub fn lengths(self, lengths: LengthForm) -> Self {
        Self { lengths, ..self }
    }

    /// Writes these digestAlgorithms instead of those of the signers.
    #[must_use]
    pub fn digest_algorithms(self, identifiers: Vec<Vec<u8>>) -> Self {
        Self { digest_algorithms: Some(identifiers), ..self }
    }

    /// Adds a certificate, or anything in its place.
    #[must_use]
    pub fn certificate(mut self, certificate: &[u8]) -> Self {
        self.certificates.push(certificate.to_vec());
        self
    }

    /// Adds a revocation list, or anything in its place.
    #[must_use]
    pub fn revocation_list(mut self, list: &[u8]) -> Self {
        self.revocation_lists.push(list.to_vec());
        self
    }

    /// Adds a signer.
    #[must_use]
    pub fn signer(mut self, signer: SignerBuilder) -> Self {
        self.signers.push(signer);
        self
    }

    /// Adds a SignerInfo in DER, or anything in its place, after the other signers.
    #[must_use]
    pub fn raw_signer(mut self, signer: &[u8]) -> Self {
        self.raw_signers.push(signer.to_vec());
        self
    }

    /// The message.
    pub fn build(&self) -> Vec<u8> {
        let own = self.signers.iter().map(|signer| signer.content_hash().identifier()).collect();
        let mut digest_algorithms: Vec<Vec<u8>> = self.digest_algorithms.clone().unwrap_or(own);
        digest_algorithms.dedup();
        let mut fields = vec![
            asn1::unsigned(if self.content_type == oid::CMS_DATA { 1 } else { 3 }),
            asn1::set(digest_algorithms),
            self.encapsulated_content(),
        ];
        if !self.certificates.is_empty() {
            fields.push(self.outer(0xA0, &asn1::concatenated(&self.certificates)));
        }
        if !self.revocation_lists.is_empty() {
            fields.push(self.outer(0xA1, &asn1::concatenated(&self.revocation_lists)));
        }
        let signers = self.signers.iter().map(|one| one.to_der(self.content_type, &self.content));
        let signers: Vec<Vec<u8>> = signers.chain(self.raw_signers.iter().cloned()).collect();
        fields.push(self.outer(asn1::SET, &asn1::concatenated(signers)));
        let signed_data = self.outer(asn1::SEQUENCE, &asn1::concatenated(fields));
        let explicit = self.outer(0xA0, &signed_data);
        let content_info = [asn1::object_identifier(oid::CMS_SIGNED_DATA), explicit];
        self.outer(asn1::SEQUENCE, &asn1::concatenated(content_info))
    }

    fn encapsulated_content(&self) -> Vec<u8> {
        let pieces = |size: usize, depth: usize| {
            let piece = |piece: &[u8]| {
                (0..depth).fold(asn1::octet_string(piece), |inner, _| self.outer(0x24, &inner))
            };
            let pieces = self.content.chunks(size).map(piece);
            self.outer(0x24, &asn1::concatenated(pieces))
        };
        let string = match self.encoding {
            ContentEncoding::Detached => None,
            ContentEncoding::Whole => Some(asn1::octet_string(&self.content)),
            ContentEncoding::Pieces(size) => Some(pieces(size, 0)),
            ContentEncoding::NestedPieces(size, depth) => Some(pieces(size, depth)),
        };
        let content_type = asn1::object_identifier(self.content_type);
        let explicit = string.map(|string| self.outer(0xA0, &string)).unwrap_or_default();
        self.outer(asn1::SEQUENCE, &asn1::concatenated([content_type, explicit]))
    }

    fn outer(&self, tag: u8, content: &[u8]) -> Vec<u8> {
        match self.lengths {
            LengthForm::Definite => asn1::element(tag, content),
            LengthForm::Indefinite => asn1::concatenated([&[tag, 0x80], content, &[0, 0]]),
        }
    }
}
