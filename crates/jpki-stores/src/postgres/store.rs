use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jpki_auth::asynchronous::{BindingStore, ChallengeStore};
use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, KeyCheck,
    KeyStanding, Replacement,
};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};
use tokio_postgres::Client;

use super::statements::{self, Columns};
use super::{PostgresError, PostgresServer, schema};
use crate::TimedOut;
use crate::blocking::Blocking;
use crate::shared::{Server, Shared};

/// Challenges and bindings in PostgreSQL, for tasks of tokio. Clones share one connection, on which
/// statements go one after the other without waiting for each other's answers, and which is opened anew
/// after it broke or answered too late.
#[derive(Clone)]
pub struct AsyncPostgresStore {
    server: LoginServer,
    shared: Arc<Shared<Client>>,
}

/// The same for threads that wait.
pub type PostgresStore = Blocking<AsyncPostgresStore>;

impl AsyncPostgresStore {
    /// Opens the store of this server. A schema that an earlier version made is brought up to date, in one
    /// transaction.
    ///
    /// # Errors
    /// [`PostgresError`], also if there is no schema or one of a later version.
    pub async fn open(server: PostgresServer) -> Result<Self, PostgresError> {
        let shared = Arc::new(Shared::new(server.time_limit()));
        let server = LoginServer(server);
        shared.connect(&server).await?;
        Ok(Self { server, shared })
    }

    /// Creates what [`SCHEMA`](super::SCHEMA) describes, and opens the store.
    ///
    /// # Errors
    /// [`PostgresError`], also if the role may not.
    pub async fn create_schema(server: PostgresServer) -> Result<Self, PostgresError> {
        let making = async { schema::create(&server.session().await?).await };
        let limit: Duration = server.time_limit();
        tokio::time::timeout(limit, making).await.map_err(|_| TimedOut)??;
        Self::open(server).await
    }

    /// Opens the store of a server on this machine: [`PostgresServer::local`].
    ///
    /// # Errors
    /// [`PostgresError`].
    pub async fn connect_locally(parameters: &str) -> Result<Self, PostgresError> {
        Self::open(PostgresServer::local(parameters)?).await
    }

    /// Opens the store of a server elsewhere: [`PostgresServer::encrypted`].
    ///
    /// # Errors
    /// [`PostgresError`], also if the server does not encrypt.
    #[cfg(feature = "tls")]
    pub async fn connect_encrypted(
        parameters: &str,
        encryption: &crate::encryption::Encryption,
    ) -> Result<Self, PostgresError> {
        Self::open(PostgresServer::encrypted(parameters, encryption)?).await
    }

    async fn ask<T, F>(&self, question: impl FnOnce(Arc<Client>) -> F) -> Result<T, PostgresError>
    where
        F: Future<Output = Result<T, PostgresError>>,
    {
        self.shared.ask(&self.server, question).await
    }
}

/// A server with the tables of the store.
#[derive(Clone)]
struct LoginServer(PostgresServer);

impl Server for LoginServer {
    type Connection = Client;
    type Error = PostgresError;

    async fn open(&self) -> Result<Client, PostgresError> {
        let client = self.0.session().await?;
        schema::look(&client).await?;
        Ok(client)
    }

    fn is_over(connection: &Client, _failed: bool) -> bool {
        connection.is_closed()
    }
}

impl PostgresStore {
    /// Opens the store, as [`AsyncPostgresStore::open`].
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn open(server: PostgresServer) -> Result<Self, PostgresError> {
        Self::around(AsyncPostgresStore::open(server))
    }

    /// Creates the tables and opens the store, as [`AsyncPostgresStore::create_schema`].
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn create_schema(server: PostgresServer) -> Result<Self, PostgresError> {
        Self::around(AsyncPostgresStore::create_schema(server))
    }

    /// Opens the store of a server on this machine, as [`AsyncPostgresStore::connect_locally`].
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn connect_locally(parameters: &str) -> Result<Self, PostgresError> {
        Self::around(AsyncPostgresStore::connect_locally(parameters))
    }

    /// Opens the store of a server elsewhere, as [`AsyncPostgresStore::connect_encrypted`].
    ///
    /// # Errors
    /// [`PostgresError`].
    #[cfg(feature = "tls")]
    pub fn connect_encrypted(
        parameters: &str,
        encryption: &crate::encryption::Encryption,
    ) -> Result<Self, PostgresError> {
        Self::around(AsyncPostgresStore::connect_encrypted(parameters, encryption))
    }
}

impl ChallengeStore for AsyncPostgresStore {
    type Error = PostgresError;

    async fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), PostgresError> {
        let (id, bytes) = (&id.as_bytes()[..], &record.to_bytes()[..]);
        let forget_after = record.forget_after().unix_seconds();
        let now = record.issued_at().unix_seconds();
        self.ask(|client| async move {
            client.execute(statements::PUT, &[&id, &bytes, &forget_after, &now]).await?;
            Ok(())
        })
        .await
    }

    async fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, PostgresError> {
        let id = &id.as_bytes()[..];
        self.ask(|client| async move {
            statements::taken(&client.query_one(statements::TAKE, &[&id]).await?)
        })
        .await
    }
}

impl BindingStore for AsyncPostgresStore {
    type Error = PostgresError;

    async fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, PostgresError> {
        let (provider, key) = (check.provider().text(), i64::from(check.key().0));
        let value = &check.value()[..];
        self.ask(|client| async move {
            let kept = client.query_one(statements::CHECK_KEY, &[&provider, &key, &value]).await?;
            Ok(check.against(kept.try_get("kept")?))
        })
        .await
    }

    async fn of_account(
        &self,
        accounts: &[AccountReference],
    ) -> Result<Vec<BindingRecord>, PostgresError> {
        let accounts = statements::accounts(accounts);
        self.ask(|client| async move {
            let rows = client.query(statements::OF_ACCOUNT, &[&accounts]).await?;
            rows.iter().map(statements::binding).collect()
        })
        .await
    }

    async fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, PostgresError> {
        let it = Columns::of(record);
        let most = i64::try_from(BindingRecord::PER_ACCOUNT).unwrap_or(i64::MAX);
        let accounts = statements::accounts(accounts);
        let certificates = statements::certificates(certificates);
        self.ask(|client| async move {
            let answer = client
                .query_one(
                    statements::INSERT,
                    &[
                        &it.certificate,
                        &it.account,
                        &it.provider,
                        &it.identifier,
                        &it.origin,
                        &it.bound_at,
                        &most,
                        &accounts,
                        &certificates,
                    ],
                )
                .await?;
            statements::inserted(&answer)
        })
        .await
    }

    async fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, PostgresError> {
        let it = Columns::of(record);
        let old = crate::row::certificate(old).to_vec();
        let certificates = statements::certificates(certificates);
        self.ask(|client| async move {
            let answer = client
                .query_one(
                    statements::REPLACE,
                    &[
                        &it.certificate,
                        &it.account,
                        &it.provider,
                        &it.identifier,
                        &it.origin,
                        &it.bound_at,
                        &old,
                        &certificates,
                    ],
                )
                .await?;
            statements::replaced(&answer)
        })
        .await
    }

    async fn erase(&self, scope: &ErasureScope) -> Result<u64, PostgresError> {
        let it = statements::Scope::of(scope);
        self.ask(|client| async move {
            let answer = client
                .query_one(statements::ERASE, &[&it.name, &it.provider, &it.accounts, &it.kept])
                .await?;
            statements::erased(&answer)
        })
        .await
    }
}

impl fmt::Debug for AsyncPostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsyncPostgresStore")
    }
}
