use alloc::vec::Vec;

use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Budget;
use jpki_core::report::Reason;

use super::{PinTable, PinnedAnchor, TrustDomain, TrustStoreError};
use crate::certificate::{Certificate, CertificateError};
use crate::extension::{AuthorityKeyIdentifier, KeyIdentifier, oid};
use crate::kind::CertificateKind;

/// The trust anchors of one domain, held apart by purpose, found by key.
///
/// ```no_run
/// # fn example(crypto: &dyn jpki_core::crypto::CryptoBackend) -> Result<(), jpki_x509::trust::TrustStoreError> {
/// # #[cfg(feature = "std")] {
/// use jpki_x509::trust::TrustStore;
///
/// let files = ["signca02.cer", "signca03.cer", "authca02.cer", "authca03.cer"];
/// let store = TrustStore::from_files_pinned(&files, crypto)?;
/// # }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct TrustStore {
    domain: TrustDomain,
    anchors: Vec<PinnedAnchor>,
}

impl TrustStore {
    /// Takes certificates in DER or PEM, each of which must be pinned, fit the profile of an authority,
    /// and be signed by its own key. The same certificate twice is one anchor.
    ///
    /// # Errors
    /// [`TrustStoreError`] if one is refused, or there is none.
    pub fn from_pinned(
        pins: &PinTable,
        certificates: impl IntoIterator<Item = impl AsRef<[u8]>>,
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, TrustStoreError> {
        let mut anchors: Vec<PinnedAnchor> = Vec::new();
        for (position, bytes) in certificates.into_iter().enumerate() {
            let anchor = read_certificate(bytes.as_ref())
                .map_err(Into::into)
                .and_then(|certificate| PinnedAnchor::new(certificate, pins, crypto))
                .map_err(|refusal| TrustStoreError::Refused { position, refusal })?;
            if !anchors.iter().any(|earlier| earlier.is_same(&anchor)) {
                anchors.push(anchor);
            }
        }
        if anchors.is_empty() {
            return Err(TrustStoreError::Empty);
        }
        Ok(Self { domain: pins.domain(), anchors })
    }

    /// Reads certificates of the production authorities from files, against [`PinTable::production`].
    ///
    /// # Errors
    /// As [`Self::from_pinned`], and if a file cannot be read.
    #[cfg(feature = "std")]
    pub fn from_files_pinned(
        files: &[impl AsRef<std::path::Path>],
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, TrustStoreError> {
        let read = |(position, file): (usize, &_)| {
            std::fs::read(AsRef::<std::path::Path>::as_ref(file))
                .map_err(|_| TrustStoreError::Unreadable { position })
        };
        let certificates =
            files.iter().enumerate().map(read).collect::<Result<Vec<Vec<u8>>, _>>()?;
        Self::from_pinned(&PinTable::production(), certificates, crypto)
    }

    /// Returns the domain.
    #[must_use]
    pub const fn domain(&self) -> TrustDomain {
        self.domain
    }

    /// Returns the anchors that issue certificates of this kind.
    pub fn anchors(&self, issues: CertificateKind) -> impl Iterator<Item = &PinnedAnchor> {
        self.anchors.iter().filter(move |anchor| anchor.issues() == issues)
    }

    /// Returns the anchors of every kind.
    pub fn all_anchors(&self) -> impl Iterator<Item = &PinnedAnchor> {
        self.anchors.iter()
    }

    /// Returns the anchors of this kind that may have issued the certificate: those whose key it names, or, if it names
    /// none, those of its issuer's name, which all generations share. Whether one did is for the signature to say.
    // Requirement: CRL-07
    pub fn candidates<'s>(
        &'s self,
        issues: CertificateKind,
        certificate: &'s Certificate,
    ) -> impl Iterator<Item = &'s PinnedAnchor> {
        let named_key = named_key(certificate);
        self.anchors(issues).filter(move |anchor| match named_key {
            Some(key) => anchor.key_identifier() == Some(key),
            None => anchor.authority().name().matches(&certificate.issuer()),
        })
    }

    /// As [`Self::candidates`], within the budget of a larger answer.
    ///
    /// # Errors
    /// [`Reason::LimitReached`] if that is exhausted.
    // Requirement: CRL-07
    pub fn candidates_within(
        &self,
        issues: CertificateKind,
        certificate: &Certificate,
        budget: &Budget,
    ) -> Result<Vec<&PinnedAnchor>, Reason> {
        let named_key = named_key(certificate);
        let issuer = certificate.issuer();
        let mut candidates = Vec::new();
        for anchor in self.anchors(issues) {
            let is_candidate = match named_key {
                Some(key) => anchor.key_identifier() == Some(key),
                None => budget.same_name(&anchor.authority().name(), &issuer)?,
            };
            if is_candidate {
                candidates.push(anchor);
            }
        }
        Ok(candidates)
    }
}

fn named_key(certificate: &Certificate) -> Option<KeyIdentifier<'_>> {
    let extension = certificate.extension(oid::AUTHORITY_KEY_IDENTIFIER)?;
    AuthorityKeyIdentifier::key_identifier_in(extension.value())
}

fn read_certificate(bytes: &[u8]) -> Result<Certificate, CertificateError> {
    match bytes {
        [0x30, ..] => Certificate::from_der(bytes),
        _ => {
            let text = core::str::from_utf8(bytes).map_err(|_| CertificateError::Pem)?;
            Certificate::from_pem(text)
        }
    }
}
