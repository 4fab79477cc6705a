use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cell::RefCell;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::limits::Budget;
use jpki_core::name::{CanonicalName, Name};
use jpki_core::report::Reason;
use jpki_x509::certificate::Certificate;

/// Certificates that came beside a message: each once, in an order of their own, so that the order in which
/// they came decides nothing, not even where a limit is reached.
#[derive(Clone, Debug, Default)]
pub struct GivenCertificates(Vec<Certificate>);

impl GivenCertificates {
    /// These certificates.
    pub fn new(certificates: impl IntoIterator<Item = Certificate>) -> Self {
        let mut certificates: Vec<Certificate> = certificates.into_iter().collect();
        certificates.sort_unstable_by(|one, other| one.as_der().cmp(other.as_der()));
        certificates.dedup_by(|one, other| one.as_der() == other.as_der());
        Self(certificates)
    }

    /// Returns the certificates.
    #[must_use]
    pub fn as_slice(&self) -> &[Certificate] {
        &self.0
    }

    /// Those of the others that are not among these.
    pub(crate) fn without(others: impl IntoIterator<Item = Certificate>, given: &Self) -> Self {
        let mut others = Self::new(others);
        others.0.retain(|other| {
            given
                .0
                .binary_search_by(|certificate| certificate.as_der().cmp(other.as_der()))
                .is_err()
        });
        others
    }
}

/// Names compared and certificates hashed for one judgement: nothing twice, all within one budget.
pub(crate) struct Matching<'a> {
    pub(crate) crypto: &'a dyn CryptoBackend,
    pub(crate) budget: &'a Budget,
    names: RefCell<BTreeMap<&'a [u8], CanonicalName>>,
    /// By where the certificate lies, which no other can while it is borrowed.
    digests: RefCell<BTreeMap<(*const u8, &'static str), Digest>>,
}

impl<'a> Matching<'a> {
    pub(crate) const fn new(crypto: &'a dyn CryptoBackend, budget: &'a Budget) -> Self {
        Self {
            crypto,
            budget,
            names: RefCell::new(BTreeMap::new()),
            digests: RefCell::new(BTreeMap::new()),
        }
    }

    /// Whether both are one name.
    pub(crate) fn same_name(&self, name: &Name<'a>, other: &Name<'a>) -> Result<bool, Reason> {
        if name.as_bytes() == other.as_bytes() {
            return Ok(true);
        }
        let mut known = self.names.borrow_mut();
        for one in [name, other] {
            if !known.contains_key(one.as_bytes()) {
                self.budget.compare(one.canonical_cost())?;
                known.insert(one.as_bytes(), one.canonical());
            }
        }
        Ok(known.get(name.as_bytes()) == known.get(other.as_bytes()))
    }

    /// Digest of a certificate.
    pub(crate) fn digest(
        &self,
        algorithm: DigestAlgorithm,
        certificate: &'a Certificate,
    ) -> Result<Digest, Reason> {
        let key = (certificate.as_der().as_ptr(), algorithm.name());
        if let Some(known) = self.digests.borrow().get(&key) {
            return Ok(*known);
        }
        self.budget.hash(certificate.as_der().len())?;
        let digest = self.crypto.digest(algorithm, certificate.as_der());
        self.digests.borrow_mut().insert(key, digest);
        Ok(digest)
    }
}
