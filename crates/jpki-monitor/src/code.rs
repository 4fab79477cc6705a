use jpki_revocation::RevocationReason;
use jpki_revocation::interpretation::Standing;

/// A standing in one octet; 0 is left for one that was never looked at.
pub(crate) const NEVER: u8 = 0;

pub(crate) const fn of(standing: Standing) -> u8 {
    match standing {
        Standing::Valid => 1,
        Standing::Expired => 2,
        Standing::NotHeld => 3,
        Standing::Unknown => 4,
        Standing::Revoked(reason) => 0x80 | reason.number(),
    }
}

pub(crate) const fn standing(code: u8) -> Option<Standing> {
    match code {
        NEVER => None,
        1 => Some(Standing::Valid),
        2 => Some(Standing::Expired),
        3 => Some(Standing::NotHeld),
        0x80.. => Some(Standing::Revoked(RevocationReason::from_number(code & 0x7f))),
        _ => Some(Standing::Unknown),
    }
}
