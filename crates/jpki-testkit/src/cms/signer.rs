use ::time::UtcDateTime;
use ::time::macros::utc_datetime;

use super::attribute;
use super::issuer_and_serial_number::issuer_and_serial_number;
use crate::asn1::{self, ObjectIdentifier};
use crate::digest::HashAlgorithm;
use crate::key::Key;
use crate::signature::SignatureAlgorithm;

/// One signer in the making.
///
/// It starts with SHA-256, the key's usual algorithm, issuer and serial number as identifier, and the
/// signed attributes content-type, signing-time (2026-06-01, noon in Japan) and message-digest.
#[derive(Clone, Debug)]
pub struct SignerBuilder {
    key: Key,
    identifier: Vec<u8>,
    version: u64,
    hash: HashAlgorithm,
    algorithm: SignatureAlgorithm,
    digest_identifier: Option<Vec<u8>>,
    algorithm_identifier: Option<Vec<u8>>,
    attributes: Attributes,
    attribute_order: AttributeOrder,
    unsigned_attributes: Vec<Vec<u8>>,
}

#[derive(Clone, Debug)]
enum Attributes {
    None,
    Usual { time: Option<UtcDateTime>, with_content_type: bool, more: Vec<Vec<u8>> },
    Given(Vec<Vec<u8>>),
}

/// In which order the signed attributes stand in the message and are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeOrder {
    /// In DER order, both.
    Der,
    /// In the reverse, both.
    Reversed,
    /// In DER order signed, in the reverse sent.
    SentReversed,
}

impl SignerBuilder {
    /// A signer with this certificate and key, as described above.
    pub fn new(certificate: &[u8], key: Key) -> Self {
        let (issuer, serial_number) = issuer_and_serial_number(certificate);
        Self {
            key,
            identifier: asn1::sequence([issuer, serial_number]),
            version: 1,
            hash: HashAlgorithm::Sha256,
            algorithm: key.usual_algorithm(),
            digest_identifier: None,
            algorithm_identifier: None,
            attributes: Attributes::Usual {
                time: Some(utc_datetime!(2026-06-01 3:00)),
                with_content_type: true,
                more: Vec::new(),
            },
            attribute_order: AttributeOrder::Der,
            unsigned_attributes: Vec::new(),
        }
    }

    /// Identifies the certificate by subjectKeyIdentifier.
    #[must_use]
    pub fn by_key_identifier(self, identifier: &[u8]) -> Self {
        let identifier = asn1::implicit(0, asn1::octet_string(identifier));
        Self { identifier, version: 3, ..self }
    }

    /// Sets `sid` in DER, whatever it is.
    #[must_use]
    pub fn identifier(self, identifier: Vec<u8>) -> Self {
        Self { identifier, ..self }
    }

    /// Sets the digest over the content.
    #[must_use]
    pub fn hash(self, hash: HashAlgorithm) -> Self {
        Self { hash, ..self }
    }

    /// Sets the algorithm that signs.
    #[must_use]
    pub fn algorithm(self, algorithm: SignatureAlgorithm) -> Self {
        Self { algorithm, ..self }
    }

    /// Writes this `digestAlgorithm` instead of that of the digest.
    #[must_use]
    pub fn digest_identifier(self, identifier: Vec<u8>) -> Self {
        Self { digest_identifier: Some(identifier), ..self }
    }

    /// Writes this `signatureAlgorithm` instead of that of the algorithm.
    #[must_use]
    pub fn algorithm_identifier(self, identifier: Vec<u8>) -> Self {
        Self { algorithm_identifier: Some(identifier), ..self }
    }

    /// Signs the content itself.
    #[must_use]
    pub fn without_attributes(self) -> Self {
        Self { attributes: Attributes::None, ..self }
    }

    /// Leaves content-type out, as a countersignature must.
    #[must_use]
    pub fn without_content_type(mut self) -> Self {
        if let Attributes::Usual { with_content_type, .. } = &mut self.attributes {
            *with_content_type = false;
        }
        self
    }

    /// Sets or leaves out signing-time.
    #[must_use]
    pub fn signing_time(mut self, instant: Option<UtcDateTime>) -> Self {
        if let Attributes::Usual { time, .. } = &mut self.attributes {
            *time = instant;
        }
        self
    }

    /// Adds a signed attribute to the usual ones.
    #[must_use]
    pub fn attribute(mut self, attribute: Vec<u8>) -> Self {
        if let Attributes::Usual { more, .. } = &mut self.attributes {
            more.push(attribute);
        }
        self
    }

    /// Signs exactly these attributes.
    #[must_use]
    pub fn attributes(self, attributes: Vec<Vec<u8>>) -> Self {
        Self { attributes: Attributes::Given(attributes), ..self }
    }

    /// Sets the order of the signed attributes.
    #[must_use]
    pub fn attribute_order(self, attribute_order: AttributeOrder) -> Self {
        Self { attribute_order, ..self }
    }

    /// Adds an unsigned attribute.
    #[must_use]
    pub fn unsigned_attribute(mut self, attribute: Vec<u8>) -> Self {
        self.unsigned_attributes.push(attribute);
        self
    }

    /// The digest over the content.
    pub fn content_hash(&self) -> HashAlgorithm {
        self.hash
    }

    /// The signature value over content of this type.
    pub fn signature(&self, content_type: ObjectIdentifier, content: &[u8]) -> Vec<u8> {
        self.sign(content_type, content).0
    }

    /// SignerInfo in DER over content of this type (RFC 5652 §5.3).
    pub fn to_der(&self, content_type: ObjectIdentifier, content: &[u8]) -> Vec<u8> {
        let (signature, attributes) = self.sign(content_type, content);
        let digest = self.digest_identifier.clone().unwrap_or_else(|| self.hash.identifier());
        let algorithm = self.algorithm_identifier.clone();
        let mut fields = vec![asn1::unsigned(self.version), self.identifier.clone(), digest];
        fields.extend(
            attributes.map(|attributes| asn1::element(0xA0, &asn1::concatenated(attributes))),
        );
        fields.push(algorithm.unwrap_or_else(|| self.algorithm.identifier()));
        fields.push(asn1::octet_string(signature));
        if !self.unsigned_attributes.is_empty() {
            fields.push(asn1::element(0xA1, &asn1::concatenated(&self.unsigned_attributes)));
        }
        asn1::sequence(fields)
    }

    /// The signature value, and the signed attributes in the order in which they are sent.
    fn sign(
        &self,
        content_type: ObjectIdentifier,
        content: &[u8],
    ) -> (Vec<u8>, Option<Vec<Vec<u8>>>) {
        let mut attributes = match &self.attributes {
            Attributes::None => return (self.key.sign(self.algorithm, content), None),
            Attributes::Given(attributes) => attributes.clone(),
            Attributes::Usual { time, with_content_type, more } => {
                let mut attributes = vec![attribute::message_digest(&self.hash.digest(content))];
                attributes.extend(with_content_type.then(|| attribute::content_type(content_type)));
                attributes.extend(time.map(attribute::signing_time));
                attributes.extend(more.iter().cloned());
                attributes
            }
        };
        attributes.sort();
        if self.attribute_order == AttributeOrder::Reversed {
            attributes.reverse();
        }
        let signature = self.key.sign(self.algorithm, &asn1::set(&attributes));
        if self.attribute_order == AttributeOrder::SentReversed {
            attributes.reverse();
        }
        (signature, Some(attributes))
    }
}
