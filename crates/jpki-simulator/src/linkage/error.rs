use jpki_core::localized::{errors, messages};
use jpki_http::HttpError;

messages! {
    /// Reason why the simulator gave no answer about a serial number, or none to be believed. Holds no number.
    #[non_exhaustive]
    LinkageError {
        Unreachable => "linkage.unreachable", ja "接続できません", en "the other side cannot be reached";
        TimedOut => "linkage.timed-out", ja "時間内に応答がありません", en "no answer in time";
        TooLarge => "linkage.too-large", ja "応答が大きすぎます", en "the answer is larger than its limit";
        Refused => "linkage.refused", ja "求めた種類の応答ではありません", en "the answer is not of the kind that was asked for";
        Unreadable => "linkage.unreadable", ja "応答を読み取れません", en "the answer cannot be read";
        OtherQuestion => "linkage.other-question", ja "別の証明書についての応答です", en "the answer is about another certificate";
        OtherKind => "linkage.other-kind", ja "別の種別の証明書を示す応答です", en "the answer names a certificate of another kind";
        UnknownNumber => "linkage.unknown-number", ja "該当する発行番号がありません", en "the serial number is not known";
    }
}

errors!(LinkageError);

impl From<HttpError> for LinkageError {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::Unreachable => Self::Unreachable,
            HttpError::TimedOut => Self::TimedOut,
            HttpError::TooLarge => Self::TooLarge,
            _ => Self::Refused,
        }
    }
}
