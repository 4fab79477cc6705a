use core::marker::PhantomData;
use core::time::Duration;

use jpki_core::name::Name;
use jpki_core::time::{ClockAllowance, Timestamp};
use jpki_x509::extension::DistributionPointName;
use jpki_x509::extension::general_name::GeneralName;

use super::error::InsertError;
use crate::crl::{CoveredCertificates, CrlKind, PointKey};
use crate::crl_issuer::CrlIssuer;
use crate::subjects::{Authorities, Users};
use crate::verified_crl::VerifiedCrl;

/// What is known of a list before it comes: whose key signs it, whose certificates it is for, which
/// distribution point it has.
///
/// A signature alone does not say it: the lists of one authority are all signed by its key, and whoever mixes up
/// two addresses, or stands in the way of plain HTTP, needs no key to give one for the other. A list that is not
/// what was expected is refused.
#[derive(Clone, Debug)]
pub struct ExpectedCrl<S> {
    issuer: CrlIssuer,
    covered: &'static [CoveredCertificates],
    point: ExpectedPoint,
    kind: CrlKind,
    is_delta: bool,
    least_entries: usize,
    removals: RemovalLimit,
    clocks: ClockAllowance,
    subjects: PhantomData<S>,
}

/// How many lasting revocations may go from a list, from one issue to the next, before a person has to look.
///
/// An entry may go once its certificate has expired, and J-LIS lists no expired certificates (guideline 001,
/// 付録①(ア)b). A list does not say when a certificate expires. So an entry counts as long as its certificate can
/// still be valid, and what is judged is the share of the list that goes, by the days between the two issues. A
/// list of a few entries may lose none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RemovalLimit {
    /// How long a certificate is valid at most. A revocation older than this is of an expired one.
    pub certificate_lifetime: Duration,
    /// How many of a thousand entries may go in a day.
    pub daily_permille: u32,
}

impl RemovalLimit {
    /// Certificates of up to ten years, and a tenth of the list a day.
    pub const DEFAULT: Self =
        Self { certificate_lifetime: Duration::from_secs(3653 * DAY), daily_permille: 100 };

    /// The entries that may go between two issues of a list with so many.
    pub(super) fn allowed(self, entries: usize, earlier: Timestamp, later: Timestamp) -> usize {
        let days = later.since(earlier).as_secs().div_ceil(DAY).max(1);
        let permille = u64::from(self.daily_permille).saturating_mul(days).min(1000);
        let allowed = (entries as u64).saturating_mul(permille) / 1000;
        usize::try_from(allowed).unwrap_or(usize::MAX)
    }
}

const DAY: u64 = 24 * 60 * 60;

#[derive(Clone, Debug)]
enum ExpectedPoint {
    None,
    /// None, or this one.
    NoneOr(PointKey),
    Named(PointKey),
    AnyNamed,
}

impl ExpectedCrl<Users> {
    /// The complete list of this authority's users: it states no distribution point, and no restriction or users'
    /// certificates.
    #[must_use]
    pub fn complete(issuer: CrlIssuer) -> Self {
        Self::new(issuer, OF_USERS, ExpectedPoint::None)
    }

    /// The list of the users of one distribution point, which it states.
    #[must_use]
    pub fn partition(issuer: CrlIssuer, point: &GeneralName<'_>) -> Self {
        Self::new(issuer, OF_USERS, ExpectedPoint::Named(PointKey::of(point)))
    }

    /// Creates a list of the users of any one distribution point, which it states.
    #[must_use]
    pub fn any_partition(issuer: CrlIssuer) -> Self {
        Self::new(issuer, OF_USERS, ExpectedPoint::AnyNamed)
    }
}

impl ExpectedCrl<Authorities> {
    /// The list of authorities (ARL) that states so (onlyContainsCACerts), with the authority's own name as its
    /// distribution point or none.
    #[must_use]
    pub fn arl(issuer: CrlIssuer) -> Self {
        let own_name = PointKey::of_directory(&issuer.authority().name());
        Self::new(issuer, &[CoveredCertificates::Authorities], ExpectedPoint::NoneOr(own_name))
    }

    /// The list of authorities that states so, and this distribution point.
    #[must_use]
    pub fn arl_of_point(issuer: CrlIssuer, point: &GeneralName<'_>) -> Self {
        let point = ExpectedPoint::Named(PointKey::of(point));
        Self::new(issuer, &[CoveredCertificates::Authorities], point)
    }

