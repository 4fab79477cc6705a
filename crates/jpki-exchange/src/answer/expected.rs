use jpki_core::keys::KeyPeriod;
use jpki_core::report::{AdviceCode, Verdict};
use jpki_core::time::{ClockAllowance, Timestamp};

use super::{
    Answer, DisclosedAttributes, Receipt, ResultKey, SignedReceipt, SignedResult, StatementId,
};
use crate::ExchangeError;
use crate::context::{Context, Occasion};
use crate::identifiers::PairwiseIdentifier;
use crate::message::{LoginSubmission, SignatureSubmission};
use crate::sealed::SubmissionDigest;

/// What a service provider remembers of a submission that it sent: only an answer to it is taken.
#[derive(Clone, Debug)]
pub struct ExpectedAnswer {
    submission: SubmissionDigest,
    context: Context,
    occasion: Occasion,
    sent_at: Timestamp,
}

impl ExpectedAnswer {
    /// Expects the answer to a login, a registration or a renewal that is sent now.
    #[must_use]
    pub fn to_login(submission: &LoginSubmission, now: Timestamp) -> Self {
        Self {
            submission: submission.sealed.digest(),
            context: submission.context.clone(),
            occasion: submission.occasion,
            sent_at: now,
        }
    }

    /// Expects the answer to a signature that is sent now.
    #[must_use]
    pub fn to_signature(submission: &SignatureSubmission, now: Timestamp) -> Self {
        Self {
            submission: submission.sealed.digest(),
            context: submission.context.clone(),
            occasion: Occasion::Signature,
            sent_at: now,
        }
    }

    /// Verifies a result: that one of the platform's keys signed it, in its period, and that it answers this submission.
    ///
    /// # Errors
    /// [`ExchangeError`], another code for each thing that does not fit.
    pub fn verify(
        &self,
        result: SignedResult,
        keys: &[ResultKey],
        now: Timestamp,
        allowance: ClockAllowance,
    ) -> Result<VerifiedResult, ExchangeError> {
        let (answer, period) = result.verified(keys)?;
        let about = (answer.submission, &answer.context, answer.occasion);
        self.check(about, answer.time, period, now, allowance)?;
        Ok(VerifiedResult { answer })
    }

    /// Verifies a receipt in the same way.
    ///
    /// # Errors
    /// [`ExchangeError`], another code for each thing that does not fit.
    pub fn verify_receipt(
        &self,
        receipt: &SignedReceipt,
        keys: &[ResultKey],
        now: Timestamp,
        allowance: ClockAllowance,
    ) -> Result<VerifiedReceipt, ExchangeError> {
        let (receipt, period) = receipt.verified(keys)?;
        let about = (receipt.submission, &receipt.context, receipt.occasion);
        self.check(about, receipt.time, period, now, allowance)?;
        Ok(VerifiedReceipt { receipt })
    }

    fn check(
        &self,
        (submission, context, occasion): (SubmissionDigest, &Context, Occasion),
        time: Timestamp,
        period: KeyPeriod,
        now: Timestamp,
        allowance: ClockAllowance,
    ) -> Result<(), ExchangeError> {
        if !period.contains(time) {
            return Err(ExchangeError::AnswerKey);
        }
        if context.tenant != self.context.tenant {
            return Err(ExchangeError::AnswerTenant);
        }
        if context.service != self.context.service {
            return Err(ExchangeError::AnswerService);
        }
        if context.purpose != self.context.purpose {
            return Err(ExchangeError::AnswerPurpose);
        }
        if occasion != self.occasion {
            return Err(ExchangeError::AnswerOccasion);
        }
        if submission != self.submission {
            return Err(ExchangeError::AnswerSubmission);
        }
        let is_earlier = time.after(allowance.span()) < self.sent_at;
        if is_earlier || !allowance.admits(time, now) {
            return Err(ExchangeError::AnswerTime);
        }
        Ok(())
    }
}

/// A platform's answer to the submission that was sent. Only [`ExpectedAnswer::verify`] makes one.
#[must_use = "a verdict that nobody reads protects nobody"]
#[derive(Debug)]
// Requirement: ROLE-08, PRIV-02, LINK-06
pub struct VerifiedResult {
    answer: Answer,
}

impl VerifiedResult {
    /// Returns its name.
    #[must_use]
    pub const fn id(&self) -> StatementId {
        self.answer.id
    }

    /// Returns when the platform judged.
    #[must_use]
    pub const fn time(&self) -> Timestamp {
        self.answer.time
    }

    /// Returns the verdict.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.answer.verdict
    }

    /// Returns what to do.
    #[must_use]
    pub fn advice(&self) -> &[AdviceCode] {
        &self.answer.advice
    }

    /// Returns whether the verdict is valid and nothing must be looked at before.
    #[must_use]
    pub fn is_to_be_accepted(&self) -> bool {
        self.answer.verdict == Verdict::Valid && self.answer.advice.is_empty()
    }

    /// Returns what the user is called by; `None` unless the verdict is valid.
    #[must_use]
    pub fn user(&self) -> Option<PairwiseIdentifier> {
        self.answer.user.filter(|_| self.answer.verdict == Verdict::Valid)
    }

    /// Takes the attributes out; `None` if none were disclosed, or the verdict is not valid.
    #[must_use]
    pub fn into_attributes(self) -> Option<DisclosedAttributes> {
        let is_valid = self.answer.verdict == Verdict::Valid;
        self.answer.attributes.filter(|_| is_valid)
    }
}

/// A platform's receipt for the submission that was sent. Only [`ExpectedAnswer::verify_receipt`] makes one.
#[derive(Debug)]
pub struct VerifiedReceipt {
    receipt: Receipt,
}

impl VerifiedReceipt {
    /// Returns what it says.
    #[must_use]
    pub const fn receipt(&self) -> &Receipt {
        &self.receipt
    }
}
