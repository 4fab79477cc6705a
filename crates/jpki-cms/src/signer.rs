//! Signers judged one by one (RFC 5652 §5.6): whether each one's signature is valid, whatever the others'.

mod attributes;
mod certificate;
mod content;
mod identity;
mod judge;
mod policy;
mod value;

use alloc::vec::Vec;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Budget;
use jpki_core::report::{AssessedSigners, Subject};
use jpki_x509::certificate::Certificate;

pub use identity::{ProvenSigner, SignerIdentity};
pub use policy::{SignerKeyUsage, SignerPolicy, SigningCertificate, UnattributedSignatures};

pub(crate) use content::Signed;
pub(crate) use judge::Judge;

pub use crate::matching::GivenCertificates;

use crate::content::SignedContent;
use crate::error::CmsError;
use crate::signed_data::SignedData;
use crate::signer_info::SignerInfo;

impl SignedData {
    /// Judges each signer over this content. Its certificate is sought among `given`, then among those in
    /// the message; in which order they come makes no difference.
    ///
    /// Content that the message holds must be the message's own, as [`Self::digest`] or a stream gives it.
    /// What [`SignerIdentity`] says is not proven, is not judged.
    pub fn assess_signers(
        &self,
        content: &SignedContent<'_>,
        given: &[Certificate],
        policy: &SignerPolicy,
        crypto: &dyn CryptoBackend,
    ) -> AssessedSigners<SignerIdentity> {
        let given = GivenCertificates::new(given.iter().cloned());
        let budget = Budget::new(self.limits());
        self.assess_signers_within(content, &given, policy, crypto, &budget)
    }

    /// As [`Self::assess_signers`], within the budget of a larger answer.
    pub fn assess_signers_within(
        &self,
        content: &SignedContent<'_>,
        given: &GivenCertificates,
        policy: &SignerPolicy,
        crypto: &dyn CryptoBackend,
        budget: &Budget,
    ) -> AssessedSigners<SignerIdentity> {
        let own = self.own_certificates(given);
        let judge = Judge::new([given, &own], policy, self.limits(), crypto, budget);
        let content_type = self.content_type();
        let signed = Signed::Content { content, content_type, origin: self.holds(content) };
        let signers = (0..).map(Subject::Signer).zip(self.signers());
        signers.map(|(subject, signer)| judge.judge(subject, signer, &signed)).collect()
    }

    /// Judges those who signed this signer's signature (RFC 5652 §11.4): each over exactly that signature
    /// value. Says nothing about the signer itself, whose own verdict counts.
    ///
    /// # Errors
    /// [`CmsError`] if the signer's unsigned attributes cannot be read.
    pub fn assess_countersigners(
        &self,
        signer: &SignerInfo,
        given: &[Certificate],
        policy: &SignerPolicy,
        crypto: &dyn CryptoBackend,
    ) -> Result<AssessedSigners<SignerIdentity>, CmsError> {
        let given = GivenCertificates::new(given.iter().cloned());
        let budget = Budget::new(self.limits());
        let own = self.own_certificates(&given);
        let countersigners = signer.countersigners(self.limits())?;
        let judge = Judge::new([&given, &own], policy, self.limits(), crypto, &budget);
        let mut algorithms: Vec<DigestAlgorithm> = Vec::new();
        for countersigner in countersigners.iter().flatten() {
            if let Ok(algorithm) = countersigner.digest_algorithm()
                && !algorithms.contains(&algorithm)
                && budget.hash(signer.signature().len()).is_ok()
            {
                algorithms.push(algorithm);
            }
        }
        let content = SignedContent::of(signer.signature(), &algorithms, crypto);
        let signed = Signed::Signature { content: &content };
        let signers = (0..).map(Subject::Countersigner).zip(&countersigners);
        Ok(signers
            .map(|(subject, countersigner)| judge.judge(subject, countersigner.as_ref(), &signed))
            .collect())
    }

    /// The certificates in the message that were not given beside it.
    pub(crate) fn own_certificates(&self, given: &GivenCertificates) -> GivenCertificates {
        GivenCertificates::without(self.unverified_certificates(), given)
    }
}
