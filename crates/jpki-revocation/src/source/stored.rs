use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::time::ValidationTime;
use jpki_x509::trust::TrustStore;

use super::StatusSource;
use super::readiness::{AnchorReadiness, readiness};
use crate::status::{RevocationAssessment, RevocationPolicy, RevocationTarget};
use crate::store::{AuthorityCrlStore, UserCrlStore};
use crate::verified_crl::VerifiedCrl;

/// Lists kept in two stores, one for the lists of users' certificates (CRL) and one for those of
/// authorities (ARL), so that neither answers for the other.
///
/// The stores are shared with whoever takes new lists in; a verification sees the lists that are there when
/// it asks.
#[derive(Clone)]
pub struct StoredCrls {
    policy: RevocationPolicy,
    crls: Arc<UserCrlStore>,
    arls: Arc<AuthorityCrlStore>,
}

impl StoredCrls {
    /// These stores, judged by this policy.
    #[must_use]
    pub const fn new(
        policy: RevocationPolicy,
        crls: Arc<UserCrlStore>,
        arls: Arc<AuthorityCrlStore>,
    ) -> Self {
        Self { policy, crls, arls }
    }

    /// Returns for each trust anchor whether the lists in the stores are enough at this time, and until when: what an
    /// operator watches, and a server says when it is asked whether it can serve.
    #[must_use]
    pub fn readiness(&self, trust: &TrustStore, at: ValidationTime) -> Vec<AnchorReadiness> {
        let (users, authorities) = (self.crls.lists(), self.arls.lists());
        let lists = |lists| <[Arc<VerifiedCrl>]>::iter(lists).map(|list| &**list);
        readiness(&self.policy, trust, lists(&users), lists(&authorities), at)
    }
}

impl StatusSource for StoredCrls {
    fn certificate_status(
        &self,
        target: &RevocationTarget<'_>,
        at: ValidationTime,
    ) -> RevocationAssessment {
        self.crls.judge(&self.policy, target, at)
    }

    fn anchor_status(
        &self,
        target: &RevocationTarget<'_>,
        at: ValidationTime,
    ) -> RevocationAssessment {
        self.arls.judge(&self.policy, target, at)
    }
}

impl fmt::Debug for StoredCrls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredCrls({:?}, {:?})", self.crls, self.arls)
    }
}
