//! The suites, each a reader of one format.

mod cms;
mod crl;
mod japan;
mod limbo;
mod ocsp;
mod path;
mod pkits;
mod wycheproof;

use std::path::Path;

use crate::results::Results;

/// A test suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// NIST PKITS.
    Pkits,
    /// x509-limbo.
    Limbo,
    /// Paths of openssl and boringssl.
    Path,
    /// Certificates of Japanese authorities.
    Japan,
    /// Wycheproof's signatures.
    Wycheproof,
    /// Revocation lists.
    Crl,
    /// OCSP requests and responses.
    Ocsp,
    /// CMS messages.
    Cms,
}

impl Suite {
    /// Every suite.
    pub const ALL: &'static [Self] = &[
        Self::Pkits,
        Self::Limbo,
        Self::Path,
        Self::Japan,
        Self::Wycheproof,
        Self::Crl,
        Self::Ocsp,
        Self::Cms,
    ];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pkits => "pkits",
            Self::Limbo => "limbo",
            Self::Path => "path",
            Self::Japan => "japan",
            Self::Wycheproof => "wycheproof",
            Self::Crl => "crl",
            Self::Ocsp => "ocsp",
            Self::Cms => "cms",
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
            Self::Limbo => "limbo-dev.json",
            Self::Path => "path/manifest.json",
            Self::Japan => "japan/index.json",
            Self::Wycheproof => "wycheproof/rsa_signature_2048_sha256_test.json",
            Self::Crl => "crl/manifest.json",
            Self::Ocsp => "ocsp/manifest.json",
            Self::Cms => "cms/manifest.json",
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
        Suite::Limbo => limbo::run(manifest),
        Suite::Path => path::run(manifest),
        Suite::Japan => japan::run(manifest),
        Suite::Wycheproof => wycheproof::run(manifest),
        Suite::Crl => crl::run(manifest),
        Suite::Ocsp => ocsp::run(manifest),
        Suite::Cms => cms::run(manifest),
    }
}
