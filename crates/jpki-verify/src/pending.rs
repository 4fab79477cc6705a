use jpki_core::report::{Assessed, Check, CheckId, Report, Subject};
use jpki_revocation::{Judgement, Target};

use crate::verified::Certified;

/// A verification whose local checks are done: what is left is whether the certificate is revoked.
///
/// The question may cost money and a network call, so it is asked last, and only if everything before
/// holds. Of a certificate that has expired there is no information (guideline 001, 付録①(ア)b), and no
/// question.
#[must_use = "nothing is decided until it is settled"]
#[derive(Debug)]
pub struct Pending<T> {
    report: Report,
    value: Option<T>,
}

impl<T: Certified> Pending<T> {
    pub(crate) const fn new(report: Report, value: Option<T>) -> Self {
        Self { report, value }
    }

    /// What was found so far.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// The certificate whose standing is to be asked; none if the verdict is clear without it.
    #[must_use]
    pub fn question(&self) -> Option<Target<'_>> {
        match self.report.first_obstacle() {
            Some(_) => None,
            None => self.value.as_ref()?.certified().target(),
        }
    }

    /// Asks the question, if there is one, and ends the verification with the answer.
    pub fn settle_with(self, ask: impl FnOnce(&Target<'_>) -> Judgement) -> Assessed<T> {
        let answer = self.question().map(|target| ask(&target));
        self.settle(answer)
    }

    /// As [`Self::settle_with`], where the answer takes its time.
    pub async fn settle_with_async(
        self,
        ask: impl AsyncFnOnce(&Target<'_>) -> Judgement,
    ) -> Assessed<T> {
        let answer = match self.question() {
            Some(target) => Some(ask(&target).await),
            None => None,
        };
        self.settle(answer)
    }

    fn settle(self, answer: Option<Judgement>) -> Assessed<T> {
        let Self { mut report, value } = self;
        let because = report.first_obstacle().unwrap_or(CheckId::Path);
        report.push(match answer {
            Some(judgement) => judgement.into_check(),
            None => Check::skipped(CheckId::Revocation, Subject::EndEntity, because),
        });
        Assessed::conclude(report, value)
    }
}
