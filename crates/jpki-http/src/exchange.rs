use core::time::Duration;

/// One request, and the bounds of its answer.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "an argument list that is given whole")]
pub struct Request<'a> {
    /// The address, which may hold protected data: it is never logged.
    pub address: &'a str,
    /// What is sent by POST; without it, the request is a GET.
    pub body: Option<Body<'a>>,
    /// The media type that the answer must have, if it matters.
    pub expected_type: Option<&'a str>,
    /// The most bytes of an answer.
    pub largest: usize,
    /// The longest time for all attempts and waits together.
    pub time: Duration,
}

/// What a request sends. The client wipes its copies; those inside the HTTP and TLS libraries are not wiped.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "an argument list that is given whole")]
pub struct Body<'a> {
    /// The media type.
    pub media_type: &'a str,
    /// The content.
    pub bytes: &'a [u8],
}

/// Reason why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum HttpError {
    /// No connection, or it broke off.
    #[error("the server cannot be reached")]
    Unreachable,
    /// No whole answer in the time allowed.
    #[error("no answer in time")]
    TimedOut,
    /// More bytes than allowed.
    #[error("the answer is larger than its limit")]
    TooLarge,
    /// A status other than 200, a redirection, or another media type.
    #[error("the answer is not of the kind that was asked for")]
    Refused,
}

impl HttpError {
    /// Returns whether there was no answer, so that a retry may help.
    #[must_use]
    pub const fn is_transient(self) -> bool {
        matches!(self, Self::Unreachable | Self::TimedOut)
    }
}

#[cfg(any(feature = "async", feature = "blocking"))]
impl Request<'_> {
    /// Checks the head of an answer.
    pub(crate) fn check_answer(
        &self,
        status: u16,
        media_type: Option<&str>,
    ) -> Result<(), HttpError> {
        let is_expected =
            self.expected_type.is_none_or(|expected| is_media_type(media_type, expected));
        if status == 200 && is_expected { Ok(()) } else { Err(HttpError::Refused) }
    }
}

/// Whether the media type is this one, whatever its parameters.
#[cfg(any(feature = "async", feature = "blocking"))]
fn is_media_type(header: Option<&str>, expected: &str) -> bool {
    let essence = header.and_then(|header| header.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(expected))
}
