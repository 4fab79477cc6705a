use alloc::vec::Vec;

use super::{Need, StatusInquiry};
use crate::ocsp::{Nonce, OcspRequest, OcspVerifier, TransportFault};
use crate::status::{Judgement, Target};

/// Octets of a response, or why there are none.
type Response = Result<Vec<u8>, TransportFault>;

impl StatusInquiry<'_> {
    /// Concludes with what `lists` tell alone.
    pub fn conclude_by_crls(mut self, lists: &dyn Fn(&Target<'_>) -> Judgement) -> Judgement {
        self.consult(lists);
        self.conclude()
    }

    /// Answers what is needed and concludes: by `lists`, and by `send`, which is called at most once, with
    /// a request to bring to the responder. A responder's delegate is asked about among the lists.
    pub fn find_out(
        mut self,
        lists: &dyn Fn(&Target<'_>) -> Judgement,
        responder: &OcspVerifier,
        nonce: &Nonce,
        send: impl FnOnce(&OcspRequest) -> Response,
    ) -> Judgement {
        if let Some(request) = self.request_after(lists, responder, nonce) {
            let received = send(&request);
            self.hear(&request, &received, lists, responder);
        }
        self.conclude()
    }

    /// As [`Self::find_out`], where the answer takes its time.
    pub async fn find_out_async(
        mut self,
        lists: &(dyn Fn(&Target<'_>) -> Judgement + Sync),
        responder: &OcspVerifier,
        nonce: &Nonce,
        send: impl AsyncFnOnce(&OcspRequest) -> Response,
    ) -> Judgement {
        if let Some(request) = self.request_after(lists, responder, nonce) {
            let received = send(&request).await;
            self.hear(&request, &received, lists, responder);
        }
        self.conclude()
    }

    /// The request to send, once the lists have told what they can.
    fn request_after(
        &mut self,
        lists: &dyn Fn(&Target<'_>) -> Judgement,
        responder: &OcspVerifier,
        nonce: &Nonce,
    ) -> Option<OcspRequest> {
        self.consult(lists);
        match self.need()? {
            Need::Response => responder.request([self.target()], nonce).ok(),
            Need::Lists => None,
        }
    }

    fn hear(
        &mut self,
        request: &OcspRequest,
        received: &Response,
        lists: &dyn Fn(&Target<'_>) -> Judgement,
        responder: &OcspVerifier,
    ) {
        let received = received.as_deref().map_err(|fault| *fault);
        let at = self.time();
        let standing = |delegate: &Target<'_>| lists(delegate).for_question(delegate, at).status();
        let answer = responder.hear(self.target(), Some(request), received, &standing, at);
        self.take(answer);
        self.consult(lists);
    }

    fn consult(&mut self, lists: &dyn Fn(&Target<'_>) -> Judgement) {
        while self.need() == Some(Need::Lists) {
            let answer = lists(self.target());
            self.take(answer);
        }
    }
}
