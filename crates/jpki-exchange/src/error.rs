use jpki_core::localized::{Locale, Localized as _, messages};

messages! {
    /// Reason why what the other side sent is refused. Says nothing of its content.
    #[derive(thiserror::Error)]
    #[error("{}", self.text(Locale::En))]
    #[non_exhaustive]
    ExchangeError {
        TooLarge => "exchange.too-large", ja "大きさの上限を超えています", en "larger than its limit";
        TooDeep => "exchange.too-deep", ja "入れ子の深さの上限を超えています", en "nested deeper than the limit";
        Malformed => "exchange.malformed", ja "この形式の文書ではありません (未知の項目を含む場合も同様です)", en "not of this form; an unknown field is none, either";
        OtherFormat => "exchange.other-format", ja "別の種類の文書です", en "another kind of document";
        UnknownVersion => "exchange.unknown-version", ja "このライブラリの知らない版の文書です", en "a version of the form that this library does not know";
        Name => "exchange.name", ja "名前の形式が正しくありません", en "a name that is none: tenant, service, purpose, origin or key";
        Encoding => "exchange.encoding", ja "base64url、または値の長さが正しくありません", en "not base64url in its one canonical form, or of another length";
        Time => "exchange.time", ja "時刻の形式が正しくありません", en "not an instant in the form of UTC, to the second";
        UnknownCode => "exchange.unknown-code", ja "このライブラリの知らないコードです", en "a code that this library does not know";
        TooMany => "exchange.too-many", ja "件数の上限を超えています", en "more entries than the limit, or one twice";
        IntentMissing => "exchange.intent-missing", ja "署名の前に利用者に表示した内容がありません", en "nothing says what the user was shown before signing";
        Attribute => "exchange.attribute", ja "基本4情報の値が正しくありません", en "a value that is none of the four attributes";
        SealedForm => "sealed.form", ja "JWE のコンパクト形式ではありません", en "not five parts of canonical base64url";
        SealedHeader => "sealed.header", ja "JWE のヘッダーが正しくありません", en "a header with other members than those defined here, or one twice";
        SealedAlgorithm => "sealed.algorithm", ja "使用できない暗号方式です", en "encrypted by an algorithm that is not accepted";
        SealedKey => "sealed.key", ja "この事業者の鍵で暗号化されていません", en "encrypted to a key that is not known here";
        SealedNotOpened => "sealed.not-opened", ja "復号できません", en "cannot be decrypted";
        SealedContent => "sealed.content", ja "封入された内容が正しくありません", en "what was sealed has another form";
        SealedForOther => "sealed.for-other", ja "別の事業者・サービス・利用目的のために封入されたものです", en "sealed for another service provider, service or purpose";
        SealedTime => "sealed.time", ja "封入された日時が許容範囲にありません", en "sealed too long ago, or in the future";
        AnswerKey => "answer.key", ja "署名した鍵が知られていないか、その期間外です", en "signed by a key that is not known, or outside its period";
        AnswerSignature => "answer.signature", ja "署名を確認できません", en "the signature does not hold";
        AnswerSubmission => "answer.other-submission", ja "別の提出に対する回答です", en "answers another submission";
        AnswerTenant => "answer.other-tenant", ja "別の事業者への回答です", en "answers another service provider";
        AnswerService => "answer.other-service", ja "別のサービスへの回答です", en "answers another service";
        AnswerPurpose => "answer.other-purpose", ja "別の利用目的に対する回答です", en "answers another purpose";
        AnswerOccasion => "answer.other-occasion", ja "別の手続に対する回答です", en "answers another occasion";
        AnswerTime => "answer.time", ja "回答の日時が許容範囲にありません", en "from before the question, or from the future";
        KeyUnusable => "key.unusable", ja "この鍵は使用できません", en "a key that cannot be used: another kind, too short, or no key";
        NoRandomness => "exchange.no-randomness", ja "乱数を取得できません", en "the operating system gave no random bytes";
    }
}

impl From<crate::RandomnessUnavailable> for ExchangeError {
    fn from(_: crate::RandomnessUnavailable) -> Self {
        Self::NoRandomness
    }
}
