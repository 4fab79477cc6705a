use core::fmt;

use super::{Report, Verdict};
use crate::message::{Locale, Message};

/// The end of a verification: verdict, report, and the verified value if the verdict is valid.
#[must_use = "a verdict that nobody reads protects nobody"]
#[derive(Clone, Debug)]
pub struct Assessed<T> {
    report: Report,
    value: Option<T>,
}

impl<T> Assessed<T> {
    /// Concludes a report. `value` is kept only if the report says valid; a valid report without a
    /// value cannot be made, it becomes a rejection whose verdict is indeterminate.
    pub fn conclude(report: Report, value: Option<T>) -> Self {
        match report.verdict() {
            Verdict::Valid => Self { report, value },
            Verdict::Invalid | Verdict::Indeterminate => Self { report, value: None },
        }
    }

    /// The verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match (&self.value, self.report.verdict()) {
            (None, Verdict::Valid) => Verdict::Indeterminate,
            (_, verdict) => verdict,
        }
    }

    /// Why.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// The verified value, if valid.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The same verdict and report with another value.
    pub fn map<U>(self, transform: impl FnOnce(T) -> U) -> Assessed<U> {
        Assessed { report: self.report, value: self.value.map(transform) }
    }

    /// The value and its report, for who goes on with a larger verification.
    #[must_use]
    pub fn into_parts(self) -> (Report, Option<T>) {
        (self.report, self.value)
    }

    /// The value if valid, the rejection otherwise.
    ///
    /// # Errors
    /// [`Rejection`] if the verdict is invalid or indeterminate.
    pub fn into_result(self) -> Result<T, Rejection> {
        let verdict = self.verdict();
        match self.value {
            Some(value) => Ok(value),
            None => Err(Rejection { verdict, report: self.report }),
        }
    }
}

/// A verdict other than valid, with its report.
#[derive(Clone, Debug)]
pub struct Rejection {
    verdict: Verdict,
    report: Report,
}

impl Rejection {
    /// Invalid or indeterminate.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.verdict.code())?;
        for reason in self.report.reasons() {
            write!(f, "; {}", reason.text(Locale::En))?;
        }
        Ok(())
    }
}

impl core::error::Error for Rejection {}
