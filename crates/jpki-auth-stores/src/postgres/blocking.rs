use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, Replacement,
};
use jpki_auth::blocking::{BindingStore, ChallengeStore};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, Taken};
use postgres::{Client, Config, NoTls};

use super::statements::{self, Columns};
use super::{PostgresError, confined};

/// Challenges and bindings in PostgreSQL, for threads. Clones share one connection, which is opened anew
/// after it broke.
#[derive(Clone)]
pub struct PostgresStore {
    connect: Arc<Connect>,
    open: Arc<Mutex<Option<Client>>>,
}

type Connect = dyn Fn() -> Result<Client, postgres::Error> + Send + Sync;

impl PostgresStore {
    /// Connects within the machine, for instance by `host=127.0.0.1 user=jpki dbname=jpki`.
    ///
    /// # Errors
    /// [`PostgresError`], also if a host is not this one.
    pub fn connect_locally(parameters: &str) -> Result<Self, PostgresError> {
        let config = Config::from(confined::local(parameters)?);
        Self::connect(move || config.connect(NoTls))
    }

    /// Connects encrypted, for instance by `host=db.example user=jpki dbname=jpki`.
    ///
    /// # Errors
    /// [`PostgresError`], also if the server does not encrypt.
    #[cfg(feature = "tls")]
    pub fn connect_encrypted(
        parameters: &str,
        encryption: &crate::encryption::Encryption,
    ) -> Result<Self, PostgresError> {
        let config = Config::from(confined::encrypted(parameters)?);
        let connector = encryption.connector();
        Self::connect(move || config.connect(connector.clone()))
    }

    /// Connects by the caller's own way, which encrypts if the connection leaves the machine. It is used
    /// again whenever the connection broke.
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn connect(
        connect: impl Fn() -> Result<Client, postgres::Error> + Send + Sync + 'static,
    ) -> Result<Self, PostgresError> {
        let open = connect()?;
        Ok(Self { connect: Arc::new(connect), open: Arc::new(Mutex::new(Some(open))) })
    }

    /// Makes what [`SCHEMA`](super::SCHEMA) describes.
    ///
    /// # Errors
    /// [`PostgresError`], also if the role may not.
    pub fn create_schema(&self) -> Result<(), PostgresError> {
        self.with(|client| Ok(client.batch_execute(super::SCHEMA)?))
    }

    fn with<T>(
        &self,
        work: impl FnOnce(&mut Client) -> Result<T, PostgresError>,
    ) -> Result<T, PostgresError> {
        let mut slot = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let mut client = match slot.take().filter(|client| !client.is_closed()) {
            Some(client) => client,
            None => (self.connect)()?,
        };
        let output = work(&mut client);
        *slot = Some(client);
        output
    }
}

impl ChallengeStore for PostgresStore {
    type Error = PostgresError;

    fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), PostgresError> {
        let (id, octets) = (&id.octets()[..], &record.to_octets()[..]);
        let forget_after = record.forget_after().unix_seconds();
        let now = record.issued_at().unix_seconds();
        self.with(|client| {
            client.execute(statements::PUT, &[&id, &octets, &forget_after, &now])?;
            Ok(())
        })
    }

    fn take(&self, id: &ChallengeId) -> Result<Taken, PostgresError> {
        let id = &id.octets()[..];
        self.with(|client| statements::taken(&client.query_one(statements::TAKE, &[&id])?))
    }
}

impl BindingStore for PostgresStore {
    type Error = PostgresError;

    fn of_account(
        &self,
        accounts: &[AccountReference],
    ) -> Result<Vec<BindingRecord>, PostgresError> {
        let accounts = statements::accounts(accounts);
        self.with(|client| {
            client
                .query(statements::OF_ACCOUNT, &[&accounts])?
                .iter()
                .map(statements::binding)
                .collect()
        })
    }

    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, PostgresError> {
        let it = Columns::of(record);
        let most = i64::try_from(BindingRecord::PER_ACCOUNT).unwrap_or(i64::MAX);
        let accounts = statements::accounts(accounts);
        let certificates = statements::certificates(certificates);
        self.with(|client| {
            statements::inserted(&client.query_one(
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
            )?)
        })
    }

    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, PostgresError> {
        let it = Columns::of(record);
        let old = crate::row::certificate(old).to_vec();
        let certificates = statements::certificates(certificates);
        self.with(|client| {
            statements::replaced(&client.query_one(
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
            )?)
        })
    }

    fn erase(&self, scope: &ErasureScope) -> Result<u64, PostgresError> {
        self.with(|client| {
            Ok(match scope {
                ErasureScope::Account(accounts) => {
                    client.execute(statements::ERASE_ACCOUNT, &[&statements::accounts(accounts)])?
                }
                ErasureScope::Provider(provider) => {
                    client.execute(statements::ERASE_PROVIDER, &[&provider.text()])?
                }
                ErasureScope::Everything => client.execute(statements::ERASE_EVERYTHING, &[])?,
            })
        })
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostgresStore")
    }
}
