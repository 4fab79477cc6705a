//! Signers of a message (RFC 5652 §5.3).

use super::attribute::CmsAttribute;
use crate::asn1::{self, ObjectIdentifier};
use crate::digest::HashAlgorithm;
use crate::key::Key;
use crate::signature::SignatureAlgorithm;

/// Order of the signed attributes in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttributeOrder {
    /// Sorted, as DER has a SET OF.
    Sorted,
    /// As they were added, which is not DER.
    AsAdded,
}

/// What the signature of a signer with attributes is made over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignedBytes {
    /// The DER encoding of the attributes as SET OF (RFC 5652 §5.4).
    Der,
    /// The attributes as the message has them, as SET OF in that order.
    AsWritten,
    /// The attributes as the message has them, with their tag `[0]`, which is a usual mistake.
    ImplicitTag,
}

/// A signer in the making.
///
/// It starts with the attributes content-type and message-digest, right for the content, the usual
/// algorithm of the key and its digest.
#[derive(Clone, Debug)]
pub struct SignerBuilder {
    identifier: Identifier,
    key: Key,
    version: Option<u64>,
    digest: HashAlgorithm,
    algorithm: SignatureAlgorithm,
    written_digest: Option<Vec<u8>>,
    written_algorithm: Option<Vec<u8>>,
    attributes: Attributes,
    order: AttributeOrder,
    signed_bytes: SignedBytes,
    unsigned_attributes: Vec<CmsAttribute>,
    signature: Option<Vec<u8>>,
}

#[derive(Clone, Debug)]
enum Identifier {
    IssuerAndSerial(Vec<u8>),
    SubjectKeyIdentifier(Vec<u8>),
}

#[derive(Clone, Debug)]
enum Attributes {
    /// No signed attributes: the signature is over the content.
    None,
    /// content-type and message-digest, then these.
    Usual(Vec<CmsAttribute>),
    /// Exactly these.
    Exactly(Vec<CmsAttribute>),
}

impl SignerBuilder {
    /// A signer named by issuer and serial number of this certificate.
    pub fn by_issuer_and_serial(certificate: &[u8], key: Key) -> Self {
        Self::new(Identifier::IssuerAndSerial(asn1::sequence(issuer_and_serial(certificate))), key)
    }

    /// A signer named by a subject key identifier.
    pub fn by_subject_key_identifier(identifier: &[u8], key: Key) -> Self {
        Self::new(
            Identifier::SubjectKeyIdentifier(asn1::implicit(0, asn1::octet_string(identifier))),
            key,
        )
    }

    fn new(identifier: Identifier, key: Key) -> Self {
        let algorithm = key.usual_algorithm();
        Self {
            identifier,
            key,
            version: None,
            digest: digest_of(algorithm),
            algorithm,
            written_digest: None,
            written_algorithm: None,
            attributes: Attributes::Usual(Vec::new()),
            order: AttributeOrder::Sorted,
            signed_bytes: SignedBytes::Der,
            unsigned_attributes: Vec::new(),
            signature: None,
        }
    }

    /// Signs with this algorithm and digests the content with its digest.
    #[must_use]
    pub fn algorithm(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.algorithm = algorithm;
        self.digest = digest_of(algorithm);
        self
    }

    /// Digests the content with this algorithm, whatever the signature's digest is.
    #[must_use]
    pub fn digest(mut self, digest: HashAlgorithm) -> Self {
        self.digest = digest;
        self
    }

    /// Writes this AlgorithmIdentifier as digestAlgorithm.
    #[must_use]
    pub fn written_digest(mut self, identifier: Vec<u8>) -> Self {
        self.written_digest = Some(identifier);
        self
    }