    /// The list of authorities of an issuer whose lists do not state that they are. Nothing then tells it from the
    /// users' list but where it came from, and [`RemovalLimit`].
    #[must_use]
    pub fn unscoped_arl(issuer: CrlIssuer) -> Self {
        Self::new(issuer, &[CoveredCertificates::All], ExpectedPoint::None)
    }
}

const OF_USERS: &[CoveredCertificates] =
    &[CoveredCertificates::All, CoveredCertificates::EndEntities];

impl<S> ExpectedCrl<S> {
    const fn new(
        issuer: CrlIssuer,
        covered: &'static [CoveredCertificates],
        point: ExpectedPoint,
    ) -> Self {
        Self {
            issuer,
            covered,
            point,
            kind: CrlKind::Direct,
            is_delta: false,
            least_entries: 0,
            removals: RemovalLimit::DEFAULT,
            clocks: ClockAllowance::DEFAULT,
            subjects: PhantomData,
        }
    }

    /// A delta to the list that is described otherwise (RFC 5280 §5.2.4).
    #[must_use]
    pub fn as_delta(self) -> Self {
        Self { is_delta: true, ..self }
    }

    /// An indirect list: also for certificates of issuers that its entries name (RFC 5280 §5.2.5).
    #[must_use]
    pub fn as_indirect(self) -> Self {
        Self { kind: CrlKind::Indirect, ..self }
    }

    /// Refuses a list with fewer entries. The users' list of J-LIS is never short; an ARL, where nothing else tells
    /// the two apart, is, also before there is a list to compare with.
    #[must_use]
    pub fn with_at_least(self, least_entries: usize) -> Self {
        Self { least_entries, ..self }
    }

    /// How many revocations may go at once; [`RemovalLimit::DEFAULT`] if not said.
    #[must_use]
    pub fn with_removal_limit(self, removals: RemovalLimit) -> Self {
        Self { removals, ..self }
    }

    /// How far the issuer's clock may be ahead; [`ClockAllowance::DEFAULT`] if not said. No more than the policy by
    /// which the list is judged: what is not believed yet must not replace what is.
    #[must_use]
    pub fn with_clock_allowance(self, clocks: ClockAllowance) -> Self {
        Self { clocks, ..self }
    }

    /// Returns the authority whose key signs it.
    #[must_use]
    pub const fn issuer(&self) -> &CrlIssuer {
        &self.issuer
    }

    pub(super) const fn removals(&self) -> RemovalLimit {
        self.removals
    }

    pub(super) const fn clocks(&self) -> ClockAllowance {
        self.clocks
    }

    /// Whether this is the list, whatever its dates.
    pub(super) fn describes(&self, list: &VerifiedCrl) -> Result<(), InsertError> {
        if !list.issuer().authority().is_same(self.issuer.authority()) {
            return Err(InsertError::OtherIssuer);
        }
        let scope = list.list().scope();
        let fits = self.covered.contains(&scope.covered())
            && scope.kind() == self.kind
            && list.list().delta_base().is_some() == self.is_delta
            && self.point.fits(scope.name(), list.list().issuer());
        if fits { Ok(()) } else { Err(InsertError::OtherScope) }
    }

    /// Whether it may be inserted, whatever was there before.
    pub(super) fn admit(&self, list: &VerifiedCrl, now: Timestamp) -> Result<(), InsertError> {
        self.describes(list)?;
        if list.entries() < self.least_entries {
            return Err(InsertError::TooFewEntries);
        }
        if !self.clocks.admits(list.list().this_update(), now) {
            return Err(InsertError::FromFuture);
        }
        Ok(())
    }
}

impl ExpectedPoint {
    fn fits(&self, stated: Option<DistributionPointName<'_>>, list_issuer: Name<'_>) -> bool {
        let is = |expected: &PointKey, point| {
            PointKey::of_point(point, &[list_issuer]).contains(expected)
        };
        match (self, stated) {
            (Self::None | Self::NoneOr(_), None) | (Self::AnyNamed, Some(_)) => true,
            (Self::Named(expected) | Self::NoneOr(expected), Some(point)) => is(expected, point),
            (Self::None, Some(_)) | (Self::Named(_) | Self::AnyNamed, None) => false,
        }
    }
}
