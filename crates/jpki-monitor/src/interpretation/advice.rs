use jpki_core::localized::{Locale, Localized};

/// A next step of the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Advice {
    /// Have the person send the new signature certificate.
    AskForNewSignatureCertificate,
    /// Have the person send what the card's input support application holds.
    AskForCardEntries,
    /// Ask J-LIS for the old and new serial numbers, with the new certificate and consent.
    QueryNewSerial,
    /// Ask the person in another way.
    ConfirmOtherwise,
    /// Wait and ask again: this may be lifted, or may become known.
    AskAgainLater,
    /// Look at the end of the validity period.
    CheckExpiry,
    /// Nothing.
    Nothing,
}

impl Advice {
    /// All advice.
    pub const ALL: [Self; 7] = [
        Self::AskForNewSignatureCertificate,
        Self::AskForCardEntries,
        Self::QueryNewSerial,
        Self::ConfirmOtherwise,
        Self::AskAgainLater,
        Self::CheckExpiry,
        Self::Nothing,
    ];
}

impl Localized for Advice {
    fn code(&self) -> &'static str {
        match self {
            Self::AskForNewSignatureCertificate => "ask-for-new-signature-certificate",
            Self::AskForCardEntries => "ask-for-card-entries",
            Self::QueryNewSerial => "query-new-serial",
            Self::ConfirmOtherwise => "confirm-otherwise",
            Self::AskAgainLater => "ask-again-later",
            Self::CheckExpiry => "check-expiry",
            Self::Nothing => "nothing",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::AskForNewSignatureCertificate, Locale::Ja) => {
                "更新後の署名用電子証明書の送信を依頼してください"
            }
            (Self::AskForNewSignatureCertificate, Locale::En) => {
                "ask for the new signature certificate"
            }
            (Self::AskForCardEntries, Locale::Ja) => {
                "個人番号カードの券面事項入力補助アプリの記録情報の送信を依頼してください"
            }
            (Self::AskForCardEntries, Locale::En) => {
                "ask for the entries that the card's input support application holds"
            }
            (Self::QueryNewSerial, Locale::Ja) => {
                "新しい電子証明書の提示を受け、新旧の発行番号を照会してください"
            }
            (Self::QueryNewSerial, Locale::En) => {
                "ask for the new certificate, and query J-LIS for the serial number before it"
            }
            (Self::ConfirmOtherwise, Locale::Ja) => "別の方法で本人の状況を確認してください",
            (Self::ConfirmOtherwise, Locale::En) => "confirm in another way how the person is",
            (Self::AskAgainLater, Locale::Ja) => "時間をおいて再度照会してください",
            (Self::AskAgainLater, Locale::En) => "wait and ask again",
            (Self::CheckExpiry, Locale::Ja) => {
                "登録時の電子証明書で有効期間の満了日を確認してください"
            }
            (Self::CheckExpiry, Locale::En) => {
                "look at the end of the validity period in the certificate that was registered"
            }
            (Self::Nothing, Locale::Ja) => "対応は不要です",
            (Self::Nothing, Locale::En) => "nothing needs to be done",
        }
    }
}
