use tokio_postgres::Client;

use crate::postgres::{PostgresError, PostgresServer};
use crate::shared::Server;

/// Tables and functions of version 1, to be made once, in a schema of the search path, by a role that may; making them
/// again changes nothing. To be run as one transaction, as
/// [`create_schema`](super::AsyncPostgresFeeStore::create_schema) does, or `psql --single-transaction`.
///
/// The role of the application needs SELECT, INSERT, UPDATE and DELETE on the tables but `jpki_fee_schema`, of which it
/// needs SELECT.
pub const FEE_SCHEMA: &str = include_str!("schema.sql");

const VERSION: i32 = 1;

const SERVER: &str = "SELECT to_regclass('jpki_fee_schema') IS NOT NULL AS made,
    pg_is_in_recovery() AS standby, current_setting('fsync') = 'on' AS syncs";
const NUMBER: &str = "SELECT version FROM jpki_fee_schema";
/// What is answered is on the disk, whatever role, database and server prefer.
const DURABLY: &str = "SET synchronous_commit = on";

/// A server with the tables of fees.
#[derive(Clone)]
pub(super) struct FeeServer(pub(super) PostgresServer);

impl Server for FeeServer {
    type Connection = Client;
    type Error = PostgresError;

    async fn open(&self) -> Result<Client, PostgresError> {
        let client = self.0.session().await?;
        match version(&client).await? {
            Some(VERSION) => {}
            Some(other) => return Err(PostgresError::SchemaNewer(other)),
            None => return Err(PostgresError::SchemaMissing),
        }
        client.batch_execute(DURABLY).await?;
        Ok(client)
    }

    fn is_over(connection: &Client, _failed: bool) -> bool {
        connection.is_closed()
    }
}

/// Makes the schema.
pub(super) async fn create(server: &PostgresServer) -> Result<(), PostgresError> {
    let client = server.session().await?;
    match version(&client).await? {
        Some(newer) if newer > VERSION => Err(PostgresError::SchemaNewer(newer)),
        // Statements of one message are one transaction.
        _ => Ok(client.batch_execute(FEE_SCHEMA).await?),
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
    match server.try_get("made")? {
        true => Ok(Some(client.query_one(NUMBER, &[]).await?.try_get("version")?)),
        false => Ok(None),
    }
}
