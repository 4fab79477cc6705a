//! Requests (RFC 6960 §4.1).

use super::CertId;
use crate::asn1;
use crate::pki::{Extension, GeneralName, extensions};

/// A request in the making: unsigned, without a requestor.
#[derive(Clone, Debug, Default)]
pub struct RequestBuilder {
    requestor: Option<GeneralName>,
    certificates: Vec<CertId>,
    extensions: Vec<Extension>,
}

impl RequestBuilder {
    /// A request about nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets requestorName.
    #[must_use]
    pub fn requestor(mut self, name: GeneralName) -> Self {
        self.requestor = Some(name);
        self
    }

    /// Asks about a certificate.
    #[must_use]
    pub fn certificate(mut self, id: CertId) -> Self {
        self.certificates.push(id);
        self
    }

    /// Adds an extension, for example a [`super::nonce`].
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// OCSPRequest in DER.
    pub fn to_der(&self) -> Vec<u8> {
        let mut members = Vec::new();
        members.extend(self.requestor.as_ref().map(|name| asn1::explicit(1, name.to_der())));
        members
            .push(asn1::sequence(self.certificates.iter().map(|id| asn1::sequence([id.to_der()]))));
        if !self.extensions.is_empty() {
            members.push(asn1::explicit(2, extensions(&self.extensions)));
        }
        asn1::sequence([asn1::sequence(members)])
    }
}
