//! Transports on tokio.

mod http;
mod refresher;

use core::future::Future;

use jpki_revocation::ocsp::{Nonce, OcspRequest, OcspVerifier, TransportFault};
use jpki_revocation::policy::StatusInquiry;
use jpki_revocation::{Judgement, Target};

pub use http::{HttpCrls, HttpResponder};
pub use refresher::CrlRefresher;

/// Brings a request to a responder and its response back.
pub trait OcspTransport: Sync {
    /// The octets of the response. They are anybody's until they are verified.
    ///
    /// # Errors
    /// Why there are none.
    fn ask(
        &self,
        request: &OcspRequest,
    ) -> impl Future<Output = Result<Vec<u8>, TransportFault>> + Send;
}

/// Fetches lists.
pub trait CrlTransport: Sync {
    /// The octets of the list that this transport is for, as they are now.
    ///
    /// # Errors
    /// Why there are none.
    fn fetch(&self) -> impl Future<Output = Result<Vec<u8>, TransportFault>> + Send;
}

/// Finds out what an inquiry asks: by `lists`, and by asking a responder through `transport` at most once,
/// with this nonce. A responder's delegate is asked about among the lists.
pub async fn find_out(
    inquiry: StatusInquiry<'_>,
    lists: &(dyn Fn(&Target<'_>) -> Judgement + Sync),
    verifier: &OcspVerifier,
    transport: &impl OcspTransport,
    nonce: &Nonce,
) -> Judgement {
    inquiry
        .find_out_async(lists, verifier, nonce, async |request| transport.ask(request).await)
        .await
}
