use alloc::vec::Vec;

use jpki_x509::extension::ReasonFlags;

use super::{CoveredCertificates, Crl, CrlKind, PointKey};

/// What a list covers, in a form that is equal however its names are written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ScopeKey {
    covered: CoveredCertificates,
    kind: CrlKind,
    reasons: [bool; REASONS.len()],
    /// Names of the distribution point, sorted.
    points: Vec<Option<PointKey>>,
}

const REASONS: [ReasonFlags; 8] = [
    ReasonFlags::KEY_COMPROMISE,
    ReasonFlags::CA_COMPROMISE,
    ReasonFlags::AFFILIATION_CHANGED,
    ReasonFlags::SUPERSEDED,
    ReasonFlags::CESSATION_OF_OPERATION,
    ReasonFlags::CERTIFICATE_HOLD,
    ReasonFlags::PRIVILEGE_WITHDRAWN,
    ReasonFlags::AA_COMPROMISE,
];

impl ScopeKey {
    pub(crate) fn of(list: &Crl) -> Self {
        let scope = list.scope();
        let mut points: Vec<_> = match scope.name() {
            Some(point) => {
                PointKey::of_point(point, &[list.issuer()]).into_iter().map(Some).collect()
            }
            None => Vec::from([None]),
        };
        points.sort_unstable();
        points.dedup();
        Self {
            covered: scope.covered(),
            kind: scope.kind(),
            reasons: REASONS.map(|reason| scope.reasons().contains(reason)),
            points,
        }
    }

    /// Names of the distribution point; of a list without one, none.
    #[cfg(feature = "store")]
    pub(crate) fn points(&self) -> &[Option<PointKey>] {
        &self.points
    }
}
