use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::SignatureScheme;
use jpki_x509::authority::Authority;

use super::responder::Delegate;
use super::response::OcspResponse;
use crate::status::ResponderRole;

/// A successful response whose signature was found good, made by one who may answer for an authority.
///
/// What is proven: the issuer itself, a responder that its key certified, or one named in the configuration
/// signed exactly these bytes, and the response as a whole has no critical extension beyond these crates.
/// What is not: that it is fresh, answers a given request, or speaks of a given certificate, and that a
/// delegate is in force; [`judge`](super::OcspVerifier::judge) finds out.
#[must_use]
#[derive(Clone)]
pub struct VerifiedResponse {
    response: OcspResponse,
    issuer: Authority,
    signer: Signer,
    scheme: SignatureScheme,
}

/// Who signed.
#[derive(Clone)]
pub(super) enum Signer {
    Issuer,
    Named,
    /// Every certificate of the key that signed, that which is valid longest first.
    Delegates(Vec<Delegate>),
}

impl VerifiedResponse {
    pub(super) const fn new(
        response: OcspResponse,
        issuer: Authority,
        signer: Signer,
        scheme: SignatureScheme,
    ) -> Self {
        Self { response, issuer, signer, scheme }
    }

    /// Returns the response.
    #[must_use]
    pub const fn response(&self) -> &OcspResponse {
        &self.response
    }

    /// Returns the authority for which it answers.
    #[must_use]
    pub const fn issuer(&self) -> &Authority {
        &self.issuer
    }

    /// By what right its signer answers.
    #[must_use]
    pub const fn responder(&self) -> ResponderRole {
        match self.signer {
            Signer::Issuer => ResponderRole::Issuer,
            Signer::Named => ResponderRole::Named,
            Signer::Delegates(_) => ResponderRole::Delegate,
        }
    }

    /// Returns the delegate that signed it, if one did; by that of its certificates which is valid longest.
    #[must_use]
    pub fn delegate(&self) -> Option<&Delegate> {
        self.delegates().first()
    }

    pub(super) fn delegates(&self) -> &[Delegate] {
        match &self.signer {
            Signer::Delegates(delegates) => delegates,
            Signer::Issuer | Signer::Named => &[],
        }
    }

    /// Returns how it was signed.
    #[must_use]
    pub const fn scheme(&self) -> SignatureScheme {
        self.scheme
    }
}

impl fmt::Debug for VerifiedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedResponse({:?}, signed by {:?})", self.response, self.responder())
    }
}
