//! A CRL whose signature was verified, with its index.

mod file;
mod hashing;
mod many;
#[cfg(feature = "store")]
mod removals;

use core::fmt;

use alloc::sync::Arc;
use alloc::vec::Vec;

use jpki_core::algorithm::{AlgorithmPolicy, SignatureScheme};
use jpki_core::crypto::{Digest, SignedInput};
use jpki_core::der::{Decode, Oid};
use jpki_core::name::Name;
use jpki_core::time::Timestamp;
use jpki_x509::authority::AdmittedKey;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::extension::general_name::GeneralName;
use jpki_x509::extension::{AuthorityKeyIdentifier, oid};

use crate::bytes::{Bytes, Corrupted};
use crate::crl::{Crl, CrlError, Entries, Entry, RevocationReason, ScopeKey};
use crate::crl_issuer::CrlIssuer;
use crate::index::Index;
use hashing::Hashing;

pub use file::StoredCrlError;

/// Bytes of a list from which on a second thread saves more time than it takes to start one.
#[cfg(feature = "std")]
const WORTH_A_THREAD: usize = 0x4_0000;

/// A revocation list whose signature was found good, with an index over its entries.
///
/// What is proven: the issuer signed exactly these bytes, all of its entries are well formed, and no
/// critical extension of it or of an entry is beyond these crates. What is not: that it is fresh, the
/// newest there is, or covers a given certificate; [`judge`](crate::RevocationPolicy::judge) finds out.
#[derive(Clone)]
pub struct VerifiedCrl {
    pub(crate) list: Crl,
    pub(crate) issuer: CrlIssuer,
    pub(crate) scheme: SignatureScheme,
    /// Positions of the entries that name a certificate issuer, ascending, four bytes each.
    pub(crate) issuer_changes: Bytes,
    pub(crate) count: usize,
    pub(crate) index: Index,
    pub(crate) scope: Arc<ScopeKey>,
}

impl Crl {
    /// Verifies the signature, and walks the entries once to index them.
    ///
    /// # Errors
    /// [`CrlError`]: the list cannot be used for any certificate.
    pub fn verify(
        &self,
        issuer: &CrlIssuer,
        policy: &AlgorithmPolicy,
    ) -> Result<VerifiedCrl, CrlError> {
        self.verify_by_one_of(core::slice::from_ref(issuer), policy)
    }

    /// As [`Self::verify`], by the one of these issuers that signed it: all generations of an authority
    /// share one name, so that its key is found by trying.
    ///
    /// # Errors
    /// As [`Self::verify`]; [`CrlError::IssuerMismatch`] if none has its name.
    pub fn verify_by_one_of(
        &self,
        issuers: &[CrlIssuer],
        policy: &AlgorithmPolicy,
    ) -> Result<VerifiedCrl, CrlError> {
        let mut refusal = CrlError::IssuerMismatch;
        // Whom the list names first, so that as a rule it is hashed once.
        let named = self.signers_key_identifier();
        let is_named =
            |issuer: &&CrlIssuer| named.as_ref().is_some_and(|key| issuer.is_named_by(key));
        let (first, others): (Vec<_>, Vec<_>) = issuers.iter().partition(is_named);
        // One walk for all keys: the list names one signature algorithm, so its digest is the same for each.
        let mut walked = None;
        for issuer in first.into_iter().chain(others) {
            let signed = self.check_head(issuer, policy).and_then(|key| {
                let (digest, _) = walked.get_or_insert_with(|| self.hash_and_index(&key));
                self.check_signature(issuer, key, digest.as_ref())
            });
            match signed {
                Err(CrlError::IssuerMismatch) => {}
                // Another key of the same name may have signed it, or another certificate of this key allow it.
                Err(error @ CrlError::IssuerKeyUsage) => refusal = error,
                Err(error @ CrlError::Signature(_)) if refusal != CrlError::IssuerKeyUsage => {
                    refusal = error;
                }
                Err(CrlError::Signature(_)) => {}
                Err(error) => return Err(error),
                Ok(scheme) => {
                    let Some((_, indexed)) = walked else { break };
                    let (entries, index) = indexed?;
                    return Ok(self.verified(issuer, scheme, entries, index));
                }
            }
        }
        Err(refusal)
    }

    fn hash_and_index(
        &self,
        key: &AdmittedKey<'_>,
    ) -> (Option<Digest>, Result<(Entries, Index), CrlError>) {
        let mut hashing = Hashing::new(key.hasher(), self.as_der(), self.signed().1);
        let indexed = Index::build(&self.entries(), |near| hashing.go_on_to(near.end()));
        (hashing.finish(), indexed)
    }

