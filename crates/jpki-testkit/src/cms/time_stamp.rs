use ::time::UtcDateTime;

use super::attribute;
use super::signed_data::SignedDataBuilder;
use super::signer::SignerBuilder;
use crate::asn1;
use crate::digest::HashAlgorithm;
use crate::key::Key;
use crate::oid;

/// A time-stamp token in the making (RFC 3161 §2.4.2): SHA-256, no accuracy, signing-certificate-v2.
#[derive(Clone, Debug)]
pub struct TimeStampBuilder {
    hash: HashAlgorithm,
    imprint: Vec<u8>,
    time: Vec<u8>,
    accuracy: Option<Vec<u8>>,
    authority: Option<Vec<u8>>,
    extensions: Option<Vec<u8>>,
}

impl TimeStampBuilder {
    /// A token over these bytes at this time.
    pub fn new(stamped: &[u8], time: UtcDateTime) -> Self {
        let hash = HashAlgorithm::Sha256;
        let text = format!(
            "{:04}{:02}{:02}{:02}{:02}{:02}Z",
            time.year(),
            u8::from(time.month()),
            time.day(),
            time.hour(),
            time.minute(),
            time.second()
        );
        Self {
            hash,
            imprint: hash.digest(stamped),
            time: text.into_bytes(),
            accuracy: None,
            authority: None,
            extensions: None,
        }
    }

    /// Stamps these bytes by this digest.
    #[must_use]
    pub fn stamped(self, hash: HashAlgorithm, stamped: &[u8]) -> Self {
        Self { hash, imprint: hash.digest(stamped), ..self }
    }

    /// Writes this genTime, whatever it is.
    #[must_use]
    pub fn time(self, content: &[u8]) -> Self {
        Self { time: content.to_vec(), ..self }
    }

    /// Adds accuracy in DER, whatever it is.
    #[must_use]
    pub fn accuracy(self, accuracy: Vec<u8>) -> Self {
        Self { accuracy: Some(accuracy), ..self }
    }

    /// Adds this content of `tsa`, a GeneralName in DER, whatever it is.
    #[must_use]
    pub fn authority(self, content: Vec<u8>) -> Self {
        Self { authority: Some(content), ..self }
    }

    /// Adds this content of `extensions`, whatever it is.
    #[must_use]
    pub fn extensions(self, content: Vec<u8>) -> Self {
        Self { extensions: Some(content), ..self }
    }

    /// TSTInfo in DER.
    pub fn info(&self) -> Vec<u8> {
        let imprint = asn1::sequence([self.hash.identifier(), asn1::octet_string(&self.imprint)]);
        let mut fields = vec![
            asn1::unsigned(1),
            asn1::object_identifier(oid::EXAMPLE_TIME_STAMP_POLICY),
            imprint,
            asn1::unsigned(7),
            asn1::element(asn1::GENERALIZED_TIME, &self.time),
        ];
        fields.extend(self.accuracy.clone());
        fields.extend(self.authority.as_ref().map(|content| asn1::element(0xA0, content)));
        fields.extend(self.extensions.as_ref().map(|content| asn1::element(0xA1, content)));
        asn1::sequence(fields)
    }

    /// The token, signed with this certificate and key.
    pub fn sign(&self, certificate: &[u8], key: Key) -> Vec<u8> {
        let binding = attribute::signing_certificate_v2(HashAlgorithm::Sha256, certificate);
        self.sign_by(certificate, SignerBuilder::new(certificate, key).attribute(binding))
    }

    /// The token, signed by this signer, with this certificate in it.
    pub fn sign_by(&self, certificate: &[u8], signer: SignerBuilder) -> Vec<u8> {
        SignedDataBuilder::new(&self.info())
            .content_type(oid::TIME_STAMP_INFO)
            .certificate(certificate)
            .signer(signer)
            .build()
    }
}
