use super::Rule;
use super::rule::{guideline, house, profile, rfc};
use crate::localized::messages;

messages! {
    /// Every check that a report can hold.
    #[non_exhaustive]
    CheckId {
        Profile => "profile", ja "証明書プロファイル", en "certificate profile";
        ProfileField => "profile.field", ja "基本領域のプロファイル", en "profile of the basic fields";
        ProfileExtension => "profile.extension", ja "拡張領域のプロファイル", en "profile of an extension";
        Purpose => "purpose", ja "証明書の種別と用途", en "kind of certificate against purpose";
        Path => "path", ja "認証パス", en "certification path";
        PathCertificate => "path.certificate", ja "認証パス上の証明書", en "certificate of the path";
        PathBuilding => "path.building", ja "認証パスの構築", en "search for a path";
        PathCandidate => "path.candidate", ja "認証パスの候補", en "candidate for the path";
        PathAnchor => "path.anchor", ja "トラストアンカーの選択", en "trust anchor chosen by key";
        PathAlgorithm => "path.algorithm", ja "署名アルゴリズム", en "signature algorithm";
        PathSignature => "path.signature", ja "発行者の署名", en "issuer's signature";
        PathValidity => "path.validity", ja "有効期間", en "validity period";
        PathNames => "path.names", ja "発行者名の連鎖", en "name chaining";
        PathKeyIdentifier => "path.key-identifier", ja "認証機関鍵識別子", en "authority key identifier";
        PathNameConstraints => "path.name-constraints", ja "名前制約への適合", en "names within the name constraints";
        PathPolicies => "path.policies", ja "証明書ポリシーの処理", en "certificate policies";
        PathExplicitPolicy => "path.explicit-policy", ja "有効なポリシーの要求", en "a valid policy where one is required";
        PathPolicyMappings => "path.policy-mappings", ja "ポリシーマッピング", en "policy mappings";
        PathNameConstraintsExtension => "path.name-constraints-extension", ja "名前制約の追加", en "name constraints imposed";
        PathPolicyConstraints => "path.policy-constraints", ja "ポリシー制約", en "policy constraints";
        PathInhibitAnyPolicy => "path.inhibit-any-policy", ja "anyPolicyの禁止", en "inhibition of anyPolicy";
        PathBasicConstraints => "path.basic-constraints", ja "基本制約 (cA)", en "basic constraints (cA)";
        PathLength => "path.length", ja "パス長制約", en "path length";
        PathKeyUsage => "path.key-usage", ja "鍵用途", en "key usage";
        PathCriticalExtensions => "path.critical-extensions", ja "クリティカルな拡張領域", en "critical extensions";
        PathPublicKey => "path.public-key", ja "証明対象の公開鍵", en "certified public key";
        PathPurpose => "path.purpose", ja "拡張鍵用途", en "extended key usage";
        PathProfile => "path.profile", ja "証明書の発行規則 (RFC 5280 §4)", en "rules for issuers (RFC 5280 section 4)";
        AnchorValidity => "anchor.validity", ja "認証局の自己署名証明書の有効期間", en "validity period of the trust anchor's certificate";
        AnchorRevocation => "anchor.revocation", ja "認証局の自己署名証明書の失効 (ARL)", en "revocation of the trust anchor (ARL)";
        Revocation => "revocation", ja "証明書の失効", en "revocation of the certificate";
        CrlSelection => "list.selection", ja "失効リストの選択", en "selection of a revocation list";
        CrlSignature => "list.signature", ja "失効リストの署名", en "signature of the revocation list";
        CrlFreshness => "list.freshness", ja "失効リストの鮮度", en "freshness of the revocation list";
        CrlScope => "list.scope", ja "失効リストの対象範囲", en "scope of the revocation list";
        CrlCriticalExtensions => "list.critical-extensions", ja "失効リストのクリティカルな拡張領域", en "critical extensions of the revocation list";
        CrlEntry => "list.entry", ja "失効リストの照会", en "entry in the revocation list";
        ResponseReceipt => "response.receipt", ja "OCSP応答の受信", en "receipt of a response";
        ResponseAuthority => "response.authority", ja "OCSPレスポンダの権限", en "authority of the responder";
        ResponseSignature => "response.signature", ja "OCSP応答の署名", en "signature of the response";
        ResponseExtensions => "response.extensions", ja "OCSP応答のクリティカルな拡張領域", en "critical extensions of the response";
        ResponderValidity => "responder.validity", ja "OCSPレスポンダ証明書の有効期間", en "validity period of the responder's certificate";
        ResponderRevocation => "responder.revocation", ja "OCSPレスポンダ証明書の失効", en "revocation of the responder's certificate";
        ResponseNonce => "response.nonce", ja "OCSP応答のノンス", en "nonce of the response";
        ResponseCertificate => "response.certificate", ja "OCSP応答の対象証明書", en "certificate that the response is about";
        ResponseFreshness => "response.freshness", ja "OCSP応答の鮮度", en "freshness of the response";
        ResponseAnswer => "response.answer", ja "OCSP応答の内容", en "answer of the responder";
        SignatureAlgorithm => "signature.algorithm", ja "署名アルゴリズム", en "signature algorithm";
        SignatureValue => "signature.value", ja "文書の電子署名", en "signature over the document";
        LoginAttempts => "login.attempts", ja "試行回数の制限", en "limit on attempts";
        LoginBinding => "login.binding", ja "利用者識別情報と利用者証明用電子証明書の整合性", en "user identifier against certificate";
        LoginCertificate => "login.certificate", ja "利用者証明用電子証明書の検証", en "user authentication certificate";
        LoginDomain => "login.domain", ja "本番・試験の環境", en "domain of the login: production or test";
        LoginTime => "login.time", ja "電子証明書の検証時点", en "time of the certificate's verdict";
        LoginAuthenticity => "login.authenticity", ja "利用者の真正性", en "authenticity of the user";
        LoginSignature => "login.signature", ja "乱数コードへの署名", en "signature over the challenge";
        LoginUserVerification => "login.user-verification", ja "本人確認の方法", en "method of user verification";
        ChallengeRedemption => "challenge.redemption", ja "乱数コードの一回限りの使用", en "single use of the challenge";
        ChallengeLifetime => "challenge.lifetime", ja "乱数コードの有効期間", en "lifetime of the challenge";
        ChallengeSession => "challenge.session", ja "乱数コードのセッション", en "session of the challenge";
        ChallengeRelyingParty => "challenge.relying-party", ja "乱数コードの発行先サービス", en "relying party of the challenge";
        ChallengePurpose => "challenge.purpose", ja "乱数コードの用途", en "purpose of the challenge";
        ChallengeContent => "challenge.content", ja "署名対象に含まれる事項", en "what the signed message names";
        SignerForm => "signer.form", ja "署名者情報の形式", en "form of the signer's information";
        SignerCertificate => "signer.certificate", ja "署名者証明書の特定", en "certificate of the signer found";
        SignerKeyUsage => "signer.key-usage", ja "署名者証明書の鍵用途", en "key usage of the signer's certificate";
        SignerContent => "signer.content", ja "署名対象の内容", en "signed content";
        SignerAttributes => "signer.attributes", ja "署名属性", en "signed attributes";
        SignerContentType => "signer.content-type", ja "内容種別属性", en "content-type attribute";
        SignerMessageDigest => "signer.message-digest", ja "メッセージダイジェスト属性", en "message-digest attribute";
        SignerSigningTime => "signer.signing-time", ja "署名時刻属性 (署名者の申告)", en "signing-time attribute (as claimed by the signer)";
        SignerSigningTimeClaim => "signer.signing-time-claim", ja "申告された署名時刻の妥当性", en "claimed signing time is plausible";
        SignerAlgorithmProtection => "signer.algorithm-protection", ja "アルゴリズム保護属性", en "algorithm protection attribute";
        SignerCertificateBinding => "signer.certificate-binding", ja "署名者証明書の指定 (ESSCertID)", en "signing-certificate attribute (ESSCertID)";
        TimeStampForm => "time-stamp.form", ja "タイムスタンプトークンの形式", en "form of the time-stamp token";
        TimeStampImprint => "time-stamp.imprint", ja "タイムスタンプの対象", en "what the time-stamp covers";
        TimeStampAuthority => "time-stamp.authority", ja "タイムスタンプの示す時刻認証局名", en "authority that the time-stamp names";
        TimeStampPathRestriction => "time-stamp.path-restriction", ja "認証パスの指定 (ESSCertID)", en "path that the signing-certificate attribute allows";
        TimeStampTime => "time-stamp.time", ja "タイムスタンプの時刻 (証明書の有効期間と検証時刻)", en "time of the time-stamp, within the validity periods and not after the verification";
        TimeStampPurpose => "time-stamp.purpose", ja "時刻認証局証明書の拡張鍵用途", en "extended key usage of the time-stamping authority";
        TimeStamp => "time-stamp", ja "タイムスタンプによる署名時刻の証明", en "time-stamp that proves when the signature existed";
        IntentShown => "intent.shown", ja "利用者に表示した内容", en "what was shown to the user";
        IntentContent => "intent.content", ja "表示した内容と署名対象の一致", en "what was shown is what was signed";
        IntentSubstance => "intent.substance", ja "署名対象が意味のある内容であること", en "the signed content is more than a random challenge";
        Applicant => "applicant", ja "申請内容と基本4情報の突合", en "the form says of the applicant what the certificate says";
        ApplicantName => "applicant.name", ja "氏名の突合", en "name of the applicant";
        ApplicantAddress => "applicant.address", ja "住所の突合", en "address of the applicant";
        ApplicantDateOfBirth => "applicant.date-of-birth", ja "生年月日の突合", en "date of birth of the applicant";
        ApplicantSex => "applicant.sex", ja "性別の突合", en "sex of the applicant";
        EvidenceProtection => "evidence.protection", ja "証拠パッケージの存在時刻の証明", en "proof of when the bundle of evidence existed";
        EvidencePolicy => "evidence.policy", ja "検証当時の検証ポリシー", en "policy of the verification";
        EvidenceVerdict => "evidence.verdict", ja "検証当時の結果との一致", en "the verdict of the verification, found again";
    }
}