    /// As [`Self::verify`], of large lists on two threads: one verifies the signature, the other indexes the
    /// entries. It takes little longer than the signature alone.
    ///
    /// # Errors
    /// As [`Self::verify`].
    #[cfg(feature = "std")]
    pub fn verify_on_two_threads(
        &self,
        issuer: &CrlIssuer,
        policy: &AlgorithmPolicy,
    ) -> Result<VerifiedCrl, CrlError> {
        if self.as_der().len() < WORTH_A_THREAD {
            return self.verify(issuer, policy);
        }
        let key = self.check_head(issuer, policy)?;
        let entries = self.entries();
        let (indexed, scheme) = std::thread::scope(|scope| {
            let indexing = scope.spawn(|| Index::build(&entries, |near| entries.prefetch(near)));
            let scheme = self.check_signature(issuer, key, None);
            (indexing.join(), scheme)
        });
        let scheme = scheme?;
        let (entries, index) = match indexed {
            Ok(indexed) => indexed?,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        Ok(self.verified(issuer, scheme, entries, index))
    }

    // Requirement: CRL-06
    fn check_head<'i>(
        &self,
        issuer: &'i CrlIssuer,
        policy: &AlgorithmPolicy,
    ) -> Result<AdmittedKey<'i>, CrlError> {
        if !self.issuer().matches(&issuer.authority().name()) {
            return Err(CrlError::IssuerMismatch);
        }
        if !self.signature_algorithms_agree() {
            return Err(CrlError::AlgorithmMismatch);
        }
        // RFC 5280 §5.2
        let understood = |oid: Oid<'_>| {
            matches!(
                oid,
                oid::AUTHORITY_KEY_IDENTIFIER
                    | oid::CRL_NUMBER
                    | oid::DELTA_CRL_INDICATOR
                    | oid::ISSUING_DISTRIBUTION_POINT
                    | oid::FRESHEST_CRL
            )
        };
        if self
            .extensions()
            .any(|extension| extension.is_critical() && !understood(extension.oid()))
        {
            return Err(CrlError::UnknownCriticalExtension);
        }
        let algorithm = self.signature_algorithm()?;
        issuer.authority().admit(&algorithm, policy).map_err(CrlError::Signature)
    }

    /// By the digest, or without one by the whole of the signed bytes.
    // RFC 5280 §6.3.3(g), (h)
    // Requirement: CRL-02
    fn check_signature(
        &self,
        issuer: &CrlIssuer,
        key: AdmittedKey<'_>,
        digest: Option<&Digest>,
    ) -> Result<SignatureScheme, CrlError> {
        let signed = match digest {
            Some(digest) => SignedInput::Digest(digest),
            None => SignedInput::Bytes(self.signed().0),
        };
        let scheme = key.verify(signed, self.signature()).map_err(CrlError::Signature)?;
        // RFC 5280 §6.3.3(f)
        if issuer.may_sign() { Ok(scheme) } else { Err(CrlError::IssuerKeyUsage) }
    }

    pub(crate) fn scope_key(&self) -> Arc<ScopeKey> {
        Arc::new(ScopeKey::of(self))
    }

    /// By which identifier the list names its signer's key (RFC 5280 §5.2.1).
    pub(crate) fn signers_key_identifier(&self) -> Option<Vec<u8>> {
        let extension = self.extension(oid::AUTHORITY_KEY_IDENTIFIER)?;
        let identifier = AuthorityKeyIdentifier::from_der(extension.value()).ok()?;
        identifier.key_identifier().map(|key| key.as_bytes().to_vec())
    }

    fn verified(
        &self,
        issuer: &CrlIssuer,
        scheme: SignatureScheme,
        entries: Entries,
        index: Index,
    ) -> VerifiedCrl {
        VerifiedCrl {
            list: self.clone(),
            issuer: issuer.clone(),
            scheme,
            issuer_changes: little_endian(&entries.issuer_changes),
            count: entries.count,
            index,
            scope: self.scope_key(),
        }
    }
}

impl VerifiedCrl {
    /// Returns the list.
    #[must_use]
    pub const fn list(&self) -> &Crl {
        &self.list
    }

    /// Returns the authority that signed it.
    #[must_use]
    pub const fn issuer(&self) -> &CrlIssuer {
        &self.issuer
    }

    /// Returns how it was signed.
    #[must_use]
    pub const fn scheme(&self) -> SignatureScheme {
        self.scheme
    }

