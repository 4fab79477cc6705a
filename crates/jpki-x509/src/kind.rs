//! 種別: what a certificate is for, on which medium it lives, and which authority key made it.

mod policy_table;

use jpki_core::localized::{Locale, Localized};

pub use policy_table::{PolicyEntry, PolicyTable};

use crate::extension::KeyUsage;

/// The keyUsage of a 署名用電子証明書 (jpki-profile §2.4 row 1).
pub(crate) const SIGNATURE_USAGE: KeyUsage =
    KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::NON_REPUDIATION);

/// What a certificate is for. Also what an authority's key is for: one issues one kind only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the two certificates of the law")]
pub enum CertificateKind {
    /// 署名用電子証明書: signing documents. Holds the basic four information.
    Signature,
    /// 利用者証明用電子証明書: proving who logs in. Holds none.
    UserAuthentication,
}

impl CertificateKind {
    /// Returns the kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Signature, Self::UserAuthentication].into_iter().find(|kind| kind.code() == code)
    }
}

impl Localized for CertificateKind {
    fn code(&self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::UserAuthentication => "user-authentication",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Signature, Locale::Ja) => "署名用電子証明書",
            (Self::Signature, Locale::En) => "signature certificate",
            (Self::UserAuthentication, Locale::Ja) => "利用者証明用電子証明書",
            (Self::UserAuthentication, Locale::En) => "user authentication certificate",
        }
    }
}

/// 格納媒体: where the private key lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Medium {
    /// 個人番号カード
    Card,
    /// 移動端末設備 (スマートフォン)
    Smartphone,
    /// The policy does not tell.
    Unknown,
}

impl Localized for Medium {
    fn code(&self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Smartphone => "smartphone",
            Self::Unknown => "unknown",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Card, Locale::Ja) => "個人番号カード",
            (Self::Card, Locale::En) => "Individual Number Card",
            (Self::Smartphone, Locale::Ja) => "スマートフォン",
            (Self::Smartphone, Locale::En) => "smartphone",
            (Self::Unknown, Locale::Ja) => "不明",
            (Self::Unknown, Locale::En) => "unknown",
        }
    }
}

/// 世代 of an authority's key, counted from 1. All generations of an authority have one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(u8);

impl Generation {
    /// 2015-10 to 2025-10
    pub const FIRST: Self = Self(1);
    /// 2019-09 to 2029-09
    pub const SECOND: Self = Self(2);
    /// 2023-07 to 2033-07
    pub const THIRD: Self = Self(3);

    /// The generation of this number.
    #[must_use]
    pub const fn new(number: u8) -> Self {
        Self(number)
    }

    /// Returns its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}
