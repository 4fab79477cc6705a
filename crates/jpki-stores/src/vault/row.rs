//! Rows as every engine keeps them.

use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_platform::vault::{CertificateIndex, Place, StoredEntry, StoredTenantKey, StoredUser};
use jpki_x509::kind::Generation;

use crate::unreadable::Unreadable;

/// One certificate of one user, or a user without any.
pub(super) struct Row<T> {
    pub(super) number: i64,
    pub(super) user: T,
    pub(super) revision: i64,
    pub(super) key_id: T,
    pub(super) tenant_key: i64,
    pub(super) wrapped: T,
    pub(super) entry: Option<EntryRow<T>>,
}

pub(super) struct EntryRow<T> {
    pub(super) certificate: T,
    pub(super) place: i64,
    pub(super) generation: i64,
    pub(super) sealed: T,
}

/// The users of rows that come in the order of numbers and places.
pub(super) fn users<T: AsRef<[u8]>, E: From<Unreadable>>(
    tenant: &Tenant,
    rows: impl IntoIterator<Item = Result<Row<T>, E>>,
) -> Result<Vec<StoredUser>, E> {
    let mut users: Vec<StoredUser> = Vec::new();
    for row in rows {
        let row = row?;
        let number = u64::try_from(row.number).map_err(|_| Unreadable)?;
        let entry = row.entry.as_ref().map(entry).transpose()?;
        match users.last_mut().filter(|last| last.number == number) {
            Some(user) => user.entries.extend(entry),
            None => users.push(StoredUser {
                tenant: tenant.clone(),
                user: PairwiseIdentifier::from_bytes(bytes(&row.user)?),
                number,
                revision: u64::try_from(row.revision).map_err(|_| Unreadable)?,
                key_id: bytes(&row.key_id)?,
                tenant_key: key(row.tenant_key)?,
                wrapped: row.wrapped.as_ref().to_vec(),
                entries: entry.into_iter().collect(),
            }),
        }
    }
    Ok(users)
}

fn entry<T: AsRef<[u8]>>(row: &EntryRow<T>) -> Result<StoredEntry, Unreadable> {
    let place = u8::try_from(row.place).ok().and_then(Place::from_number);
    Ok(StoredEntry {
        index: CertificateIndex::from_bytes(row.certificate.as_ref()).ok_or(Unreadable)?,
        place: place.ok_or(Unreadable)?,
        generation: Generation::new(u8::try_from(row.generation).map_err(|_| Unreadable)?),
        sealed: row.sealed.as_ref().to_vec(),
    })
}

pub(super) fn tenant_key(
    tenant: &str,
    number: i64,
    under: i64,
    wrapped: &[u8],
) -> Result<StoredTenantKey, Unreadable> {
    Ok(StoredTenantKey {
        tenant: Tenant::new(tenant).map_err(|_| Unreadable)?,
        number: key(number)?,
        under: key(under)?,
        wrapped: wrapped.to_vec(),
    })
}

fn key(number: i64) -> Result<KeyId, Unreadable> {
    u32::try_from(number).map(KeyId).map_err(|_| Unreadable)
}

fn bytes<T: AsRef<[u8]>, const N: usize>(bytes: &T) -> Result<[u8; N], Unreadable> {
    bytes.as_ref().try_into().map_err(|_| Unreadable)
}

/// As the engines keep numbers, which never grow so far.
pub(super) fn integer(number: u64) -> Result<i64, Unreadable> {
    i64::try_from(number).map_err(|_| Unreadable)
}
