use std::fmt;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_revocation::{CrlIssuer, CrlPool, LoadedCrls, RevocationPolicy};
use jpki_x509::trust::TrustStore;

/// The CRLs of a bundle, for the verifier that judges it again. None is believed yet.
pub struct RecordedLists<'b> {
    pub(super) users: Vec<&'b [u8]>,
    pub(super) authorities: Vec<&'b [u8]>,
    pub(super) time_stamping: Vec<&'b [u8]>,
}

impl RecordedLists<'_> {
    /// Returns those of users and of authorities (ARL) that a key of these anchors signed, judged by this policy. The
    /// others say nothing.
    #[must_use]
    pub fn load(&self, policy: RevocationPolicy, trust: &TrustStore) -> LoadedCrls {
        let mut lists = LoadedCrls::new(policy);
        // A list that is refused is one that the verdict could not rest on either.
        for crl in &self.users {
            let _ = lists.add_crl(*crl, trust);
        }
        for arl in &self.authorities {
            let _ = lists.add_arl(*arl, trust);
        }
        lists
    }

    /// Returns those of time-stamping authorities that one of these issuers signed.
    #[must_use]
    pub fn time_stamping_pool(
        &self,
        issuers: &[CrlIssuer],
        algorithms: &AlgorithmPolicy,
    ) -> CrlPool {
        let mut pool = CrlPool::new();
        self.time_stamping.iter().for_each(|crl| pool.add(*crl, issuers, algorithms));
        pool
    }
}

impl fmt::Debug for RecordedLists<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (users, authorities) = (self.users.len(), self.authorities.len());
        write!(f, "RecordedLists({users} CRLs, {authorities} ARLs)")
    }
}
