use tokio_postgres::Client;

use crate::postgres::{PostgresError, PostgresServer};
use crate::shared::Server;

/// Tables and functions of version 1, to be made once, in a schema of the search path, by a role that may; making them
/// again changes nothing. To be run as one transaction, as
/// [`create_schema`](super::AsyncPostgresVault::create_schema) does, or `psql --single-transaction`.
///
/// The role of the application needs SELECT on `jpki_vault_schema`, and SELECT, INSERT, UPDATE and DELETE on the other tables. Each
/// step is one function, so that it is one statement: atomic without a transaction of the client.
///
/// Users' keys stand in a table of their own, `jpki_vault_user_key`: leave it out of backups that are kept for long
/// (`pg_dump --exclude-table-data`).
pub const VAULT_SCHEMA: &str = include_str!("schema.sql");

const VERSION: i32 = 1;

const SERVER: &str = "SELECT to_regclass('jpki_vault_schema') IS NOT NULL AS made,
    pg_is_in_recovery() AS standby, current_setting('fsync') = 'on' AS syncs";
const NUMBER: &str = "SELECT version FROM jpki_vault_schema";

/// A server with the tables of a vault.
#[derive(Clone)]
pub(super) struct VaultServer(pub(super) PostgresServer);

impl Server for VaultServer {
    type Connection = Client;
    type Error = PostgresError;

    async fn open(&self) -> Result<Client, PostgresError> {
        let client = self.0.session().await?;
        match version(&client).await? {
            Some(VERSION) => Ok(client),
            Some(newer) => Err(PostgresError::SchemaNewer(newer)),
            None => Err(PostgresError::SchemaMissing),
        }
    }

    fn is_over(connection: &Client, _failed: bool) -> bool {
        connection.is_closed()
    }
}

pub(super) async fn create(server: &PostgresServer) -> Result<(), PostgresError> {
    let client = server.session().await?;
    match version(&client).await? {
        Some(newer) if newer > VERSION => Err(PostgresError::SchemaNewer(newer)),
        // Statements of one message are one transaction.
        _ => Ok(client.batch_execute(VAULT_SCHEMA).await?),
    }
}

async fn version(client: &Client) -> Result<Option<i32>, PostgresError> {
    let server = client.query_one(SERVER, &[]).await?;
    if server.try_get("standby")? {
        return Err(PostgresError::NotPrimary);
    }
    if !server.try_get::<_, bool>("syncs")? {
        return Err(PostgresError::Unfit("fsync is off"));
    }
    if !server.try_get("made")? {
        return Ok(None);
    }
    Ok(Some(client.query_one(NUMBER, &[]).await?.try_get("version")?))
}
