//! Today's lists of the generations in use.

use ::time::Duration;

use crate::jpki::{Authority, Generation, Purpose, SyntheticJpki};
use crate::pki::{CrlBuilder, CrlEntry, ReasonCode, SerialNumber};
use crate::vectors::set::{VectorSet, anchor_name};

pub(super) fn add(set: &mut VectorSet) {
    let jpki = set.jpki();
    for purpose in [Purpose::Sign, Purpose::Auth] {
        for generation in [Generation::Second, Generation::Third] {
            let authority = jpki.authority(purpose, generation);
            let name = anchor_name(&authority);
            set.list(&name, &complete_list(&jpki, &authority), &authority);
            set.list(&format!("{name}-arl"), &jpki.arl(&authority), &authority);
        }
    }
}

/// Today's complete list: one certificate for each reason, one without a reason, one with a reason
/// that has no name, and a row of neighbours.
pub(super) fn complete_list(jpki: &SyntheticJpki, authority: &Authority) -> CrlBuilder {
    let revoked_at = jpki.lists_issued_at() - Duration::days(40);
    let list = ReasonCode::NAMED
        .into_iter()
        .filter(|reason| *reason != ReasonCode::RemoveFromCrl)
        .fold(jpki.crl(authority), |list, reason| {
            list.revoke(revoked_serial(authority, reason), revoked_at, reason)
        });
    let unnamed = ReasonCode::Unassigned(11);
    let list = list
        .revoke(revoked_serial(authority, unnamed), revoked_at, unnamed)
        .entry(CrlEntry::new(revoked_serial_without_reason(authority), revoked_at));
    (0..20).fold(list, |list, place| {
        let neighbour = authority.serial_after(0x0020_0000 + 2 * place);
        let day = revoked_at + Duration::days(place as i64);
        list.revoke(neighbour, day, ReasonCode::Superseded)
    })
}

/// Serial number that today's list revokes for this reason.
pub(super) fn revoked_serial(authority: &Authority, reason: ReasonCode) -> SerialNumber {
    authority.serial_after(0x0010_0000 + u64::from(reason.number()))
}

/// Serial number that today's list revokes without a reason.
pub(super) fn revoked_serial_without_reason(authority: &Authority) -> SerialNumber {
    authority.serial_after(0x0010_00FF)
}
