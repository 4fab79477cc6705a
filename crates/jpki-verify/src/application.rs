use alloc::vec::Vec;
use core::fmt;

use jpki_application::form::ApplicantForm;
use jpki_application::intent::{IntentCommitment, SigningIntent, check_substance};
use jpki_cms::content::SignedContent;
use jpki_core::basic_four_info::BasicFourInfo;
use jpki_core::crypto::{CryptoBackend, Message};
use jpki_core::report::{Check, CheckId, Subject};

/// What a service knows of an application (申請) besides the signature, and with which the signature must
/// agree: what the user was shown before signing (guideline 001, 6章), and what the form says of the
/// applicant. Nothing, unless it is given.
#[derive(Clone, Copy, Default)]
pub struct Application<'a> {
    shown: Option<(&'a SigningIntent, &'a IntentCommitment)>,
    form: Option<ApplicantForm<'a>>,
}

impl<'a> Application<'a> {
    /// An application of which nothing is known.
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

    /// Whether the content has substance, and is what was shown.
    pub(crate) fn check_content(
        &self,
        content: &SignedContent<'_>,
        crypto: &dyn CryptoBackend,
    ) -> Vec<Check> {
        let mut checks = Vec::new();
        if let Some((intent, kept)) = self.shown {
            let digest = content.digest_now(intent.content_algorithm(), crypto);
            checks.extend(intent.check(kept, digest.as_ref(), crypto));
        }
        checks.push(check_substance(content.beginning(), content.length()));
        checks
    }

    /// The same for content of which the digest may be all that is known.
    pub(crate) fn check_raw_content(
        &self,
        content: Message<'_>,
        crypto: &dyn CryptoBackend,
    ) -> Vec<Check> {
        match (content, self.shown) {
            (Message::Octets(octets), _) => {
                self.check_content(&SignedContent::of(octets, &[], crypto), crypto)
            }
            (Message::Digest(digest), Some((intent, kept))) => {
                intent.check(kept, Some(digest), crypto).into()
            }
            (Message::Digest(_), None) => Vec::new(),
        }
    }

    /// What the form says of the applicant, held against the certified attributes, if they are known.
    pub(crate) fn check_applicant(
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
