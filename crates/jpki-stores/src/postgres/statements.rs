//! The statements, and what their answers mean.

use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, KeyId,
    Replacement,
};
use jpki_auth::challenge::{ChallengeRecord, TakeOutcome};
use tokio_postgres::Row as Answer;

use super::PostgresError;
use crate::row::{self, Row};
use crate::unreadable::Unreadable;

pub(super) const PUT: &str = "SELECT jpki_challenge_put($1, $2, $3, $4)";
pub(super) const TAKE: &str = "SELECT outcome, record FROM jpki_challenge_take($1)";
pub(super) const OF_ACCOUNT: &str =
    "SELECT certificate, account, provider, identifier, origin, bound_at
     FROM jpki_binding WHERE account = ANY ($1) ORDER BY bound_at, certificate";
pub(super) const INSERT: &str =
    "SELECT outcome, certificate, account, provider, identifier, origin, bound_at
     FROM jpki_binding_insert($1, $2, $3, $4, $5, $6, $7, $8, $9)";
pub(super) const REPLACE: &str =
    "SELECT outcome, certificate, account, provider, identifier, origin, bound_at
     FROM jpki_binding_replace($1, $2, $3, $4, $5, $6, $7, $8)";
pub(super) const ERASE: &str = "SELECT jpki_binding_erase($1, $2, $3, $4) AS erased";
pub(super) const CHECK_KEY: &str = "SELECT jpki_binding_check_key($1, $2, $3) AS kept";

pub(super) fn taken(answer: &Answer) -> Result<TakeOutcome, PostgresError> {
    match answer.try_get("outcome")? {
        "fresh" => {
            let record: &[u8] = answer.try_get("record")?;
            Ok(TakeOutcome::Fresh(ChallengeRecord::from_bytes(record).map_err(|_| Unreadable)?))
        }
        "spent" => Ok(TakeOutcome::Spent),
        "unknown" => Ok(TakeOutcome::Unknown),
        _ => Err(Unreadable.into()),
    }
}

pub(super) fn binding(answer: &Answer) -> Result<BindingRecord, PostgresError> {
    let columns = Row {
        certificate: answer.try_get::<_, &[u8]>("certificate")?,
        account: answer.try_get("account")?,
        provider: answer.try_get::<_, &str>("provider")?.as_bytes(),
        identifier: answer.try_get("identifier")?,
        origin: answer.try_get::<_, &str>("origin")?.as_bytes(),
        bound_at: answer.try_get("bound_at")?,
    };
    Ok(columns.read()?)
}

pub(super) fn inserted(answer: &Answer) -> Result<Insertion, PostgresError> {
    match answer.try_get("outcome")? {
        "inserted" => Ok(Insertion::Inserted(binding(answer)?)),
        "bound" => Ok(Insertion::CertificateBound(binding(answer)?)),
        "full" => Ok(Insertion::AccountFull),
        _ => Err(Unreadable.into()),
    }
}

pub(super) fn replaced(answer: &Answer) -> Result<Replacement, PostgresError> {
    match answer.try_get("outcome")? {
        "replaced" => Ok(Replacement::Replaced),
        "gone" => Ok(Replacement::Gone),
        "bound" => Ok(Replacement::CertificateBound(binding(answer)?)),
        _ => Err(Unreadable.into()),
    }
}

pub(super) fn erased(answer: &Answer) -> Result<u64, PostgresError> {
    let erased: i64 = answer.try_get("erased")?;
    Ok(u64::try_from(erased).map_err(|_| Unreadable)?)
}

pub(super) fn accounts(accounts: &[AccountReference]) -> Vec<Vec<u8>> {
    accounts.iter().map(|account| row::account(account).to_vec()).collect()
}

pub(super) fn certificates(certificates: &[CertificateReference]) -> Vec<Vec<u8>> {
    certificates.iter().map(|certificate| row::certificate(certificate).to_vec()).collect()
}

/// A binding as parameters of a statement.
pub(super) struct Columns<'a> {
    pub(super) certificate: Vec<u8>,
    pub(super) account: Vec<u8>,
    pub(super) provider: &'a str,
    pub(super) identifier: &'a [u8],
    pub(super) origin: &'static str,
    pub(super) bound_at: i64,
}

impl<'a> Columns<'a> {
    pub(super) fn of(record: &'a BindingRecord) -> Self {
        Self {
            certificate: row::certificate(&record.certificate).to_vec(),
            account: row::account(&record.account).to_vec(),
            provider: record.provider.text(),
            identifier: record.identifier.as_bytes(),
            origin: record.origin.code(),
            bound_at: record.bound_at.unix_seconds(),
        }
    }
}

/// A scope as parameters of a statement.
pub(super) struct Scope<'a> {
    pub(super) name: &'static str,
    pub(super) provider: Option<&'a str>,
    pub(super) accounts: Vec<Vec<u8>>,
    pub(super) kept: Vec<Vec<u8>>,
}

impl<'a> Scope<'a> {
    pub(super) fn of(scope: &'a ErasureScope) -> Self {
        let of = |name, provider| Self { name, provider, accounts: Vec::new(), kept: Vec::new() };
        match scope {
            ErasureScope::Account(accounts) => {
                Self { accounts: self::accounts(accounts), ..of("account", None) }
            }
            ErasureScope::DroppedKeys { provider, kept } => {
                let bytes = |key: &KeyId| key.0.to_be_bytes().to_vec();
                let kept = kept.iter().map(bytes).collect();
                Self { kept, ..of("dropped-keys", Some(provider.text())) }
            }
            ErasureScope::Provider(provider) => of("provider", Some(provider.text())),
            ErasureScope::Everything => of("everything", None),
        }
    }
}
