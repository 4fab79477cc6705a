use core::fmt;

use super::{Attention, Verdict};
use crate::algorithm::AlgorithmPolicyError;
use crate::crypto::CryptoError;
use crate::localized::{Locale, Localized, messages};

/// Defines the reasons in one table: code, verdict and texts of each.
macro_rules! reasons {
    (
        $(#[$attribute:meta])*
        $name:ident {
            $( $variant:ident => $code:literal, $verdict:ident, ja $ja:literal, en $en:literal; )+
        }
    ) => {
        messages! {
            $(#[$attribute])*
            $name { $( $variant => $code, ja $ja, en $en; )+ }
        }

        impl $name {
            /// Returns what a failure for this reason means: the input is wrong ([`Verdict::Invalid`]), or it could
            /// not be known ([`Verdict::Indeterminate`]).
            #[must_use]
            pub const fn verdict(self) -> Verdict {
                match self { $( Self::$variant => Verdict::$verdict, )+ }
            }
        }
    };
}

reasons! {
    /// Why a check failed or warns.
    #[non_exhaustive]
    Reason {
        // Certificate profile and purpose
        ExtensionMissing => "extension-missing", Invalid, ja "必須の拡張領域がありません", en "a required extension is missing";
        ExtensionForbidden => "extension-forbidden", Invalid, ja "許されない拡張領域があります", en "an extension that must be absent is present";
        ExtensionCriticality => "extension-criticality", Invalid, ja "拡張領域のクリティカル指定がプロファイルと異なります", en "an extension's criticality differs from the profile";
        ExtensionContent => "extension-content", Invalid, ja "拡張領域の内容がプロファイルに合いません", en "an extension's content does not fit the profile";
        ExtensionMalformed => "extension-malformed", Invalid, ja "拡張領域を解読できません", en "an extension cannot be decoded";
        UnknownCriticalExtension => "unknown-critical-extension", Invalid, ja "解釈できないクリティカルな拡張領域があります", en "a critical extension is not understood";
        PolicyNotAccepted => "policy-not-accepted", Invalid, ja "証明書ポリシーが受け入れ対象ではありません", en "the certificate policy is not among those accepted";
        SerialNumberForm => "serial-number-form", Invalid, ja "発行番号の形式が規定外です", en "the serial number is not a positive integer of at most 20 bytes";
        TrustDomainMismatch => "trust-domain-mismatch", Invalid, ja "本番・試験・模擬の環境が混在しています", en "trust anchor and policies are of different trust domains";
        KindContradiction => "kind-contradiction", Invalid, ja "発行者の鍵・証明書ポリシー・鍵用途が示す種別が食い違っています", en "issuing key, policy and key usages speak of different kinds of certificate";
        WrongKindForPurpose => "wrong-kind-for-purpose", Invalid, ja "この用途に使えない種別の電子証明書です", en "this kind of certificate may not be used for this purpose";
        MediumNotAccepted => "medium-not-accepted", Invalid, ja "この格納媒体の電子証明書は受け入れ対象ではありません", en "certificates on this medium are not accepted";
        // Path
        NoTrustAnchor => "no-trust-anchor", Invalid, ja "対応するトラストアンカーがありません", en "no trust anchor fits";
        SignatureMismatch => "signature-mismatch", Invalid, ja "署名が一致しません", en "the signature does not match";
        KeyRejected => "key-rejected", Invalid, ja "公開鍵を受け入れられません", en "the public key cannot be accepted";
        AlgorithmUnsupported => "algorithm-unsupported", Invalid, ja "対応していないアルゴリズムです", en "the algorithm is not supported";
        AlgorithmNotAllowed => "algorithm-not-allowed", Invalid, ja "方針により許されないアルゴリズムです", en "the algorithm is not allowed by policy";
        AlgorithmMismatch => "algorithm-mismatch", Invalid, ja "署名アルゴリズムの表示が内外で異なります", en "the inner and outer signature algorithms differ";
        KeySizeNotAllowed => "key-size-not-allowed", Invalid, ja "方針により許されない鍵長です", en "the key size is not allowed by policy";
        NotYetValid => "not-yet-valid", Invalid, ja "有効期間の開始前です", en "the validity period has not begun";
        Expired => "expired", Invalid, ja "有効期間が満了しています", en "the validity period has ended";
        NameMismatch => "name-mismatch", Invalid, ja "発行者名が上位の主体者名と一致しません", en "the issuer name is not the subject name of the issuer";
        KeyIdentifierContradiction => "key-identifier-contradiction", Invalid, ja "認証機関鍵識別子の内容が発行者と矛盾します", en "the authority key identifier contradicts the issuer";
        NotCertificateAuthority => "not-certificate-authority", Invalid, ja "認証局の証明書ではありません", en "the issuer is not a certificate authority";
        PathTooLong => "path-too-long", Invalid, ja "認証パスが許される長さを超えています", en "the path is longer than allowed";
        KeyUsageInsufficient => "key-usage-insufficient", Invalid, ja "鍵用途がこの使用を許しません", en "the key usage does not allow this use";
        VersionNotThree => "version-not-three", Invalid, ja "X.509 v3 証明書ではありません", en "not an X.509 version 3 certificate";
        PathEmpty => "path-empty", Invalid, ja "検証する証明書がありません", en "there is no certificate to validate";
        IssuerNotFound => "issuer-not-found", Indeterminate, ja "発行者の証明書が見つかりません (中間認証局証明書の追加が必要です)", en "the issuer's certificate was not found: supply the missing intermediate certificate";
        CertificateRepeated => "certificate-repeated", Invalid, ja "同じ認証局が認証パスに既に含まれています", en "the same authority is already part of the path";
        NameNotPermitted => "name-not-permitted", Invalid, ja "名前制約が許す範囲にない名前があります", en "a name lies outside the permitted subtrees";
        NameExcluded => "name-excluded", Invalid, ja "名前制約が除外する名前があります", en "a name lies in an excluded subtree";
        NameNotComparable => "name-not-comparable", Invalid, ja "名前制約と比較できない名前があります", en "a name cannot be compared with the name constraints on its form";
        PolicyRepeated => "policy-repeated", Invalid, ja "同じ証明書ポリシーが複数あります", en "a certificate policy occurs more than once";
        NoValidPolicy => "no-valid-policy", Invalid, ja "必要とされる有効な証明書ポリシーがありません", en "no certificate policy is valid where one is required";
        PurposeNotAllowed => "purpose-not-allowed", Invalid, ja "拡張鍵用途がこの用途を許しません", en "the extended key usage does not allow this purpose";
        IssuerRuleBroken => "issuer-rule-broken", Invalid, ja "証明書の発行規則に反しています", en "the certificate breaks a rule for issuers";
        // Revocation
        Revoked => "revoked", Invalid, ja "失効しています", en "revoked";
        OnHold => "on-hold", Invalid, ja "一時保留により失効中です (解除の可能性があります)", en "revoked for now: on hold, may be released";
        CrlMissing => "list-missing", Indeterminate, ja "対応する失効リストがありません", en "no revocation list covers this";
        CrlStale => "list-stale", Indeterminate, ja "失効リストが古くなっています", en "the revocation list is out of date";
        CrlFromFuture => "list-from-future", Indeterminate, ja "失効リストの発行日時が未来です", en "the revocation list was issued in the future";
        CrlWithoutNextUpdate => "list-without-next-update", Indeterminate, ja "失効リストに次回発行予定がありません", en "the revocation list does not say when the next is due";
        CrlSignatureMismatch => "list-signature-mismatch", Indeterminate, ja "失効リストの署名が発行者の鍵と一致しません", en "the revocation list was not signed by the issuer's key";
        CrlIssuerKeyUsage => "list-issuer-key-usage", Indeterminate, ja "失効リストの発行者の鍵用途が失効リストへの署名を許しません", en "the key usage of the revocation list's issuer does not allow it to sign lists";
        CrlScopeMismatch => "list-scope-mismatch", Indeterminate, ja "失効リストの対象範囲がこの証明書と合いません", en "the revocation list does not cover this certificate";
        CrlUnknownCriticalExtension => "list-unknown-critical-extension", Indeterminate, ja "失効リストに解釈できないクリティカルな拡張領域があります", en "the revocation list has a critical extension that is not understood";
        CrlAlgorithmNotAllowed => "list-algorithm-not-allowed", Indeterminate, ja "失効リストの署名アルゴリズムが許されません", en "the revocation list's signature algorithm is not allowed";
        CrlOtherKey => "list-other-key", Indeterminate, ja "失効リストは証明書を発行した鍵と別の世代の鍵で署名されています", en "the revocation list was signed by another key of the authority than issued the certificate";
        CrlReasonsIncomplete => "list-reasons-incomplete", Indeterminate, ja "失効リストが全ての失効事由を網羅していません", en "the revocation lists do not cover every reason for revocation";
        CrlDamaged => "list-damaged", Indeterminate, ja "保存された失効リストが破損しています", en "the stored revocation list is damaged";
        ListedInStaleCrl => "listed-in-stale-list", Indeterminate, ja "古くなった失効リストにこの証明書が載っています", en "the certificate is listed in a revocation list that is out of date";
        NoInformationOnceExpired => "no-information-once-expired", Indeterminate, ja "有効期間が満了した証明書には失効情報が提供されません", en "no revocation information is given for expired certificates";
        CrlMalformed => "list-malformed", Indeterminate, ja "失効リストを解読できません", en "the revocation list cannot be decoded";
        // Answers of a responder
        ResponseMissing => "response-missing", Indeterminate, ja "OCSPレスポンダの応答がありません", en "there is no response of a responder";
        ResponderUnreachable => "responder-unreachable", Indeterminate, ja "OCSPレスポンダに接続できません", en "the responder cannot be reached";
        ResponderTimedOut => "responder-timed-out", Indeterminate, ja "OCSPレスポンダが時間内に応答しません", en "the responder did not answer in time";
        ResponseNotOcsp => "response-not-ocsp", Indeterminate, ja "OCSP応答ではないものが返されました", en "what came back is not sent as an OCSP response";
        ResponseTooLarge => "response-too-large", Indeterminate, ja "OCSP応答が大きすぎます", en "the response is larger than its limit";
        ResponseMalformed => "response-malformed", Indeterminate, ja "OCSP応答を解読できません", en "the response cannot be decoded";
        ResponderMalformedRequest => "responder-malformed-request", Indeterminate, ja "OCSPレスポンダが要求を解読できません (malformedRequest)", en "the responder calls the request malformed";
        ResponderInternalError => "responder-internal-error", Indeterminate, ja "OCSPレスポンダの内部エラーです (internalError)", en "the responder has an internal error";
        ResponderTryLater => "responder-try-later", Indeterminate, ja "OCSPレスポンダが一時的に応答できません (tryLater)", en "the responder asks to try later";
        ResponderSignatureRequired => "responder-signature-required", Indeterminate, ja "OCSPレスポンダが要求への署名を求めています (sigRequired)", en "the responder wants the request signed";
        ResponderUnauthorized => "responder-unauthorized", Indeterminate, ja "OCSPレスポンダがこの照会を認めません (unauthorized)", en "the responder does not answer this client or about this certificate";
        ResponseSignatureMismatch => "response-signature-mismatch", Indeterminate, ja "OCSP応答の署名が一致しません", en "the response was not signed by the responder that it names";
        ResponseAlgorithmNotAllowed => "response-algorithm-not-allowed", Indeterminate, ja "OCSP応答の署名アルゴリズムが許されません", en "the response's signature algorithm is not allowed";
        ResponseUnknownCriticalExtension => "response-unknown-critical-extension", Indeterminate, ja "OCSP応答に解釈できないクリティカルな拡張領域があります", en "the response has a critical extension that is not understood";
        ResponderNotAuthorized => "responder-not-authorized", Indeterminate, ja "OCSPレスポンダはこの発行者から委任されていません", en "the responder is neither the issuer nor one that it authorised";
        ResponderCertificateUnfit => "responder-certificate-unfit", Indeterminate, ja "OCSPレスポンダの証明書がプロファイルに合いません", en "the responder's certificate does not fit its profile";
        ResponderExpired => "responder-expired", Indeterminate, ja "OCSPレスポンダの証明書が有効期間外です", en "the responder's certificate is outside its validity period";
        ResponderRevoked => "responder-revoked", Indeterminate, ja "OCSPレスポンダの証明書が失効しています", en "the responder's certificate is revoked";
        ResponderStatusUnknown => "responder-status-unknown", Indeterminate, ja "OCSPレスポンダの証明書の失効状態が分かりません", en "whether the responder's certificate is revoked is not known";
        ResponseOtherCertificate => "response-other-certificate", Indeterminate, ja "OCSP応答にこの証明書についての回答がありません", en "the response says nothing of this certificate";
        ResponseStale => "response-stale", Indeterminate, ja "OCSP応答が古くなっています", en "the response is out of date";
        ResponseFromFuture => "response-from-future", Indeterminate, ja "OCSP応答の発行日時が未来です", en "the response was made in the future";
        ResponseWithoutNextUpdate => "response-without-next-update", Indeterminate, ja "OCSP応答に次回更新予定がありません", en "the response does not say when the next is due";
        ResponseProducedEarlier => "response-produced-earlier", Indeterminate, ja "OCSP応答の作成日時が回答の発行日時より前です", en "the response was signed before the time at which it says to have known";
        ResponseAgeUnbounded => "response-age-unbounded", Indeterminate, ja "OCSP応答の古さに上限がありません (再送されたものかもしれません)", en "nothing bounds the age of the response: it may be a replay";
        ResponseNonceMissing => "response-nonce-missing", Indeterminate, ja "OCSP応答にノンスがありません", en "the response lacks the nonce of the request";
        ResponseNonceMismatch => "response-nonce-mismatch", Indeterminate, ja "OCSP応答のノンスが要求と異なります (再送の疑い)", en "the response has another nonce than the request: possibly a replay";
        CertificateUnknownToResponder => "certificate-unknown-to-responder", Indeterminate, ja "OCSPレスポンダはこの証明書を知りません (unknown)", en "the responder does not know the certificate";
        StatusOfOtherQuestion => "status-of-other-question", Indeterminate, ja "失効状態の回答が、問い合わせた証明書・発行者・時刻についてのものではありません", en "the answer is about another certificate, issuer or time than was asked about";
        StatusOfOtherSource => "status-of-other-source", Indeterminate, ja "求めた情報源からの失効状態の回答ではありません", en "the answer comes from another kind of source than was asked";
        StatusNotKnown => "status-not-known", Indeterminate, ja "失効の有無が確認できないまま受け入れました", en "accepted although it is not known whether it is revoked";
        // Signed documents
        SignerMalformed => "signer-malformed", Invalid, ja "署名者情報を解読できません", en "the signer's information cannot be decoded";
        SignersMissing => "signers-missing", Indeterminate, ja "署名者がいません", en "there is no signer";
        ContentNotOfMessage => "content-not-of-message", Indeterminate, ja "署名対象がメッセージに含まれる内容ではありません", en "the content is not the one that the message holds";
        SignerCertificateMissing => "signer-certificate-missing", Indeterminate, ja "署名者の証明書が見つかりません", en "the signer's certificate was not found";
        DigestNotAnnounced => "digest-not-announced", Invalid, ja "署名者のダイジェストアルゴリズムがメッセージに宣言されていません", en "the signer's digest algorithm is not among those that the message announces";
        SignedAttributesMissing => "signed-attributes-missing", Invalid, ja "署名属性がありません", en "there are no signed attributes";
        SignedAttributesNotDer => "signed-attributes-not-der", Invalid, ja "署名属性がDERの順序に並んでいません", en "the signed attributes are not in the order of DER";
        SignedAttributesMalformed => "signed-attributes-malformed", Invalid, ja "署名属性を解読できません", en "the signed attributes cannot be decoded";
        AttributeRepeated => "attribute-repeated", Invalid, ja "同じ属性または属性値が複数あります", en "an attribute or its value occurs more than once";
        AttributeMalformed => "attribute-malformed", Invalid, ja "属性値を解読できません", en "the value of an attribute cannot be decoded";
        SigningTimeImplausible => "signing-time-implausible", Invalid, ja "申告された署名時刻が証明書の有効期間外または未来です", en "the claimed signing time is outside the certificate's validity period or in the future";
        AttributeForbidden => "attribute-forbidden", Invalid, ja "ここでは許されない属性があります", en "an attribute is not allowed here";
        ContentIsSignedAttributes => "content-is-signed-attributes", Invalid, ja "署名対象が別の署名の署名属性と解釈できます", en "the content can be read as the signed attributes of another signature";
        ContentTypeMissing => "content-type-missing", Invalid, ja "内容種別属性がありません", en "the content-type attribute is missing";
        ContentTypeMismatch => "content-type-mismatch", Invalid, ja "内容種別属性が内容の種別と一致しません", en "the content-type attribute is not the type of the content";
        MessageDigestMissing => "message-digest-missing", Invalid, ja "メッセージダイジェスト属性がありません", en "the message-digest attribute is missing";
        MessageDigestMismatch => "message-digest-mismatch", Invalid, ja "署名対象のダイジェストが一致しません (改ざんの可能性)", en "the digest of the content does not match: it is not what was signed";
        DigestAlgorithmMismatch => "digest-algorithm-mismatch", Invalid, ja "ダイジェストアルゴリズムが署名アルゴリズムと一致しません", en "the digest algorithm is not that of the signature algorithm";
        AlgorithmProtectionMismatch => "algorithm-protection-mismatch", Invalid, ja "アルゴリズム保護属性が実際のアルゴリズムと一致しません", en "the algorithms are not those that the signed attributes protect";
        SigningCertificateMissing => "signing-certificate-missing", Invalid, ja "署名者証明書の指定がありません", en "the signing-certificate attribute is missing";
        SigningCertificateMismatch => "signing-certificate-mismatch", Invalid, ja "署名者証明書の指定が証明書と一致しません", en "the signing-certificate attribute names another certificate";
        ContentLooksRandom => "content-looks-random", Invalid, ja "署名対象が乱数のチャレンジのように見えます", en "the signed content looks like a bare random challenge";
        TimeStampMalformed => "time-stamp-malformed", Invalid, ja "タイムスタンプトークンを解読できません", en "the time-stamp token cannot be decoded";
        TimeStampSigners => "time-stamp-signers", Invalid, ja "タイムスタンプトークンの署名者が一人ではありません", en "the time-stamp token does not have exactly one signer";
        TimeStampImprintMismatch => "time-stamp-imprint-mismatch", Invalid, ja "タイムスタンプは別のデータに対するものです", en "the time-stamp covers other data";
        TimeStampPurposeMissing => "time-stamp-purpose-missing", Invalid, ja "時刻認証のための証明書ではありません", en "the certificate is not for time-stamping alone";
        TimeStampAuthorityMismatch => "time-stamp-authority-mismatch", Invalid, ja "タイムスタンプの示す時刻認証局名が証明書にありません", en "the time-stamp names an authority that its certificate does not";
        TimeStampFromFuture => "time-stamp-from-future", Invalid, ja "タイムスタンプの時刻が検証時刻より未来です", en "the time-stamp is later than the instant of the verification";
        TimeStampBeforeCertificate => "time-stamp-before-certificate", Invalid, ja "タイムスタンプの時刻が認証パスの証明書の有効期間より前です", en "the time-stamp is earlier than the validity period of a certificate of its path";
        TimeStampAfterCertificate => "time-stamp-after-certificate", Invalid, ja "タイムスタンプの時刻が認証パスの証明書の有効期間より後です", en "the time-stamp is later than the validity period of a certificate of its path";
        PathNotAdmitted => "path-not-admitted", Invalid, ja "署名者証明書の指定 (ESSCertID) が許さない認証パスです", en "the signing-certificate attribute does not name a certificate of the path";
        IntentNotShown => "intent-not-shown", Invalid, ja "利用者に表示した内容と異なります", en "this is not what was shown to the user";
        IntentContentMismatch => "intent-content-mismatch", Invalid, ja "表示した文書と署名された文書が異なります", en "the document that was shown is not the one that was signed";
        ShownTextTurns => "shown-text-turns", Invalid, ja "表示した内容に文字の並ぶ向きを変える制御文字があります (見た目と異なる順序)", en "what was shown holds characters that turn the direction of writing: it is read in another order than it is stored";
        ShownTextHides => "shown-text-hides", Invalid, ja "表示した内容に見えない文字があります", en "what was shown holds characters that cannot be seen";
        ShownTextControls => "shown-text-controls", Invalid, ja "表示した内容に改行とタブ以外の制御文字があります", en "what was shown holds control characters other than line ends and tabs";
        ShownTextPrivate => "shown-text-private", Invalid, ja "表示した内容に外字など意味の定まらない文字があります", en "what was shown holds characters without a common meaning: private use, or not assigned";
        ShownTextLeavesGaps => "shown-text-leaves-gaps", Invalid, ja "表示した内容に続きを画面の外に追いやる長い空白があります", en "what was shown holds a long run of spaces or blank lines, which pushes what follows out of sight";
        IntentDigestMissing => "intent-digest-missing", Indeterminate, ja "表示した文書と照合するためのダイジェストが計算されていません", en "the digest that would tell whether the shown document was signed was not computed";
        SigningTimeNotProven => "signing-time-not-proven", Indeterminate, ja "署名がいつ存在したかを証明するタイムスタンプがありません", en "no time-stamp proves when the signature existed";
        ApplicantDiffers => "applicant-differs", Invalid, ja "申請内容が電子証明書の記載と一致しません", en "the form does not say what the certificate says";
        ApplicantNotTold => "applicant-not-told", Invalid, ja "電子証明書に代替文字または不明な部分があります (目視確認が必要)", en "the certificate has a substitute or nothing there: a person must look";
        ApplicantUndecided => "applicant-undecided", Invalid, ja "申請内容は表記の違いか別のものか判断できません (目視確認が必要)", en "the form may write the same in another way, or say another thing: a person must look";
        // User authentication
        TooManyAttempts => "too-many-attempts", Invalid, ja "試行回数が上限を超えました", en "too many attempts";
        ChallengeUnknown => "challenge-unknown", Invalid, ja "発行していない、または保存期間を過ぎた乱数コードです", en "the challenge was never issued, or is no longer kept";
        ChallengeSpent => "challenge-spent", Invalid, ja "使用済みの乱数コードです (再送の疑い)", en "the challenge was used before: possibly a replay";
        ChallengeExpired => "challenge-expired", Invalid, ja "乱数コードの有効期間が過ぎています", en "the challenge has expired";
        ChallengeFromFuture => "challenge-from-future", Invalid, ja "乱数コードの発行日時が未来です (時計の異常)", en "the challenge was issued in the future: a clock has jumped";
        ChallengeOtherSession => "challenge-other-session", Invalid, ja "別のセッションに発行した乱数コードです", en "the challenge was issued to another session";
        ChallengeOtherRelyingParty => "challenge-other-relying-party", Invalid, ja "別のサービスに発行した乱数コードです", en "the challenge was issued for another relying party";
        ChallengeOtherPurpose => "challenge-other-purpose", Invalid, ja "別の用途に発行した乱数コードです", en "the challenge was issued for another purpose";
        RelyingPartyNotSigned => "relying-party-not-signed", Invalid, ja "署名対象にサービスの識別が含まれていません", en "the relying party is not in the signed data";
        AccountNotBound => "account-not-bound", Invalid, ja "利用者識別情報に紐付く電子証明書がありません", en "no certificate is bound to the user identifier";
        CertificateNotBound => "certificate-not-bound", Invalid, ja "利用者識別情報に紐付く電子証明書と異なります", en "the user identifier is bound to another certificate";
        CertificateSubstituted => "certificate-substituted", Invalid, ja "検証した電子証明書が提示されたものと異なります", en "the certificate that was validated is not the one presented";
        JudgedAtAnotherTime => "judged-at-another-time", Indeterminate, ja "電子証明書の検証結果がこのログインの時点のものではありません", en "the verdict on the certificate is not of the time of this login";
        LoginTooLate => "login-too-late", Invalid, ja "乱数コードの有効期間内にログインが完了しませんでした", en "the login did not end while its challenge would have lived";
        VerificationNotApproved => "verification-not-approved", Invalid, ja "認可を受けていない本人確認の方法です", en "this method of user verification needs an approval";
        VerificationContradiction => "verification-contradiction", Invalid, ja "本人確認の方法が格納媒体と矛盾します", en "the method of user verification contradicts the medium";
        // Evidence that is judged again
        EvidenceUnprotected => "evidence-unprotected", Indeterminate, ja "証拠パッケージがいつ存在したかを証明するものがありません", en "nothing proves when the bundle of evidence existed";
        EvidenceProofNotBelieved => "evidence-proof-not-believed", Indeterminate, ja "証拠パッケージの存在時刻の証明を確認できません", en "what is to prove when the bundle of evidence existed is not believed";
        EvidenceProofBefore => "evidence-proof-before", Indeterminate, ja "証明された時刻が検証の時刻より前です", en "the proven time is before that of the verification";
        EvidenceProofLate => "evidence-proof-late", Indeterminate, ja "証明された時刻が検証の時刻から離れすぎています", en "the proven time is too long after that of the verification";
        EvidencePolicyUnknown => "evidence-policy-unknown", Indeterminate, ja "検証当時の検証ポリシーが登録されていません", en "the policy of the verification is not known";
        EvidenceVerdictDiffers => "evidence-verdict-differs", Indeterminate, ja "検証当時の結果と一致しません", en "the verdict is not that of the verification";
        // The verification itself
        NothingChecked => "nothing-checked", Indeterminate, ja "何も検査されていません", en "nothing was checked";
        LimitReached => "limit-reached", Indeterminate, ja "処理上限に達しました", en "a limit was reached";
    }
}

impl Reason {
    /// Returns what a warning for this reason asks of the caller who uses the value.
    ///
    /// Key identifiers only help to find a key (RFC 5280 §4.2.1.1): the signature says whose it was. A
    /// claimed signing time proves nothing (RFC 5652 §11.3).
    #[must_use]
    pub const fn attention(self) -> Attention {
        match self {
            Self::ExtensionMalformed
            | Self::KeyIdentifierContradiction
            | Self::SigningTimeImplausible => Attention::Note,
            _ => Attention::Review,
        }
    }
}

impl fmt::Display for Reason {
    /// Writes the English text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(Locale::En))
    }
}

impl core::error::Error for Reason {}

impl From<CryptoError> for Reason {
    fn from(error: CryptoError) -> Self {
        match error {
            CryptoError::UnsupportedAlgorithm => Self::AlgorithmUnsupported,
            CryptoError::KeyRejected => Self::KeyRejected,
            CryptoError::Invalid => Self::SignatureMismatch,
        }
    }
}

impl From<AlgorithmPolicyError> for Reason {
    fn from(refusal: AlgorithmPolicyError) -> Self {
        match refusal {
            AlgorithmPolicyError::KeySize => Self::KeySizeNotAllowed,
            AlgorithmPolicyError::WeakDigest | AlgorithmPolicyError::Scheme => {
                Self::AlgorithmNotAllowed
            }
        }
    }
}
