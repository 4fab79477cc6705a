use alloc::vec::Vec;
use core::fmt;

use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::extension::ReasonFlags;

use super::policy::RevocationPolicy;
use super::revoked::{Revoked, Status};
use super::target::RevocationTarget;
use super::view::View;
use crate::bytes::Corrupted;
use crate::crl::CoveredCertificates;
use crate::verified_crl::{CrlEntry, VerifiedCrl};

/// What the CRLs of one authority's key say about certificates of which only the serial number is known, as
/// in a batch over many.
///
/// Only complete lists tell: to which partition a certificate belongs is written in the certificate. What
/// it cannot see is for the caller: that the authority issued the certificate, and that it has not
/// expired, since of an expired one there is no information (guideline 001, 付録①(ア)b).
#[derive(Clone)]
pub struct SerialLookup<'l> {
    issuer: &'l Authority,
    lists: Result<Vec<Telling<'l>>, Reason>,
    /// Lists that are out of date and newer than all that tell, with why they are. What they list is not good.
    out_of_date: Vec<(&'l VerifiedCrl, Reason)>,
}

/// A list that tells.
#[derive(Clone, Copy)]
struct Telling<'l> {
    list: &'l VerifiedCrl,
    /// Whether a later list has its scope. Then it tells of revocations that last.
    // RFC 5280 §3.3: an entry stays until its certificate has expired.
    is_superseded: bool,
}

impl RevocationPolicy {
    /// Returns a lookup among those of these lists that this authority's own key signed, that cover all its users'
    /// certificates for all reasons, and that are fresh at a time. Where they contradict each other the worst is
    /// believed, but that a hold may be lifted: only a revocation that lasts is believed of a list that has been
    /// followed by a later one. Delta lists are not used.
    // Requirement: CRL-04, CRL-06, CRL-07
    pub fn lookup<'l>(
        &self,
        issuer: &'l Authority,
        lists: impl IntoIterator<Item = &'l VerifiedCrl>,
        at: ValidationTime,
    ) -> SerialLookup<'l> {
        // Later lists tell by their dates and of what had not expired: for `judge`, which has the certificate.
        let at = ValidationTime::at(at.instant());
        let mut refusal = Reason::CrlMissing;
        let mut fresh: Vec<&'l VerifiedCrl> = Vec::new();
        let mut out_of_date: Vec<(&'l VerifiedCrl, Reason)> = Vec::new();
        for list in lists {
            if !list.issuer().authority().is_same(issuer) {
                continue;
            }
            if !is_complete(list) {
                refusal = Reason::CrlScopeMismatch;
                continue;
            }
            let (this_update, next_update) = dates(list);
            match self.freshness.admit(this_update, next_update, at) {
                Ok(()) => fresh.push(list),
                Err(reason) => {
                    refusal = reason;
                    if reason != Reason::CrlFromFuture {
                        out_of_date.push((list, reason));
                    }
                }
            }
        }
        let newest = fresh.iter().map(|list| list.list().this_update()).max();
        out_of_date.retain(|(list, _)| Some(list.list().this_update()) >= newest);
        let views = View::all(fresh);
        let telling = views.iter().map(|view| Telling {
            list: view.complete(),
            is_superseded: views.iter().any(|other| view.is_superseded_by(other, at)),
        });
        let lists = if views.is_empty() { Err(refusal) } else { Ok(telling.collect()) };
        SerialLookup { issuer, lists, out_of_date }
    }
}

impl RevocationPolicy {
    /// Returns until when lists tell of the users' certificates of this authority's own key, by their own dates and
    /// the greatest age; `None` if for ever. A complete list decides where there is one, else the partition that
    /// runs out first.
    ///
    /// # Errors
    /// The reason why nothing can be told at that time.
    pub fn users_known_until<'l>(
        &self,
        issuer: &Authority,
        lists: impl IntoIterator<Item = &'l VerifiedCrl>,
        at: ValidationTime,
    ) -> Result<Option<Timestamp>, Reason> {
        let is_of_users = |list: &&VerifiedCrl| {
            list.issuer().authority().is_same(issuer)
                && list.list().delta_base().is_none()
                && covers_users(list)
        };
        let own: Vec<_> = lists.into_iter().filter(is_of_users).collect();
        let lookup = self.lookup(issuer, own.iter().copied(), at);
        let (has_partitions, has_complete) =
            (own.iter().any(|list| !is_complete(list)), own.iter().any(|list| is_complete(list)));
        let telling = match lookup.lists {
            Ok(lists) => lists
                .iter()
                .filter(|telling| !telling.is_superseded)
                .map(|telling| telling.list)
                .collect(),
            Err(reason) if has_complete || !has_partitions => return Err(reason),
            Err(_) => {
                for (this_update, next_update) in own.iter().map(|list| dates(list)) {
                    self.freshness.admit(this_update, next_update, at)?;
                }
                own
            }
        };
        let ends = telling.into_iter().map(|list| self.known_until(dates(list)));
        Ok(ends.reduce(earliest).flatten())
    }

    /// Returns until when lists tell that an authority's certificate is not revoked.
    ///
    /// # Errors
    /// The reason why they do not at that time.
    pub fn authority_known_until<'l>(
        &self,
        target: &RevocationTarget<'_>,
        lists: impl IntoIterator<Item = &'l VerifiedCrl>,
        at: ValidationTime,
    ) -> Result<Option<Timestamp>, Reason> {
        let judgement = self.judge(target, lists, at);
        match (judgement.status(), judgement.evidence()) {
            (Status::Good, Some(list)) => {
                Ok(self.known_until((list.this_update, list.next_update)))
            }
            (Status::Good, None) => Err(Reason::CrlMissing),
            (Status::Revoked(revoked), _) => Err(revoked.report_reason()),
            (Status::Unknown(reason), _) => Err(reason),
        }
    }

    fn known_until(&self, (this_update, next_update): Dates) -> Option<Timestamp> {
        let too_old = self.freshness.maximum_age.map(|age| this_update.after(age));
        earliest(next_update, too_old)
    }
}

