//! Transports that block the thread.

mod http;

use jpki_revocation::ocsp::{Nonce, OcspRequest, OcspVerifier, TransportFault};
use jpki_revocation::policy::{Need, StatusInquiry};
use jpki_revocation::{Judgement, Status, Target};

pub use http::{HttpLists, HttpResponder};

/// Brings a request to a responder and its response back.
pub trait OcspTransport {
    /// The octets of the response. They are anybody's until they are verified.
    ///
    /// # Errors
    /// Why there are none.
    fn ask(&self, request: &OcspRequest) -> Result<Vec<u8>, TransportFault>;
}

/// Fetches lists.
pub trait ListTransport {
    /// The octets of the list that this transport is for, as they are now.
    ///
    /// # Errors
    /// Why there are none.
    fn fetch(&self) -> Result<Vec<u8>, TransportFault>;
}

/// Answers what an inquiry needs until it can be concluded: by `lists`, and by asking a responder through
/// `transport` at most once, with this nonce. A responder's delegate is asked about among the lists.
pub fn find_out(
    mut inquiry: StatusInquiry<'_>,
    lists: &dyn Fn(&Target<'_>) -> Judgement,
    verifier: &OcspVerifier,
    transport: &dyn OcspTransport,
    nonce: &Nonce,
) -> Judgement {
    while let Some(need) = inquiry.need() {
        let target = *inquiry.target();
        let answer = match need {
            Need::Lists => lists(&target),
            Need::Response => {
                let Ok(request) = verifier.request([&target], nonce) else { break };
                let received = transport.ask(&request);
                let received = received.as_deref().map_err(|fault| *fault);
                let standing = |delegate: &Target<'_>| -> Status { lists(delegate).status() };
                verifier.hear(&target, Some(&request), received, &standing, inquiry.time())
            }
        };
        inquiry.take(answer);
    }
    inquiry.conclude()
}
