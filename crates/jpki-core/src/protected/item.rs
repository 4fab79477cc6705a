/// Which protected item a value is, and by which rule.
///
/// 法 is 電子署名等に係る地方公共団体情報システム機構の認証業務に関する法律 (公的個人認証法), its
/// articles as guideline 001 table 4-1 lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProtectedItem {
    /// 署名利用者検証符号: the public key in a signature certificate. Table 4-1 item 1.
    SignaturePublicKey,
    /// 利用者証明利用者検証符号: the public key in an authentication certificate. Table 4-1 item 2.
    AuthenticationPublicKey,
    /// 失効情報: whether one certificate is revoked, why and since when. Table 4-1 item 3.
    RevocationInformation,
    /// 失効情報リスト: the same of many, as a CRL. Table 4-1 item 4.
    Crl,
    /// 対応証明書の発行の番号: a certificate's serial number. Table 4-1 item 5.
    SerialNumber,
    /// 電子証明書: a whole certificate, which holds items 1 or 2 and 5, and the basic four information.
    /// A service provider must not keep it (guideline 001 ch. 4, (I) ①).
    Certificate,
    /// 基本4情報: name, address, date of birth, sex. Discarded by a platform once passed on
    /// (guideline 001 ch. 5 (1)).
    BasicFourInformation,
}

impl ProtectedItem {
    /// Returns what it is, in English.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignaturePublicKey => "public key of signature certificate",
            Self::AuthenticationPublicKey => "public key of authentication certificate",
            Self::RevocationInformation => "revocation information",
            Self::Crl => "revocation list",
            Self::SerialNumber => "serial number",
            Self::Certificate => "certificate",
            Self::BasicFourInformation => "basic four information",
        }
    }

    /// Returns what it is, in the words of the guideline.
    #[must_use]
    pub const fn japanese_name(self) -> &'static str {
        match self {
            Self::SignaturePublicKey => "署名利用者検証符号",
            Self::AuthenticationPublicKey => "利用者証明利用者検証符号",
            Self::RevocationInformation => "失効情報",
            Self::Crl => "失効情報リスト",
            Self::SerialNumber => "対応証明書の発行の番号",
            Self::Certificate => "電子証明書",
            Self::BasicFourInformation => "基本4情報",
        }
    }

    /// Returns the rule that protects it.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::SignaturePublicKey => "法19条3項",
            Self::AuthenticationPublicKey => "法38条3項",
            Self::RevocationInformation => "法50条〜53条1項・2項",
            Self::Crl => "法54条・55条1項・2項",
            Self::SerialNumber => "法56条1項・57条1項",
            Self::Certificate => "ガイドライン第4章",
            Self::BasicFourInformation => "ガイドライン第5章",
        }
    }
}
