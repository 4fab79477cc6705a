use super::Reason;
use crate::localized::messages;

messages! {
    /// What to do next, told apart only as far as whoever does it needs to know.
    ///
    /// A service provider is told these in place of reasons. Whether a certificate is revoked, why and since when is
    /// revocation information (失効情報, guideline 001 table 4-1 item 3); a system that does not handle it lies outside
    /// what is evaluated for an accreditation (fig. 4-7). So one piece of advice stands for revoked, on hold and expired,
    /// and one for whatever kept the status from being known.
    #[non_exhaustive]
    AdviceCode {
        ProvideAnotherCertificate => "provide-another-certificate", ja "この電子証明書は現在使えません。有効な電子証明書でのやり直しを利用者に案内してください (発行・更新は市区町村の窓口)", en "this certificate cannot be used now: ask the applicant to come back with one that is in force (municipal offices issue and renew them)";
        UseFittingCertificate => "use-fitting-certificate", ja "この手続に使えない種類の電子証明書です。対応する種類のカード・電子証明書を使うよう案内してください", en "a certificate of this kind cannot be used here: ask the applicant to use the card and the certificate that fit";
        SignAgain => "sign-again", ja "電子署名を確認できません。内容を変えずに署名からやり直すよう案内してください", en "the signature does not hold: ask the applicant to sign again, and send the document as it was signed";
        LogInAgain => "log-in-again", ja "ログインをはじめからやり直すよう案内してください", en "ask the user to log in again from the beginning";
        RegisterAgain => "register-again", ja "この電子証明書は利用者の登録と結び付いていません。登録の手続を案内してください", en "this certificate does not belong to the account: lead the user to registration";
        CorrectForm => "correct-form", ja "申請内容が電子証明書の記載と一致しません。申請内容の訂正を案内してください", en "the form does not say what the certificate says: ask the applicant to correct the form";
        CompareForm => "compare-form", ja "申請内容と電子証明書の記載を人が見比べてください (目視確認)", en "let a person compare the form with the certified attributes before it is acted on";
        ExamineContent => "examine-content", ja "利用者に表示した内容と署名された内容を人が確かめ、表示の仕方を直してください", en "let a person look at what was shown and what was signed, and mend how it is shown";
        AskAgainLater => "ask-again-later", ja "今は確認できません。時間をおいて再度確認してください", en "it cannot be known now: ask again later";
        AcceptKnowingly => "accept-knowingly", ja "確認できないまま受け入れた項目があります。受け入れてよいか、定めた規則で判断してください", en "something was accepted without being known: decide by your own rule whether that is enough";
        ContactPlatform => "contact-platform", ja "検証を行う事業者 (プラットフォーム事業者) に問い合わせてください", en "ask whoever runs the verification (the platform)";
    }
}

