use jpki_core::localized::{Locale, Localized};

/// A possible cause of a change. Never a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
// Requirement: REV-07
pub enum Cause {
    /// 氏名、住所等の変更
    AttributesChanged,
    /// 死亡
    Death,
    /// 海外転出
    MovedAbroad,
    /// カード紛失
    CardLost,
    /// 証明書更新
    Renewed,
    /// 有効期限到来
    Expired,
    /// 交付前破棄
    DiscardedBeforeDelivery,
    /// 利用者の秘密鍵の危殆化
    KeyCompromised,
    /// 認証局の秘密鍵の危殆化
    AuthorityKeyCompromised,
    /// 記載内容の変更
    ContentChanged,
    /// 利用の終了
    NoLongerUsed,
    /// 秘密鍵の安全性への疑いによる一時保留
    KeySafetyInDoubt,
    /// 一時利用停止の解除
    HoldLifted,
}

impl Cause {
    /// All causes.
    pub const ALL: [Self; 13] = [
        Self::AttributesChanged,
        Self::Death,
        Self::MovedAbroad,
        Self::CardLost,
        Self::Renewed,
        Self::Expired,
        Self::DiscardedBeforeDelivery,
        Self::KeyCompromised,
        Self::AuthorityKeyCompromised,
        Self::ContentChanged,
        Self::NoLongerUsed,
        Self::KeySafetyInDoubt,
        Self::HoldLifted,
    ];
}

impl Localized for Cause {
    fn code(&self) -> &'static str {
        match self {
            Self::AttributesChanged => "attributes-changed",
            Self::Death => "death",
            Self::MovedAbroad => "moved-abroad",
            Self::CardLost => "card-lost",
            Self::Renewed => "renewed",
            Self::Expired => "expired",
            Self::DiscardedBeforeDelivery => "discarded-before-delivery",
            Self::KeyCompromised => "key-compromised",
            Self::AuthorityKeyCompromised => "authority-key-compromised",
            Self::ContentChanged => "content-changed",
            Self::NoLongerUsed => "no-longer-used",
            Self::KeySafetyInDoubt => "key-safety-in-doubt",
            Self::HoldLifted => "hold-lifted",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::AttributesChanged, Locale::Ja) => "氏名、住所等の変更の可能性",
            (Self::AttributesChanged, Locale::En) => "name, address or the like may have changed",
            (Self::Death, Locale::Ja) => "死亡の可能性",
            (Self::Death, Locale::En) => "the person may have died",
            (Self::MovedAbroad, Locale::Ja) => "海外転出の可能性",
            (Self::MovedAbroad, Locale::En) => "the person may have moved abroad",
            (Self::CardLost, Locale::Ja) => "カード紛失の可能性",
            (Self::CardLost, Locale::En) => "the card may have been lost",
            (Self::Renewed, Locale::Ja) => "証明書更新の可能性",
            (Self::Renewed, Locale::En) => "the certificate may have been renewed",
            (Self::Expired, Locale::Ja) => "有効期限到来の可能性",
            (Self::Expired, Locale::En) => "the certificate may have reached its end",
            (Self::DiscardedBeforeDelivery, Locale::Ja) => "交付前破棄の可能性",
            (Self::DiscardedBeforeDelivery, Locale::En) => {
                "the certificate may have been discarded before it was handed over"
            }
            (Self::KeyCompromised, Locale::Ja) => "利用者の秘密鍵の危殆化の可能性",
            (Self::KeyCompromised, Locale::En) => "the person's private key may be compromised",
            (Self::AuthorityKeyCompromised, Locale::Ja) => "認証局の秘密鍵の危殆化の可能性",
            (Self::AuthorityKeyCompromised, Locale::En) => {
                "the authority's private key may be compromised"
            }
            (Self::ContentChanged, Locale::Ja) => "証明書の記載内容の変更の可能性",
            (Self::ContentChanged, Locale::En) => "what the certificate says may have changed",
            (Self::NoLongerUsed, Locale::Ja) => "利用の終了の可能性",
            (Self::NoLongerUsed, Locale::En) => "the person may have stopped using it",
            (Self::KeySafetyInDoubt, Locale::Ja) => {
                "秘密鍵の安全性に疑いがあることによる一時保留の可能性"
            }
            (Self::KeySafetyInDoubt, Locale::En) => {
                "it may be on hold because the safety of its key is in doubt"
            }
            (Self::HoldLifted, Locale::Ja) => "一時利用停止が解除された可能性",
            (Self::HoldLifted, Locale::En) => "the hold may have been lifted",
        }
    }
}
