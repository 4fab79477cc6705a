use std::error::Error as _;
use std::fmt;
use std::io;

use crate::TimedOut;
use crate::unreadable::Unreadable;

/// What PostgreSQL says when it fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PostgresError {
    /// The engine, or the connection to it, failed.
    #[error("PostgreSQL: {0}")]
    Engine(ServerError),
    /// The engine did not answer in time.
    #[error("PostgreSQL: {0}")]
    TimedOut(#[from] TimedOut),
    /// The connection would leave the machine unencrypted.
    #[error("an unencrypted connection must stay on the machine")]
    NotEncrypted,
    /// The server is a standby: what it has may be old.
    #[error("PostgreSQL: the server is a standby")]
    NotPrimary,
    /// The server may lose what it commits.
    #[error("PostgreSQL may lose what it commits: {0}")]
    Unfit(&'static str),
    /// The tables and functions are not there: `create_schema` of the store
    /// makes them.
    #[error("PostgreSQL: no schema of a store in the search path: create_schema makes it")]
    SchemaMissing,
    /// The schema is of an earlier version, and this role may not bring it up to date: its owner does, by
    /// its `create_schema`.
    #[error(
        "PostgreSQL: the schema is of version {found}, its owner brings it up to date: {cause}"
    )]
    SchemaOutdated {
        /// The version that is there.
        found: i32,
        /// Why it stayed so.
        cause: ServerError,
    },
    /// The schema is of a later version than this crate knows.
    #[error("PostgreSQL: the schema is of version {0}, which is newer than this program")]
    SchemaNewer(i32),
    /// The thread that serves blocking callers cannot be started.
    #[error("PostgreSQL: no thread for the connection: {0}")]
    Thread(#[from] io::Error),
    /// The content was not written by a store.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

/// What the engine said: its own first message and its code, never the details, which name values.
#[derive(Clone, Debug)]
pub struct ServerError {
    code: Option<String>,
    message: String,
}

impl ServerError {
    /// Returns the SQLSTATE, if the server said it.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.code {
            Some(code) => write!(f, " ({code})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ServerError {}

impl From<tokio_postgres::Error> for ServerError {
    fn from(error: tokio_postgres::Error) -> Self {
        if let Some(said) = error.as_db_error() {
            let code = Some(said.code().code().to_owned());
            return Self { code, message: said.message().to_owned() };
        }
        let message = match error.source().and_then(|cause| cause.downcast_ref::<io::Error>()) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        };
        Self { code: None, message }
    }
}

impl From<tokio_postgres::Error> for PostgresError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Engine(error.into())
    }
}
