//! Transports that block the thread.

mod http;
mod refresher;

use jpki_revocation::ocsp::{Nonce, OcspRequest, OcspVerifier, TransportError};
use jpki_revocation::resolver::StatusResolver;
use jpki_revocation::{RevocationAssessment, RevocationTarget};

pub use http::{HttpCrlTransport, HttpOcspTransport};
pub use refresher::CrlRefresher;

/// Brings a request to a responder and its response back.
pub trait OcspTransport {
    /// The bytes of the response. They are anybody's until they are verified.
    ///
    /// # Errors
    /// Why there are none.
    fn ask(&self, request: &OcspRequest) -> Result<Vec<u8>, TransportError>;
}

/// Fetches lists.
pub trait CrlTransport {
    /// The bytes of the list that this transport is for, as they are now.
    ///
    /// # Errors
    /// Why there are none.
    fn fetch(&self) -> Result<Vec<u8>, TransportError>;
}

/// Finds out what an inquiry asks: by `lists`, and by asking a responder through `transport` at most once,
/// with this nonce. A responder's delegate is asked about among the lists.
pub fn resolve(
    inquiry: StatusResolver<'_>,
    lists: &dyn Fn(&RevocationTarget<'_>) -> RevocationAssessment,
    verifier: &OcspVerifier,
    transport: &dyn OcspTransport,
    nonce: &Nonce,
) -> RevocationAssessment {
    inquiry.resolve(lists, verifier, nonce, |request| transport.ask(request))
}
