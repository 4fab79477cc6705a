use jpki_core::localized::{errors, messages};

use crate::versioned_text::Unread;

messages! {
    /// Why an operator may not do something. Nothing has changed then.
    #[non_exhaustive]
    OperatorRefused {
        SessionTime => "operator.session-time", ja "認証の日時が有効な範囲にありません", en "the authentication is too old, or of the future";
        NoGrant => "operator.no-grant", ja "この操作の権限がありません", en "no grant of this right, with this account, at this time";
        OtherAccount => "operator.other-account", ja "このアカウントには付与できない権限です", en "a right that this kind of account does not have";
        SamePerson => "operator.same-person", ja "申請者又は対象者本人は承認できません", en "nobody approves what they asked for, or what is for themselves";
        Period => "operator.period", ja "権限の期間が正しくありません", en "a grant begins now or later, ends after that, and lasts a year at most";
        UnknownRequest => "operator.unknown-request", ja "該当する申請がありません", en "no such request is waiting";
        RequestExpired => "operator.request-expired", ja "申請から期限が過ぎています", en "the request is too old to be approved";
        OtherTarget => "operator.other-target", ja "承認の対象が異なります", en "the second person confirms something else";
        TooMany => "operator.too-many", ja "権限又は申請の数が多すぎます", en "too many grants or requests";
        TextTooLong => "operator.text-too-long", ja "権限の記録が長すぎます", en "the text of grants is too long";
        Syntax => "operator.syntax", ja "権限の記録を読み取れません", en "the text is no record of grants";
        Version => "operator.version", ja "権限の記録の版が不明です", en "a version of the record that this program does not know";
        Founders => "operator.founders", ja "最初の管理者は二人必要です", en "two persons found the grants";
    }
}

errors!(OperatorRefused);

impl From<Unread> for OperatorRefused {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::TooLong => Self::TextTooLong,
            Unread::Syntax => Self::Syntax,
            Unread::Version => Self::Version,
        }
    }
}
