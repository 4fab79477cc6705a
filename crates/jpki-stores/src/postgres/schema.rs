//! The version of the schema: looked for at every connection.

use tokio_postgres::Client;

use super::PostgresError;

/// Tables and functions of version 2, to be made once, in a schema of the search path, by a role that may; making them
/// again changes nothing, and what an earlier version made is brought up to date. To be run as one
/// transaction, as [`create_schema`](super::AsyncPostgresStore::create_schema) does, or
/// `psql --single-transaction`.
///
/// The role of the application needs SELECT, INSERT, UPDATE and DELETE on all four tables.
///
/// Each step is one function, so that it is one statement: atomic without a transaction of the client, and
/// one journey to the server.
pub const SCHEMA: &str = include_str!("schema.sql");

const VERSION: i32 = 2;
/// Of commit 2cdb321, which had no number.
const UNNUMBERED: i32 = 1;

const TABLES: &str = "SELECT to_regclass('jpki_schema') IS NOT NULL AS numbered,
    to_regclass('jpki_binding') IS NOT NULL AS made, pg_is_in_recovery() AS standby";
const NUMBER: &str = "SELECT version FROM jpki_schema";

/// Brings the schema up to date if it is an earlier one's.
pub(super) async fn look(client: &Client) -> Result<(), PostgresError> {
    match version(client).await? {
        None => Err(PostgresError::SchemaMissing),
        Some(VERSION) => Ok(()),
        Some(found) if found > VERSION => Err(PostgresError::SchemaNewer(found)),
        Some(found) => match client.batch_execute(SCHEMA).await {
            Ok(()) => Ok(()),
            Err(cause) => Err(PostgresError::SchemaOutdated { found, cause: cause.into() }),
        },
    }
}

/// Makes the schema, or brings an earlier one up to date.
pub(super) async fn create(client: &Client) -> Result<(), PostgresError> {
    match version(client).await? {
        Some(found) if found > VERSION => Err(PostgresError::SchemaNewer(found)),
        // Statements of one message are one transaction.
        _ => Ok(client.batch_execute(SCHEMA).await?),
    }
}

async fn version(client: &Client) -> Result<Option<i32>, PostgresError> {
    let tables = client.query_one(TABLES, &[]).await?;
    if tables.try_get("standby")? {
        return Err(PostgresError::NotPrimary);
    }
    if tables.try_get("numbered")? {
        return Ok(Some(client.query_one(NUMBER, &[]).await?.try_get("version")?));
    }
    Ok(if tables.try_get("made")? { Some(UNNUMBERED) } else { None })
}
