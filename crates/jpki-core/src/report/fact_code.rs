//! Codes that facts hold, in both languages. The types that they come from lie in crates above this one; a stored report
//! holds the codes alone.

use super::FactKey;
use crate::localized::Locale;

/// A key, a code that a fact of it may hold, and its text in Japanese and English.
const CODES: &[(FactKey, &str, &str, &str)] = &[
    (FactKey::Kind, "signature", "署名用電子証明書", "signature certificate"),
    (
        FactKey::Kind,
        "user-authentication",
        "利用者証明用電子証明書",
        "user authentication certificate",
    ),
    (FactKey::Medium, "card", "個人番号カード", "Individual Number Card"),
    (FactKey::Medium, "smartphone", "スマートフォン", "smartphone"),
    (FactKey::Medium, "unknown", "不明", "unknown"),
    (FactKey::Method, "lists", "CRL方式", "by lists"),
    (FactKey::Method, "responder", "OCSP方式", "by a responder"),
    (
        FactKey::Method,
        "lists-then-responder",
        "CRL方式、次にOCSP方式",
        "by lists, then by a responder",
    ),
    (
        FactKey::Method,
        "responder-then-lists",
        "OCSP方式、次にCRL方式",
        "by a responder, then by lists",
    ),
    (FactKey::Method, "both", "CRL方式とOCSP方式の両方", "by lists and by a responder"),
    (FactKey::Responder, "issuer", "発行者自身", "the issuer itself"),
    (
        FactKey::Responder,
        "delegate",
        "発行者から委任されたレスポンダ",
        "a responder that the issuer authorised",
    ),
    (
        FactKey::Responder,
        "named",
        "設定で指定されたレスポンダ",
        "a responder named in the configuration",
    ),
    (FactKey::RevocationReason, "unspecified", "事由の記載なし", "not specified"),
    (
        FactKey::RevocationReason,
        "keyCompromise",
        "秘密鍵の危殆化",
        "the private key is compromised",
    ),
    (
        FactKey::RevocationReason,
        "cACompromise",
        "認証局の秘密鍵の危殆化",
        "the authority's private key is compromised",
    ),
    (
        FactKey::RevocationReason,
        "affiliationChanged",
        "記載内容等の変更",
        "what the certificate says has changed",
    ),
    (FactKey::RevocationReason, "superseded", "証明書の更新", "replaced by another certificate"),
    (FactKey::RevocationReason, "cessationOfOperation", "利用の終了", "no longer in use"),
    (FactKey::RevocationReason, "certificateHold", "一時保留", "on hold"),
    (FactKey::RevocationReason, "removeFromCRL", "失効の取消し", "removed from the list"),
    (FactKey::RevocationReason, "privilegeWithdrawn", "権限の取消し", "a privilege was withdrawn"),
    (
        FactKey::RevocationReason,
        "aACompromise",
        "属性認証局の秘密鍵の危殆化",
        "the attribute authority's private key is compromised",
    ),
    (FactKey::RevocationReason, "unassigned", "未定義の事由", "a reason without a meaning"),
    (FactKey::Detail, "exact", "完全に一致", "exactly the same"),
    (FactKey::Detail, "equivalent", "表記の違いを除いて一致", "the same but for its writing"),
    (
        FactKey::Detail,
        "substituted",
        "代替文字または不明な部分を除いて一致 (目視確認が必要)",
        "the same where it is known; a person must look",
    ),
    (
        FactKey::Detail,
        "undecided",
        "表記の違いか別のものか判断できない (目視確認が必要)",
        "another writing of the same, or another: a person must look",
    ),
    (FactKey::Detail, "different", "不一致", "different"),
    (
        FactKey::BindingOrigin,
        "signature-and-inquiry",
        "署名用電子証明書による申請と発行の番号の照会",
        "a verified signature and the inquiry of serial numbers",
    ),
    (FactKey::BindingOrigin, "first-use", "初回利用時の登録", "the first use of the certificate"),
    (
        FactKey::BindingOrigin,
        "renewal",
        "更新前の電子証明書からの引継ぎ",
        "the binding of the certificate before",
    ),
    (FactKey::UserVerification, "pin", "暗証番号", "PIN"),
    (
        FactKey::UserVerification,
        "phone-biometrics",
        "スマートフォンの生体認証",
        "biometrics of the phone",
    ),
    (FactKey::UserVerification, "face-by-eye", "目視による顔の確認", "face compared by eye"),
    (
        FactKey::UserVerification,
        "face-by-device",
        "機器による顔の確認",
        "face compared by a device",
    ),
    (FactKey::UserVerification, "not-stated", "申告なし", "not stated"),
];

/// A code in this language; one that is not in the table, such as the name of a digest, as it is.
pub(super) fn in_words(key: FactKey, code: &str, locale: Locale) -> &str {
    let known = CODES.iter().find(|(of, written, ..)| (*of, *written) == (key, code));
    match (known, locale) {
        (Some((_, _, ja, _)), Locale::Ja) => ja,
        (Some((.., en)), Locale::En) => en,
        (None, _) => code,
    }
}

pub(crate) fn is_known(key: FactKey, code: &str) -> bool {
    CODES.iter().any(|(of, written, ..)| (*of, *written) == (key, code))
}
