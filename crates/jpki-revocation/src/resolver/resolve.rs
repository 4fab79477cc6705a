use alloc::vec::Vec;
use core::cell::RefCell;

use super::state::StatusResolver;
use super::step::NextStep;
use crate::ocsp::{Nonce, OcspRequest, OcspVerifier, TransportError};
use crate::status::{RevocationAssessment, RevocationTarget};
use crate::values::RevocationValues;

/// Bytes of a response, or why there are none.
type Response = Result<Vec<u8>, TransportError>;

impl StatusResolver<'_> {
    /// Concludes with what `lists` tell alone.
    pub fn finish_with_crls(
        mut self,
        lists: &dyn Fn(&RevocationTarget<'_>) -> RevocationAssessment,
    ) -> RevocationAssessment {
        self.consult(lists);
        self.finish()
    }

    /// Answers each step and finishes: by `lists`, and by `send`, which is called at most once, with
    /// a request to bring to the responder. A responder's delegate is asked about among the lists.
    pub fn resolve(
        mut self,
        lists: &dyn Fn(&RevocationTarget<'_>) -> RevocationAssessment,
        responder: &OcspVerifier,
        nonce: &Nonce,
        send: impl FnOnce(&OcspRequest) -> Response,
    ) -> RevocationAssessment {
        if let Some(request) = self.request_after(lists, responder, nonce) {
            let received = send(&request);
            self.process_response(&request, &received, lists, responder);
        }
        self.finish()
    }

    /// As [`Self::resolve`], where the answer takes its time.
    pub async fn resolve_async(
        mut self,
        lists: &(dyn Fn(&RevocationTarget<'_>) -> RevocationAssessment + Sync),
        responder: &OcspVerifier,
        nonce: &Nonce,
        send: impl AsyncFnOnce(&OcspRequest) -> Response,
    ) -> RevocationAssessment {
        if let Some(request) = self.request_after(lists, responder, nonce) {
            let received = send(&request).await;
            self.process_response(&request, &received, lists, responder);
        }
        self.finish()
    }

    /// The request to send, once the lists have told what they can.
    fn request_after(
        &mut self,
        lists: &dyn Fn(&RevocationTarget<'_>) -> RevocationAssessment,
        responder: &OcspVerifier,
        nonce: &Nonce,
    ) -> Option<OcspRequest> {
        self.consult(lists);
        match self.next_step()? {
            NextStep::Ocsp => responder.request([self.target()], nonce).ok(),
            NextStep::Crl => None,
        }
    }

    fn process_response(
        &mut self,
        request: &OcspRequest,
        received: &Response,
        lists: &dyn Fn(&RevocationTarget<'_>) -> RevocationAssessment,
        responder: &OcspVerifier,
    ) {
        let received = received.as_deref().map_err(|fault| *fault);
        let at = self.time();
        let of_delegates = RefCell::new(RevocationValues::default());
        let standing = |delegate: &RevocationTarget<'_>| {
            let answer = lists(delegate).for_question(delegate, at);
            of_delegates.borrow_mut().add(answer.values().clone());
            answer.status()
        };
        let answer =
            responder.process_response(self.target(), Some(request), received, &standing, at);
        self.process_answer(answer.also_resting_on(of_delegates.into_inner()));
        self.consult(lists);
    }

    fn consult(&mut self, lists: &dyn Fn(&RevocationTarget<'_>) -> RevocationAssessment) {
        while self.next_step() == Some(NextStep::Crl) {
            let answer = lists(self.target());
            self.process_answer(answer);
        }
    }
}
