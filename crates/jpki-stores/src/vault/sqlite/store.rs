use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_platform::vault::blocking::VaultStore;
use jpki_platform::vault::{
    CertificateIndex, Put, StoredEntry, StoredTenantKey, StoredUser, Under, VaultErasure,
};
use rusqlite::{Connection, OptionalExtension as _, Params, Transaction, params};

use super::SqliteVault;
use crate::sqlite::SqliteError;
use crate::unreadable::Unreadable;
use crate::vault::row::{self, EntryRow, Row};

impl VaultStore for SqliteVault {
    type Error = SqliteError;

    fn tenant_keys(&self, tenant: &Tenant) -> Result<Vec<StoredTenantKey>, SqliteError> {
        tenant_keys(&*self.connection.turn()?, TENANT_KEYS, [tenant.text()])
    }

    fn tenant_keys_beside(
        &self,
        under: KeyId,
        most: u32,
    ) -> Result<Vec<StoredTenantKey>, SqliteError> {
        tenant_keys(&*self.connection.turn()?, TENANT_KEYS_BESIDE, params![under.0, most])
    }

    fn put_tenant_key(
        &self,
        key: &StoredTenantKey,
        replaces: Option<&StoredTenantKey>,
    ) -> Result<Put, SqliteError> {
        let StoredTenantKey { tenant, number, under, wrapped } = key;
        self.connection.transaction(|transaction| {
            let changed = match replaces {
                None => transaction
                    .execute(ADD_TENANT_KEY, params![tenant.text(), number.0, under.0, wrapped])?,
                Some(old) => transaction.execute(
                    CHANGE_TENANT_KEY,
                    params![tenant.text(), number.0, under.0, wrapped, old.under.0, old.wrapped],
                )?,
            };
            Ok(if changed == 1 { Put::Stored } else { Put::Outdated })
        })
    }

    fn drop_tenant_key(&self, tenant: &Tenant, number: KeyId) -> Result<u64, SqliteError> {
        self.connection.erase(|transaction| {
            let name = params![tenant.text(), number.0];
            let rows = count(transaction, UNDER_TENANT_KEY, name)?;
            if rows == 0 {
                transaction.execute(DROP_TENANT_KEY, name)?;
            }
            Ok(rows)
        })
    }

    fn user(
        &self,
        tenant: &Tenant,
        user: &PairwiseIdentifier,
    ) -> Result<Option<StoredUser>, SqliteError> {
        let name = params![tenant.text(), user.as_bytes()];
        Ok(users(&*self.connection.turn()?, USER, tenant, name)?.pop())
    }

