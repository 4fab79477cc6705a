//! A standing in one octet.

use jpki_revocation::RevocationReason;

use crate::interpretation::Standing;

const REVOKED: u8 = 0x80;

pub(crate) const fn of(standing: Standing) -> u8 {
    match standing {
        Standing::Valid => 1,
        Standing::Expired => 2,
        Standing::NotHeld => 3,
        Standing::Unknown => 4,
        Standing::Revoked(reason) => REVOKED | reason.number(),
    }
}

pub(crate) const fn standing(code: u8) -> Option<Standing> {
    match code {
        1 => Some(Standing::Valid),
        2 => Some(Standing::Expired),
        3 => Some(Standing::NotHeld),
        4 => Some(Standing::Unknown),
        REVOKED.. => Some(Standing::Revoked(RevocationReason::from_number(code & !REVOKED))),
        _ => None,
    }
}
