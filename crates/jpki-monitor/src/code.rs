//! A state in one byte.

use jpki_revocation::RevocationReason;

use crate::interpretation::CertificateState;

const REVOKED: u8 = 0x80;

pub(crate) const fn of(state: CertificateState) -> u8 {
    match state {
        CertificateState::Valid => 1,
        CertificateState::Expired => 2,
        CertificateState::NotHeld => 3,
        CertificateState::Unknown => 4,
        CertificateState::Revoked(reason) => REVOKED | reason.number(),
    }
}

pub(crate) const fn state(code: u8) -> Option<CertificateState> {
    match code {
        1 => Some(CertificateState::Valid),
        2 => Some(CertificateState::Expired),
        3 => Some(CertificateState::NotHeld),
        4 => Some(CertificateState::Unknown),
        REVOKED.. => {
            Some(CertificateState::Revoked(RevocationReason::from_number(code & !REVOKED)))
        }
        _ => None,
    }
}
