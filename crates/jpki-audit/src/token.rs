//! Subjects as keyed tokens (仮名化): the same person is found again, by whoever has the key, and by nobody else.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jpki_core::event::{EventSubject, SubjectKind, Tenant};
use jpki_core::keys::{KeyId, KeyPeriod, KeyPurpose, KeyRing};
use jpki_core::localized::Localized as _;
use jpki_core::time::Timestamp;
use sha2::Sha256;
use zeroize::Zeroizing;

/// A subject in a log: what kind of thing, by which key, and an HMAC-SHA-256 of tenant and identity.
///
/// Of two tenants, or by two keys, the tokens of one person have nothing in common. A bundle of evidence has no key: its
/// token is its digest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SubjectToken {
    kind: SubjectKind,
    key: Option<KeyId>,
    digest: [u8; 32],
}

impl SubjectToken {
    pub(crate) const fn new(kind: SubjectKind, key: Option<KeyId>, digest: [u8; 32]) -> Self {
        Self { kind, key, digest }
    }

    /// The token of a subject whose digest is kept as it is.
    fn without_key(subject: &EventSubject) -> Option<Self> {
        subject.digest().map(|digest| Self::new(subject.kind(), None, *digest))
    }

    /// Returns the kind of subject.
    #[must_use]
    pub const fn kind(&self) -> SubjectKind {
        self.kind
    }

    /// Returns the key it was made with; `None` of a digest that is kept as it is.
    #[must_use]
    pub const fn key(&self) -> Option<KeyId> {
        self.key
    }

    /// Returns the digest.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}

impl fmt::Debug for SubjectToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SubjectToken({}, key {:?})", self.kind.code(), self.key.map(|key| key.0))
    }
}

/// The keys of tokens, hashed once. Wiped when dropped.
#[derive(Clone)]
pub struct TokenKeys(Vec<TokenKey>);

#[derive(Clone)]
struct TokenKey {
    id: KeyId,
    period: KeyPeriod,
    mac: Hmac<Sha256>,
}

impl TokenKeys {
    /// Takes the keys for tokens from a ring.
    #[must_use]
    pub fn of_ring(ring: &KeyRing) -> Self {
        let mut keys: Vec<_> = ring
            .of(KeyPurpose::AuditToken)
            .map(|key| {
                // RFC 2104 §2: a key shorter than the block is filled up with zeros.
                let mut block = Zeroizing::new([0; 64]);
                block.iter_mut().zip(key.expose_secret()).for_each(|(to, from)| *to = *from);
                TokenKey { id: key.id(), period: key.period(), mac: Hmac::new((&*block).into()) }
            })
            .collect();
        keys.sort_by_key(|key| std::cmp::Reverse((key.period.from(), key.id)));
        Self(keys)
    }

    /// Returns the token of a subject, by the key in use at this instant if it needs one. `None` if there is none.
    #[must_use]
    pub fn token(
        &self,
        at: Timestamp,
        tenant: &Tenant,
        subject: &EventSubject,
    ) -> Option<SubjectToken> {
        SubjectToken::without_key(subject).or_else(|| {
            let key = self.0.iter().find(|key| key.period.contains(at))?;
            Some(key.token(tenant, subject))
        })
    }

    /// Returns the tokens of a subject by all keys, to look for it in all entries.
    #[must_use]
    pub fn all_tokens(&self, tenant: &Tenant, subject: &EventSubject) -> Vec<SubjectToken> {
        let keyed = self.0.iter().map(|key| key.token(tenant, subject));
        SubjectToken::without_key(subject).map_or_else(|| keyed.collect(), |token| vec![token])
    }
}

impl TokenKey {
    // Requirement: ACC-4b
    fn token(&self, tenant: &Tenant, subject: &EventSubject) -> SubjectToken {
        let mut mac = self.mac.clone();
        let (tenant, kind) = (tenant.text().as_bytes(), subject.kind().code().as_bytes());
        for field in [&b"jpki-audit/subject/v1"[..], tenant, kind, subject.expose_protected()] {
            // Each after its length, so that no two inputs are hashed as the same bytes.
            mac.update(&u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(field);
        }
        SubjectToken::new(subject.kind(), Some(self.id), mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.0.iter().map(|key| key.id.0);
        f.debug_list().entries(ids).finish()
    }
}
