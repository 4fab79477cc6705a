use jpki_revocation::{RevocationReason, Status};

/// The status of one of a person's two certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "no state of a certificate may be overlooked")]
pub enum CertificateState {
    /// Within its validity period and not revoked (○).
    Valid,
    /// Revoked, for this reason (×).
    Revoked(RevocationReason),
    /// Its validity period has ended. There is no information on it any more, and none is needed: the date
    /// is in the certificate.
    Expired,
    /// The person has none: minors (未成年者) and adult wards have no signature certificate, others may lack
    /// one (guideline 001 fig. 3-4, note).
    NotHeld,
    /// Not known.
    Unknown,
}

/// The status of both certificates of one person. The application links them, with consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "the two certificates of a card")]
pub struct PairState {
    /// 署名用電子証明書
    pub signature: CertificateState,
    /// 利用者証明用電子証明書
    pub authentication: CertificateState,
}

impl From<Status> for CertificateState {
    fn from(status: Status) -> Self {
        match status {
            Status::Good => Self::Valid,
            Status::Revoked(revoked) => Self::Revoked(revoked.reason),
            Status::Unknown(jpki_core::report::Reason::NoInformationOnceExpired) => Self::Expired,
            Status::Unknown(_) => Self::Unknown,
        }
    }
}

impl PairState {
    pub(super) fn any(&self, state: CertificateState) -> bool {
        self.signature == state || self.authentication == state
    }

    pub(super) const fn is_any_on_hold(&self) -> bool {
        const fn is_on_hold(state: CertificateState) -> bool {
            matches!(state, CertificateState::Revoked(RevocationReason::CertificateHold))
        }
        is_on_hold(self.signature) || is_on_hold(self.authentication)
    }
}
