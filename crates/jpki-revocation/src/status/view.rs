use alloc::vec::Vec;

use jpki_core::time::ValidationTime;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::oid;

use crate::list::{RevocationList, RevocationReason, VerifiedList};
use crate::octets::Damaged;
use crate::status::Revoked;

/// What an authority said at one time: a complete list, or one with a delta that goes with it.
#[derive(Clone, Copy)]
pub(super) struct View<'l> {
    complete: &'l VerifiedList,
    delta: Option<&'l VerifiedList>,
}

impl<'l> View<'l> {
    /// Every view of these lists, the newest first.
    pub(super) fn all(lists: impl IntoIterator<Item = &'l VerifiedList>) -> Vec<Self> {
        let (deltas, complete): (Vec<_>, Vec<_>) =
            lists.into_iter().partition(|list| list.list().delta_base().is_some());
        let mut views: Vec<Self> = complete
            .into_iter()
            .flat_map(|complete| {
                let fitting = deltas.iter().filter(|delta| goes_with(delta, complete));
                let with = |delta| Self { complete, delta };
                [with(None)].into_iter().chain(fitting.map(move |delta| with(Some(*delta))))
            })
            .collect();
        views.sort_by_key(|view| {
            let current = view.current();
            core::cmp::Reverse((current.this_update(), current.number()))
        });
        views
    }

    /// The complete list.
    pub(super) const fn complete(&self) -> &'l VerifiedList {
        self.complete
    }

    /// The list that says since when: the delta if there is one.
    pub(super) fn current(&self) -> &'l RevocationList {
        self.delta.unwrap_or(self.complete).list()
    }

    /// The lists that it is made of.
    pub(super) fn lists(&self) -> impl Iterator<Item = &'l VerifiedList> + use<'l> {
        [Some(self.complete), self.delta].into_iter().flatten()
    }

    /// The entry of a certificate that has not expired.
    // RFC 5280 §6.3.3(i), (j), (k)
    // NOTE: §6.3.3(k) would also take removeFromCRL on a complete list for good, where §5.3.1 forbids it, and on a
    // delta for the end of any revocation, where §5.3.1 has it lift a hold. Here the certificate stays revoked. Tests:
    // `removal_on_a_complete_list_does_not_make_good`, `a_delta_ends_a_hold_and_nothing_that_lasts`.
    pub(super) fn find(&self, certificate: &Certificate) -> Result<Option<Revoked>, Damaged> {
        let entry_in =
            |list: &VerifiedList| list.find(&certificate.issuer(), certificate.serial_number());
        let complete = entry_in(self.complete)?;
        let entry = match self.delta.map(entry_in).transpose()?.flatten() {
            Some(changed) if changed.reason.lasts() => Some(changed),
            Some(changed) if complete.is_none_or(|entry| !entry.reason.lasts()) => {
                Some(changed).filter(|entry| entry.reason != RevocationReason::RemoveFromList)
            }
            _ => complete,
        };
        Ok(entry.map(Revoked::from))
    }

    /// Whether `newer` is the later word of the same key on the same scope, said by the instant that is judged and
    /// not out of date at it. Then this one tells of revocations that last alone.
    ///
    /// No option has a part in this: whenever this view would be believed, the newer one is believed too, so
    /// that a more lenient policy never takes an entry away. That is why a list without nextUpdate, or of a
    /// little later than the present, displaces none that is without fault.
    pub(super) fn is_superseded_by(&self, newer: &Self, at: ValidationTime) -> bool {
        let (this, that) = (self.current(), newer.current());
        let is_in_force = match (that.next_update(), this.next_update()) {
            (Some(due), _) => due >= at.instant(),
            (None, stated) => stated.is_none(),
        };
        that.this_update() > this.this_update()
            && that.this_update() <= at.instant()
            && is_in_force
            && newer.complete.issuer().authority().is_same(self.complete.issuer().authority())
            && same_value(newer.complete, self.complete, oid::ISSUING_DISTRIBUTION_POINT)
    }
}

/// Whether a delta completes this list.
// RFC 5280 §5.2.4, §6.3.3(c), (h)
fn goes_with(delta: &VerifiedList, complete: &VerifiedList) -> bool {
    let Some(number) = complete.list().number() else { return false };
    delta.issuer().authority().is_same(complete.issuer().authority())
        && delta.list().delta_base().is_some_and(|oldest| oldest <= number)
        && delta.list().number().is_some_and(|newer| newer > number)
        && same_value(delta, complete, oid::ISSUING_DISTRIBUTION_POINT)
        && same_value(delta, complete, oid::AUTHORITY_KEY_IDENTIFIER)
}

fn same_value(this: &VerifiedList, that: &VerifiedList, oid: &[u8]) -> bool {
    let (this, that) = (this.list().extension(oid), that.list().extension(oid));
    this.map(|extension| extension.value()) == that.map(|extension| extension.value())
}
