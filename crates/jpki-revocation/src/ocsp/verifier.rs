use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::{AlgorithmPolicy, SignatureScheme};
use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Limits;
use jpki_core::report::Reason;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::Extension;

use super::response::BasicResponse;
use super::verified::Signer;
use super::{
    Delegate, DelegateStatus, Nonce, NonceMode, OcspError, OcspPolicy, OcspRequest, OcspResponse,
    TransportError, VerifiedResponse, oid,
};
use crate::status::RevocationTarget;

/// What came back for a request: bytes, or why there are none.
pub type Received<'a> = Result<&'a [u8], TransportError>;

/// Makes requests and judges what comes back. A value without state: one serves any number of threads.
#[derive(Clone)]
pub struct OcspVerifier {
    policy: OcspPolicy,
    algorithms: AlgorithmPolicy,
    limits: Limits,
    pub(super) crypto: Arc<dyn CryptoBackend>,
    named: Vec<NamedResponder>,
    known: Vec<Delegate>,
}

#[derive(Clone)]
struct NamedResponder {
    responder: Authority,
    issuer: Authority,
}

impl OcspVerifier {
    /// Creates a verifier that believes issuers and those whom they certified.
    #[must_use]
    pub fn new(policy: OcspPolicy, crypto: Arc<dyn CryptoBackend>) -> Self {
        Self {
            policy,
            algorithms: AlgorithmPolicy::current(),
            limits: Limits::DEFAULT,
            crypto,
            named: Vec::new(),
            known: Vec::new(),
        }
    }

    /// With these signature algorithms.
    #[must_use]
    pub fn with_algorithms(self, algorithms: AlgorithmPolicy) -> Self {
        Self { algorithms, ..self }
    }

    /// Within these limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Believes this responder too about certificates of this issuer (RFC 6960 §4.2.2.2, local
    /// configuration): another generation of the authority, say.
    #[must_use]
    pub fn with_responder(mut self, responder: Authority, issuer: Authority) -> Self {
        self.named.push(NamedResponder { responder, issuer });
        self
    }

    /// Knows this delegate: its certificate is not verified again. Another certificate that a response brings
    /// along, of the same key say, is looked at all the same.
    #[must_use]
    pub fn with_delegate(mut self, delegate: Delegate) -> Self {
        self.known.push(delegate);
        self
    }

    /// Returns the policy.
    #[must_use]
    pub const fn policy(&self) -> &OcspPolicy {
        &self.policy
    }

