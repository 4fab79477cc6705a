use jpki_core::localized::{Locale, Localized};

use super::SqliteError;

impl Localized for SqliteError {
    fn code(&self) -> &'static str {
        match self {
            Self::Engine(_) => "sqlite-store.engine",
            Self::File(_) => "sqlite-store.file",
            Self::OtherSchema => "sqlite-store.other-schema",
            Self::SchemaNewer(_) => "sqlite-store.newer-format",
            Self::Unfit(_) => "sqlite-store.unfit",
            Self::JournalNotCleared { .. } => "sqlite-store.journal-not-cleared",
            Self::WorkerGone => "sqlite-store.worker-gone",
            Self::TimedOut(error) => error.code(),
            Self::Unreadable(error) => error.code(),
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Engine(_), Locale::Ja) => "SQLiteで障害が発生しました",
            (Self::Engine(_), Locale::En) => "SQLite failed",
            (Self::File(_), Locale::Ja) => "SQLiteのファイルを作成できません",
            (Self::File(_), Locale::En) => "the SQLite file cannot be made",
            (Self::OtherSchema, Locale::Ja) => "この保存先のSQLiteファイルではありません",
            (Self::OtherSchema, Locale::En) => "the SQLite file is not a store",
            (Self::SchemaNewer(_), Locale::Ja) => "より新しい形式のSQLiteファイルです",
            (Self::SchemaNewer(_), Locale::En) => "the SQLite file has a newer format",
            (Self::Unfit(_), Locale::Ja) => "必要な書き込み方法をSQLiteで利用できません",
            (Self::Unfit(_), Locale::En) => "SQLite cannot write here as a store needs it",
            (Self::JournalNotCleared { .. }, Locale::Ja) => {
                "記録は削除されましたが、ジャーナルに残っています。もう一度削除してください"
            }
            (Self::JournalNotCleared { .. }, Locale::En) => {
                "the records are erased, but still in the journal: erase again"
            }
            (Self::WorkerGone, Locale::Ja) => "SQLiteの処理スレッドが終了しています",
            (Self::WorkerGone, Locale::En) => "the thread that serves SQLite is gone",
            (Self::TimedOut(error), locale) => error.text(locale),
            (Self::Unreadable(error), locale) => error.text(locale),
        }
    }
}