    fn find(
        &self,
        tenant: &Tenant,
        indexes: &[CertificateIndex],
    ) -> Result<Option<StoredUser>, SqliteError> {
        let turn = self.connection.turn()?;
        for index in indexes {
            let name = params![tenant.text(), index.to_bytes()];
            if let Some(found) = users(&turn, FIND, tenant, name)?.pop() {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn page(&self, tenant: &Tenant, after: u64, most: u32) -> Result<Vec<StoredUser>, SqliteError> {
        let after = row::integer(after)?;
        users(&*self.connection.turn()?, PAGE, tenant, params![tenant.text(), after, most])
    }

    fn put_user(&self, user: &StoredUser, claims: &[CertificateIndex]) -> Result<Put, SqliteError> {
        self.connection.transaction(|transaction| put_user(transaction, user, claims))
    }

    fn count(&self, under: &Under) -> Result<u64, SqliteError> {
        let turn = self.connection.turn()?;
        match under {
            Under::KeyEncryption(key) => count(&turn, UNDER_KEY_ENCRYPTION, [key.0]),
            Under::Index(key) => count(&turn, UNDER_INDEX, [key.0.to_be_bytes()]),
            Under::TenantKey(tenant, number) => {
                count(&turn, UNDER_TENANT_KEY, params![tenant.text(), number.0])
            }
        }
    }

    // Requirement: LINK-07
    fn erase(&self, erasure: &VaultErasure) -> Result<u64, SqliteError> {
        self.connection.erase(|transaction| {
            let erased = match erasure {
                VaultErasure::User(tenant, user) => {
                    let name = params![tenant.text(), user.as_bytes()];
                    transaction.execute(ERASE_USER_ENTRIES, name)?;
                    transaction.execute(ERASE_USER_KEY, name)?;
                    transaction.execute(ERASE_USER, name)?
                }
                VaultErasure::Tenant(tenant) => {
                    let name = [tenant.text()];
                    transaction.execute("DELETE FROM vault_entry WHERE tenant = ?1", name)?;
                    transaction.execute("DELETE FROM vault_user_key WHERE tenant = ?1", name)?;
                    transaction.execute("DELETE FROM vault_tenant_key WHERE tenant = ?1", name)?;
                    transaction.execute("DELETE FROM vault_user WHERE tenant = ?1", name)?
                }
                VaultErasure::Everything => {
                    transaction.execute("DELETE FROM vault_entry", [])?;
                    transaction.execute("DELETE FROM vault_user_key", [])?;
                    transaction.execute("DELETE FROM vault_tenant_key", [])?;
                    transaction.execute("DELETE FROM vault_user", [])?
                }
            };
            Ok(u64::try_from(erased).unwrap_or(u64::MAX))
        })
    }
}

fn put_user(
    transaction: &Transaction<'_>,
    user: &StoredUser,
    claims: &[CertificateIndex],
) -> Result<Put, SqliteError> {
    let tenant = user.tenant.text();
    let key = params![tenant, user.tenant_key.0];
    if !transaction.prepare_cached(HAS_TENANT_KEY)?.exists(key)? {
        return Ok(Put::KeyGone);
    }
    let there: Option<(i64, i64)> = transaction
        .prepare_cached(REVISION)?
        .query_row(params![tenant, user.user.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let revision = row::integer(user.revision)?;
    if there.map_or(0, |(_, revision)| revision) != revision {
        return Ok(Put::Outdated);
    }
    let mut holder = transaction.prepare_cached(HOLDER)?;
    for claim in claims {
        let holder: Option<i64> =
            holder.query_row(params![tenant, claim.to_bytes()], |row| row.get(0)).optional()?;
        if holder.is_some_and(|holder| there.is_none_or(|(number, _)| number != holder)) {
            return Ok(Put::CertificateHeld);
        }
    }
    let number = match there {
        None => {
            transaction.prepare_cached(ADD_USER)?.execute(params![tenant, user.user.as_bytes()])?;
            transaction.last_insert_rowid()
        }
        Some((number, _)) => {
            transaction.prepare_cached(CHANGE_USER)?.execute([number])?;
            transaction.prepare_cached(CLEAR_ENTRIES)?.execute([number])?;
            number
        }
    };
    let StoredUser { tenant_key, key_id, wrapped, .. } = user;
    let mut put_key = transaction.prepare_cached(PUT_USER_KEY)?;
    put_key.execute(params![number, tenant, tenant_key.0, key_id, wrapped])?;
    let mut add = transaction.prepare_cached(ADD_ENTRY)?;
    for StoredEntry { index, place, generation, sealed } in &user.entries {
        let (place, generation) = (place.number(), generation.number());
        add.execute(params![number, place, tenant, index.to_bytes(), generation, sealed])?;
    }
    Ok(Put::Stored)
}

fn count(connection: &Connection, query: &str, values: impl Params) -> Result<u64, SqliteError> {
    let rows: i64 = connection.query_row(query, values, |row| row.get(0))?;
    Ok(u64::try_from(rows).map_err(|_| Unreadable)?)
}

fn tenant_keys(
    connection: &Connection,
    query: &str,
    values: impl Params,
) -> Result<Vec<StoredTenantKey>, SqliteError> {
    let mut statement = connection.prepare_cached(query)?;
    let mut rows = statement.query(values)?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        let (tenant, wrapped): (String, Vec<u8>) = (row.get(0)?, row.get(3)?);
        keys.push(row::tenant_key(&tenant, row.get(1)?, row.get(2)?, &wrapped)?);
    }
    Ok(keys)
}

fn users(
    connection: &Connection,
    query: &str,
    tenant: &Tenant,
    values: impl Params,
) -> Result<Vec<StoredUser>, SqliteError> {
    let mut statement = connection.prepare_cached(query)?;
    let rows = statement.query_map(values, columns)?;
    row::users(tenant, rows.map(|row| row.map_err(SqliteError::from)))
}

fn columns(row: &rusqlite::Row<'_>) -> Result<Row<Vec<u8>>, rusqlite::Error> {
    let certificate: Option<Vec<u8>> = row.get(6)?;
    let entry = match certificate {
        None => None,
        Some(certificate) => Some(EntryRow {
            certificate,
            place: row.get(7)?,
            generation: row.get(8)?,
            sealed: row.get(9)?,
        }),
    };
    Ok(Row {
        number: row.get(0)?,
        user: row.get(1)?,
        revision: row.get(2)?,
        key_id: row.get(3)?,
        tenant_key: row.get(4)?,
        wrapped: row.get(5)?,
        entry,
    })
}

const TENANT_KEYS: &str = "SELECT tenant, number, under, wrapped FROM vault_tenant_key
    WHERE tenant = ?1 ORDER BY number";
const TENANT_KEYS_BESIDE: &str = "SELECT tenant, number, under, wrapped FROM vault_tenant_key
    WHERE under <> ?1 ORDER BY tenant, number LIMIT ?2";
const ADD_TENANT_KEY: &str = "INSERT INTO vault_tenant_key (tenant, number, under, wrapped)
    VALUES (?1, ?2, ?3, ?4) ON CONFLICT (tenant, number) DO NOTHING";
const CHANGE_TENANT_KEY: &str = "UPDATE vault_tenant_key SET under = ?3, wrapped = ?4
    WHERE tenant = ?1 AND number = ?2 AND under = ?5 AND wrapped = ?6";
const DROP_TENANT_KEY: &str = "DELETE FROM vault_tenant_key WHERE tenant = ?1 AND number = ?2";
const HAS_TENANT_KEY: &str = "SELECT 1 FROM vault_tenant_key WHERE tenant = ?1 AND number = ?2";
const UNDER_TENANT_KEY: &str =
    "SELECT count(*) FROM vault_user_key WHERE tenant = ?1 AND tenant_key = ?2";
const UNDER_KEY_ENCRYPTION: &str = "SELECT count(*) FROM vault_tenant_key WHERE under = ?1";
const UNDER_INDEX: &str = "SELECT count(*) FROM vault_entry WHERE substr(certificate, 1, 4) = ?1";
const USER: &str = "SELECT number, user, revision, key_id, tenant_key, wrapped, certificate, place,
        generation, sealed
    FROM vault_user JOIN vault_user_key USING (number) LEFT JOIN vault_entry USING (number)
    WHERE vault_user.tenant = ?1 AND user = ?2 ORDER BY number, place";
const FIND: &str = "SELECT number, user, revision, key_id, tenant_key, wrapped, certificate, place,
        generation, sealed
    FROM vault_user JOIN vault_user_key USING (number) LEFT JOIN vault_entry USING (number)
    WHERE number = (SELECT number FROM vault_entry WHERE tenant = ?1 AND certificate = ?2)
    ORDER BY number, place";
const PAGE: &str = "SELECT number, user, revision, key_id, tenant_key, wrapped, certificate, place,
        generation, sealed
    FROM (SELECT number, user, revision FROM vault_user
        WHERE tenant = ?1 AND number > ?2 ORDER BY number LIMIT ?3)
    JOIN vault_user_key USING (number) LEFT JOIN vault_entry USING (number)
    ORDER BY number, place";
const REVISION: &str = "SELECT number, revision FROM vault_user WHERE tenant = ?1 AND user = ?2";
const HOLDER: &str = "SELECT number FROM vault_entry WHERE tenant = ?1 AND certificate = ?2";
const ADD_USER: &str = "INSERT INTO vault_user (tenant, user, revision) VALUES (?1, ?2, 1)";
const CHANGE_USER: &str = "UPDATE vault_user SET revision = revision + 1 WHERE number = ?1";
const CLEAR_ENTRIES: &str = "DELETE FROM vault_entry WHERE number = ?1";
const PUT_USER_KEY: &str =
    "INSERT INTO vault_user_key (number, tenant, tenant_key, key_id, wrapped)
    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (number) DO UPDATE
    SET tenant_key = excluded.tenant_key, key_id = excluded.key_id, wrapped = excluded.wrapped";
const ADD_ENTRY: &str =
    "INSERT INTO vault_entry (number, place, tenant, certificate, generation, sealed)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const ERASE_USER_ENTRIES: &str = "DELETE FROM vault_entry WHERE number =
    (SELECT number FROM vault_user WHERE tenant = ?1 AND user = ?2)";
const ERASE_USER_KEY: &str = "DELETE FROM vault_user_key WHERE number =
    (SELECT number FROM vault_user WHERE tenant = ?1 AND user = ?2)";
const ERASE_USER: &str = "DELETE FROM vault_user WHERE tenant = ?1 AND user = ?2";
