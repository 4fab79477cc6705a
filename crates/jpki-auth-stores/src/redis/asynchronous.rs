use std::fmt;
use std::sync::Arc;

use jpki_auth::asynchronous::{BindingStore, ChallengeStore};
use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, Replacement,
};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, Taken};
use redis::aio::MultiplexedConnection;
use redis::{Client, Cmd, FromRedisValue};
use tokio::sync::Mutex;

use super::{RedisError, commands, connection};

/// Challenges and bindings in Redis, for tasks of tokio. Clones share one connection, on which commands go
/// side by side, and which is opened anew after it broke.
#[derive(Clone)]
pub struct AsyncRedisStore {
    client: Client,
    open: Arc<Mutex<Option<Open>>>,
}

/// A connection, and the run of the server that it goes to.
#[derive(Clone)]
struct Open {
    connection: MultiplexedConnection,
    run: Arc<str>,
}

impl AsyncRedisStore {
    /// Connects within the machine, for instance to `redis://127.0.0.1/`.
    ///
    /// # Errors
    /// [`RedisError`], also if the host is not this one.
    pub async fn connect_locally(url: &str) -> Result<Self, RedisError> {
        Self::connect(connection::local(url)?).await
    }

    /// Connects encrypted, for instance to `rediss://host/`.
    ///
    /// What makes the connection reads the default provider of rustls in this process, which becomes AWS-LC
    /// if none is set.
    ///
    /// # Errors
    /// [`RedisError`], also for an address that is not `rediss`.
    #[cfg(feature = "tls")]
    pub async fn connect_encrypted(
        url: &str,
        encryption: &crate::encryption::Encryption,
    ) -> Result<Self, RedisError> {
        Self::connect(connection::encrypted(url, encryption)?).await
    }

    async fn connect(client: Client) -> Result<Self, RedisError> {
        let open = Open::new(&client).await?;
        Ok(Self { client, open: Arc::new(Mutex::new(Some(open))) })
    }

    async fn ask<T: FromRedisValue>(
        &self,
        command: impl FnOnce(&str) -> Cmd,
    ) -> Result<T, RedisError> {
        let mut open = self.open().await?;
        let answer = command(&open.run).query_async(&mut open.connection).await;
        // After a failure nobody knows which run the next answer comes from.
        if answer.is_err() {
            let mut slot = self.open.lock().await;
            if slot.as_ref().is_some_and(|current| Arc::ptr_eq(&current.run, &open.run)) {
                *slot = None;
            }
        }
        Ok(answer?)
    }

    async fn open(&self) -> Result<Open, RedisError> {
        let mut slot = self.open.lock().await;
        if let Some(open) = slot.as_ref() {
            return Ok(open.clone());
        }
        let open = Open::new(&self.client).await?;
        *slot = Some(open.clone());
        Ok(open)
    }
}

impl Open {
    async fn new(client: &Client) -> Result<Self, RedisError> {
        let mut connection = client.get_multiplexed_async_connection().await?;
        let info: String = redis::cmd("INFO").arg("server").query_async(&mut connection).await?;
        Ok(Self { connection, run: connection::run(&info)?.into() })
    }
}

impl ChallengeStore for AsyncRedisStore {
    type Error = RedisError;

    async fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), RedisError> {
        commands::was_put(self.ask(|run| commands::put(run, id, record)).await?)
    }

    async fn take(&self, id: &ChallengeId) -> Result<Taken, RedisError> {
        commands::taken(self.ask(|run| commands::take(run, id)).await?)
    }
}

impl BindingStore for AsyncRedisStore {
    type Error = RedisError;

    async fn of_account(
        &self,
        accounts: &[AccountReference],
    ) -> Result<Vec<BindingRecord>, RedisError> {
        commands::bindings(self.ask(|_| commands::of_account(accounts)).await?)
    }

    async fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, RedisError> {
        commands::inserted(self.ask(|_| commands::insert(record, accounts, certificates)).await?)
    }

    async fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, RedisError> {
        commands::replaced(self.ask(|_| commands::replace(old, record, certificates)).await?)
    }

    async fn erase(&self, scope: &ErasureScope) -> Result<u64, RedisError> {
        self.ask(|_| commands::erase(scope)).await
    }
}

impl fmt::Debug for AsyncRedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsyncRedisStore")
    }
}
