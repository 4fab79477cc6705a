use alloc::boxed::Box;
use core::error::Error;
use std::io;

use jpki_core::localized::{Locale, Localized};

use crate::verified_crl::StoredCrlError;

/// Reason why a CRL was not inserted. What the store held before, it still holds.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InsertError {
    /// Another authority signed it than the one expected.
    #[error("the revocation list is of another issuer than expected")]
    OtherIssuer,
    /// It covers other certificates than expected, has another distribution point, or is a delta where a complete
    /// list was expected, or the reverse.
    #[error("the revocation list has another scope than expected")]
    OtherScope,
    /// It has fewer entries than the expected list has at least.
    #[error("the revocation list has too few entries")]
    TooFewEntries,
    /// It was issued in the future, and would keep lists out that can be believed.
    #[error("the revocation list was issued in the future")]
    FromFuture,
    /// Its number is lower, or it was issued earlier, than the one that is there.
    #[error("the revocation list is older than the one in the store")]
    Older,
    /// It has the number of the one that is there but other content: one of them must be false
    /// (RFC 5280 §5.2.3).
    #[error("the revocation list has the number of another one")]
    SameNumberOtherContent,
    /// More lasting revocations are gone from it than may be: another list in the place of the expected one, or a
    /// fault of the authority. See [`CrlStore::replace_after_review`](super::CrlStore::replace_after_review).
    #[error("{removed} revocations are gone from the revocation list, more than {allowed}")]
    TooManyRemoved {
        /// How many are gone.
        removed: usize,
        /// How many may be.
        allowed: usize,
    },
    /// It is a delta to a later list than the one that is there, and would replace a delta to that one.
    #[error("the complete list to which the delta goes is not in the store")]
    BaseMissing,
    /// The store's [keeper](super::CrlKeeper) did not keep it.
    #[error("the revocation list could not be archived: {0}")]
    NotKept(#[source] Box<dyn Error + Send + Sync>),
    /// The store was opened for reading only.
    #[error("the store was opened for reading only")]
    ReadOnly,
    /// It could not be written, or not be read again.
    #[error("the revocation list could not be stored: {0}")]
    Storage(#[from] StorageError),
}

/// Reason why a directory or a file in it could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// Another store, of this process or another one, takes lists into the directory.
    #[error("the directory is in use by another store")]
    InUse,
    /// The file system said so.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file is no stored list, or damaged.
    #[error(transparent)]
    File(#[from] StoredCrlError),
}

impl Localized for InsertError {
    fn code(&self) -> &'static str {
        match self {
            Self::OtherIssuer => "take-in.other-issuer",
            Self::OtherScope => "take-in.other-scope",
            Self::TooFewEntries => "take-in.too-few-entries",
            Self::FromFuture => "take-in.from-future",
            Self::Older => "take-in.older",
            Self::SameNumberOtherContent => "take-in.same-number-other-content",
            Self::TooManyRemoved { .. } => "take-in.too-many-removed",
            Self::BaseMissing => "take-in.base-missing",
            Self::NotKept(_) => "take-in.not-kept",
            Self::ReadOnly => "take-in.read-only",
            Self::Storage(error) => error.code(),
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::OtherIssuer, Locale::Ja) => "失効リストの発行者が想定と異なります",
            (Self::OtherIssuer, Locale::En) => {
                "the revocation list is of another issuer than expected"
            }
            (Self::OtherScope, Locale::Ja) => "失効リストの対象範囲が想定と異なります",
            (Self::OtherScope, Locale::En) => "the revocation list has another scope than expected",
            (Self::TooFewEntries, Locale::Ja) => "失効リストの件数が想定より少なくなっています",
            (Self::TooFewEntries, Locale::En) => "the revocation list has too few entries",
            (Self::FromFuture, Locale::Ja) => "失効リストの発行日時が未来です",
            (Self::FromFuture, Locale::En) => "the revocation list was issued in the future",
            (Self::Older, Locale::Ja) => "保存されている失効リストより古いものです",
            (Self::Older, Locale::En) => "the revocation list is older than the one in the store",
            (Self::SameNumberOtherContent, Locale::Ja) => {
                "同じ番号で内容の異なる失効リストが保存されています"
            }
            (Self::SameNumberOtherContent, Locale::En) => {
                "the revocation list has the number of another one"
            }
            (Self::TooManyRemoved { .. }, Locale::Ja) => {
                "失効リストから多くの失効が消えています。確認してください"
            }
            (Self::TooManyRemoved { .. }, Locale::En) => {
                "many revocations are gone from the revocation list: somebody has to look"
            }
            (Self::BaseMissing, Locale::Ja) => "差分の元になる失効リストがありません",
            (Self::BaseMissing, Locale::En) => {
                "the complete list to which the delta goes is not in the store"
            }
            (Self::NotKept(_), Locale::Ja) => "失効リストを保管庫に保存できません",
            (Self::NotKept(_), Locale::En) => "the revocation list could not be archived",
            (Self::ReadOnly, Locale::Ja) => "読み取り専用で開かれています",
            (Self::ReadOnly, Locale::En) => "the store was opened for reading only",
            (Self::Storage(error), locale) => error.text(locale),
        }
    }
}

impl Localized for StorageError {
    fn code(&self) -> &'static str {
        match self {
            Self::InUse => "storage.in-use",
            Self::Io(_) => "storage.file-system",
            Self::File(error) => error.code(),
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::InUse, Locale::Ja) => "ほかで書き込み用に開かれています",
            (Self::InUse, Locale::En) => "the directory is in use by another store",
            (Self::Io(_), Locale::Ja) => "ディレクトリまたはファイルを利用できません",
            (Self::Io(_), Locale::En) => "the directory or a file in it cannot be used",
            (Self::File(error), locale) => error.text(locale),
        }
    }
}

impl Localized for StoredCrlError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "stored-list.unknown",
            Self::NewerFormat { .. } => "stored-list.newer-format",
            Self::OtherSubjects => "stored-list.other-subjects",
            Self::Corrupted(_) => "stored-list.damaged",
            Self::SignerNotBelieved => "stored-list.signer-not-believed",
            Self::List(_) => "stored-list.refused",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Unknown, Locale::Ja) => "保存された失効リストではありません",
            (Self::Unknown, Locale::En) => "not a stored revocation list",
            (Self::NewerFormat { .. }, Locale::Ja) => "より新しい形式で保存された失効リストです",
            (Self::NewerFormat { .. }, Locale::En) => {
                "the stored revocation list has a newer format"
            }
            (Self::OtherSubjects, Locale::Ja) => {
                "対象（利用者または認証局）の異なる保存先の失効リストです"
            }
            (Self::OtherSubjects, Locale::En) => {
                "the stored revocation list belongs to a store of other subjects"
            }
            (Self::Corrupted(_), Locale::Ja) => "保存された失効リストが破損しています",
            (Self::Corrupted(_), Locale::En) => "the stored list or its index is damaged",
            (Self::SignerNotBelieved, Locale::Ja) => {
                "保存された失効リストの発行者は信頼されていません"
            }
            (Self::SignerNotBelieved, Locale::En) => {
                "the stored revocation list was signed by an authority that is not believed"
            }
            (Self::List(_), Locale::Ja) => "保存された失効リストは受け付けられません",
            (Self::List(_), Locale::En) => "the stored revocation list is refused",
        }
    }
}
