use jpki_core::localized::{Locale, Localized};

/// Reason why a certificate was revoked, as the list says (失効事由, RFC 5280 §5.3.1).
///
/// What a reason means for the person is for the application to judge, with both certificates in hand
/// (guideline 001 fig. 3-4): this is the code as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 5280 section 5.3.1; `Unassigned` holds the rest")]
pub enum RevocationReason {
    /// Not given, or unspecified (0).
    Unspecified,
    /// keyCompromise (1)
    KeyCompromise,
    /// cACompromise (2)
    AuthorityCompromise,
    /// affiliationChanged (3)
    AffiliationChanged,
    /// superseded (4)
    Superseded,
    /// cessationOfOperation (5)
    CessationOfOperation,
    /// certificateHold (6): 一時保留. It may be lifted, so it holds for now only.
    CertificateHold,
    /// removeFromCRL (8): on a delta list, revoked no longer.
    RemoveFromCrl,
    /// privilegeWithdrawn (9)
    PrivilegeWithdrawn,
    /// aACompromise (10)
    AttributeAuthorityCompromise,
    /// A number without a meaning. Revoked nevertheless.
    Unassigned(u8),
}

impl RevocationReason {
    /// The reason with this number.
    #[must_use]
    pub const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Unspecified,
            1 => Self::KeyCompromise,
            2 => Self::AuthorityCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::CertificateHold,
            8 => Self::RemoveFromCrl,
            9 => Self::PrivilegeWithdrawn,
            10 => Self::AttributeAuthorityCompromise,
            _ => Self::Unassigned(number),
        }
    }

    /// Which of two entries for one certificate counts: one that lasts before one that may be lifted,
    /// and any revocation before its removal.
    pub(crate) const fn weight(self) -> u8 {
        match self {
            Self::RemoveFromCrl => 0,
            Self::CertificateHold => 1,
            _ => 2,
        }
    }

    /// Whether nobody says that the key may have been used by others.
    pub(crate) const fn leaves_key_in_right_hands(self) -> bool {
        matches!(self, Self::AffiliationChanged | Self::Superseded | Self::CessationOfOperation)
    }

    /// Returns whether the certificate is revoked for good: not on hold, nor being taken off the list.
    #[must_use]
    pub const fn is_lasting(self) -> bool {
        !matches!(self, Self::CertificateHold | Self::RemoveFromCrl)
    }

    /// Returns the number.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Unspecified => 0,
            Self::KeyCompromise => 1,
            Self::AuthorityCompromise => 2,
            Self::AffiliationChanged => 3,
            Self::Superseded => 4,
            Self::CessationOfOperation => 5,
            Self::CertificateHold => 6,
            Self::RemoveFromCrl => 8,
            Self::PrivilegeWithdrawn => 9,
            Self::AttributeAuthorityCompromise => 10,
            Self::Unassigned(number) => number,
        }
    }
}

impl Localized for RevocationReason {
    fn code(&self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::AuthorityCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AttributeAuthorityCompromise => "aACompromise",
            Self::Unassigned(_) => "unassigned",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Unspecified, Locale::Ja) => "事由の記載なし",
            (Self::Unspecified, Locale::En) => "not specified",
            (Self::KeyCompromise, Locale::Ja) => "秘密鍵の危殆化",
            (Self::KeyCompromise, Locale::En) => "the private key is compromised",
            (Self::AuthorityCompromise, Locale::Ja) => "認証局の秘密鍵の危殆化",
            (Self::AuthorityCompromise, Locale::En) => "the authority's private key is compromised",
            (Self::AffiliationChanged, Locale::Ja) => "記載内容等の変更",
            (Self::AffiliationChanged, Locale::En) => "what the certificate says has changed",
            (Self::Superseded, Locale::Ja) => "証明書の更新",
            (Self::Superseded, Locale::En) => "replaced by another certificate",
            (Self::CessationOfOperation, Locale::Ja) => "利用の終了",
            (Self::CessationOfOperation, Locale::En) => "no longer in use",
            (Self::CertificateHold, Locale::Ja) => "一時保留",
            (Self::CertificateHold, Locale::En) => "on hold",
            (Self::RemoveFromCrl, Locale::Ja) => "失効の取消し",
            (Self::RemoveFromCrl, Locale::En) => "removed from the list",
            (Self::PrivilegeWithdrawn, Locale::Ja) => "権限の取消し",
            (Self::PrivilegeWithdrawn, Locale::En) => "a privilege was withdrawn",
            (Self::AttributeAuthorityCompromise, Locale::Ja) => "属性認証局の秘密鍵の危殆化",
            (Self::AttributeAuthorityCompromise, Locale::En) => {
                "the attribute authority's private key is compromised"
            }
            (Self::Unassigned(_), Locale::Ja) => "未定義の事由",
            (Self::Unassigned(_), Locale::En) => "a reason without a meaning",
        }
    }
}
