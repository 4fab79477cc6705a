use alloc::vec::Vec;

use jpki_core::time::ValidationTime;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::oid;

use super::revoked::Statement;
use crate::bytes::Corrupted;
use crate::crl::{Crl, IssuingDistributionPoint, RevocationReason};
use crate::verified_crl::VerifiedCrl;

/// What an authority said at one time: a complete list, or one with a delta that goes with it.
#[derive(Clone, Copy)]
pub(super) struct View<'l> {
    complete: &'l VerifiedCrl,
    scope: IssuingDistributionPoint<'l>,
    delta: Option<&'l VerifiedCrl>,
}

impl<'l> View<'l> {
    /// Every view of these lists, the newest first.
    pub(super) fn all(lists: impl IntoIterator<Item = &'l VerifiedCrl>) -> Vec<Self> {
        let (deltas, complete): (Vec<_>, Vec<_>) =
            lists.into_iter().partition(|list| list.list().delta_base().is_some());
        let mut views: Vec<Self> = complete
            .into_iter()
            .flat_map(|complete| {
                let fitting = deltas.iter().filter(|delta| goes_with(delta, complete));
                let scope = complete.list().scope();
                let with = move |delta| Self { complete, scope, delta };
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
    pub(super) const fn complete(&self) -> &'l VerifiedCrl {
        self.complete
    }

    /// What it covers.
    pub(super) const fn scope(&self) -> &IssuingDistributionPoint<'l> {
        &self.scope
    }

    /// The list that says since when: the delta if there is one.
    pub(super) fn current(&self) -> &'l Crl {
        self.delta.unwrap_or(self.complete).list()
    }

    /// The lists that it is made of.
    pub(super) fn lists(&self) -> impl Iterator<Item = &'l VerifiedCrl> + use<'l> {
        [Some(self.complete), self.delta].into_iter().flatten()
    }

    /// What is said of a certificate that has not expired; nothing if it is not listed.
    // RFC 5280 §6.3.3(i), (j), (k)
    // NOTE: §6.3.3(k) would also take removeFromCRL on a complete list for good, where §5.3.1 forbids it, and on a
    // delta for the end of any revocation, where §5.3.1 has it lift a hold. Here the certificate stays revoked. Tests:
    // `removal_on_a_complete_list_does_not_make_good`, `a_delta_ends_a_hold_and_nothing_that_lasts`.
    pub(super) fn find(&self, certificate: &Certificate) -> Result<Vec<Statement>, Corrupted> {
        let said_in = |list: &VerifiedCrl| {
            list.find_all(&certificate.issuer(), certificate.serial_number())?
                .map(|entry| entry.map(Statement::from))
                .collect::<Result<Vec<_>, _>>()
        };
        let complete = said_in(self.complete)?;
        let mut changed = self.delta.map(said_in).transpose()?.unwrap_or_default();
        if changed.is_empty() {
            return Ok(complete);
        }
        changed.retain(|it| it.revoked.reason != RevocationReason::RemoveFromCrl);
        changed.extend(complete.into_iter().filter(|it| it.revoked.reason.is_lasting()));
        Ok(changed)
    }

    /// Whether `newer` is the later word of the same key on the same scope, said by the instant that is judged and
    /// not out of date at it. Then this one tells of revocations that last alone.
    ///
    /// No option has a part in this: whenever this view would be believed, the newer one is believed too, so
    /// that a more lenient policy never takes an entry away. That is why a list without nextUpdate, or of a
    /// little later than the present, displaces none that is without fault.
    // Requirement: HOLD-04
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
            && newer.complete.scope == self.complete.scope
    }
}

/// Whether a delta completes this list.
// RFC 5280 §5.2.4, §6.3.3(c), (h)
fn goes_with(delta: &VerifiedCrl, complete: &VerifiedCrl) -> bool {
    let Some(number) = complete.list().number() else { return false };
    delta.issuer().authority().is_same(complete.issuer().authority())
        && delta.list().delta_base().is_some_and(|oldest| oldest <= number)
        && delta.list().number().is_some_and(|newer| newer > number)
        && delta.scope == complete.scope
        && names_same_key(delta.list(), complete.list())
}

/// Whether both name the key that signed them in the same way. The bytes may differ where the identifier does not:
/// issuer and serial number beside it may be written otherwise, or be left out.
fn names_same_key(this: &Crl, that: &Crl) -> bool {
    let stated = |list: &Crl| list.extension(oid::AUTHORITY_KEY_IDENTIFIER).is_some();
    match (this.signers_key_identifier(), that.signers_key_identifier()) {
        (Some(this), Some(that)) => this == that,
        (None, None) => stated(this) == stated(that),
        _ => false,
    }
}
