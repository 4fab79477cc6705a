use crate::localized::messages;
use crate::report::Verdict;

messages! {
    /// Which operation it was.
    #[non_exhaustive]
    Action {
        SignatureVerification => "signature-verification", ja "電子署名の検証", en "verification of a signature";
        LoginVerification => "login-verification", ja "利用者証明の検証", en "verification of a login";
        RevocationInquiry => "revocation-inquiry", ja "失効情報の照会", en "inquiry of revocation information";
        SerialInquiry => "serial-inquiry", ja "新旧の発行の番号の照会", en "inquiry of old and new serial numbers";
        BasicFourInquiry => "basic-four-inquiry", ja "最新の基本4情報の照会", en "inquiry of the latest basic four information";
        CrlIntake => "crl-intake", ja "失効情報リストの取込み", en "intake of a revocation list";
        AccountBinding => "account-binding", ja "利用者の登録", en "binding of a certificate to an account";
        ProtectedAccess => "protected-access", ja "保護対象情報の取出し", en "unwrapping of protected data";
        Disclosure => "disclosure", ja "情報の提供", en "disclosure to the requester";
        Erasure => "erasure", ja "情報の消去", en "erasure";
        ConfigurationChange => "configuration-change", ja "設定の変更", en "change of the configuration";
        KeyChange => "key-change", ja "鍵の変更", en "change of a key";
        OperatorLogin => "operator-login", ja "運用者のログイン", en "login of an operator";
        LogExport => "log-export", ja "操作ログの出力", en "export of the operation log";
        CertificateVerification => "certificate-verification", ja "電子証明書の有効性確認", en "verification of a certificate";
        EvidenceExport => "evidence-export", ja "証拠の出力", en "export of evidence";
        RevocationDisclosure => "revocation-disclosure", ja "失効事由・失効日時の提供", en "disclosure of why and since when a certificate is revoked";
        GrantChange => "grant-change", ja "権限の変更", en "change of who may do what";
        FeeReconciliation => "fee-reconciliation", ja "手数料の請求との突合", en "reconciliation of fees with the bill";
        ClockCorrection => "clock-correction", ja "時計の修正", en "correction of the clock";
    }
}

messages! {
    /// How it ended. A verdict without its reason: why one person's certificate is not valid may be revocation
    /// information, which a log does not hold (guideline 001 table 4-1 item 3).
    #[non_exhaustive]
    ActionResult {
        Done => "done", ja "実施", en "done";
        Valid => "valid", ja "有効", en "valid";
        Invalid => "invalid", ja "無効", en "invalid";
        Indeterminate => "indeterminate", ja "判定不能", en "indeterminate";
        Refused => "refused", ja "拒否", en "refused: not allowed";
        Failed => "failed", ja "失敗", en "failed";
    }
}

impl From<Verdict> for ActionResult {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Valid => Self::Valid,
            Verdict::Indeterminate => Self::Indeterminate,
            Verdict::Invalid => Self::Invalid,
        }
    }
}
