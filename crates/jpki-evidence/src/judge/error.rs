use jpki_core::localized::{Locale, Localized};
use jpki_verify::ConfigurationError;

use crate::bundle::BundleError;

/// Reason why a bundle is not judged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JudgeError {
    /// The bundle cannot be read.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The judge's own settings of the policy build no verifier.
    #[error("policy: {0}")]
    Policy(#[from] ConfigurationError),
}

impl Localized for JudgeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Bundle(error) => error.code(),
            Self::Policy(error) => error.code(),
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match self {
            Self::Bundle(error) => error.text(locale),
            Self::Policy(error) => error.text(locale),
        }
    }
}
