use jpki_core::localized::{Locale, Localized};

use super::PostgresError;

impl Localized for PostgresError {
    fn code(&self) -> &'static str {
        match self {
            Self::Engine(_) => "postgres-store.engine",
            Self::NotEncrypted => "postgres-store.not-encrypted",
            Self::NotPrimary => "postgres-store.not-primary",
            Self::Unfit(_) => "postgres-store.unfit",
            Self::SchemaMissing => "postgres-store.schema-missing",
            Self::SchemaOutdated { .. } => "postgres-store.schema-outdated",
            Self::SchemaNewer(_) => "postgres-store.newer-format",
            Self::Thread(_) => "postgres-store.thread",
            Self::TimedOut(error) => error.code(),
            Self::Unreadable(error) => error.code(),
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Engine(_), Locale::Ja) => {
                "PostgreSQLまたはPostgreSQLへの接続で障害が発生しました"
            }
            (Self::Engine(_), Locale::En) => "PostgreSQL or the connection to it failed",
            (Self::NotEncrypted, Locale::Ja) => {
                "暗号化されていないPostgreSQLへの接続は同じ機器の中に限られます"
            }
            (Self::NotEncrypted, Locale::En) => {
                "an unencrypted connection to PostgreSQL must stay on the machine"
            }
            (Self::NotPrimary, Locale::Ja) => "PostgreSQLサーバーは待機系です",
            (Self::NotPrimary, Locale::En) => "the PostgreSQL server is a standby",
            (Self::Unfit(_), Locale::Ja) => "PostgreSQLは確定した内容を失うことがあります",
            (Self::Unfit(_), Locale::En) => "PostgreSQL may lose what it commits",
            (Self::SchemaMissing, Locale::Ja) => {
                "PostgreSQLにスキーマがありません。create_schemaで作成してください"
            }
            (Self::SchemaMissing, Locale::En) => {
                "PostgreSQL has no schema of a store: create_schema makes it"
            }
            (Self::SchemaOutdated { .. }, Locale::Ja) => {
                "PostgreSQLのスキーマが古く、この権限では更新できません"
            }
            (Self::SchemaOutdated { .. }, Locale::En) => {
                "the schema in PostgreSQL is of an earlier version, and this role may not bring it up to date"
            }
            (Self::SchemaNewer(_), Locale::Ja) => "PostgreSQLのスキーマはより新しい形式です",
            (Self::SchemaNewer(_), Locale::En) => "the schema in PostgreSQL has a newer format",
            (Self::Thread(_), Locale::Ja) => "PostgreSQLへの接続のためのスレッドを開始できません",
            (Self::Thread(_), Locale::En) => {
                "no thread can be started for the connection to PostgreSQL"
            }
            (Self::TimedOut(error), locale) => error.text(locale),
            (Self::Unreadable(error), locale) => error.text(locale),
        }
    }
}
