use std::io;

use jpki_core::localized::{Locale, Localized};

/// Reason why a log does not take an event, or cannot be opened. Whatever it is, what was to be logged was not, and its
/// outcome must not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// Another process, or another part of this one, writes the log.
    #[error("the log is in use")]
    InUse,
    /// The disk is full.
    #[error("no space for the log")]
    NoSpace,
    /// The log cannot be written: read-only, or not ours.
    #[error("the log is read-only")]
    ReadOnly,
    /// The file system failed otherwise.
    #[error("the log's file: {0}")]
    File(io::ErrorKind),
    /// The database failed.
    #[error("the log's database: {0}")]
    Database(String),
    /// The database may lose what it says is durable.
    #[error("the log's database may lose what it commits: {0}")]
    Unfit(&'static str),
    /// The disk did not say that an earlier event is durable. The log has to be opened again, which finds out.
    #[error("the log was stopped by an earlier error; open it again")]
    Stopped,
    /// The event's time lies further before the latest entry's than clocks differ.
    #[error("the clock was set back")]
    ClockSetBack,
    /// No key of the ring is in use at this time, or a checkpoint is signed by a key that is not in it.
    #[error("no key of the log for this time, or an unknown one")]
    UnknownKey,
    /// An event that is longer than an entry may be.
    #[error("the event is too long")]
    TooLong,
    /// The second place has a checkpoint of more entries than the log has: its end was cut off.
    #[error("the log has {size} entries, a checkpoint in the second place {checkpoint}")]
    WrongSize {
        /// How many the log has.
        size: u64,
        /// How many it had.
        checkpoint: u64,
    },
    /// The log is not the one of which the second place has a checkpoint: it was rewritten, or is another.
    #[error("the log is not the one of the checkpoint in the second place")]
    Rewritten,
    /// The second place has something that is no checkpoint.
    #[error("the second place holds no checkpoint of the log")]
    NotCheckpoint,
    /// The second place cannot be read or written.
    #[error("the second place: {0}")]
    SecondPlace(io::ErrorKind),
    /// The log holds what no log writes, from this byte of its file or this entry of its database on.
    #[error("the log is damaged from {0} on")]
    Damaged(u64),
    /// Of a later version than this crate knows.
    #[error("the log has a newer format than this program")]
    NewerFormat,
    /// There is no such entry.
    #[error("no such entry")]
    NoSuchEntry,
}

impl From<io::Error> for LogError {
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

impl Localized for LogError {
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

impl LogError {
    const fn message(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::InUse => ("log.in-use", "操作ログは使用中です", "the operation log is in use"),
            Self::NoSpace => (
                "log.no-space",
                "操作ログを書き込む空き容量がありません",
                "there is no space for the operation log",
            ),
            Self::ReadOnly => (
                "log.read-only",
                "操作ログに書き込む権限がありません",
                "the operation log cannot be written",
            ),
            Self::File(_) => (
                "log.file",
                "操作ログのファイルで障害が発生しました",
                "the operation log's file failed",
            ),
            Self::Database(_) => (
                "log.database",
                "操作ログのデータベースで障害が発生しました",
                "the operation log's database failed",
            ),
            Self::Unfit(_) => (
                "log.unfit",
                "操作ログのデータベースは、確定した記録を失う設定になっています",
                "the operation log's database may lose what it commits",
            ),
            Self::Stopped => (
                "log.stopped",
                "先の障害により操作ログは停止しています。開き直してください",
                "an earlier error stopped the operation log: open it again",
            ),
            Self::ClockSetBack => {
                ("log.clock-set-back", "時計が戻されています", "the clock was set back")
            }
            Self::UnknownKey => (
                "log.unknown-key",
                "操作ログの鍵がこの時刻に有効でないか、不明です",
                "the operation log has no key for this time, or does not know it",
            ),
            Self::TooLong => {
                ("log.too-long", "記録する事項が長すぎます", "the event is too long for an entry")
            }
            Self::WrongSize { .. } => (
                "log.wrong-size",
                "操作ログの件数が別保管のチェックポイントより少なくなっています",
                "the operation log has fewer entries than a checkpoint in the second place says",
            ),
            Self::Rewritten => (
                "log.rewritten",
                "操作ログが別保管のチェックポイントと一致しません",
                "the operation log is not the one of the checkpoint in the second place",
            ),
            Self::NotCheckpoint => (
                "log.not-checkpoint",
                "別保管の内容はこの操作ログのチェックポイントではありません",
                "the second place holds no checkpoint of this operation log",
            ),
            Self::SecondPlace(_) => (
                "log.second-place",
                "チェックポイントの別保管先で障害が発生しました",
                "the second place of the checkpoints failed",
            ),
            Self::Damaged(_) => {
                ("log.damaged", "操作ログが破損しています", "the operation log is damaged")
            }
            Self::NewerFormat => (
                "log.newer-format",
                "より新しい形式の操作ログです",
                "the operation log has a newer format",
            ),
            Self::NoSuchEntry => {
                ("log.no-such-entry", "該当する記録がありません", "there is no such entry")
            }
        }
    }
}
