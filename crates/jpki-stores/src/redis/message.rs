use jpki_core::localized::{Locale, Localized};

use super::RedisError;

impl Localized for RedisError {
    fn code(&self) -> &'static str {
        match self {
            Self::Engine(_) => "redis-store.engine",
            Self::NotEncrypted => "redis-store.not-encrypted",
            Self::RunUnknown => "redis-store.run-unknown",
            Self::NotPrimary => "redis-store.not-primary",
            Self::TooOld => "redis-store.too-old",
            Self::NotPersistent => "redis-store.not-persistent",
            Self::Evicting => "redis-store.evicting",
            Self::FormatNewer => "redis-store.newer-format",
            Self::Repeated => "redis-store.repeated",
            Self::Thread(_) => "redis-store.thread",
            Self::TimedOut(error) => error.code(),
            Self::Unreadable(error) => error.code(),
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Engine(_), Locale::Ja) => "RedisまたはRedisへの接続で障害が発生しました",
            (Self::Engine(_), Locale::En) => "Redis or the connection to it failed",
            (Self::NotEncrypted, Locale::Ja) => {
                "暗号化されていないRedisへの接続は同じ機器の中に限られます"
            }
            (Self::NotEncrypted, Locale::En) => {
                "an unencrypted connection to Redis must stay on the machine"
            }
            (Self::RunUnknown, Locale::Ja) => "Redisの実行識別子または複製識別子を確認できません",
            (Self::RunUnknown, Locale::En) => "Redis does not tell its run and replication id",
            (Self::NotPrimary, Locale::Ja) => "Redisサーバーは複製です",
            (Self::NotPrimary, Locale::En) => "the Redis server is a replica",
            (Self::TooOld, Locale::Ja) => "Redisが6.2より古い版です",
            (Self::TooOld, Locale::En) => "Redis is older than 6.2",
            (Self::NotPersistent, Locale::Ja) => {
                "紐付けの保存にはRedisの設定appendonly yesが必要です"
            }
            (Self::NotPersistent, Locale::En) => "bindings need appendonly yes in Redis",
            (Self::Evicting, Locale::Ja) => {
                "Redisの設定maxmemory-policyにより紐付けが失われるおそれがあります"
            }
            (Self::Evicting, Locale::En) => "Redis may evict bindings by its maxmemory-policy",
            (Self::FormatNewer, Locale::Ja) => "Redisの紐付けはより新しい形式です",
            (Self::FormatNewer, Locale::En) => "the bindings in Redis have a newer format",
            (Self::Repeated, Locale::Ja) => "同じ識別子のチャレンジがすでにあります",
            (Self::Repeated, Locale::En) => "a challenge with this id is kept already",
            (Self::Thread(_), Locale::Ja) => "Redisへの接続のためのスレッドを開始できません",
            (Self::Thread(_), Locale::En) => "no thread can be started for the connection to Redis",
            (Self::TimedOut(error), locale) => error.text(locale),
            (Self::Unreadable(error), locale) => error.text(locale),
        }
    }
}
