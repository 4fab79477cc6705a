use core::fmt;

use super::request::{
    CheckKey, CountAttempt, EraseBindings, FindBindings, InsertBinding, PutChallenge,
    ReplaceBinding, TakeChallenge,
};
use crate::binding::{BindingRecord, Insertion, KeyStanding, Replacement};
use crate::challenge::TakeOutcome;
use crate::error::AuthError;
use crate::rate_limit::Admission;

/// A flow that waits for the answer `A` to its request `R`, and is then at the step `S`.
///
/// Answering uses it up, so no answer is given twice or to another request.
#[must_use = "a flow that is dropped has no outcome"]
pub struct Awaiting<'a, R, A, S> {
    request: R,
    resume: Resume<'a, R, A, S>,
}

type Resume<'a, R, A, S> = Box<dyn FnOnce(R, A) -> Result<S, AuthError> + Send + 'a>;

impl<'a, R, A, S> Awaiting<'a, R, A, S> {
    pub(super) fn new(
        request: R,
        resume: impl FnOnce(R, A) -> Result<S, AuthError> + Send + 'a,
    ) -> Self {
        Self { request, resume: Box::new(resume) }
    }

    /// Returns the request.
    #[must_use]
    pub const fn request(&self) -> &R {
        &self.request
    }

    /// Resumes the flow with the answer to [`Self::request`], up to its next request or its end.
    ///
    /// # Errors
    /// [`AuthError`] if the answer ends the flow, for instance [`AuthError::KeyReused`].
    pub fn answer(self, answer: A) -> Result<S, AuthError> {
        (self.resume)(self.request, answer)
    }
}

impl<R: fmt::Debug, A, S> fmt::Debug for Awaiting<'_, R, A, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Awaiting({:?})", self.request)
    }
}

/// Where a flow about challenges and logins has got to.
///
/// Later versions will have more steps, for instance events of an operation log. A driver ends with an error at a step
/// that it does not know; no flow reaches its end without it.
#[derive(Debug)]
#[must_use = "a flow that is dropped has no outcome"]
#[non_exhaustive]
pub enum LoginStep<'a, T> {
    /// A challenge is to be stored.
    PutChallenge(Awaiting<'a, PutChallenge, (), Self>),
    /// A challenge is to be taken.
    TakeChallenge(Awaiting<'a, TakeChallenge, TakeOutcome, Self>),
    /// An attempt is to be counted.
    CountAttempt(Awaiting<'a, CountAttempt, Admission, Self>),
    /// The rest concerns bindings alone.
    Bindings(BindingStep<'a, T>),
    /// The end.
    Done(T),
}

/// Where a flow about bindings has got to. Later versions will have more steps, as [`LoginStep`].
#[derive(Debug)]
#[must_use = "a flow that is dropped has no outcome"]
#[non_exhaustive]
pub enum BindingStep<'a, T> {
    /// A key is to be checked.
    CheckKey(Awaiting<'a, CheckKey, KeyStanding, Self>),
    /// An account's bindings are to be read.
    Find(Awaiting<'a, FindBindings, Vec<BindingRecord>, Self>),
    /// A binding is to be stored.
    Insert(Awaiting<'a, InsertBinding, Insertion, Self>),
    /// A binding is to be replaced.
    Replace(Awaiting<'a, ReplaceBinding, Replacement, Self>),
    /// Bindings are to be erased.
    Erase(Awaiting<'a, EraseBindings, u64, Self>),
    /// The end.
    Done(T),
}

/// The beginning of a flow that asks J-LIS first.
#[derive(Debug)]
#[must_use = "a flow that is dropped has no outcome"]
#[non_exhaustive]
pub enum InquiryStep<'a, R, A, T> {
    /// J-LIS is to be asked.
    Inquire(Awaiting<'a, R, A, BindingStep<'a, T>>),
    /// The end: there is nothing to ask.
    Done(T),
}
