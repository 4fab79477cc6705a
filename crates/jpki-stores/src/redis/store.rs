use std::fmt;
use std::sync::Arc;

use jpki_auth::asynchronous::{BindingStore, ChallengeStore};
use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, KeyCheck,
    KeyStanding, Replacement,
};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};
use redis::aio::MultiplexedConnection;
use redis::{Cmd, FromRedisValue};

use super::{RedisError, RedisServer, commands};
use crate::blocking::Blocking;
use crate::shared::Shared;

/// Challenges and bindings in Redis, for tasks of tokio. Clones share one connection, on which commands go
/// side by side, and which is opened anew after it broke or answered too late.
///
/// Every command looks itself at which run of the server it comes to, whose data that holds, and whether the
/// server is one to rest on: no answer is built on what held when the connection was opened.
#[derive(Clone)]
pub struct AsyncRedisStore {
    server: RedisServer,
    shared: Arc<Shared<MultiplexedConnection>>,
}

/// The same for threads that wait.
pub type RedisStore = Blocking<AsyncRedisStore>;

impl AsyncRedisStore {
    /// Opens the store of this server.
    ///
    /// # Errors
    /// [`RedisError`], also if the server is a replica or too old.
    pub async fn open(server: RedisServer) -> Result<Self, RedisError> {
        let shared = Arc::new(Shared::new(server.time_limit()));
        shared.connect(&server).await?;
        Ok(Self { server, shared })
    }

    /// Opens the store of a server on this machine: [`RedisServer::local`].
    ///
    /// # Errors
    /// [`RedisError`].
    pub async fn connect_locally(url: &str) -> Result<Self, RedisError> {
        Self::open(RedisServer::local(url)?).await
    }

    /// Opens the store of a server elsewhere: [`RedisServer::encrypted`].
    ///
    /// # Errors
    /// [`RedisError`].
    #[cfg(feature = "tls")]
    pub async fn connect_encrypted(
        url: &str,
        encryption: &crate::encryption::Encryption,
    ) -> Result<Self, RedisError> {
        Self::open(RedisServer::encrypted(url, encryption)?).await
    }

    async fn ask<T: FromRedisValue>(&self, command: Cmd) -> Result<T, RedisError> {
        self.shared
            .ask(&self.server, |connection| async move {
                let mut connection = MultiplexedConnection::clone(&connection);
                Ok(command.query_async(&mut connection).await?)
            })
            .await
    }
}

impl RedisStore {
    /// Opens the store, as [`AsyncRedisStore::open`].
    ///
    /// # Errors
    /// [`RedisError`].
    pub fn open(server: RedisServer) -> Result<Self, RedisError> {
        Self::around(AsyncRedisStore::open(server))
    }

    /// Opens the store of a server on this machine, as [`AsyncRedisStore::connect_locally`].
    ///
    /// # Errors
    /// [`RedisError`].
    pub fn connect_locally(url: &str) -> Result<Self, RedisError> {
        Self::around(AsyncRedisStore::connect_locally(url))
    }

    /// Opens the store of a server elsewhere, as [`AsyncRedisStore::connect_encrypted`].
    ///
    /// # Errors
    /// [`RedisError`].
    #[cfg(feature = "tls")]
    pub fn connect_encrypted(
        url: &str,
        encryption: &crate::encryption::Encryption,
    ) -> Result<Self, RedisError> {
        Self::around(AsyncRedisStore::connect_encrypted(url, encryption))
    }
}

impl ChallengeStore for AsyncRedisStore {
    type Error = RedisError;

    async fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), RedisError> {
        commands::was_put(self.ask(commands::put(id, record)).await?)
    }

    async fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, RedisError> {
        commands::taken(self.ask(commands::take(id)).await?)
    }
}

impl BindingStore for AsyncRedisStore {
    type Error = RedisError;

    async fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, RedisError> {
        commands::key_standing(check, &self.ask::<String>(commands::check_key(check)).await?)
    }

    async fn of_account(
        &self,
        accounts: &[AccountReference],
    ) -> Result<Vec<BindingRecord>, RedisError> {
        commands::bindings(self.ask(commands::of_account(accounts)).await?)
    }

    async fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, RedisError> {
        commands::inserted(self.ask(commands::insert(record, accounts, certificates)).await?)
    }

    async fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, RedisError> {
        commands::replaced(self.ask(commands::replace(old, record, certificates)).await?)
    }

    async fn erase(&self, scope: &ErasureScope) -> Result<u64, RedisError> {
        self.ask(commands::erase(scope)).await
    }
}

impl fmt::Debug for AsyncRedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsyncRedisStore")
    }
}
