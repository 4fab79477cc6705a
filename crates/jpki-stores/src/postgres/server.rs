use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::config::Host;
#[cfg(feature = "tls")]
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, NoTls};

use super::PostgresError;
use crate::time_limit;

/// A server by the way to it, and how long its answers may take.
#[derive(Clone)]
pub struct PostgresServer {
    connect: Arc<Connect>,
    time_limit: Duration,
}

type Connecting = Pin<Box<dyn Future<Output = Result<Client, tokio_postgres::Error>> + Send>>;
type Connect = dyn Fn() -> Connecting + Send + Sync;

impl PostgresServer {
    /// Describes a server that is reached within the machine, for instance by `host=127.0.0.1 user=jpki dbname=jpki`.
    ///
    /// # Errors
    /// [`PostgresError`], also if a host is not this one.
    pub fn local(parameters: &str) -> Result<Self, PostgresError> {
        let config = stays_here(parameters)?;
        Ok(Self::reached_by(move || {
            let config = config.clone();
            async move {
                let (client, connection) = config.connect(NoTls).await?;
                tokio::spawn(connection);
                Ok(client)
            }
        }))
    }

    /// Describes a server that is reached encrypted, for instance by `host=db.example user=jpki dbname=jpki`.
    ///
    /// # Errors
    /// [`PostgresError`], if the parameters cannot be read.
    #[cfg(feature = "tls")]
    pub fn encrypted(
        parameters: &str,
        encryption: &crate::encryption::Encryption,
    ) -> Result<Self, PostgresError> {
        let mut config: Config = parameters.parse()?;
        // Whatever the parameters say.
        config.ssl_mode(SslMode::Require);
        let connector = encryption.connector();
        Ok(Self::reached_by(move || {
            let (config, connector) = (config.clone(), connector.clone());
            async move {
                let (client, connection) = config.connect(connector).await?;
                tokio::spawn(connection);
                Ok(client)
            }
        }))
    }

    /// Describes a server that is reached by the caller's own way, which encrypts if the connection leaves the machine and
    /// drives it in a task of its own. It is used again whenever the connection broke.
    pub fn reached_by<F>(connect: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Client, tokio_postgres::Error>> + Send + 'static,
    {
        let connect = move || -> Connecting { Box::pin(connect()) };
        Self { connect: Arc::new(connect), time_limit: time_limit::OF_SERVERS }
    }

    /// Sets how long a caller waits: for connection, encryption and answer together, five seconds unless
    /// set. The server gives a statement up after the same time.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
    }

    pub(crate) const fn time_limit(&self) -> Duration {
        self.time_limit
    }

    /// A connection whose session is as the store needs it, whatever role, database and server say.
    pub(crate) async fn session(&self) -> Result<Client, PostgresError> {
        let client = (self.connect)().await?;
        let milliseconds = self.time_limit.as_millis().clamp(1, 1 << 30);
        client
            .batch_execute(&format!(
                "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;
                 SET statement_timeout = {milliseconds};
                 SET lock_timeout = {milliseconds};"
            ))
            .await?;
        Ok(client)
    }
}

impl fmt::Debug for PostgresServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresServer({:?})", self.time_limit)
    }
}

/// Parameters of a connection that stays on the machine (guideline 001 fig. 4-12).
// Requirement: ACC-2b
fn stays_here(parameters: &str) -> Result<Config, PostgresError> {
    let config: Config = parameters.parse()?;
    let is_near = |host: &Host| match host {
        Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    let far_address = config.get_hostaddrs().iter().any(|address| !address.is_loopback());
    if config.get_hosts().iter().all(is_near) && !far_address {
        Ok(config)
    } else {
        Err(PostgresError::NotEncrypted)
    }
}
