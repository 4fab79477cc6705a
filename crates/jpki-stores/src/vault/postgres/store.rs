use std::fmt;
use std::sync::Arc;

use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_platform::vault::asynchronous::VaultStore;
use jpki_platform::vault::{
    CertificateIndex, Put, StoredTenantKey, StoredUser, Under, VaultErasure,
};
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;

use super::schema::{self, VaultServer};
use crate::TimedOut;
use crate::blocking::Blocking;
use crate::postgres::{PostgresError, PostgresServer};
use crate::shared::Shared;
use crate::unreadable::Unreadable;
use crate::vault::row::{self, EntryRow, Row};

/// The vault in PostgreSQL, for tasks of tokio and any number of machines. Clones share one connection, on which statements go
/// one after the other without waiting for each other's answers, and which is opened anew after it broke or answered too late.
#[derive(Clone)]
pub struct AsyncPostgresVault {
    server: VaultServer,
    shared: Arc<Shared<Client>>,
}

/// The same for threads that wait.
pub type PostgresVault = Blocking<AsyncPostgresVault>;

impl AsyncPostgresVault {
    /// Opens the vault of this server.
    ///
    /// # Errors
    /// [`PostgresError`], also if there is no schema or one of a later version, or if the server may lose what it commits.
    pub async fn open(server: PostgresServer) -> Result<Self, PostgresError> {
        let shared = Arc::new(Shared::new(server.time_limit()));
        let server = VaultServer(server);
        shared.connect(&server).await?;
        Ok(Self { server, shared })
    }

    /// Creates what [`VAULT_SCHEMA`](super::VAULT_SCHEMA) describes, and opens the vault.
    ///
    /// # Errors
    /// [`PostgresError`], also if the role may not.
    pub async fn create_schema(server: PostgresServer) -> Result<Self, PostgresError> {
        let making = schema::create(&server);
        tokio::time::timeout(server.time_limit(), making).await.map_err(|_| TimedOut)??;
        Self::open(server).await
    }

