//! Signers judged one by one (RFC 5652 §5.6): whether each one's signature stands, whatever the others'.

mod judge;
mod policy;
mod verified;

use alloc::vec::Vec;

use jpki_core::crypto::CryptoBackend;
use jpki_core::report::{Assessed, Subject, Verdict};
use jpki_x509::certificate::Certificate;

pub use policy::{SignerKeyUsage, SignerPolicy, SigningCertificate, UnattributedSignatures};
pub use verified::VerifiedSigner;

pub(crate) use judge::{Judge, Signed};

use crate::content::SignedContent;
use crate::error::CmsError;
use crate::signed_data::SignedData;
use crate::signer_info::SignerInfo;

/// One judgement for each signer, in the order of the message.
///
/// A message is believed for what each signer's own verdict says. There is no verdict for "some signer".
#[must_use = "a verdict that nobody reads protects nobody"]
#[derive(Clone, Debug)]
pub struct AssessedSigners {
    signers: Vec<Assessed<VerifiedSigner>>,
}

impl AssessedSigners {
    /// The worst of the verdicts; indeterminate if there is no signer.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.signers.iter().map(Assessed::verdict).max().unwrap_or(Verdict::Indeterminate)
    }

    /// The judgements.
    pub fn as_slice(&self) -> &[Assessed<VerifiedSigner>] {
        &self.signers
    }

    /// The judgements one by one.
    pub fn iter(&self) -> core::slice::Iter<'_, Assessed<VerifiedSigner>> {
        self.signers.iter()
    }
}

impl IntoIterator for AssessedSigners {
    type Item = Assessed<VerifiedSigner>;
    type IntoIter = alloc::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.signers.into_iter()
    }
}

impl SignedData {
    /// Judges each signer over this content. Its certificate is sought among `given`, then among those in
    /// the message.
    ///
    /// What [`VerifiedSigner`] says is not proven, is not judged.
    pub fn assess_signers(
        &self,
        content: &SignedContent<'_>,
        given: &[Certificate],
        policy: &SignerPolicy,
        crypto: &dyn CryptoBackend,
    ) -> AssessedSigners {
        let certificates = self.candidates(given);
        let judge = Judge::new(&certificates, policy, crypto, self.limits());
        let signed = Signed::Content { content, content_type: self.content_type() };
        let signers = (0..).map(Subject::Signer).zip(self.signers());
        let signers =
            signers.map(|(subject, signer)| judge.judge(subject, signer, &signed)).collect();
        AssessedSigners { signers }
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
    ) -> Result<AssessedSigners, CmsError> {
        let certificates = self.candidates(given);
        let judge = Judge::new(&certificates, policy, crypto, self.limits());
        let countersigners = signer.countersigners(self.limits())?;
        let signers = (0..).map(Subject::Countersigner).zip(&countersigners);
        let signers = signers.map(|(subject, countersigner)| {
            let algorithm = countersigner.as_ref().map(SignerInfo::digest_algorithm);
            let algorithms: Vec<_> = algorithm.into_iter().flatten().collect();
            let content = SignedContent::of(signer.signature(), &algorithms, crypto);
            let signed = Signed::Signature { content: &content };
            judge.judge(subject, countersigner.as_ref(), &signed)
        });
        Ok(AssessedSigners { signers: signers.collect() })
    }

    /// Certificates to seek signers' own among, each once.
    pub(crate) fn candidates(&self, given: &[Certificate]) -> Vec<Certificate> {
        let mut candidates: Vec<Certificate> = Vec::with_capacity(given.len().saturating_add(4));
        for certificate in given.iter().cloned().chain(self.unverified_certificates()) {
            if candidates.iter().all(|earlier| earlier.der() != certificate.der()) {
                candidates.push(certificate);
            }
        }
        candidates
    }
}
