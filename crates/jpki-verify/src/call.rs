use alloc::collections::BTreeMap;
use core::cell::RefCell;

use jpki_cms::signer::GivenCertificates;
use jpki_core::limits::{Budget, Limits};
use jpki_core::report::Report;
use jpki_core::time::ValidationTime;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;

use crate::config::Config;
use crate::local::LocallyVerified;

/// One call of a verifier about a message: the budget of all its signers and time-stamps, and what it has
/// judged so far.
pub(crate) struct Call<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) budget: Budget,
    pub(crate) given: GivenCertificates,
    /// Where the certificates of time-stamps are sought, beside their tokens.
    pub(crate) of_stamps: GivenCertificates,
    judged: RefCell<BTreeMap<(*const u8, ValidationTime), Entry>>,
}

/// A judgement. The certificate is kept so that no other takes its place in memory.
struct Entry {
    _certificate: Certificate,
    judgement: (Report, Option<LocallyVerified>),
}

impl<'a> Call<'a> {
    pub(crate) fn new(limits: &'a Limits, given: &[Certificate]) -> Self {
        Self {
            limits,
            budget: Budget::new(limits),
            given: GivenCertificates::new(given.iter().cloned()),
            of_stamps: GivenCertificates::default(),
            judged: RefCell::new(BTreeMap::new()),
        }
    }

    /// The same for a message with time-stamps, which holds these certificates: a token that was asked for
    /// without certificates has none (RFC 3161 §2.4.1).
    pub(crate) fn with_stamps(self, of_message: impl Iterator<Item = Certificate>) -> Self {
        let given = self.given.as_slice().iter().cloned();
        let of_stamps = GivenCertificates::new(given.chain(of_message));
        Self { of_stamps, ..self }
    }

    /// A signer's certificate, judged once however many signers it fits.
    pub(crate) fn judge(
        &self,
        config: &Config,
        certificate: &Certificate,
        at: ValidationTime,
    ) -> (Report, Option<LocallyVerified>) {
        let key = (certificate.as_der().as_ptr(), at);
        if let Some(entry) = self.judged.borrow().get(&key) {
            return entry.judgement.clone();
        }
        let purpose = CertificateKind::Signature;
        let judgement = config.verify_locally(certificate, purpose, at, &self.budget);
        let entry = Entry { _certificate: certificate.clone(), judgement: judgement.clone() };
        self.judged.borrow_mut().insert(key, entry);
        judgement
    }
}