impl CheckId {
    /// Returns where its rule stands, unless a check [says otherwise](super::Check::rules); the first is the closest.
    #[must_use]
    pub const fn rules(self) -> &'static [Rule] {
        const PROFILE: &[Rule] = &[profile("§2.4, §3"), rfc(5280, "4.2")];
        const PURPOSE: &[Rule] = &[profile("§13.2"), guideline("2章 (署名用・利用者証明用)")];
        const PATH: &[Rule] = &[guideline("付録①(ア)a"), rfc(5280, "6.1")];
        const ANCHOR: &[Rule] = &[rfc(5280, "6.1.1(d)"), guideline("付録①(ア)a")];
        const ALGORITHM: &[Rule] = &[house("algorithm policy"), rfc(5280, "4.1.1.2")];
        const SIGNATURE: &[Rule] = &[rfc(5280, "6.1.3(a)(1)"), guideline("付録①(ア)a")];
        const VALIDITY: &[Rule] = &[rfc(5280, "6.1.3(a)(2)"), guideline("付録①(ア)b")];
        const NAMES: &[Rule] = &[rfc(5280, "6.1.3(a)(4)")];
        const KEY_IDENTIFIER: &[Rule] = &[rfc(5280, "4.2.1.1")];
        const NAME_CONSTRAINTS: &[Rule] = &[rfc(5280, "6.1.3(b)(c)"), rfc(5280, "4.2.1.10")];
        const POLICIES: &[Rule] = &[rfc(9618, "5.2"), rfc(5280, "6.1.3(d)(e)")];
        const EXPLICIT_POLICY: &[Rule] = &[rfc(5280, "6.1.3(f)")];
        const POLICY_MAPPINGS: &[Rule] = &[rfc(5280, "6.1.4(a)"), rfc(9618, "5.3")];
        const NAME_CONSTRAINTS_EXTENSION: &[Rule] = &[rfc(5280, "6.1.4(g)")];
        const POLICY_CONSTRAINTS: &[Rule] = &[rfc(5280, "6.1.4(i)")];
        const INHIBIT_ANY_POLICY: &[Rule] = &[rfc(5280, "6.1.4(j)")];
        const BASIC_CONSTRAINTS: &[Rule] = &[rfc(5280, "6.1.4(k)")];
        const LENGTH: &[Rule] = &[rfc(5280, "6.1.4(l)(m)")];
        const KEY_USAGE: &[Rule] = &[rfc(5280, "6.1.4(n)")];
        const CRITICAL: &[Rule] = &[rfc(5280, "6.1.4(o)"), rfc(5280, "4.2")];
        const EXTENDED_KEY_USAGE: &[Rule] = &[rfc(5280, "4.2.1.12")];
        const PUBLIC_KEY: &[Rule] = &[rfc(5280, "6.1.5(c)(d)(e)"), rfc(5280, "4.1.2.7")];
        const ISSUER_PROFILE: &[Rule] = &[rfc(5280, "4")];
        const BUILDING: &[Rule] = &[rfc(5280, "6"), rfc(4158, "2")];
        const ANCHOR_VALIDITY: &[Rule] = &[guideline("付録①(ア)a")];
        const ANCHOR_REVOCATION: &[Rule] = &[guideline("付録①(ア)a (ARL)")];
        const REVOCATION: &[Rule] = &[guideline("付録①(ア)c"), rfc(5280, "6.3")];
        const LIST_SELECTION: &[Rule] = &[rfc(5280, "6.3.3(a)(b)")];
        const LIST_SIGNATURE: &[Rule] = &[rfc(5280, "6.3.3(g)"), guideline("付録①(ア)c(b)")];
        const LIST_FRESHNESS: &[Rule] = &[rfc(5280, "6.3.3(a)"), guideline("付録①(ア)c(b)")];
        const LIST_SCOPE: &[Rule] = &[rfc(5280, "6.3.3(b)(2)"), rfc(5280, "5.2.5")];
        const LIST_CRITICAL: &[Rule] = &[rfc(5280, "5.2")];
        const LIST_ENTRY: &[Rule] = &[rfc(5280, "6.3.3(i)(j)"), rfc(5280, "5.3")];
        const RESPONSE_RECEIPT: &[Rule] = &[rfc(6960, "4.2.1"), rfc(6960, "2.3")];
        const RESPONSE_AUTHORITY: &[Rule] =
            &[guideline("付録①(ア)c(a)"), rfc(6960, "4.2.2.2"), rfc(6960, "3.2")];
        const RESPONSE_SIGNATURE: &[Rule] = &[guideline("付録①(ア)c(a)"), rfc(6960, "3.2")];
        const RESPONSE_EXTENSIONS: &[Rule] = &[rfc(6960, "4.4")];
        const RESPONDER_VALIDITY: &[Rule] = &[rfc(6960, "4.2.2.2")];
        const RESPONDER_REVOCATION: &[Rule] = &[rfc(6960, "4.2.2.2.1")];
        const RESPONSE_NONCE: &[Rule] = &[rfc(9654, "2"), rfc(6960, "4.4.1")];
        const RESPONSE_CERTIFICATE: &[Rule] = &[rfc(6960, "3.2"), rfc(6960, "4.1.1")];
        const RESPONSE_FRESHNESS: &[Rule] =
            &[rfc(6960, "3.2"), rfc(6960, "4.2.2.1"), guideline("3章 ※10")];
        const RESPONSE_ANSWER: &[Rule] = &[rfc(6960, "2.2"), guideline("付録①(ア)c(a)")];
        const EVIDENCE: &[Rule] = &[guideline("付録①(ア)b"), house("evidence")];
        const DOCUMENT: &[Rule] = &[guideline("付録①(イ)"), rfc(8017, "8")];
        const SIGNER_FORM: &[Rule] = &[rfc(5652, "5.3")];
        const SIGNER_CERTIFICATE: &[Rule] = &[rfc(5652, "5.3 (sid)"), rfc(5652, "5.6")];
        const SIGNER_KEY_USAGE: &[Rule] = &[rfc(5280, "4.2.1.3"), profile("§2.4, §3")];
        const SIGNER_CONTENT: &[Rule] = &[rfc(5652, "5.4"), rfc(5652, "5.1")];
        const SIGNER_ATTRIBUTES: &[Rule] = &[rfc(5652, "5.3 (signedAttrs)"), rfc(5652, "11")];
        const CONTENT_TYPE: &[Rule] = &[rfc(5652, "11.1")];
        const MESSAGE_DIGEST: &[Rule] = &[rfc(5652, "5.6"), rfc(5652, "11.2")];
        const SIGNING_TIME: &[Rule] = &[rfc(5652, "11.3")];
        const ALGORITHM_PROTECTION: &[Rule] = &[rfc(6211, "2"), rfc(8933, "3")];
        const CERTIFICATE_BINDING: &[Rule] = &[rfc(5035, "3, 4"), rfc(2634, "5.4")];
        const TIME_STAMP: &[Rule] = &[rfc(3161, "2.4.2")];
        const TIME_STAMP_IMPRINT: &[Rule] = &[rfc(3161, "2.4.2"), rfc(5126, "6.1.1")];
        const TIME_STAMP_AUTHORITY: &[Rule] = &[rfc(3161, "2.4.2 (tsa)")];
        const TIME_STAMP_PATH: &[Rule] = &[rfc(5035, "3"), rfc(2634, "5.4")];
        const TIME_STAMP_TIME: &[Rule] = &[rfc(5280, "4.1.2.5"), rfc(3161, "2.4.2 (accuracy)")];
        const TIME_STAMP_PURPOSE: &[Rule] = &[rfc(3161, "2.3")];
        const INTENT: &[Rule] = &[guideline("6章")];
        const TIME: &[Rule] = &[rfc(5126, "6.1.1"), rfc(3161, "B")];
        const APPLICANT: &[Rule] = &[house("applicant matching"), guideline("3章 メリット①")];
        const LOGIN_ATTEMPTS: &[Rule] = &[house("limits on attempts")];
        const LOGIN_BINDING: &[Rule] = &[guideline("付録②(ア)"), guideline("4章(1)イ")];
        const LOGIN_CERTIFICATE: &[Rule] = &[guideline("付録②(イ)")];
        const LOGIN_AUTHENTICITY: &[Rule] = &[guideline("付録②(ウ)")];
        const USER_VERIFICATION: &[Rule] = &[guideline("4章(2)イ (暗証番号によらない確認)")];
        const CHALLENGE_CONTEXT: &[Rule] =
            &[house("a challenge serves one session, relying party and purpose")];
        match self {
            Self::Profile | Self::ProfileField | Self::ProfileExtension => PROFILE,
            Self::Purpose => PURPOSE,
            Self::Path | Self::PathCertificate => PATH,
            Self::PathBuilding | Self::PathCandidate => BUILDING,
            Self::PathAnchor => ANCHOR,
            Self::PathAlgorithm | Self::SignatureAlgorithm => ALGORITHM,
            Self::PathSignature => SIGNATURE,
            Self::PathValidity => VALIDITY,
            Self::PathNames => NAMES,
            Self::PathKeyIdentifier => KEY_IDENTIFIER,
            Self::PathNameConstraints => NAME_CONSTRAINTS,
            Self::PathPolicies => POLICIES,
            Self::PathExplicitPolicy => EXPLICIT_POLICY,
            Self::PathPolicyMappings => POLICY_MAPPINGS,
            Self::PathNameConstraintsExtension => NAME_CONSTRAINTS_EXTENSION,
            Self::PathPolicyConstraints => POLICY_CONSTRAINTS,
            Self::PathInhibitAnyPolicy => INHIBIT_ANY_POLICY,
            Self::PathBasicConstraints => BASIC_CONSTRAINTS,
            Self::PathLength => LENGTH,
            Self::PathKeyUsage => KEY_USAGE,
            Self::PathCriticalExtensions => CRITICAL,
            Self::PathPublicKey => PUBLIC_KEY,
            Self::PathPurpose => EXTENDED_KEY_USAGE,
            Self::PathProfile => ISSUER_PROFILE,
            Self::AnchorValidity => ANCHOR_VALIDITY,
            Self::AnchorRevocation => ANCHOR_REVOCATION,
            Self::Revocation => REVOCATION,
            Self::CrlSelection => LIST_SELECTION,
            Self::CrlSignature => LIST_SIGNATURE,
            Self::CrlFreshness => LIST_FRESHNESS,
            Self::CrlScope => LIST_SCOPE,
            Self::CrlCriticalExtensions => LIST_CRITICAL,
            Self::CrlEntry => LIST_ENTRY,
            Self::ResponseReceipt => RESPONSE_RECEIPT,
            Self::ResponseAuthority => RESPONSE_AUTHORITY,
            Self::ResponseSignature => RESPONSE_SIGNATURE,
            Self::ResponseExtensions => RESPONSE_EXTENSIONS,
            Self::ResponderValidity => RESPONDER_VALIDITY,
            Self::ResponderRevocation => RESPONDER_REVOCATION,
            Self::ResponseNonce => RESPONSE_NONCE,
            Self::ResponseCertificate => RESPONSE_CERTIFICATE,
            Self::ResponseFreshness => RESPONSE_FRESHNESS,
            Self::ResponseAnswer => RESPONSE_ANSWER,
            Self::SignatureValue => DOCUMENT,
            Self::LoginAttempts => LOGIN_ATTEMPTS,
            Self::LoginBinding => LOGIN_BINDING,
            Self::LoginCertificate | Self::LoginDomain | Self::LoginTime => LOGIN_CERTIFICATE,
            Self::LoginAuthenticity
            | Self::LoginSignature
            | Self::ChallengeRedemption
            | Self::ChallengeLifetime => LOGIN_AUTHENTICITY,
            Self::LoginUserVerification => USER_VERIFICATION,
            Self::ChallengeSession
            | Self::ChallengeRelyingParty
            | Self::ChallengePurpose
            | Self::ChallengeContent => CHALLENGE_CONTEXT,
            Self::SignerForm => SIGNER_FORM,
            Self::SignerCertificate => SIGNER_CERTIFICATE,
            Self::SignerKeyUsage => SIGNER_KEY_USAGE,
            Self::SignerContent => SIGNER_CONTENT,
            Self::SignerAttributes => SIGNER_ATTRIBUTES,
            Self::SignerContentType => CONTENT_TYPE,
            Self::SignerMessageDigest => MESSAGE_DIGEST,
            Self::SignerSigningTime | Self::SignerSigningTimeClaim => SIGNING_TIME,
            Self::SignerAlgorithmProtection => ALGORITHM_PROTECTION,
            Self::SignerCertificateBinding => CERTIFICATE_BINDING,
            Self::TimeStampForm => TIME_STAMP,
            Self::TimeStampImprint => TIME_STAMP_IMPRINT,
            Self::TimeStampAuthority => TIME_STAMP_AUTHORITY,
            Self::TimeStampPathRestriction => TIME_STAMP_PATH,
            Self::TimeStampTime => TIME_STAMP_TIME,
            Self::TimeStampPurpose => TIME_STAMP_PURPOSE,
            Self::TimeStamp => TIME,
            Self::IntentShown | Self::IntentContent | Self::IntentSubstance => INTENT,
            Self::Applicant
            | Self::ApplicantName
            | Self::ApplicantAddress
            | Self::ApplicantDateOfBirth
            | Self::ApplicantSex => APPLICANT,
            Self::EvidenceProtection | Self::EvidencePolicy | Self::EvidenceVerdict => EVIDENCE,
        }
    }
}
