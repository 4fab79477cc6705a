use jpki_core::localized::messages;

messages! {
    /// What an operator may do by hand. Each manual operation has one.
    #[non_exhaustive]
    Right {
        MonitorRun => "monitor-run", ja "定期確認の実行", en "to start a run of the monitor";
        FeeReconciliation => "fee-reconciliation", ja "手数料の請求との突合", en "to settle open checks against the bill";
        LogExport => "log-export", ja "操作ログの出力", en "to export the operation log";
        EvidenceExport => "evidence-export", ja "証拠の出力", en "to export evidence";
        RevocationDisclosure => "revocation-disclosure", ja "失効事由・失効日時の提供", en "to disclose why a certificate is revoked";
        GrantRequest => "grant-request", ja "権限の申請", en "to request a grant, and to withdraw one";
        GrantApproval => "grant-approval", ja "権限の承認", en "to approve a grant";
        TenantChange => "tenant-change", ja "事業者の登録・変更", en "to register and change tenants";
        SettingChange => "setting-change", ja "設定の変更", en "to change settings";
        IntentGrace => "intent-grace", ja "表示情報のない署名の猶予", en "to grant a period of grace for submissions without an intent";
        KeyUse => "key-use", ja "鍵の操作", en "to bring in, change and take out keys";
        Erasure => "erasure", ja "情報の消去", en "to erase a user, a service or a tenant";
        AccreditationEnd => "accreditation-end", ja "利用の終了", en "to end the use of the service";
        WaiveSecondPerson => "waive-second-person", ja "二人での操作の免除", en "to do alone what takes two";
    }
}

messages! {
    /// Which of a person's accounts (guideline 001 fig. 4-13 ②): one for daily work with the least rights, and apart from it
    /// one for administration.
    #[expect(clippy::exhaustive_enums, reason = "the two of the guideline")]
    AccountKind {
        Daily => "daily", ja "通常アカウント", en "for daily work";
        Privileged => "privileged", ja "特権アカウント", en "privileged";
    }
}

impl Right {
    /// Returns the accounts to which it can be granted.
    #[must_use]
    // Requirement: ACC-3
    pub const fn account(self) -> AccountKind {
        match self {
            Self::MonitorRun
            | Self::FeeReconciliation
            | Self::LogExport
            | Self::EvidenceExport
            | Self::RevocationDisclosure => AccountKind::Daily,
            Self::GrantRequest
            | Self::GrantApproval
            | Self::TenantChange
            | Self::SettingChange
            | Self::IntentGrace
            | Self::KeyUse
            | Self::Erasure
            | Self::AccreditationEnd
            | Self::WaiveSecondPerson => AccountKind::Privileged,
        }
    }
}