    async fn rows(
        &self,
        query: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<tokio_postgres::Row>, PostgresError> {
        let ask = |client: Arc<Client>| async move { Ok(client.query(query, values).await?) };
        self.shared.ask(&self.server, ask).await
    }

    async fn put(&self, query: &str, values: &[&(dyn ToSql + Sync)]) -> Result<Put, PostgresError> {
        let rows = self.rows(query, values).await?;
        match rows.first().ok_or(Unreadable)?.try_get(0)? {
            "stored" => Ok(Put::Stored),
            "outdated" => Ok(Put::Outdated),
            "certificate-held" => Ok(Put::CertificateHeld),
            "key-gone" => Ok(Put::KeyGone),
            _ => Err(Unreadable.into()),
        }
    }

    async fn number(
        &self,
        query: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, PostgresError> {
        let rows = self.rows(query, values).await?;
        let number: i64 = rows.first().ok_or(Unreadable)?.try_get(0)?;
        Ok(u64::try_from(number).map_err(|_| Unreadable)?)
    }
}

impl PostgresVault {
    /// Opens the vault, as [`AsyncPostgresVault::open`].
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn open(server: PostgresServer) -> Result<Self, PostgresError> {
        Self::around(AsyncPostgresVault::open(server))
    }

    /// Creates the schema and opens the vault, as [`AsyncPostgresVault::create_schema`].
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn create_schema(server: PostgresServer) -> Result<Self, PostgresError> {
        Self::around(AsyncPostgresVault::create_schema(server))
    }
}

impl VaultStore for AsyncPostgresVault {
    type Error = PostgresError;

    async fn tenant_keys(&self, tenant: &Tenant) -> Result<Vec<StoredTenantKey>, PostgresError> {
        let rows = self.rows(TENANT_KEYS, &[&tenant.text()]).await?;
        rows.iter().map(tenant_key).collect()
    }

    async fn tenant_keys_beside(
        &self,
        under: KeyId,
        most: u32,
    ) -> Result<Vec<StoredTenantKey>, PostgresError> {
        let values: [&(dyn ToSql + Sync); 2] = [&i64::from(under.0), &i64::from(most)];
        self.rows(TENANT_KEYS_BESIDE, &values).await?.iter().map(tenant_key).collect()
    }

    async fn put_tenant_key(
        &self,
        key: &StoredTenantKey,
        replaces: Option<&StoredTenantKey>,
    ) -> Result<Put, PostgresError> {
        let StoredTenantKey { tenant, number, under, wrapped } = key;
        let (tenant, number, under) = (tenant.text(), i64::from(number.0), i64::from(under.0));
        let rows = match replaces {
            None => self.rows(ADD_TENANT_KEY, &[&tenant, &number, &under, wrapped]).await?,
            Some(old) => {
                let (old_under, old) = (i64::from(old.under.0), &old.wrapped);
                let values: [&(dyn ToSql + Sync); 6] =
                    [&tenant, &number, &under, wrapped, &old_under, old];
                self.rows(CHANGE_TENANT_KEY, &values).await?
            }
        };
        Ok(if rows.is_empty() { Put::Outdated } else { Put::Stored })
    }

    async fn drop_tenant_key(&self, tenant: &Tenant, number: KeyId) -> Result<u64, PostgresError> {
        self.number(DROP_TENANT_KEY, &[&tenant.text(), &i64::from(number.0)]).await
    }

    async fn user(
        &self,
        tenant: &Tenant,
        user: &PairwiseIdentifier,
    ) -> Result<Option<StoredUser>, PostgresError> {
        let rows = self.rows(USER, &[&tenant.text(), &user.as_bytes().as_slice()]).await?;
        Ok(users(tenant, &rows)?.pop())
    }

    async fn find(
        &self,
        tenant: &Tenant,
        indexes: &[CertificateIndex],
    ) -> Result<Option<StoredUser>, PostgresError> {
        let indexes = certificates(indexes);
        let rows = self.rows(FIND, &[&tenant.text(), &indexes]).await?;
        Ok(users(tenant, &rows)?.pop())
    }

    async fn page(
        &self,
        tenant: &Tenant,
        after: u64,
        most: u32,
    ) -> Result<Vec<StoredUser>, PostgresError> {
        let (after, most) = (row::integer(after)?, i64::from(most));
        let rows = self.rows(PAGE, &[&tenant.text(), &after, &most]).await?;
        users(tenant, &rows)
    }

    async fn put_user(
        &self,
        user: &StoredUser,
        claims: &[CertificateIndex],
    ) -> Result<Put, PostgresError> {
        let StoredUser { tenant, user: pairwise, key_id, tenant_key, wrapped, entries, .. } = user;
        let revision = row::integer(user.revision)?;
        let places: Vec<i16> = entries.iter().map(|it| it.place.number().into()).collect();
        let indexes: Vec<_> = entries.iter().map(|it| it.index).collect();
        let generations: Vec<i16> =
            entries.iter().map(|it| it.generation.number().into()).collect();
        let sealed: Vec<&[u8]> = entries.iter().map(|it| it.sealed.as_slice()).collect();
        let values: [&(dyn ToSql + Sync); 11] = [
            &tenant.text(),
            &pairwise.as_bytes().as_slice(),
            &revision,
            &i64::from(tenant_key.0),
            &key_id.as_slice(),
            wrapped,
            &certificates(claims),
            &places,
            &certificates(&indexes),
            &generations,
            &sealed,
        ];
        self.put(PUT_USER, &values).await
    }

    async fn count(&self, under: &Under) -> Result<u64, PostgresError> {
        match under {
            Under::KeyEncryption(key) => {
                self.number(UNDER_KEY_ENCRYPTION, &[&i64::from(key.0)]).await
            }
            Under::Index(key) => self.number(UNDER_INDEX, &[&key.0.to_be_bytes().as_slice()]).await,
            Under::TenantKey(tenant, number) => {
                let values: [&(dyn ToSql + Sync); 2] = [&tenant.text(), &i64::from(number.0)];
                self.number(UNDER_TENANT_KEY, &values).await
            }
        }
    }

    // Requirement: LINK-07
    async fn erase(&self, erasure: &VaultErasure) -> Result<u64, PostgresError> {
        let nobody: &[u8] = &[];
        let (what, tenant, user) = match erasure {
            VaultErasure::User(tenant, user) => ("user", tenant.text(), user.as_bytes().as_slice()),
            VaultErasure::Tenant(tenant) => ("tenant", tenant.text(), nobody),
            VaultErasure::Everything => ("everything", "", nobody),
        };
        self.number(ERASE, &[&what, &tenant, &user]).await
    }
}

fn certificates(indexes: &[CertificateIndex]) -> Vec<Vec<u8>> {
    indexes.iter().map(|index| index.to_bytes().to_vec()).collect()
}

fn tenant_key(row: &tokio_postgres::Row) -> Result<StoredTenantKey, PostgresError> {
    let (tenant, wrapped): (&str, &[u8]) = (row.try_get(0)?, row.try_get(3)?);
    Ok(row::tenant_key(tenant, row.try_get(1)?, row.try_get(2)?, wrapped)?)
}

fn users(tenant: &Tenant, rows: &[tokio_postgres::Row]) -> Result<Vec<StoredUser>, PostgresError> {
    row::users(tenant, rows.iter().map(columns))
}

fn columns(row: &tokio_postgres::Row) -> Result<Row<&[u8]>, PostgresError> {
    let certificate: Option<&[u8]> = row.try_get(6)?;
    let entry = match certificate {
        None => None,
        Some(certificate) => Some(EntryRow {
            certificate,
            place: row.try_get::<_, i16>(7)?.into(),
            generation: row.try_get::<_, i16>(8)?.into(),
            sealed: row.try_get(9)?,
        }),
    };
    Ok(Row {
        number: row.try_get(0)?,
        user: row.try_get(1)?,
        revision: row.try_get(2)?,
        key_id: row.try_get(3)?,
        tenant_key: row.try_get(4)?,
        wrapped: row.try_get(5)?,
        entry,
    })
}

const TENANT_KEYS: &str = "SELECT tenant, number, under, wrapped FROM jpki_vault_tenant_key
    WHERE tenant = $1 ORDER BY number";
const TENANT_KEYS_BESIDE: &str = "SELECT tenant, number, under, wrapped FROM jpki_vault_tenant_key
    WHERE under <> $1 ORDER BY tenant, number LIMIT $2";
const ADD_TENANT_KEY: &str = "INSERT INTO jpki_vault_tenant_key (tenant, number, under, wrapped)
    VALUES ($1, $2, $3, $4) ON CONFLICT (tenant, number) DO NOTHING RETURNING number";
const CHANGE_TENANT_KEY: &str = "UPDATE jpki_vault_tenant_key SET under = $3, wrapped = $4
    WHERE tenant = $1 AND number = $2 AND under = $5 AND wrapped = $6 RETURNING number";
const DROP_TENANT_KEY: &str = "SELECT jpki_vault_drop_key($1, $2)";
const PUT_USER: &str = "SELECT jpki_vault_put($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const ERASE: &str = "SELECT jpki_vault_erase($1, $2, $3)";
const UNDER_TENANT_KEY: &str =
    "SELECT count(*) FROM jpki_vault_user_key WHERE tenant = $1 AND tenant_key = $2";
const UNDER_KEY_ENCRYPTION: &str = "SELECT count(*) FROM jpki_vault_tenant_key WHERE under = $1";
const UNDER_INDEX: &str =
    "SELECT count(*) FROM jpki_vault_entry WHERE substring(certificate FROM 1 FOR 4) = $1";
const USER: &str =
    "SELECT number, pairwise, revision, key_id, tenant_key, wrapped, certificate, place,
        generation, sealed
    FROM jpki_vault_user AS it JOIN jpki_vault_user_key USING (number)
    LEFT JOIN jpki_vault_entry USING (number)
    WHERE it.tenant = $1 AND pairwise = $2 ORDER BY number, place";
const FIND: &str =
    "SELECT number, pairwise, revision, key_id, tenant_key, wrapped, certificate, place,
        generation, sealed
    FROM jpki_vault_user JOIN jpki_vault_user_key USING (number)
    LEFT JOIN jpki_vault_entry USING (number)
    WHERE number = (SELECT number FROM jpki_vault_entry
        WHERE tenant = $1 AND certificate = ANY ($2) LIMIT 1)
    ORDER BY number, place";
const PAGE: &str =
    "SELECT number, pairwise, revision, key_id, tenant_key, wrapped, certificate, place,
        generation, sealed
    FROM (SELECT number, pairwise, revision FROM jpki_vault_user
        WHERE tenant = $1 AND number > $2 ORDER BY number LIMIT $3) AS it
    JOIN jpki_vault_user_key USING (number) LEFT JOIN jpki_vault_entry USING (number)
    ORDER BY number, place";

impl fmt::Debug for AsyncPostgresVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsyncPostgresVault")
    }
}
