use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::protected::ProtectedBytes;

use crate::crl::Crl;

/// The CRLs and OCSP responses that an answer rests on (revocation values, RFC 5126 §6.3.4): what must be kept to
/// judge again when the certificate has expired and nobody gives information any more (guideline 001, 付録①(ア)b).
///
/// Those that were refused are among them, since an answer that is unknown rests on what it did not get. Clones share
/// the bytes. Protected data (失効情報).
#[derive(Clone, Default)]
pub struct RevocationValues {
    crls: Vec<Crl>,
    responses: Vec<OcspValue>,
}

/// A response of a responder, and what was asked.
#[derive(Clone)]
pub struct OcspValue {
    response: ProtectedBytes,
    sent_nonce: Option<Box<[u8]>>,
}

impl OcspValue {
    pub(crate) fn new(response: ProtectedBytes, sent_nonce: Option<&[u8]>) -> Self {
        Self { response, sent_nonce: sent_nonce.map(Box::from) }
    }

    /// Returns the bytes of the response as they came, for
    /// [`OcspResponse::from_der`](crate::ocsp::OcspResponse::from_der).
    #[must_use]
    pub fn response_der(&self) -> &[u8] {
        self.response.expose_protected()
    }

    /// Returns the value of the nonce extension of the request (RFC 9654); `None` if none was sent.
    #[must_use]
    pub fn sent_nonce(&self) -> Option<&[u8]> {
        self.sent_nonce.as_deref()
    }
}

impl RevocationValues {
    /// Returns the CRLs, each once: complete ones and deltas, ARLs too.
    #[must_use]
    pub fn crls(&self) -> &[Crl] {
        &self.crls
    }

    /// Returns the responses.
    #[must_use]
    pub fn responses(&self) -> &[OcspValue] {
        &self.responses
    }

    /// Returns whether there is nothing: the answer rests on the absence of evidence.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.crls.is_empty() && self.responses.is_empty()
    }

    pub(crate) fn add_crl(&mut self, crl: &Crl) {
        if !self.crls.iter().any(|known| known.shares_bytes_with(crl)) {
            self.crls.push(crl.clone());
        }
    }

    pub(crate) fn add_response(&mut self, value: OcspValue) {
        self.responses.push(value);
    }

    /// Adds what another answer rests on.
    pub fn add(&mut self, other: Self) {
        other.crls.iter().for_each(|crl| self.add_crl(crl));
        self.responses.extend(other.responses);
    }
}

impl fmt::Debug for RevocationValues {
    /// How many.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (crls, responses) = (self.crls.len(), self.responses.len());
        write!(f, "RevocationValues({crls} CRLs, {responses} responses)")
    }
}

impl fmt::Debug for OcspValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OcspValue({} bytes)", self.response_der().len())
    }
}
