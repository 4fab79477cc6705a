use crate::localized::messages;

messages! {
    /// What a fact tells.
    #[non_exhaustive]
    FactKey {
        ValidationTime => "validation-time", ja "検証時刻", en "time of validation";
        NotBefore => "not-before", ja "有効期間の開始", en "valid from";
        NotAfter => "not-after", ja "有効期間の満了", en "valid until";
        ThisUpdate => "this-update", ja "発行日時", en "issued at";
        NextUpdate => "next-update", ja "次回発行予定", en "next issue due";
        ProducedAt => "produced-at", ja "応答の作成日時", en "produced at";
        Responder => "responder", ja "応答の署名者", en "signer of the response";
        Method => "method", ja "失効確認の方法", en "method of the revocation check";
        Age => "age", ja "発行からの経過", en "age";
        RevokedAt => "revoked-at", ja "失効日時", en "revoked at";
        RevocationReason => "revocation-reason", ja "失効事由", en "revocation reason";
        CrlNumber => "list-number", ja "CRL番号", en "CRL number";
        Entries => "entries", ja "件数", en "entries";
        Extension => "extension", ja "拡張領域", en "extension";
        PolicyIdentifier => "policy", ja "証明書ポリシー", en "certificate policy";
        Scheme => "scheme", ja "署名方式", en "signature scheme";
        Kind => "kind", ja "証明書の種別", en "kind of certificate";
        Medium => "medium", ja "格納媒体", en "medium";
        ContentType => "content-type", ja "内容の種別", en "type of content";
        ContentDigest => "content-digest", ja "内容のダイジェスト", en "digest of content";
        ContentLength => "content-length", ja "内容の長さ (バイト)", en "length of content (bytes)";
        DigestAlgorithm => "digest-algorithm", ja "ダイジェストアルゴリズム", en "digest algorithm";
        SigningTime => "signing-time", ja "署名時刻 (署名者の申告)", en "time of signing as claimed";
        StampedAt => "stamped-at", ja "タイムスタンプの時刻", en "time of the time-stamp";
        IssuedAt => "issued-at", ja "発行日時", en "issued";
        ExpiresAt => "expires-at", ja "有効期限", en "expires";
        BoundAt => "bound-at", ja "紐付け日時", en "bound";
        BindingOrigin => "binding-origin", ja "紐付けの根拠", en "origin of the binding";
        UserVerification => "user-verification", ja "本人確認の方法 (申告)", en "user verification (as stated)";
        Detail => "detail", ja "詳細", en "detail";
    }
}