impl Reason {
    /// Returns what to do about a failure or a warning for this reason.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one table, an arm for each piece of advice")]
    // Requirement: REVM-02
    pub const fn advice(self) -> AdviceCode {
        match self {
            // NOTE: one answer for these, so that nobody learns from it whether a certificate is revoked, on hold or
            // expired (test `a_revoked_certificate_looks_like_any_other_that_is_not_in_force`).
            Self::Revoked
            | Self::OnHold
            | Self::Expired
            | Self::NotYetValid
            | Self::NoInformationOnceExpired => AdviceCode::ProvideAnotherCertificate,
            Self::ExtensionMissing
            | Self::ExtensionForbidden
            | Self::ExtensionCriticality
            | Self::ExtensionContent
            | Self::ExtensionMalformed
            | Self::UnknownCriticalExtension
            | Self::PolicyNotAccepted
            | Self::SerialNumberForm
            | Self::TrustDomainMismatch
            | Self::KindContradiction
            | Self::WrongKindForPurpose
            | Self::MediumNotAccepted
            | Self::NoTrustAnchor
            | Self::KeyRejected
            | Self::AlgorithmUnsupported
            | Self::AlgorithmNotAllowed
            | Self::AlgorithmMismatch
            | Self::KeySizeNotAllowed
            | Self::NameMismatch
            | Self::KeyIdentifierContradiction
            | Self::NotCertificateAuthority
            | Self::PathTooLong
            | Self::KeyUsageInsufficient
            | Self::VersionNotThree
            | Self::PathEmpty
            | Self::CertificateRepeated
            | Self::NameNotPermitted
            | Self::NameExcluded
            | Self::NameNotComparable
            | Self::PolicyRepeated
            | Self::NoValidPolicy
            | Self::PurposeNotAllowed
            | Self::IssuerRuleBroken => AdviceCode::UseFittingCertificate,
            Self::SignatureMismatch
            | Self::SignerMalformed
            | Self::SignersMissing
            | Self::ContentNotOfMessage
            | Self::SignerCertificateMissing
            | Self::DigestNotAnnounced
            | Self::SignedAttributesMissing
            | Self::SignedAttributesNotDer
            | Self::SignedAttributesMalformed
            | Self::AttributeRepeated
            | Self::AttributeMalformed
            | Self::SigningTimeImplausible
            | Self::AttributeForbidden
            | Self::ContentIsSignedAttributes
            | Self::ContentTypeMissing
            | Self::ContentTypeMismatch
            | Self::MessageDigestMissing
            | Self::MessageDigestMismatch
            | Self::DigestAlgorithmMismatch
            | Self::AlgorithmProtectionMismatch
            | Self::SigningCertificateMissing
            | Self::SigningCertificateMismatch
            | Self::TimeStampMalformed
            | Self::TimeStampSigners
            | Self::TimeStampImprintMismatch
            | Self::TimeStampPurposeMissing
            | Self::TimeStampAuthorityMismatch
            | Self::TimeStampFromFuture
            | Self::TimeStampBeforeCertificate
            | Self::TimeStampAfterCertificate
            | Self::PathNotAdmitted
            | Self::SigningTimeNotProven => AdviceCode::SignAgain,
            Self::TooManyAttempts
            | Self::ChallengeUnknown
            | Self::ChallengeSpent
            | Self::ChallengeExpired
            | Self::ChallengeFromFuture
            | Self::ChallengeOtherSession
            | Self::ChallengeOtherRelyingParty
            | Self::ChallengeOtherPurpose
            | Self::CertificateSubstituted
            | Self::JudgedAtAnotherTime
            | Self::LoginTooLate
            | Self::VerificationNotApproved
            | Self::VerificationContradiction => AdviceCode::LogInAgain,
            Self::AccountNotBound | Self::CertificateNotBound => AdviceCode::RegisterAgain,
            Self::ApplicantDiffers => AdviceCode::CorrectForm,
            Self::ApplicantNotTold | Self::ApplicantUndecided => AdviceCode::CompareForm,
            Self::ContentLooksRandom
            | Self::IntentNotShown
            | Self::IntentContentMismatch
            | Self::ShownTextTurns
            | Self::ShownTextHides
            | Self::ShownTextControls
            | Self::ShownTextPrivate
            | Self::ShownTextLeavesGaps
            | Self::IntentDigestMissing => AdviceCode::ExamineContent,
            // NOTE: `ListedInStaleCrl` is among them: that a list names the certificate is revocation information.
            Self::CrlMissing
            | Self::CrlStale
            | Self::CrlFromFuture
            | Self::CrlWithoutNextUpdate
            | Self::CrlSignatureMismatch
            | Self::CrlIssuerKeyUsage
            | Self::CrlScopeMismatch
            | Self::CrlUnknownCriticalExtension
            | Self::CrlAlgorithmNotAllowed
            | Self::CrlOtherKey
            | Self::CrlReasonsIncomplete
            | Self::CrlDamaged
            | Self::ListedInStaleCrl
            | Self::CrlMalformed
            | Self::ResponseMissing
            | Self::ResponderUnreachable
            | Self::ResponderTimedOut
            | Self::ResponseNotOcsp
            | Self::ResponseTooLarge
            | Self::ResponseMalformed
            | Self::ResponderMalformedRequest
            | Self::ResponderInternalError
            | Self::ResponderTryLater
            | Self::ResponderSignatureRequired
            | Self::ResponderUnauthorized
            | Self::ResponseSignatureMismatch
            | Self::ResponseAlgorithmNotAllowed
            | Self::ResponseUnknownCriticalExtension
            | Self::ResponderNotAuthorized
            | Self::ResponderCertificateUnfit
            | Self::ResponderExpired
            | Self::ResponderRevoked
            | Self::ResponderStatusUnknown
            | Self::ResponseOtherCertificate
            | Self::ResponseStale
            | Self::ResponseFromFuture
            | Self::ResponseWithoutNextUpdate
            | Self::ResponseProducedEarlier
            | Self::ResponseNonceMissing
            | Self::ResponseNonceMismatch
            | Self::CertificateUnknownToResponder
            | Self::StatusOfOtherQuestion
            | Self::StatusOfOtherSource => AdviceCode::AskAgainLater,
            Self::StatusNotKnown | Self::ResponseAgeUnbounded | Self::RelyingPartyNotSigned => {
                AdviceCode::AcceptKnowingly
            }
            Self::EvidenceUnprotected
            | Self::EvidenceProofNotBelieved
            | Self::EvidenceProofBefore
            | Self::EvidenceProofLate
            | Self::EvidencePolicyUnknown
            | Self::EvidenceVerdictDiffers
            | Self::IssuerNotFound
            | Self::NothingChecked
            | Self::LimitReached => AdviceCode::ContactPlatform,
        }
    }
}
