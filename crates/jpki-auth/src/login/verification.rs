use jpki_core::report::{Check, CheckId, Fact, FactKey, Reason, Subject};
use jpki_x509::kind::Medium;

/// How the person was confirmed when the key was used, as the caller states it from its own channel.
///
/// A signature proves that a key was used, not how it was unlocked: the authentication key can be used
/// where a PIN was entered, a face was compared, or nothing at all was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UserVerification {
    /// 利用者証明用電子証明書の暗証番号 (four digits).
    Pin,
    /// Biometrics of the phone that holds the key (guideline 001 ch. 3, スマートフォン).
    PhoneBiometrics,
    /// A person compared the face with the photograph on the card (guideline 001 ch. 4 (2) イ ①).
    FaceByEye,
    /// A device compared them (guideline 001 ch. 4 (2) イ ②).
    FaceByDevice,
    /// Not known.
    NotStated,
}

impl UserVerification {
    /// Returns the stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::PhoneBiometrics => "phone-biometrics",
            Self::FaceByEye => "face-by-eye",
            Self::FaceByDevice => "face-by-device",
            Self::NotStated => "not-stated",
        }
    }

    // Requirement: AUTH-07, CERT-06
    pub(super) fn check(self, approval: FaceApproval, medium: Option<Medium>) -> Check {
        let result = match (self, approval, medium) {
            // guideline 001 ch. 4 (2) イ: only verifiers with an approval (認可)
            (Self::FaceByEye | Self::FaceByDevice, FaceApproval::NotApproved, _) => {
                Err(Reason::VerificationNotApproved)
            }
            (Self::PhoneBiometrics, _, Some(Medium::Card))
            | (Self::FaceByEye | Self::FaceByDevice, _, Some(Medium::Smartphone)) => {
                Err(Reason::VerificationContradiction)
            }
            _ => Ok(()),
        };
        Check::of(CheckId::LoginUserVerification, Subject::Account, result)
            .with(Fact::code(FactKey::UserVerification, self.code()))
    }
}

/// Whether the verifier has the approval (認可) to confirm a person by face in place of the PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "yes or no")]
pub enum FaceApproval {
    /// It has; its criteria are not in the public guideline and not checked here.
    Approved,
    /// It has not.
    NotApproved,
}