type Dates = (Timestamp, Option<Timestamp>);

/// Of two ends the one that comes first, where either may be missing.
fn earliest(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}

impl SerialLookup<'_> {
    /// Returns what is known of the authority's certificate with this serial number.
    pub fn status(&self, serial_number: SerialNumber<'_>) -> Status {
        let issuer = self.issuer.name();
        self.status_by(self.all_lists().map(|list| list.find(&issuer, serial_number)))
    }

    /// Returns what is known of many of the authority's certificates: for each serial number, in their order, what
    /// [`Self::status`] gives, in a fraction of the time; see [`VerifiedCrl::find_many`].
    pub fn statuses(&self, serial_numbers: &[SerialNumber<'_>]) -> Vec<Status> {
        let issuer = self.issuer.name();
        let answers: Vec<_> =
            self.all_lists().map(|list| list.find_many(&issuer, serial_numbers)).collect();
        let of_one = |place: usize| {
            answers.iter().map(move |of_list| of_list.get(place).copied().unwrap_or(Err(Corrupted)))
        };
        (0..serial_numbers.len()).map(|place| self.status_by(of_one(place))).collect()
    }

    /// The lists that tell, then those that are out of date.
    fn all_lists(&self) -> impl Iterator<Item = &VerifiedCrl> {
        let telling = self.lists.iter().flatten().map(|telling| telling.list);
        telling.chain(self.out_of_date.iter().map(|(list, _)| *list))
    }

    /// What the answers of [all lists](Self::all_lists) amount to.
    fn status_by(
        &self,
        mut answers: impl Iterator<Item = Result<Option<CrlEntry>, Corrupted>>,
    ) -> Status {
        let lists = match &self.lists {
            Ok(lists) => lists,
            Err(reason) => return Status::Unknown(*reason),
        };
        let mut worst: Option<Revoked> = None;
        for (telling, answer) in lists.iter().zip(&mut answers) {
            match answer {
                Err(Corrupted) => return Status::Unknown(Reason::CrlDamaged),
                Ok(None) => {}
                Ok(Some(entry)) => {
                    let found = Revoked::from(entry);
                    if telling.is_superseded && !found.reason.is_lasting() {
                        continue;
                    }
                    if worst.is_none_or(|known| found.reason.weight() > known.reason.weight()) {
                        worst = Some(found);
                    }
                }
            }
        }
        if let Some(revoked) = worst {
            return Status::Revoked(revoked);
        }
        for ((_, reason), answer) in self.out_of_date.iter().zip(answers) {
            if answer != Ok(None) {
                return Status::Unknown(*reason);
            }
        }
        Status::Good
    }

    /// Returns why no certificate's status can be told; `None` if it can.
    #[must_use]
    pub fn obstacle(&self) -> Option<Reason> {
        self.lists.as_ref().err().copied()
    }
}

/// Whether the list tells of every user's certificate of its signer (RFC 5280 §5.2.4, §5.2.5).
fn is_complete(list: &VerifiedCrl) -> bool {
    let scope = list.list().scope();
    list.list().delta_base().is_none()
        && scope.name().is_none()
        && scope.reasons().contains(ReasonFlags::ALL)
        && covers_users(list)
}

fn covers_users(list: &VerifiedCrl) -> bool {
    let covered = list.list().scope().covered();
    matches!(covered, CoveredCertificates::All | CoveredCertificates::EndEntities)
}

fn dates(list: &VerifiedCrl) -> Dates {
    (list.list().this_update(), list.list().next_update())
}

impl fmt::Debug for SerialLookup<'_> {
    /// How many lists tell.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SerialLookup({:?})", self.lists.as_ref().map(Vec::len))
    }
}
