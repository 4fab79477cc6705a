use std::fmt;

use jpki_core::localized::{Locale, Localized};

/// Reason why bytes are no bundle, or no bundle can be made: nothing is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleError {
    fault: BundleFault,
    file: Option<String>,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BundleFault {
    /// Not a ZIP container.
    NotZip,
    /// Compressed, encrypted, dated, or with fields that a bundle does not have.
    ZipFeature,
    /// Sizes in 64 bits.
    Zip64,
    /// A length that is not that of the bytes.
    ZipLength,
    /// A name that is no plain path inside the container.
    ZipName,
    /// A name that occurs twice, or differs in case only.
    ZipNameTwice,
    /// A checksum that is not that of the bytes.
    ZipChecksum,
    /// The directory at the end is not that of the members.
    ZipDirectory,
    /// More bytes or files than a bundle has.
    TooLarge,
    /// Not an ASiC-E container: its first file does not say so.
    NotAsic,
    /// The manifest names the file with another digest.
    FileChanged,
    /// The manifest or the statement names a file that is not there.
    FileMissing,
    /// A file that the manifest or the statement does not name.
    FileAdded,
    /// The manifest is not the one that these files have.
    Manifest,
    /// The statement cannot be read.
    Statement,
    /// Of a later version than this crate knows.
    Newer,
    /// The time-stamp or log proof cannot be read.
    Proof,
    /// The time-stamp or log proof is of another manifest.
    OtherManifest,
    /// What was signed cannot be read.
    Signed,
    /// The verdict is about another certificate, signature or content.
    OtherVerdict,
}

impl BundleError {
    pub(crate) fn at(fault: BundleFault, file: &str) -> Self {
        Self { fault, file: Some(file.to_owned()) }
    }

    /// Returns what is wrong.
    #[must_use]
    pub const fn fault(&self) -> BundleFault {
        self.fault
    }

    /// Returns the file in the bundle that it is wrong with, if it is one.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }
}

impl From<BundleFault> for BundleError {
    fn from(fault: BundleFault) -> Self {
        Self { fault, file: None }
    }
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.fault.text(Locale::En))?;
        match &self.file {
            Some(file) => write!(f, " ({file})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for BundleError {}

impl Localized for BundleError {
    fn code(&self) -> &'static str {
        self.fault.code()
    }

    fn text(&self, locale: Locale) -> &'static str {
        self.fault.text(locale)
    }
}

impl BundleFault {
    const fn message(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::NotZip => ("bundle.not-zip", "ZIPではありません", "not a ZIP container"),
            Self::ZipFeature => (
                "bundle.zip-feature",
                "証拠パッケージが使わないZIPの機能が使われています",
                "a feature of ZIP that bundles do not use",
            ),
            Self::Zip64 => ("bundle.zip-64", "64ビットのZIPです", "sizes in 64 bits"),
            Self::ZipLength => (
                "bundle.zip-length",
                "記録された長さが実際と異なります",
                "a length that is not that of the bytes",
            ),
            Self::ZipName => (
                "bundle.zip-name",
                "使用できないファイル名です",
                "a name that is no plain path inside the container",
            ),
            Self::ZipNameTwice => (
                "bundle.zip-name-twice",
                "同じファイル名が二度現れます",
                "a name that occurs twice",
            ),
            Self::ZipChecksum => (
                "bundle.zip-checksum",
                "チェックサムが一致しません",
                "a checksum that is not that of the bytes",
            ),
            Self::ZipDirectory => (
                "bundle.zip-directory",
                "ZIPの一覧が内容と一致しません",
                "the directory is not that of the members",
            ),
            Self::TooLarge => ("bundle.too-large", "大きすぎます", "too large"),
            Self::NotAsic => ("bundle.not-asic", "ASiC-Eではありません", "not an ASiC-E container"),
            Self::FileChanged => (
                "bundle.file-changed",
                "ファイルが変更されています",
                "a file is not what the manifest says",
            ),
            Self::FileMissing => {
                ("bundle.file-missing", "ファイルがありません", "a file is missing")
            }
            Self::FileAdded => {
                ("bundle.file-added", "記載のないファイルがあります", "a file that nothing names")
            }
            Self::Manifest => (
                "bundle.manifest",
                "マニフェストが内容と一致しません",
                "the manifest is not that of the files",
            ),
            Self::Statement => {
                ("bundle.statement", "検証の記録を読めません", "the statement cannot be read")
            }
            Self::Newer => {
                ("bundle.newer", "新しい版の証拠パッケージです", "of a later version than is known")
            }
            Self::Proof => (
                "bundle.proof",
                "タイムスタンプまたはログの証明を読めません",
                "the time-stamp or log proof cannot be read",
            ),
            Self::OtherManifest => (
                "bundle.other-manifest",
                "別のマニフェストに対する証明です",
                "the time-stamp or log proof is of another manifest",
            ),
            Self::Signed => {
                ("bundle.signed", "署名データを読めません", "what was signed cannot be read")
            }
            Self::OtherVerdict => (
                "bundle.other-verdict",
                "別の証明書・署名・文書についての検証結果です",
                "the verdict is about another certificate, signature or content",
            ),
        }
    }
}

impl Localized for BundleFault {
    fn code(&self) -> &'static str {
        self.message().0
    }

    fn text(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::Ja => self.message().1,
            Locale::En => self.message().2,
        }
    }
}
