//! The suites, each a reader of one format.

mod pkits;

use std::path::Path;

use crate::results::Results;

/// A test suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// NIST PKITS.
    Pkits,
}

impl Suite {
    /// Every suite.
    pub const ALL: &'static [Self] = &[Self::Pkits];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pkits => "pkits",
        }
    }

    /// The suite of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|suite| suite.name() == name)
    }

    /// The file of the suite inside the conformance data.
    #[must_use]
    pub const fn manifest(self) -> &'static str {
        match self {
            Self::Pkits => "pkits/pkits.json",
        }
    }
}

/// Runs every case of a manifest.
///
/// # Errors
/// If the manifest, or a file that it names, cannot be read.
pub fn run(suite: Suite, manifest: &Path) -> Result<Results, String> {
    match suite {
        Suite::Pkits => pkits::run(manifest),
    }
}
