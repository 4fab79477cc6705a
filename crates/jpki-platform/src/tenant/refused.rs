use jpki_core::localized::{errors, messages};

use crate::versioned_text::Unread;

messages! {
    /// Why a tenant is not registered, or not served.
    #[non_exhaustive]
    TenantRefused {
        Government => "tenant.government", ja "行政機関等はSP事業者になれず、自ら機構へ届け出る必要があります", en "a body of government is no tenant: it notifies J-LIS itself";
        NoService => "tenant.no-service", ja "サービスが登録されていません", en "a tenant without a service";
        NoPurpose => "tenant.no-purpose", ja "利用目的が登録されていません", en "a service without a purpose";
        Repeated => "tenant.repeated", ja "同じ名称が二度登録されています", en "a name that is registered twice";
        TooMany => "tenant.too-many", ja "登録の数が多すぎます", en "too many tenants, services or purposes";
        Unknown => "tenant.unknown", ja "登録のない事業者です", en "no such tenant";
        Ended => "tenant.ended", ja "事業者の利用が終了しています", en "the tenant's use has ended";
        OtherService => "tenant.other-service", ja "この事業者に登録のないサービスです", en "no service of this tenant";
        OtherPurpose => "tenant.other-purpose", ja "このサービスに登録のない利用目的です", en "no purpose of this service";
        NoIntent => "tenant.no-intent", ja "署名の対象を利用者に示した記録がありません", en "a submission without what the user was shown";
        GracePeriod => "tenant.grace-period", ja "猶予の期間が正しくありません", en "a period of grace begins now or later, ends after that, and lasts 180 days at most";
        TextTooLong => "tenant.text-too-long", ja "事業者の登録の記録が長すぎます", en "the text of registrations is too long";
        Syntax => "tenant.syntax", ja "事業者の登録の記録を読み取れません", en "the text is no record of registrations";
        Version => "tenant.version", ja "事業者の登録の記録の版が不明です", en "a version of the record that this program does not know";
    }
}

errors!(TenantRefused);

impl From<Unread> for TenantRefused {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::TooLong => Self::TextTooLong,
            Unread::Syntax => Self::Syntax,
            Unread::Version => Self::Version,
        }
    }
}
