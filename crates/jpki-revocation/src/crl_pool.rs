use alloc::vec::Vec;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::report::Reason;
use jpki_core::time::ValidationTime;
use jpki_x509::path::ValidPath;

use crate::crl::{Crl, CrlError};
use crate::crl_issuer::CrlIssuer;
use crate::status::{RevocationAssessment, RevocationPolicy, RevocationTarget, Status};
use crate::verified_crl::VerifiedCrl;

/// CRLs in memory for one question or a few, each verified by whichever authority signed it.
///
/// For lists that are asked again and again, keep them in a store instead: verifying a large list takes
/// longer than any number of questions.
#[derive(Clone, Debug, Default)]
pub struct CrlPool {
    verified: Vec<VerifiedCrl>,
    refused: Vec<CrlError>,
}

impl CrlPool {
    /// Creates a pool without lists, of which nothing is known.
    #[must_use]
    pub const fn new() -> Self {
        Self { verified: Vec::new(), refused: Vec::new() }
    }

    /// Verifies a list by the first of these authorities that has its name and signed it, and adds it.
    /// Lists that are refused are remembered by their error only, to say later why nothing is known.
    pub fn add(
        &mut self,
        bytes: impl Into<Vec<u8>>,
        issuers: &[CrlIssuer],
        policy: &AlgorithmPolicy,
    ) {
        match Crl::from_der(bytes).and_then(|list| list.verify_by_one_of(issuers, policy)) {
            Ok(list) => self.verified.push(list),
            Err(error) => self.refused.push(error),
        }
    }

    /// Returns the lists that were verified.
    #[must_use]
    pub fn lists(&self) -> &[VerifiedCrl] {
        &self.verified
    }

    /// Returns why the others were refused.
    #[must_use]
    pub fn refused(&self) -> &[CrlError] {
        &self.refused
    }

    /// Returns what the lists say of one certificate; see [`RevocationPolicy::judge`]. Where none of them covers it,
    /// and one was refused, the reason is that of the refusal.
    pub fn judge(
        &self,
        policy: &RevocationPolicy,
        target: &RevocationTarget<'_>,
        at: ValidationTime,
    ) -> RevocationAssessment {
        let judgement = policy.judge(target, &self.verified, at);
        match (judgement.status(), self.refused.first()) {
            (Status::Unknown(Reason::CrlMissing), Some(error)) => judgement.because_of(*error),
            _ => judgement,
        }
    }

    /// Returns what the lists say of each certificate of a path, the end entity's first. The anchor's own is not among
    /// them: ask with [`RevocationTarget::trust_anchor`].
    pub fn judge_path(
        &self,
        policy: &RevocationPolicy,
        path: &ValidPath,
    ) -> Vec<RevocationAssessment> {
        RevocationTarget::links_of(path)
            .map(|target| self.judge(policy, &target, path.time()))
            .collect()
    }
}
