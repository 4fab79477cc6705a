use core::fmt;

use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_x509::kind::Generation;

use super::Place;

/// A certificate as one tenant's vault knows it: a keyed digest of kind and serial number (HMAC-SHA-256).
#[derive(Clone, Copy)]
pub struct CertificateIndex {
    key: KeyId,
    digest: [u8; 32],
}

impl CertificateIndex {
    /// Bytes of an index.
    pub const BYTES: usize = 36;

    pub(super) const fn new(key: KeyId, digest: [u8; 32]) -> Self {
        Self { key, digest }
    }

    /// Takes the bytes that a store kept.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (key, digest) = bytes.split_first_chunk()?;
        Some(Self { key: KeyId(u32::from_be_bytes(*key)), digest: digest.try_into().ok()? })
    }

    /// Returns the bytes: the key's name (big-endian) and the digest.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        let parts = self.key.0.to_be_bytes().into_iter().chain(self.digest);
        bytes.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        bytes
    }

    /// Returns the key that it was made with.
    #[must_use]
    pub const fn key(&self) -> KeyId {
        self.key
    }
}

impl fmt::Debug for CertificateIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificateIndex(key {})", self.key.0)
    }
}

/// A tenant's key, wrapped under a key-encryption key.
#[derive(Clone)]
#[expect(clippy::exhaustive_structs, reason = "a store writes and reads each field")]
pub struct StoredTenantKey {
    /// Whose key.
    pub tenant: Tenant,
    /// Its number, from 1. The greatest is the one in use.
    pub number: KeyId,
    /// The key-encryption key.
    pub under: KeyId,
    /// The key, wrapped.
    pub wrapped: Vec<u8>,
}

impl fmt::Debug for StoredTenantKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tenant, number, under, .. } = self;
        write!(f, "StoredTenantKey({}, {} under {})", tenant.text(), number.0, under.0)
    }
}

/// What a store keeps of one user.
///
/// Contract: the key stands in a row of its own, which goes when the user is erased.
#[derive(Clone)]
#[expect(clippy::exhaustive_structs, reason = "a store writes and reads each field")]
pub struct StoredUser {
    /// Whose user.
    pub tenant: Tenant,
    /// What the tenant calls the user by.
    pub user: PairwiseIdentifier,
    /// The store's number of the user, given when the user is first stored, above 0.
    pub number: u64,
    /// How often the user was stored.
    pub revision: u64,
    /// The name of the user's key.
    pub key_id: [u8; 16],
    /// The tenant's key that wraps it.
    pub tenant_key: KeyId,
    /// The user's key, wrapped.
    pub wrapped: Vec<u8>,
    /// The certificates, one of each place, in the order of their places.
    pub entries: Vec<StoredEntry>,
}

impl fmt::Debug for StoredUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredUser({}, {} certificates)", self.tenant.text(), self.entries.len())
    }
}

/// What a store keeps of one certificate.
#[derive(Clone)]
#[expect(clippy::exhaustive_structs, reason = "a store writes and reads each field")]
pub struct StoredEntry {
    /// By what it is found.
    pub index: CertificateIndex,
    /// Kind and medium.
    pub place: Place,
    /// The generation of the authority's key.
    pub generation: Generation,
    /// The rest, sealed under the user's key.
    pub sealed: Vec<u8>,
}

impl fmt::Debug for StoredEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredEntry({:?})", self.place)
    }
}
