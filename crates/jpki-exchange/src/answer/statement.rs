use jpki_core::report::{AdviceCode, Verdict};
use jpki_core::time::Timestamp;

use super::DisclosedAttributes;
use crate::RandomnessUnavailable;
use crate::context::{Context, Occasion};
use crate::field::Field;
use crate::form::message;
use crate::identifiers::PairwiseIdentifier;
use crate::limits::Limits;
use crate::random::random_bytes;
use crate::sealed::SubmissionDigest;

/// Names a statement: 128 random bits, so that two service providers have nothing to join on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StatementId([u8; 16]);

impl StatementId {
    /// Draws a name.
    ///
    /// # Errors
    /// [`RandomnessUnavailable`].
    // Requirement: LINK-03
    pub fn draw() -> Result<Self, RandomnessUnavailable> {
        random_bytes().map(Self)
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl Field for StatementId {
    type Wire = String;

    fn read(text: String) -> Result<Self, crate::ExchangeError> {
        <[u8; 16]>::read(text).map(Self)
    }

    fn write(self) -> String {
        self.0.write()
    }
}

message! {
    /// What a platform found: the verdict, what to do, and of whom, as far as a service provider may know.
    ///
    /// It cannot hold why or since when a certificate is revoked, nor a certificate or a serial number.
    Answer, "jpki-result", Limits::MESSAGE_BYTES, {
        /// Its name.
        id: StatementId,
        /// Which submission it answers.
        submission: SubmissionDigest,
        /// Whose.
        context: Context,
        /// What the user did.
        occasion: Occasion,
        /// When it was judged, by the platform's clock.
        time: Timestamp,
        /// The verdict.
        verdict: Verdict,
        /// What to do. A valid verdict with advice is not the end: somebody must look first.
        advice: Vec<AdviceCode>,
        /// What the service provider calls the user by.
        user: Option<PairwiseIdentifier>,
        /// The attributes that were asked for.
        attributes: Option<DisclosedAttributes>,
    }
}

message! {
    /// That a platform judged a submission: what a service provider keeps in place of what was signed, which holds a
    /// certificate that it must not keep (guideline 001 ch. 4, (I) ①).
    Receipt, "jpki-receipt", Limits::MESSAGE_BYTES, {
        /// Its name.
        id: StatementId,
        /// For which submission.
        submission: SubmissionDigest,
        /// Whose.
        context: Context,
        /// What the user did.
        occasion: Occasion,
        /// When it was judged, by the platform's clock.
        time: Timestamp,
        /// The verdict.
        verdict: Verdict,
        /// SHA-256 of the document that was signed, if one was.
        content: Option<[u8; 32]>,
    }
}
