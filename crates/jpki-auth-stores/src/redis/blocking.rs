use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, Replacement,
};
use jpki_auth::blocking::{BindingStore, ChallengeStore};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, Taken};
use redis::{Client, Cmd, Connection, FromRedisValue};

use super::{RedisError, commands, connection};

/// Challenges and bindings in Redis, for threads. Clones share one connection, which is opened anew after
/// it broke.
#[derive(Clone)]
pub struct RedisStore {
    client: Client,
    open: Arc<Mutex<Option<Open>>>,
}

/// A connection, and the run of the server that it goes to.
struct Open {
    connection: Connection,
    run: String,
}

impl RedisStore {
    /// Connects within the machine, for instance to `redis://127.0.0.1/`.
    ///
    /// # Errors
    /// [`RedisError`], also if the host is not this one.
    pub fn connect_locally(url: &str) -> Result<Self, RedisError> {
        Self::connect(connection::local(url)?)
    }

    /// Connects encrypted, for instance to `rediss://host/`.
    ///
    /// What makes the connection reads the default provider of rustls in this process, which becomes AWS-LC
    /// if none is set.
    ///
    /// # Errors
    /// [`RedisError`], also for an address that is not `rediss`.
    #[cfg(feature = "tls")]
    pub fn connect_encrypted(
        url: &str,
        encryption: &crate::encryption::Encryption,
    ) -> Result<Self, RedisError> {
        Self::connect(connection::encrypted(url, encryption)?)
    }

    fn connect(client: Client) -> Result<Self, RedisError> {
        let open = Open::new(&client)?;
        Ok(Self { client, open: Arc::new(Mutex::new(Some(open))) })
    }

    fn ask<T: FromRedisValue>(&self, command: impl FnOnce(&str) -> Cmd) -> Result<T, RedisError> {
        let mut slot = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open = match slot.take() {
            Some(open) => open,
            None => Open::new(&self.client)?,
        };
        let answer = command(&open.run).query(&mut open.connection);
        // After a failure nobody knows which run the next answer comes from.
        if answer.is_ok() {
            *slot = Some(open);
        }
        Ok(answer?)
    }
}

impl Open {
    fn new(client: &Client) -> Result<Self, RedisError> {
        let mut connection = client.get_connection()?;
        let info: String = redis::cmd("INFO").arg("server").query(&mut connection)?;
        Ok(Self { connection, run: connection::run(&info)? })
    }
}

impl ChallengeStore for RedisStore {
    type Error = RedisError;

    fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), RedisError> {
        commands::was_put(self.ask(|run| commands::put(run, id, record))?)
    }

    fn take(&self, id: &ChallengeId) -> Result<Taken, RedisError> {
        commands::taken(self.ask(|run| commands::take(run, id))?)
    }
}

impl BindingStore for RedisStore {
    type Error = RedisError;

    fn of_account(&self, accounts: &[AccountReference]) -> Result<Vec<BindingRecord>, RedisError> {
        commands::bindings(self.ask(|_| commands::of_account(accounts))?)
    }

    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, RedisError> {
        commands::inserted(self.ask(|_| commands::insert(record, accounts, certificates))?)
    }

    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, RedisError> {
        commands::replaced(self.ask(|_| commands::replace(old, record, certificates))?)
    }

    fn erase(&self, scope: &ErasureScope) -> Result<u64, RedisError> {
        self.ask(|_| commands::erase(scope))
    }
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedisStore")
    }
}
