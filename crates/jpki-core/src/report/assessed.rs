use core::fmt;

use super::{Report, Verdict, Warnings};
use crate::localized::{Locale, Localized};

/// The end of a verification: verdict, report, and the verified value if the verdict is valid.
///
/// A valid verdict may come with warnings that somebody must look at, such as an attribute that only a
/// person can compare. While any [stand](Report::warnings), the value is had only through a door that
/// names them: [`Self::into_result_with_warnings`].
///
/// ```
/// use jpki_core::report::{Assessed, Check, CheckId, Reason, Report, Subject, Verdict};
///
/// let of = |id, result| Check::of(id, Subject::EndEntity, result);
/// let good = Report::new(vec![of(CheckId::Path, Ok(()))]);
/// let bad = Report::new(vec![of(CheckId::Path, Ok(())), of(CheckId::Revocation, Err(Reason::Revoked))]);
///
/// assert_eq!(Assessed::new(good, Some("value")).verdict(), Verdict::Valid);
/// let rejected = Assessed::new(bad, Some("value"));
/// assert_eq!(rejected.verdict(), Verdict::Invalid);
/// assert_eq!(rejected.value(), None); // the report decides
/// ```
#[must_use = "a verdict that nobody reads protects nobody"]
#[derive(Clone, Debug)]
pub struct Assessed<T> {
    report: Report,
    value: Option<T>,
}

impl<T> Assessed<T> {
    /// Concludes a report. `value` is kept only if the report says valid; a valid report without a
    /// value cannot be made, it becomes a rejection whose verdict is indeterminate.
    // Requirement: SIG-01
    pub fn new(report: Report, value: Option<T>) -> Self {
        match report.verdict() {
            Verdict::Valid => Self { report, value },
            Verdict::Invalid | Verdict::Indeterminate => Self { report, value: None },
        }
    }

    /// Returns the verdict.
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

    /// Returns the warnings that somebody must look at before the value is used: [`Report::warnings`].
    pub fn warnings(&self) -> Warnings {
        self.report.warnings()
    }

    /// Returns the verified value, if valid without a warning that must be looked at.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref().filter(|_| self.warnings().is_empty())
    }

    /// Returns the verified value, if valid, and the warnings that must be looked at before it is used.
    #[must_use]
    pub fn value_with_warnings(&self) -> Option<(&T, Warnings)> {
        Some((self.value.as_ref()?, self.warnings()))
    }

    /// Returns the same verdict and report with another value.
    ///
    /// ```
    /// use jpki_core::report::{Assessed, Check, CheckId, Reason, Report, Subject, Verdict};
    ///
    /// let of = |id, result| Check::of(id, Subject::EndEntity, result);
    /// let report = Report::new(vec![of(CheckId::Path, Ok(()))]);
    /// let length = Assessed::new(report, Some("value")).map(str::len);
    /// assert_eq!(length.value(), Some(&5));
    /// ```
    pub fn map<U>(self, transform: impl FnOnce(T) -> U) -> Assessed<U> {
        Assessed { report: self.report, value: self.value.map(transform) }
    }

    /// Returns the value and its report, for callers that continue with a larger verification.
    #[must_use]
    pub fn into_parts(self) -> (Report, Option<T>) {
        (self.report, self.value)
    }

    /// Returns the value if valid without a warning that must be looked at, the rejection otherwise.
    ///
    /// ```
    /// use jpki_core::report::{Assessed, Check, CheckId, Reason, Report, Subject, Verdict};
    ///
    /// let of = |id, result| Check::of(id, Subject::EndEntity, result);
    /// let report = Report::new(vec![of(CheckId::Revocation, Err(Reason::Revoked))]);
    /// match Assessed::new(report, Some("value")).into_result() {
    ///     Ok(value) => println!("{value}"),
    ///     Err(rejection) => assert_eq!(rejection.verdict(), Verdict::Invalid),
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Rejection`] if the verdict is invalid or indeterminate, or if warnings stand.
    pub fn into_result(self) -> Result<T, Rejection> {
        let (verdict, warnings) = match (self.verdict(), self.warnings()) {
            (Verdict::Valid, warnings) if !warnings.is_empty() => {
                (Verdict::Indeterminate, warnings)
            }
            told => told,
        };
        match self.value {
            Some(value) if verdict == Verdict::Valid => Ok(value),
            _ => Err(Rejection { verdict, report: self.report, warnings }),
        }
    }

    /// Returns the value if valid, and the warnings that must be looked at before it is used; the rejection otherwise.
    ///
    /// # Errors
    /// [`Rejection`] if the verdict is invalid or indeterminate.
    pub fn into_result_with_warnings(self) -> Result<(T, Warnings), Rejection> {
        let (verdict, warnings) = (self.verdict(), self.warnings());
        match self.value {
            Some(value) => Ok((value, warnings)),
            None => Err(Rejection { verdict, report: self.report, warnings }),
        }
    }
}

/// A verdict other than valid, or one with warnings that nobody has looked at, with its report.
#[derive(Clone, Debug)]
pub struct Rejection {
    verdict: Verdict,
    report: Report,
    warnings: Warnings,
}

impl Rejection {
    /// Invalid or indeterminate; the latter also where nothing fails but [warnings](Self::warnings) stand.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// Returns the warnings that must be looked at. Where the report says valid, they alone stand in the way.
    pub const fn warnings(&self) -> &Warnings {
        &self.warnings
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.verdict.code())?;
        for reason in self.report.reasons() {
            write!(f, "; {}", reason.text(Locale::En))?;
        }
        if self.report.verdict() == Verdict::Valid {
            for reason in self.warnings.reasons() {
                write!(f, "; to be looked at: {}", reason.text(Locale::En))?;
            }
        }
        Ok(())
    }
}

impl core::error::Error for Rejection {}
