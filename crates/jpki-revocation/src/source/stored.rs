use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::time::ValidationTime;
use jpki_x509::trust::TrustStore;

use super::StatusSource;
use super::readiness::{AnchorReadiness, readiness};
use crate::list::VerifiedList;
use crate::status::{Judgement, RevocationPolicy, Target};
use crate::store::{AuthorityListStore, UserListStore};

/// Lists kept in two stores, one for the lists of users' certificates (CRL) and one for those of
/// authorities (ARL), so that neither answers for the other.
///
/// The stores are shared with whoever takes new lists in; a verification sees the lists that are there when
/// it asks.
#[derive(Clone)]
pub struct StoredLists {
    policy: RevocationPolicy,
    user_lists: Arc<UserListStore>,
    authority_lists: Arc<AuthorityListStore>,
}

impl StoredLists {
    /// These stores, judged by this policy.
    #[must_use]
    pub const fn new(
        policy: RevocationPolicy,
        user_lists: Arc<UserListStore>,
        authority_lists: Arc<AuthorityListStore>,
    ) -> Self {
        Self { policy, user_lists, authority_lists }
    }

    /// Returns for each trust anchor whether the lists in the stores are enough at this time, and until when: what an
    /// operator watches, and a server says when it is asked whether it can serve.
    #[must_use]
    pub fn readiness(&self, trust: &TrustStore, at: ValidationTime) -> Vec<AnchorReadiness> {
        let (users, authorities) = (self.user_lists.lists(), self.authority_lists.lists());
        let lists = |lists| <[Arc<VerifiedList>]>::iter(lists).map(|list| &**list);
        readiness(&self.policy, trust, lists(&users), lists(&authorities), at)
    }
}

impl StatusSource for StoredLists {
    fn certificate_status(&self, target: &Target<'_>, at: ValidationTime) -> Judgement {
        self.user_lists.judge(&self.policy, target, at)
    }

    fn anchor_status(&self, target: &Target<'_>, at: ValidationTime) -> Judgement {
        self.authority_lists.judge(&self.policy, target, at)
    }
}

impl fmt::Debug for StoredLists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredLists({:?}, {:?})", self.user_lists, self.authority_lists)
    }
}
