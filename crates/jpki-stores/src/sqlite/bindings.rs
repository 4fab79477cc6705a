use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, KeyCheck,
    KeyStanding, Replacement,
};
use jpki_auth::blocking::BindingStore;
use rusqlite::{OptionalExtension, Transaction, params};

use super::{SqliteError, SqliteStore};
use crate::row::{self, Row};

impl BindingStore for SqliteStore {
    type Error = SqliteError;

    fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, SqliteError> {
        let (provider, key) = (check.provider().text().as_bytes(), check.key().0);
        self.transaction(|transaction| {
            transaction.execute(NOTE_KEY, params![provider, key, check.value()])?;
            let kept: Vec<u8> =
                transaction.query_row(KEY, params![provider, key], |row| row.get(0))?;
            Ok(check.against(&kept))
        })
    }

    fn of_account(&self, accounts: &[AccountReference]) -> Result<Vec<BindingRecord>, SqliteError> {
        of_account(&*self.connection.turn()?, accounts)
    }

    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, SqliteError> {
        self.transaction(|transaction| {
            if let Some(bound) = bound(transaction, certificates, None)? {
                return Ok(Insertion::CertificateBound(bound));
            }
            let earlier = of_account(transaction, accounts)?;
            if earlier.len() >= BindingRecord::PER_ACCOUNT {
                return Ok(Insertion::AccountFull);
            }
            let mut record = record.clone();
            if let Some(first) = earlier.first() {
                record.identifier = first.identifier;
            }
            add(transaction, &record)?;
            Ok(Insertion::Inserted(record))
        })
    }

    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, SqliteError> {
        self.transaction(|transaction| {
            if let Some(bound) = bound(transaction, certificates, Some(old))? {
                return Ok(Replacement::CertificateBound(bound));
            }
            if transaction.prepare_cached(REMOVE)?.execute([row::certificate(old)])? == 0 {
                return Ok(Replacement::Gone);
            }
            add(transaction, record)?;
            Ok(Replacement::Replaced)
        })
    }

    fn erase(&self, scope: &ErasureScope) -> Result<u64, SqliteError> {
        self.connection
            .erase(|transaction| Ok(u64::try_from(erase(transaction, scope)?).unwrap_or(u64::MAX)))
    }
}

fn erase(transaction: &Transaction<'_>, scope: &ErasureScope) -> Result<usize, SqliteError> {
    Ok(match scope {
        ErasureScope::Account(accounts) => {
            let mut statement =
                transaction.prepare_cached("DELETE FROM binding WHERE account = ?1")?;
            let mut erased = 0_usize;
            for account in accounts {
                let more = statement.execute([row::account(account)])?;
                erased = erased.saturating_add(more);
            }
            erased
        }
        ErasureScope::DroppedKeys { provider, kept } => {
            let provider = provider.text().as_bytes();
            let mut statement = transaction
                .prepare_cached("SELECT certificate FROM binding WHERE provider = ?1")?;
            let certificates: Result<Vec<Vec<u8>>, _> =
                statement.query_map([provider], |row| row.get(0))?.collect();
            let mut remove = transaction.prepare_cached(REMOVE)?;
            let mut erased = 0_usize;
            for certificate in certificates? {
                if !kept.iter().any(|key| certificate.starts_with(&key.0.to_be_bytes())) {
                    erased = erased.saturating_add(remove.execute([certificate])?);
                }
            }
            erased
        }
        ErasureScope::Provider(provider) => {
            let provider = provider.text().as_bytes();
            transaction.execute("DELETE FROM binding_key WHERE provider = ?1", [provider])?;
            transaction.execute("DELETE FROM binding WHERE provider = ?1", [provider])?
        }
        ErasureScope::Everything => {
            transaction.execute("DELETE FROM binding_key", [])?;
            transaction.execute("DELETE FROM binding", [])?
        }
    })
}

fn of_account(
    connection: &rusqlite::Connection,
    accounts: &[AccountReference],
) -> Result<Vec<BindingRecord>, SqliteError> {
    let mut statement = connection.prepare_cached(OF_ACCOUNT)?;
    let mut bindings = Vec::new();
    for account in accounts {
        for binding in statement.query_map([row::account(account)], columns)? {
            bindings.push(binding?.read()?);
        }
    }
    Ok(bindings)
}

fn bound(
    transaction: &Transaction<'_>,
    certificates: &[CertificateReference],
    other_than: Option<&CertificateReference>,
) -> Result<Option<BindingRecord>, SqliteError> {
    let mut statement = transaction.prepare_cached(OF_CERTIFICATE)?;
    for certificate in certificates {
        if other_than.is_some_and(|other| other.is_same(certificate)) {
            continue;
        }
        let found = statement.query_row([row::certificate(certificate)], columns).optional()?;
        if let Some(found) = found {
            return Ok(Some(found.read()?));
        }
    }
    Ok(None)
}

fn add(transaction: &Transaction<'_>, record: &BindingRecord) -> Result<(), SqliteError> {
    transaction.prepare_cached(ADD)?.execute(params![
        row::certificate(&record.certificate),
        row::account(&record.account),
        record.provider.text().as_bytes(),
        record.identifier.as_bytes(),
        record.origin.code().as_bytes(),
        record.bound_at.unix_seconds(),
    ])?;
    Ok(())
}

fn columns(row: &rusqlite::Row<'_>) -> Result<Row<Vec<u8>>, rusqlite::Error> {
    Ok(Row {
        certificate: row.get(0)?,
        account: row.get(1)?,
        provider: row.get(2)?,
        identifier: row.get(3)?,
        origin: row.get(4)?,
        bound_at: row.get(5)?,
    })
}

const OF_ACCOUNT: &str = "SELECT certificate, account, provider, identifier, origin, bound_at
    FROM binding WHERE account = ?1 ORDER BY bound_at, certificate";
const OF_CERTIFICATE: &str = "SELECT certificate, account, provider, identifier, origin, bound_at
    FROM binding WHERE certificate = ?1";
const ADD: &str = "INSERT INTO binding
    (certificate, account, provider, identifier, origin, bound_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const NOTE_KEY: &str = "INSERT INTO binding_key (provider, key, value) VALUES (?1, ?2, ?3)
    ON CONFLICT (provider, key) DO NOTHING";
const KEY: &str = "SELECT value FROM binding_key WHERE provider = ?1 AND key = ?2";
const REMOVE: &str = "DELETE FROM binding WHERE certificate = ?1";
