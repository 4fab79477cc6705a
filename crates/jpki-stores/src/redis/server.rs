use std::fmt;
use std::time::Duration;

#[cfg(feature = "tls")]
use redis::TlsCertificates;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, ConnectionAddr};

use super::{RedisError, commands};
#[cfg(feature = "tls")]
use crate::encryption::Encryption;
use crate::shared::Server;
use crate::time_limit;

/// A server by the way to it, and how long its answers may take.
#[derive(Clone)]
pub struct RedisServer {
    client: Client,
    time_limit: Duration,
}

impl RedisServer {
    /// Describes a server that is reached within the machine, for instance at `redis://127.0.0.1/` (guideline 001 fig. 4-12).
    ///
    /// # Errors
    /// [`RedisError`], also if the host is not this one.
    // Requirement: ACC-2b
    pub fn local(url: &str) -> Result<Self, RedisError> {
        let client = Client::open(url)?;
        let stays = match client.get_connection_info().addr() {
            ConnectionAddr::Tcp(host, _) => {
                matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1")
            }
            ConnectionAddr::Unix(_) => true,
            _ => false,
        };
        if stays { Ok(Self::of(client)) } else { Err(RedisError::NotEncrypted) }
    }

    /// Describes a server that is reached encrypted, for instance at `rediss://host/`.
    ///
    /// What makes the connection reads the default provider of rustls in this process, which becomes AWS-LC
    /// if none is set.
    ///
    /// # Errors
    /// [`RedisError`], also for an address that is not `rediss`.
    #[cfg(feature = "tls")]
    pub fn encrypted(url: &str, encryption: &Encryption) -> Result<Self, RedisError> {
        let certificates: TlsCertificates = encryption.certificates();
        let client = match Client::open(url)?.get_connection_info().addr() {
            ConnectionAddr::TcpTls { insecure: false, .. } => {
                Client::build_with_tls(url, certificates)?
            }
            _ => return Err(RedisError::NotEncrypted),
        };
        encryption.provide_for_process();
        Ok(Self::of(client))
    }

    /// Sets how long a caller waits: for connection, encryption and answer together, five seconds unless
    /// set.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
    }

    const fn of(client: Client) -> Self {
        Self { client, time_limit: time_limit::OF_SERVERS }
    }

    pub(super) const fn time_limit(&self) -> Duration {
        self.time_limit
    }
}

impl Server for RedisServer {
    type Connection = MultiplexedConnection;
    type Error = RedisError;

    async fn open(&self) -> Result<MultiplexedConnection, RedisError> {
        // The store's own limit ends both.
        let config =
            AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
        let mut connection =
            self.client.get_multiplexed_async_connection_with_config(&config).await?;
        commands::look().query_async::<()>(&mut connection).await?;
        Ok(connection)
    }

    fn is_over(_connection: &MultiplexedConnection, failed: bool) -> bool {
        failed
    }
}

impl fmt::Debug for RedisServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedisServer({:?})", self.time_limit)
    }
}
