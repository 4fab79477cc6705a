//! The suites, each a reader of one format.

mod bettertls;
mod cms;
mod corpus;
mod crl;
mod japan;
mod limbo;
mod ocsp;
mod path;
mod pkits;
mod wycheproof;

use std::path::{Path, PathBuf};

use crate::exceptions::Exceptions;
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
    /// BetterTLS.
    Bettertls,
    /// A folder of any files.
    Corpus,
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
        Self::Bettertls,
        Self::Corpus,
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
            Self::Bettertls => "bettertls",
            Self::Corpus => "corpus",
        }
    }

    /// The suite of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|suite| suite.name() == name)
    }

    /// The manifests that are meant by a file, which is one, or by a folder: those of the suite in its folder
    /// of the suite's name, or else in itself.
    fn manifests(self, given: &Path) -> Result<Vec<PathBuf>, String> {
        if self == Self::Corpus || !given.is_dir() {
            return Ok(vec![given.to_path_buf()]);
        }
        for folder in [given.join(self.name()), given.to_path_buf()] {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            let files = entries.map(|entry| entry.path());
            let mut files: Vec<_> = files.filter(|file| self.is_manifest(file)).collect();
            files.sort();
            if !files.is_empty() {
                return Ok(files);
            }
        }
        Err(format!("no manifest of the suite {} in {}", self.name(), given.display()))
    }

    fn is_manifest(self, file: &Path) -> bool {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        match self {
            Self::Limbo | Self::Bettertls => {
                name.starts_with(self.name())
                    && name.ends_with(".json")
                    && !name.ends_with("-index.json")
                    && !name.ends_with("-schema.json")
            }
            Self::Wycheproof => name.ends_with("_test.json"),
            Self::Japan => name == "index.json",
            Self::Pkits => name == "pkits.json" || name == "manifest.json",
            _ => name == "manifest.json",
        }
    }
}

/// Runs every case of a manifest, or of the manifests in a folder, each of which takes the exceptions that are
/// committed for its bytes.
///
/// # Errors
/// If there is no manifest, or it is none of the suite's format. Whatever is odd about a single case is the
/// result of that case.
pub fn run(suite: Suite, given: &Path) -> Result<Results, String> {
    let mut results = Results::default();
    for manifest in suite.manifests(given)? {
        let found = match suite {
            Suite::Pkits => pkits::run(&manifest)?,
            Suite::Limbo => limbo::run(&manifest)?,
            Suite::Path => path::run(&manifest)?,
            Suite::Japan => japan::run(&manifest)?,
            Suite::Wycheproof => wycheproof::run(&manifest)?,
            Suite::Crl => crl::run(&manifest)?,
            Suite::Ocsp => ocsp::run(&manifest)?,
            Suite::Cms => cms::run(&manifest)?,
            Suite::Bettertls => bettertls::run(&manifest)?,
            Suite::Corpus => return corpus::run(&manifest),
        };
        let bytes =
            std::fs::read(&manifest).map_err(|error| format!("{}: {error}", manifest.display()))?;
        results.extend(found.with_exceptions(&Exceptions::committed(suite, &bytes)));
    }
    Ok(results)
}
