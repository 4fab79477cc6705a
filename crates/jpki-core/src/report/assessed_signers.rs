use alloc::vec::Vec;
use core::slice;

use super::{Assessed, Check, CheckId, Reason, Rejection, Report, Subject, Verdict};

/// One judgement for each signer of a message, in the order of the message.
///
/// A message is believed for what each signer's own verdict says. There is no verdict for "some signer", and a message
/// without signers is not valid: ask [`Self::verdict`] or [`Self::into_result`] before you go through the signers.
#[must_use = "a verdict that nobody reads protects nobody"]
#[derive(Clone, Debug)]
pub struct AssessedSigners<T> {
    signers: Vec<Assessed<T>>,
}

impl<T> AssessedSigners<T> {
    /// Returns the worst of the verdicts; indeterminate if there is no signer.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.signers.iter().map(Assessed::verdict).max().unwrap_or(Verdict::Indeterminate)
    }

    /// Returns the judgements.
    pub fn as_slice(&self) -> &[Assessed<T>] {
        &self.signers
    }

    /// Goes through the judgements.
    pub fn iter(&self) -> slice::Iter<'_, Assessed<T>> {
        self.signers.iter()
    }

    /// Returns all values, at least one, if each is valid without a warning that must be looked at.
    ///
    /// # Errors
    /// The [`Rejection`] of the first signer with the worst verdict, or of the first with warnings; if there is no
    /// signer, one for that.
    pub fn into_result(self) -> Result<Vec<T>, Rejection> {
        let worst = self.verdict();
        let mut values = Vec::with_capacity(self.signers.len());
        let mut warned = None;
        for assessed in self.signers {
            let verdict = assessed.verdict();
            match assessed.into_result() {
                Ok(value) => values.push(value),
                Err(rejection) if verdict == worst && worst != Verdict::Valid => {
                    return Err(rejection);
                }
                Err(rejection) => warned = warned.or(Some(rejection)),
            }
        }
        match warned {
            Some(rejection) => Err(rejection),
            None if values.is_empty() => nobody().into_result(),
            None => Ok(values),
        }
    }
}

fn nobody<T>() -> Assessed<Vec<T>> {
    let missing = Check::failed(CheckId::SignerForm, Subject::Document, Reason::SignersMissing);
    Assessed::new(Report::new(Vec::from([missing])), None)
}

impl<T> FromIterator<Assessed<T>> for AssessedSigners<T> {
    fn from_iter<I: IntoIterator<Item = Assessed<T>>>(signers: I) -> Self {
        Self { signers: signers.into_iter().collect() }
    }
}

impl<T> IntoIterator for AssessedSigners<T> {
    type Item = Assessed<T>;
    type IntoIter = alloc::vec::IntoIter<Assessed<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.signers.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a AssessedSigners<T> {
    type Item = &'a Assessed<T>;
    type IntoIter = slice::Iter<'a, Assessed<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