    /// Returns a request about these certificates. The nonce is left out if the policy sends none.
    ///
    /// # Errors
    /// As [`OcspRequest::for_certificates`].
    pub fn request<'t>(
        &self,
        targets: impl IntoIterator<Item = &'t RevocationTarget<'t>>,
        nonce: &Nonce,
    ) -> Result<OcspRequest, OcspError> {
        let certificates =
            targets.into_iter().map(|target| (target.certificate(), target.issuer()));
        let nonce = match self.policy.nonce {
            NonceMode::Required | NonceMode::AbsenceAccepted => Some(nonce),
            NonceMode::Off => None,
        };
        OcspRequest::for_certificates(
            certificates,
            self.policy.certificate_id,
            nonce,
            &*self.crypto,
        )
    }

    /// Reads a response within the limits.
    ///
    /// # Errors
    /// [`OcspError`] if it is refused.
    pub fn read(&self, bytes: &[u8]) -> Result<OcspResponse, OcspError> {
        OcspResponse::from_der_with(bytes, &self.limits)
    }

    /// Verifies that a response was signed by one who may answer for the issuer.
    ///
    /// # Errors
    /// Why it says nothing: its status, a critical extension, or its signer.
    pub fn verify(
        &self,
        response: &OcspResponse,
        issuer: &Authority,
    ) -> Result<VerifiedResponse, Reason> {
        if let Some(reason) = response.status().reason() {
            return Err(reason);
        }
        let basic = response.basic().ok_or(Reason::ResponseMalformed)?;
        if basic.extensions().any(|extension| is_beyond(&extension)) {
            return Err(Reason::ResponseUnknownCriticalExtension);
        }
        let (signer, scheme) = self.find_signer(&basic, issuer)?;
        Ok(VerifiedResponse::new(response.clone(), issuer.clone(), signer, scheme))
    }

    /// Who signed. The order of certificates means nothing: every one of a delegate counts that this authority
    /// issued for the key that signed, and which of them is in force is judged later.
    // RFC 6960 §4.2.2.2
    fn find_signer(
        &self,
        basic: &BasicResponse<'_>,
        issuer: &Authority,
    ) -> Result<(Signer, SignatureScheme), Reason> {
        let id = basic.responder();
        let mut refusal = Reason::ResponderNotAuthorized;
        let mut refuse = |reason: Reason| {
            if nearness(reason) > nearness(refusal) {
                refusal = reason;
            }
        };
        let named = self.named.iter().filter(|named| named.issuer.is_same(issuer));
        let authorities = core::iter::once((Signer::Issuer, issuer))
            .chain(named.map(|named| (Signer::Named, &named.responder)));
        for (signer, authority) in authorities {
            if id.names(authority, &*self.crypto) {
                match self.check_signature(basic, authority) {
                    Ok(scheme) => return Ok((signer, scheme)),
                    Err(reason) => refuse(reason),
                }
            }
        }
        let mut delegates = Vec::new();
        let mut scheme = None;
        for candidate in self.delegates(basic, issuer) {
            let checked = candidate.and_then(|delegate| {
                self.check_signature(basic, delegate.authority()).map(|scheme| (delegate, scheme))
            });
            match checked {
                Ok((delegate, found)) => {
                    delegates.push(delegate);
                    scheme = Some(found);
                }
                Err(reason) => refuse(reason),
            }
        }
        // The one that is valid longest first; of equal ones any order will do, as long as it is one.
        delegates.sort_by(|this: &Delegate, that| {
            let validity = that.not_after().cmp(&this.not_after());
            validity.then_with(|| that.certificate().as_der().cmp(this.certificate().as_der()))
        });
        match scheme {
            Some(scheme) => Ok((Signer::Delegates(delegates), scheme)),
            None => Err(refusal),
        }
    }

    /// The delegates that the response may be signed by: those known, and those whose certificate it brings.
    fn delegates(
        &self,
        basic: &BasicResponse<'_>,
        issuer: &Authority,
    ) -> Vec<Result<Delegate, Reason>> {
        if self.policy.delegate == DelegateStatus::Refused {
            return Vec::new();
        }
        let id = basic.responder();
        let known = |delegate: &&Delegate| {
            delegate.issuer().is_same(issuer) && id.names(delegate.authority(), &*self.crypto)
        };
        let mut delegates: Vec<_> = self.known.iter().filter(known).cloned().map(Ok).collect();
        for bytes in basic.certificates() {
            let is_known = |one: &Delegate| one.certificate().as_der() == bytes;
            let Ok(certificate) = Certificate::from_der_with(bytes, &self.limits) else {
                continue;
            };
            if id.names_subject(&certificate, &*self.crypto)
                && !delegates.iter().flatten().any(is_known)
            {
                let crypto = &*self.crypto;
                let delegate = Delegate::certified(certificate, issuer, &self.algorithms, crypto);
                delegates.push(delegate);
            }
        }
        delegates
    }

    // Requirement: OCSP-02
    fn check_signature(
        &self,
        basic: &BasicResponse<'_>,
        authority: &Authority,
    ) -> Result<SignatureScheme, Reason> {
        let algorithm = basic.signature_algorithm().map_err(|_| Reason::ResponseMalformed)?;
        authority
            .verify(&algorithm, &self.algorithms, basic.signed_bytes(), basic.signature())
            .map_err(|reason| match reason {
                Reason::SignatureMismatch => Reason::ResponseSignatureMismatch,
                _ => Reason::ResponseAlgorithmNotAllowed,
            })
    }
}

/// How near a signer came to being believed, by why it is not: of several the nearest is reported.
const fn nearness(reason: Reason) -> u8 {
    match reason {
        Reason::ResponderNotAuthorized => 0,
        Reason::ResponderCertificateUnfit => 1,
        Reason::ResponseAlgorithmNotAllowed => 2,
        Reason::ResponseSignatureMismatch => 3,
        _ => 4,
    }
}

/// Whether an extension is critical and means something that these crates do not know (RFC 6960 §4.4).
pub(super) fn is_beyond(extension: &Extension<'_>) -> bool {
    use jpki_x509::extension::oid::{HOLD_INSTRUCTION_CODE, INVALIDITY_DATE, REASON_CODE};
    let is_understood = matches!(
        extension.oid(),
        oid::NONCE
            | oid::CRL_REFERENCES
            | oid::ARCHIVE_CUTOFF
            | oid::EXTENDED_REVOKE
            | REASON_CODE
            | INVALIDITY_DATE
            | HOLD_INSTRUCTION_CODE
    );
    extension.is_critical() && !is_understood
}

impl fmt::Debug for OcspVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OcspVerifier({:?}, {:?})", self.policy, self.crypto)
    }
}
