use alloc::boxed::Box;
use core::fmt;

use const_oid::ObjectIdentifier;

use crate::algorithm::SignatureScheme;
use crate::der::Oid;
use crate::localized::{Locale, messages};
use crate::time::Timestamp;

messages! {
    /// What a fact tells.
    #[non_exhaustive]
    FactKey {
        ValidationTime => "validation-time", ja "検証時刻", en "time of validation";
        NotBefore => "not-before", ja "有効期間の開始", en "valid from";
        NotAfter => "not-after", ja "有効期間の満了", en "valid until";
        ThisUpdate => "this-update", ja "発行日時", en "issued at";
        NextUpdate => "next-update", ja "次回発行予定", en "next issue due";
        ProducedAt => "produced-at", ja "応答の作成日時", en "produced at";
        Responder => "responder", ja "応答の署名者", en "signer of the response";
        Method => "method", ja "失効確認の方法", en "method of the revocation check";
        Age => "age", ja "発行からの経過", en "age";
        RevokedAt => "revoked-at", ja "失効日時", en "revoked at";
        RevocationReason => "revocation-reason", ja "失効事由", en "revocation reason";
        CrlNumber => "list-number", ja "CRL番号", en "CRL number";
        Entries => "entries", ja "件数", en "entries";
        Extension => "extension", ja "拡張領域", en "extension";
        PolicyIdentifier => "policy", ja "証明書ポリシー", en "certificate policy";
        Scheme => "scheme", ja "署名方式", en "signature scheme";
        Kind => "kind", ja "証明書の種別", en "kind of certificate";
        Medium => "medium", ja "格納媒体", en "medium";
        ContentType => "content-type", ja "内容の種別", en "type of content";
        ContentDigest => "content-digest", ja "内容のダイジェスト", en "digest of content";
        ContentLength => "content-length", ja "内容の長さ (バイト)", en "length of content (bytes)";
        DigestAlgorithm => "digest-algorithm", ja "ダイジェストアルゴリズム", en "digest algorithm";
        SigningTime => "signing-time", ja "署名時刻 (署名者の申告)", en "time of signing as claimed";
        StampedAt => "stamped-at", ja "タイムスタンプの時刻", en "time of the time-stamp";
        IssuedAt => "issued-at", ja "発行日時", en "issued";
        ExpiresAt => "expires-at", ja "有効期限", en "expires";
        BoundAt => "bound-at", ja "紐付け日時", en "bound";
        BindingOrigin => "binding-origin", ja "紐付けの根拠", en "origin of the binding";
        UserVerification => "user-verification", ja "本人確認の方法 (申告)", en "user verification (as stated)";
        Detail => "detail", ja "詳細", en "detail";
    }
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FactValue {
    /// An instant.
    Time(Timestamp),
    /// A span of time in seconds.
    Seconds(u64),
    /// A number.
    Count(u64),
    /// An object identifier.
    ObjectIdentifier(ObjectIdentifier),
    /// A signature scheme.
    Scheme(SignatureScheme),
    /// A stable code of these crates.
    Code(&'static str),
    /// Bytes that are not protected, such as a CRL number or the digest of a list.
    Bytes(Box<[u8]>),
}

impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(time) => time.fmt(f),
            Self::Seconds(seconds) => write!(f, "{seconds} s"),
            Self::Count(count) => count.fmt(f),
            Self::ObjectIdentifier(oid) => oid.fmt(f),
            Self::Scheme(scheme) => scheme.fmt(f),
            Self::Code(code) => f.write_str(code),
            Self::Bytes(bytes) => bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
        }
    }
}

impl FactValue {
    /// Returns the value for people: an instant by UTC and by the clocks of Japan, a span in hours, minutes and seconds.
    /// [`Display`](fmt::Display) gives what programs read.
    #[must_use]
    pub const fn display(&self, locale: Locale) -> impl fmt::Display {
        InLanguage { value: self, locale }
    }
}

struct InLanguage<'a> {
    value: &'a FactValue,
    locale: Locale,
}

impl fmt::Display for InLanguage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.value, self.locale) {
            (FactValue::Time(time), Locale::Ja) => write!(f, "{} ({time})", time.in_japan()),
            (FactValue::Time(time), Locale::En) => write!(f, "{time} ({})", time.in_japan()),
            (FactValue::Seconds(seconds), locale) => write_span(*seconds, locale, f),
            (value, _) => value.fmt(f),
        }
    }
}

fn write_span(seconds: u64, locale: Locale, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let units = match locale {
        Locale::Ja => ["時間", "分", "秒"],
        Locale::En => [" h", " min", " s"],
    };
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60];
    let mut gap = "";
    for (part, unit) in parts.into_iter().zip(units) {
        let is_all_there_is = seconds == 0 && unit == units[2];
        if part != 0 || is_all_there_is {
            write!(f, "{gap}{part}{unit}")?;
            gap = match locale {
                Locale::Ja => "",
                Locale::En => " ",
            };
        }
    }
    Ok(())
}

impl serde::Serialize for FactValue {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Seconds(number) | Self::Count(number) => serializer.serialize_u64(*number),
            _ => serializer.collect_str(self),
        }
    }
}

/// One thing seen during a check. Never a serial number, certificate, key or personal attribute.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a key and its value")]
pub struct Fact {
    /// What it tells.
    pub key: FactKey,
    /// What was seen.
    pub value: FactValue,
}

impl fmt::Debug for Fact {
    /// The key alone where the value is protected: since when and why a certificate is revoked (失効情報).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key {
            FactKey::RevokedAt | FactKey::RevocationReason => write!(f, "Fact({:?})", self.key),
            _ => write!(f, "Fact({:?}: {:?})", self.key, self.value),
        }
    }
}

impl Fact {
    /// Creates a fact that is an instant.
    #[must_use]
    pub const fn time(key: FactKey, time: Timestamp) -> Self {
        Self { key, value: FactValue::Time(time) }
    }

    /// Creates a fact that is a number.
    #[must_use]
    pub const fn count(key: FactKey, count: u64) -> Self {
        Self { key, value: FactValue::Count(count) }
    }

    /// Creates a fact that is a stable code.
    #[must_use]
    pub const fn code(key: FactKey, code: &'static str) -> Self {
        Self { key, value: FactValue::Code(code) }
    }

    /// Creates a fact that is an object identifier; `None` if it is longer, or an arc of it larger, than
    /// [`ObjectIdentifier`] holds.
    #[must_use]
    pub fn object_identifier(key: FactKey, oid: Oid<'_>) -> Option<Self> {
        let oid = ObjectIdentifier::from_bytes(oid.as_bytes()).ok()?;
        Some(Self { key, value: FactValue::ObjectIdentifier(oid) })
    }
}
