use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_exchange::identifiers::PairwiseIdentifier;

/// A store's answer to something that is to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "the contract with a store")]
pub enum Put {
    /// Kept.
    Stored,
    /// What it was to take the place of is not what is there; nothing was changed.
    Outdated,
    /// Another user of the tenant has one of the certificates; nothing was changed.
    CertificateHeld,
    /// The tenant's key that it lies under is not there any more; nothing was changed.
    KeyGone,
}

/// What rows lie under.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the contract with a store")]
pub enum Under {
    /// Tenants' keys under this key-encryption key.
    KeyEncryption(KeyId),
    /// Certificates that are found by this key of the index.
    Index(KeyId),
    /// Users under this key of a tenant.
    TenantKey(Tenant, KeyId),
}

/// What to erase, with its keys.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the contract with a store")]
pub enum VaultErasure {
    /// One user of a tenant.
    User(Tenant, PairwiseIdentifier),
    /// All of one tenant, which leaves.
    Tenant(Tenant),
    /// All of all tenants, when the accreditation ends (guideline 001 ch. 5 ③: numbers got from J-LIS are destroyed).
    Everything,
}
