//! Transports on tokio.

mod http;
mod refresher;

use core::future::Future;

use jpki_revocation::ocsp::{Nonce, OcspRequest, OcspVerifier, TransportError};
use jpki_revocation::resolver::StatusResolver;
use jpki_revocation::{RevocationAssessment, RevocationTarget};

pub use http::{HttpCrlTransport, HttpOcspTransport};
pub use refresher::CrlRefresher;

/// Brings a request to a responder and its response back.
pub trait OcspTransport: Sync {
    /// The bytes of the response. They are anybody's until they are verified.
    ///
    /// # Errors
    /// Why there are none.
    fn ask(
        &self,
        request: &OcspRequest,
    ) -> impl Future<Output = Result<Vec<u8>, TransportError>> + Send;
}

/// Fetches lists.
pub trait CrlTransport: Sync {
    /// The bytes of the list that this transport is for, as they are now.
    ///
    /// # Errors
    /// Why there are none.
    fn fetch(&self) -> impl Future<Output = Result<Vec<u8>, TransportError>> + Send;
}

/// Finds out what an inquiry asks: by `lists`, and by asking a responder through `transport` at most once,
/// with this nonce. A responder's delegate is asked about among the lists.
pub async fn resolve(
    inquiry: StatusResolver<'_>,
    lists: &(dyn Fn(&RevocationTarget<'_>) -> RevocationAssessment + Sync),
    verifier: &OcspVerifier,
    transport: &impl OcspTransport,
    nonce: &Nonce,
) -> RevocationAssessment {
    inquiry
        .resolve_async(lists, verifier, nonce, async |request| transport.ask(request).await)
        .await
}
