use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use jpki_auth::asynchronous::{BindingStore, ChallengeStore};
use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, Replacement,
};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, Taken};
use tokio::sync::Mutex;
use tokio_postgres::{Client, NoTls};

use super::statements::{self, Columns};
use super::{PostgresError, confined};

/// Challenges and bindings in PostgreSQL, for tasks of tokio. Clones share one connection, on which
/// statements go one after the other without waiting for each other's answers, and which is opened anew
/// after it broke.
#[derive(Clone)]
pub struct AsyncPostgresStore {
    connect: Arc<Connect>,
    open: Arc<Mutex<Arc<Client>>>,
}

type Connecting = Pin<Box<dyn Future<Output = Result<Client, tokio_postgres::Error>> + Send>>;
type Connect = dyn Fn() -> Connecting + Send + Sync;

impl AsyncPostgresStore {
    /// Connects within the machine, for instance by `host=127.0.0.1 user=jpki dbname=jpki`.
    ///
    /// # Errors
    /// [`PostgresError`], also if a host is not this one.
    pub async fn connect_locally(parameters: &str) -> Result<Self, PostgresError> {
        let config = confined::local(parameters)?;
        let connect = move || {
            let config = config.clone();
            async move {
                let (client, connection) = config.connect(NoTls).await?;
                tokio::spawn(connection);
                Ok(client)
            }
        };
        Self::connect(connect).await
    }

    /// Connects encrypted, for instance by `host=db.example user=jpki dbname=jpki`.
    ///
    /// # Errors
    /// [`PostgresError`], also if the server does not encrypt.
    #[cfg(feature = "tls")]
    pub async fn connect_encrypted(
        parameters: &str,
        encryption: &crate::encryption::Encryption,
    ) -> Result<Self, PostgresError> {
        let config = confined::encrypted(parameters)?;
        let connector = encryption.connector();
        let connect = move || {
            let (config, connector) = (config.clone(), connector.clone());
            async move {
                let (client, connection) = config.connect(connector).await?;
                tokio::spawn(connection);
                Ok(client)
            }
        };
        Self::connect(connect).await
    }

    /// Connects by the caller's own way, which encrypts if the connection leaves the machine and drives it
    /// in a task of its own. It is used again whenever the connection broke.
    ///
    /// # Errors
    /// [`PostgresError`].
    pub async fn connect<F>(
        connect: impl Fn() -> F + Send + Sync + 'static,
    ) -> Result<Self, PostgresError>
    where
        F: Future<Output = Result<Client, tokio_postgres::Error>> + Send + 'static,
    {
        let connect = move || -> Connecting { Box::pin(connect()) };
        let open = connect().await?;
        Ok(Self { connect: Arc::new(connect), open: Arc::new(Mutex::new(Arc::new(open))) })
    }

    /// Makes what [`SCHEMA`](super::SCHEMA) describes.
    ///
    /// # Errors
    /// [`PostgresError`], also if the role may not.
    pub async fn create_schema(&self) -> Result<(), PostgresError> {
        Ok(self.client().await?.batch_execute(super::SCHEMA).await?)
    }

    async fn client(&self) -> Result<Arc<Client>, PostgresError> {
        let mut open = self.open.lock().await;
        if open.is_closed() {
            *open = Arc::new((self.connect)().await?);
        }
        Ok(Arc::clone(&open))
    }
}

impl ChallengeStore for AsyncPostgresStore {
    type Error = PostgresError;

    async fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), PostgresError> {
        let (id, octets) = (&id.octets()[..], &record.to_octets()[..]);
        let forget_after = record.forget_after().unix_seconds();
        let now = record.issued_at().unix_seconds();
        let client = self.client().await?;
        client.execute(statements::PUT, &[&id, &octets, &forget_after, &now]).await?;
        Ok(())
    }

    async fn take(&self, id: &ChallengeId) -> Result<Taken, PostgresError> {
        let id = &id.octets()[..];
        let client = self.client().await?;
        statements::taken(&client.query_one(statements::TAKE, &[&id]).await?)
    }
}

impl BindingStore for AsyncPostgresStore {
    type Error = PostgresError;

    async fn of_account(
        &self,
        accounts: &[AccountReference],
    ) -> Result<Vec<BindingRecord>, PostgresError> {
        let accounts = statements::accounts(accounts);
        let client = self.client().await?;
        let rows = client.query(statements::OF_ACCOUNT, &[&accounts]).await?;
        rows.iter().map(statements::binding).collect()
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
        let client = self.client().await?;
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
        let client = self.client().await?;
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
    }

    async fn erase(&self, scope: &ErasureScope) -> Result<u64, PostgresError> {
        let client = self.client().await?;
        Ok(match scope {
            ErasureScope::Account(accounts) => {
                let accounts = statements::accounts(accounts);
                client.execute(statements::ERASE_ACCOUNT, &[&accounts]).await?
            }
            ErasureScope::Provider(provider) => {
                client.execute(statements::ERASE_PROVIDER, &[&provider.text()]).await?
            }
            ErasureScope::Everything => client.execute(statements::ERASE_EVERYTHING, &[]).await?,
        })
    }
}

impl fmt::Debug for AsyncPostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsyncPostgresStore")
    }
}
