use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::basic_four_info::BasicFourInfo;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::report::{Check, CheckId, Subject};

use crate::form::ApplicantForm;
use crate::intent::{IntentCommitment, SigningIntent, check_substance};

/// What a service knows of an application (申請) besides the signature, and with which the signature must
/// agree: what the user was shown before signing (guideline 001, 6章), and what the form says of the
/// applicant. Nothing, unless it is given.
#[derive(Clone, Copy, Default)]
pub struct Application<'a> {
    shown: Option<(&'a SigningIntent, &'a IntentCommitment)>,
    form: Option<ApplicantForm<'a>>,
}

impl<'a> Application<'a> {
    /// Creates an application without intent or form.
    #[must_use]
    pub const fn new() -> Self {
        Self { shown: None, form: None }
    }

    /// The same, of which the user was shown this: the commitment is the one that the session has kept
    /// since. That something else was shown, or something else signed, is a failure.
    #[must_use]
    pub const fn shown(self, intent: &'a SigningIntent, kept: &'a IntentCommitment) -> Self {
        Self { shown: Some((intent, kept)), ..self }
    }

    /// The same with a form. A field that differs from the certified attribute is a failure, one that a
    /// person must look at a warning.
    #[must_use]
    pub const fn with_form(self, form: ApplicantForm<'a>) -> Self {
        Self { form: Some(form), ..self }
    }

    /// Returns what the user was shown, and the commitment that the session kept.
    #[must_use]
    pub const fn intent(&self) -> Option<(&'a SigningIntent, &'a IntentCommitment)> {
        self.shown
    }

    /// Returns the form.
    #[must_use]
    pub const fn form(&self) -> Option<&ApplicantForm<'a>> {
        self.form.as_ref()
    }

    /// Checks that what was signed is what was shown; nothing if nothing was shown. `digest` gives the digest of the
    /// signed content by an algorithm, if it is known.
    #[must_use]
    pub fn check_intent(
        &self,
        digest: impl FnOnce(DigestAlgorithm) -> Option<Digest>,
        crypto: &dyn CryptoBackend,
    ) -> Vec<Check> {
        let Some((intent, kept)) = self.shown else { return Vec::new() };
        let signed = digest(intent.content_algorithm());
        intent.check(kept, signed.as_ref(), crypto).into()
    }

    /// Checks that what was signed is what was shown, and that it has substance: content of this length, of which this is
    /// the beginning.
    #[must_use]
    pub fn check_content(
        &self,
        digest: impl FnOnce(DigestAlgorithm) -> Option<Digest>,
        beginning: &[u8],
        length: u64,
        crypto: &dyn CryptoBackend,
    ) -> Vec<Check> {
        let mut checks = self.check_intent(digest, crypto);
        checks.push(check_substance(beginning, length));
        checks
    }

    /// Compares the form with the certified attributes, if they are known; `None` without a form. Otherwise it is
    /// skipped `because` of that check.
    #[must_use]
    pub fn check_applicant(
        &self,
        certified: Option<&BasicFourInfo>,
        because: CheckId,
    ) -> Option<Check> {
        let form = self.form?;
        Some(match certified {
            Some(certified) => form.compare(certified).check(),
            None => Check::skipped(CheckId::Applicant, Subject::EndEntity, because),
        })
    }
}

impl fmt::Debug for Application<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Application(protected)")
    }
}
