use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::time::ValidationTime;
use jpki_revocation::{
    Judgement, ListError, ListIssuer, RevocationList, RevocationPolicy, Target, VerifiedList,
};
use jpki_x509::kind::CertificateKind;
use jpki_x509::trust::{PinnedAnchor, TrustStore};

use crate::StatusSource;

/// Revocation lists (CRL) and authority revocation lists (ARL) at hand, each verified with the key of a
/// trust anchor before it was taken in.
pub struct RevocationLists {
    policy: RevocationPolicy,
    lists: Vec<VerifiedList>,
}

/// Why a list was not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListRefusal {
    /// It cannot be read.
    #[error("revocation list: {0}")]
    Malformed(ListError),
    /// No trust anchor has its issuer's name.
    #[error("no trust anchor has the name of the revocation list's issuer")]
    NoIssuer,
    /// Trust anchors have its issuer's name, and with the last of them it failed like this.
    #[error("revocation list: {0}")]
    Unverified(ListError),
}

impl RevocationLists {
    /// No list yet, to be judged by this policy.
    #[must_use]
    pub const fn new(policy: RevocationPolicy) -> Self {
        Self { policy, lists: Vec::new() }
    }

    /// Reads a list in DER, verifies it with the key of the anchor that signed it, and takes it in.
    ///
    /// # Errors
    /// [`ListRefusal`]; the lists taken in before stay.
    pub fn add(&mut self, der: impl Into<Vec<u8>>, trust: &TrustStore) -> Result<(), ListRefusal> {
        let list = RevocationList::from_der(der).map_err(ListRefusal::Malformed)?;
        let verified = verify(&list, trust)?;
        self.lists.push(verified);
        Ok(())
    }
}

impl StatusSource for RevocationLists {
    fn status(&self, target: &Target<'_>, at: ValidationTime) -> Judgement {
        self.policy.judge(target, &self.lists, at)
    }
}

impl fmt::Debug for RevocationLists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RevocationLists({} lists)", self.lists.len())
    }
}

/// All generations of an authority share one name: the key that signed the list is found by trying.
fn verify(list: &RevocationList, trust: &TrustStore) -> Result<VerifiedList, ListRefusal> {
    let mut refusal = ListRefusal::NoIssuer;
    for anchor in all_anchors(trust) {
        if !list.issuer().matches(&anchor.authority().name()) {
            continue;
        }
        let verified =
            issuer(anchor).and_then(|issuer| list.verify(&issuer, &AlgorithmPolicy::current()));
        match verified {
            Ok(verified) => return Ok(verified),
            Err(error) => refusal = ListRefusal::Unverified(error),
        }
    }
    Err(refusal)
}

fn all_anchors(trust: &TrustStore) -> impl Iterator<Item = &PinnedAnchor> {
    trust
        .anchors(CertificateKind::Signature)
        .chain(trust.anchors(CertificateKind::UserAuthentication))
}

fn issuer(anchor: &PinnedAnchor) -> Result<ListIssuer, ListError> {
    let authority = anchor.authority();
    ListIssuer::certified(authority.clone(), anchor.certificate(), authority.clone())
        .map_err(ListError::Signature)
}