    /// Returns how many entries it has.
    #[must_use]
    pub const fn entries(&self) -> usize {
        self.count
    }

    /// Bytes that the index takes beside the list.
    #[must_use]
    pub fn index_bytes(&self) -> usize {
        self.index.size().saturating_add(self.issuer_changes.len())
    }

    /// Returns what the list says of a serial number of this certificate issuer, whether it covers that certificate or
    /// not.
    ///
    /// A serial number that is listed more than once is revoked if any entry says so; of several, the
    /// one is given that lasts, and of these the first.
    ///
    /// # Errors
    /// [`Corrupted`] if the bytes are not those that were verified.
    pub fn find(
        &self,
        certificate_issuer: &Name<'_>,
        serial_number: SerialNumber<'_>,
    ) -> Result<Option<CrlEntry>, Corrupted> {
        let mut listed: Option<CrlEntry> = None;
        for entry in self.find_all(certificate_issuer, serial_number)? {
            let entry = CrlEntry::from(entry?);
            if listed.is_none_or(|earlier| entry.reason.weight() > earlier.reason.weight()) {
                listed = Some(entry);
            }
        }
        Ok(listed)
    }

    /// Every entry of a serial number of this certificate issuer, in their order.
    pub(crate) fn find_all(
        &self,
        certificate_issuer: &Name<'_>,
        serial_number: SerialNumber<'_>,
    ) -> Result<impl Iterator<Item = Result<Entry<'_>, Corrupted>>, Corrupted> {
        let found = self.index.find(&self.list.bytes, serial_number.expose_protected())?;
        Ok(found.into_positions().filter_map(move |position| {
            match self.concerns(position, certificate_issuer) {
                Ok(true) => Some(self.entry_of(serial_number, position)),
                Ok(false) => None,
                Err(Corrupted) => Some(Err(Corrupted)),
            }
        }))
    }

    fn entry_of(&self, serial: SerialNumber<'_>, position: u32) -> Result<Entry<'_>, Corrupted> {
        let entry = self.entry_at(position)?;
        if entry.serial_number.matches(serial) { Ok(entry) } else { Err(Corrupted) }
    }

    fn entry_at(&self, position: u32) -> Result<Entry<'_>, Corrupted> {
        Entry::of_element(self.list.bytes.element(position)?).map_err(|_| Corrupted)
    }

    /// Whether the entry is one of this certificate issuer.
    // RFC 5280 §5.3.3: an entry is of the issuer named last, at first of the list's own issuer.
    fn concerns(&self, position: u32, certificate_issuer: &Name<'_>) -> Result<bool, Corrupted> {
        match self.issuer_change_before(position)? {
            None => Ok(self.list.issuer().matches(certificate_issuer)),
            Some(change) => {
                let names = self.entry_at(change)?.certificate_issuer.ok_or(Corrupted)?;
                Ok(names.iter().any(|name| match name {
                    GeneralName::DirectoryName(name) => name.matches(certificate_issuer),
                    _ => false,
                }))
            }
        }
    }

    /// The last entry up to this one that names a certificate issuer.
    fn issuer_change_before(&self, position: u32) -> Result<Option<u32>, Corrupted> {
        let change = |index: usize| self.issuer_changes.number(index.wrapping_mul(4));
        let (mut low, mut high) = (0, self.issuer_changes.len() / 4);
        while low < high {
            let middle = usize::midpoint(low, high);
            if change(middle)? <= position { low = middle.wrapping_add(1) } else { high = middle }
        }
        low.checked_sub(1).map(change).transpose()
    }
}

fn little_endian(numbers: &[u32]) -> Bytes {
    let bytes: Vec<[u8; 4]> = numbers.iter().map(|number| number.to_le_bytes()).collect();
    bytes.into_flattened().into()
}

// Requirement: CRL-05
impl fmt::Debug for VerifiedCrl {
    /// Counts and dates only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedCrl({} entries, {})", self.count, self.list.this_update())
    }
}

/// What an entry says (失効情報).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CrlEntry {
    /// When the certificate was revoked.
    pub revoked_at: Timestamp,
    /// Why.
    pub reason: RevocationReason,
    /// Since when it should not have been relied on, if the list says so.
    pub invalidity_date: Option<Timestamp>,
}

impl From<Entry<'_>> for CrlEntry {
    fn from(entry: Entry<'_>) -> Self {
        Self {
            revoked_at: entry.revoked_at,
            reason: entry.reason,
            invalidity_date: entry.invalidity.date(),
        }
    }
}