    /// Writes this AlgorithmIdentifier as signatureAlgorithm, for example rsaEncryption.
    #[must_use]
    pub fn written_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.written_algorithm = Some(identifier);
        self
    }

    /// Sets the version.
    #[must_use]
    pub fn version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// Adds a signed attribute after content-type and message-digest.
    #[must_use]
    pub fn attribute(mut self, attribute: CmsAttribute) -> Self {
        match &mut self.attributes {
            Attributes::None => self.attributes = Attributes::Usual(vec![attribute]),
            Attributes::Usual(attributes) | Attributes::Exactly(attributes) => {
                attributes.push(attribute)
            }
        }
        self
    }

    /// Has exactly these signed attributes.
    #[must_use]
    pub fn exactly(mut self, attributes: impl IntoIterator<Item = CmsAttribute>) -> Self {
        self.attributes = Attributes::Exactly(attributes.into_iter().collect());
        self
    }

    /// Has no signed attributes, so that the signature is over the content.
    #[must_use]
    pub fn without_attributes(mut self) -> Self {
        self.attributes = Attributes::None;
        self
    }

    /// Sets the order of the signed attributes.
    #[must_use]
    pub fn order(mut self, order: AttributeOrder) -> Self {
        self.order = order;
        self
    }

    /// Sets what the signature is made over.
    #[must_use]
    pub fn signed_bytes(mut self, signed_bytes: SignedBytes) -> Self {
        self.signed_bytes = signed_bytes;
        self
    }

    /// Adds an unsigned attribute.
    #[must_use]
    pub fn unsigned_attribute(mut self, attribute: CmsAttribute) -> Self {
        self.unsigned_attributes.push(attribute);
        self
    }

    /// Has this signature value instead of one that is made.
    #[must_use]
    pub fn signature(mut self, value: Vec<u8>) -> Self {
        self.signature = Some(value);
        self
    }

    /// SignerInfo in DER, for this content.
    pub fn to_der(&self, content: &[u8], content_type: ObjectIdentifier) -> Vec<u8> {
        let attributes = self.attributes_of(content, content_type);
        let written = attributes.as_deref().map(|attributes| self.written(attributes));
        let signature = self.signature.clone().unwrap_or_else(|| {
            let signed = match (attributes.as_deref(), self.signed_bytes) {
                (None, _) => content.to_vec(),
                (Some(attributes), SignedBytes::Der) => sorted_set(attributes),
                (Some(attributes), SignedBytes::AsWritten) => self.written(attributes),
                (Some(attributes), SignedBytes::ImplicitTag) => {
                    asn1::implicit(0, self.written(attributes))
                }
            };
            self.key.sign(self.algorithm, &signed)
        });
        let (version, identifier) = match &self.identifier {
            Identifier::IssuerAndSerial(identifier) => (1, identifier),
            Identifier::SubjectKeyIdentifier(identifier) => (3, identifier),
        };
        let mut members = vec![
            asn1::unsigned(self.version.unwrap_or(version)),
            identifier.clone(),
            self.written_digest.clone().unwrap_or_else(|| self.digest.identifier()),
        ];
        members.extend(written.map(|set| asn1::implicit(0, set)));
        members.push(self.written_algorithm.clone().unwrap_or_else(|| self.algorithm.identifier()));
        members.push(asn1::octet_string(signature));
        if !self.unsigned_attributes.is_empty() {
            let attributes: Vec<Vec<u8>> =
                self.unsigned_attributes.iter().map(CmsAttribute::to_der).collect();
            members.push(asn1::implicit(1, sorted_set(&attributes)));
        }
        asn1::sequence(members)
    }

    pub(super) fn is_by_issuer_and_serial(&self) -> bool {
        matches!(self.identifier, Identifier::IssuerAndSerial(_))
    }

    pub(super) fn digest_algorithm(&self) -> HashAlgorithm {
        self.digest
    }

    fn attributes_of(
        &self,
        content: &[u8],
        content_type: ObjectIdentifier,
    ) -> Option<Vec<Vec<u8>>> {
        let usual = [
            CmsAttribute::content_type(content_type),
            CmsAttribute::message_digest(&self.digest.digest(content)),
        ];
        let attributes: Vec<&CmsAttribute> = match &self.attributes {
            Attributes::None => return None,
            Attributes::Usual(more) => usual.iter().chain(more).collect(),
            Attributes::Exactly(exactly) => exactly.iter().collect(),
        };
        Some(attributes.into_iter().map(CmsAttribute::to_der).collect())
    }

    fn written(&self, attributes: &[Vec<u8>]) -> Vec<u8> {
        match self.order {
            AttributeOrder::Sorted => sorted_set(attributes),
            AttributeOrder::AsAdded => asn1::set(attributes),
        }
    }
}

/// SET OF in the order of DER (X.690 §11.6).
fn sorted_set(members: &[Vec<u8>]) -> Vec<u8> {
    let mut members = members.to_vec();
    members.sort();
    asn1::set(members)
}

/// The digest that goes with an algorithm; SHA-512 with Ed25519 (RFC 8419 §3.1).
fn digest_of(algorithm: SignatureAlgorithm) -> HashAlgorithm {
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(hash) | SignatureAlgorithm::Ecdsa(hash) => hash,
        SignatureAlgorithm::RsaPss(parameters) => parameters.hash,
        SignatureAlgorithm::Ed25519 => HashAlgorithm::Sha512,
    }
}

/// Issuer and serial number of a certificate of our own making.
fn issuer_and_serial(certificate: &[u8]) -> [&[u8]; 2] {
    let to_be_signed = asn1::members(asn1::members(certificate)[0]);
    // version, serialNumber, signature, issuer; version is absent in v1.
    let start = usize::from(to_be_signed[0].first() == Some(&asn1::EXPLICIT_0));
    [to_be_signed[start + 2], to_be_signed[start]]
}
