use std::io;

use jpki_core::localized::{Locale, Localized};
use jpki_revocation::CrlError;

use super::CrlDigest;

/// Reason why an archive does not keep a list, or does not return one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// Another process, or another part of this one, writes here.
    #[error("the archive is in use")]
    InUse,
    /// The folder holds other things and no archive.
    #[error("the folder is not an archive of lists")]
    NotArchive,
    /// Written by a later version of this crate.
    #[error("the archive has a newer format than this program")]
    NewerFormat,
    /// An erasure began and was cut off. [`erase`](super::CrlArchiveWriter::erase) finishes it.
    #[error("an erasure of the archive is not finished")]
    ErasureUnfinished,
    /// The content of the file is not what its name says.
    #[error("the archive's file {0} is damaged")]
    Damaged(CrlDigest),
    /// What has the name of a list is no plain file: a link, say.
    #[error("the archive's entry {0} is no file")]
    NotFile(CrlDigest),
    /// The list is whole, and beyond the limits now in force.
    #[error("the archived list {0} is refused: {1}")]
    Refused(CrlDigest, CrlError),
    /// The disk is full.
    #[error("no space for the archive")]
    NoSpace,
    /// The folder cannot be written: read-only, or not ours.
    #[error("the archive is read-only")]
    ReadOnly,
    /// The file system failed otherwise.
    #[error("the archive's folder: {0}")]
    File(io::ErrorKind),
}

impl From<io::Error> for ArchiveError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::NoSpace,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            kind => Self::File(kind),
        }
    }
}

impl Localized for ArchiveError {
    fn code(&self) -> &'static str {
        self.message().0
    }

    fn text(&self, locale: Locale) -> &'static str {
        let (_, ja, en) = self.message();
        match locale {
            Locale::Ja => ja,
            Locale::En => en,
        }
    }
}

impl ArchiveError {
    const fn message(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::InUse => (
                "archive.in-use",
                "失効情報リストの保管庫は使用中です",
                "the archive of lists is in use",
            ),
            Self::NotArchive => (
                "archive.not-archive",
                "指定されたフォルダは失効情報リストの保管庫ではありません",
                "the folder is not an archive of lists",
            ),
            Self::NewerFormat => (
                "archive.newer-format",
                "より新しい形式の保管庫です",
                "the archive has a newer format",
            ),
            Self::ErasureUnfinished => (
                "archive.erasure-unfinished",
                "保管庫の消去が完了していません",
                "an erasure of the archive is not finished",
            ),
            Self::Damaged(_) => (
                "archive.damaged",
                "保管された失効情報リストが破損しています",
                "an archived list is damaged",
            ),
            Self::NotFile(_) => (
                "archive.not-file",
                "保管庫にファイル以外のものがあります",
                "an entry of the archive is no file",
            ),
            Self::Refused(..) => (
                "archive.refused",
                "保管された失効情報リストは受け付けられません",
                "an archived list is refused",
            ),
            Self::NoSpace => (
                "archive.no-space",
                "保管庫の空き容量がありません",
                "there is no space for the archive",
            ),
            Self::ReadOnly => (
                "archive.read-only",
                "保管庫に書き込む権限がありません",
                "the archive cannot be written",
            ),
            Self::File(_) => (
                "archive.file",
                "保管庫のファイルで障害が発生しました",
                "the archive's folder or a file in it failed",
            ),
        }
    }
}
