use jpki_core::event::Tenant;
use jpki_platform::fees::{
    Admission, AsyncFeeStore, BillingMonth, DayCount, FeeStore, Intent, MemoryFeeStore, OpenIntent,
    OpenPage, SettleOutcome, Settlement,
};
use tokio::runtime::Runtime;

use super::contract;

#[test]
// Requirement: FEE-01, FEE-02, FEE-03, FEE-05
fn memory() {
    contract::costs_what_the_guideline_says(MemoryFeeStore::default);
    contract::counts_what_was_sent(&MemoryFeeStore::default());
    contract::stops_before_the_limit(&MemoryFeeStore::default());
    contract::stops_rivals_before_the_limit(&[MemoryFeeStore::default()]);
    contract::follows_the_counting_rule(&MemoryFeeStore::default());
    contract::follows_the_model(&MemoryFeeStore::default(), 5000);
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use jpki_stores::fees::SqliteFeeStore;
    use jpki_stores::sqlite::SqliteError;
    use tempfile::TempDir;

    use super::{Awaited, contract};

    fn store(folder: &TempDir, name: &str) -> SqliteFeeStore {
        SqliteFeeStore::open(folder.path().join(name)).unwrap()
    }

    #[test]
    fn keeps_the_contract() {
        let folder = tempfile::tempdir().unwrap();
        let number = std::cell::Cell::new(0);
        contract::costs_what_the_guideline_says(|| {
            number.set(number.get() + 1);
            store(&folder, &format!("guideline-{}", number.get()))
        });
        contract::counts_what_was_sent(&store(&folder, "sent"));
        contract::stops_before_the_limit(&store(&folder, "limit"));
        contract::follows_the_counting_rule(&store(&folder, "rule"));
        contract::follows_the_model(&store(&folder, "model"), 300);
        contract::follows_the_model(&Awaited::new(store(&folder, "tasks")), 100);
        contract::stops_before_the_limit(&Awaited::new(store(&folder, "limit-of-tasks")));
    }

    #[test]
    fn stops_rivals_on_two_connections() {
        let folder = tempfile::tempdir().unwrap();
        contract::stops_rivals_before_the_limit(&[store(&folder, "it"), store(&folder, "it")]);
    }

    #[test]
    fn refuses_other_files() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("it");
        drop(store(&folder, "it"));
        let connection = rusqlite::Connection::open(&file).unwrap();
        connection.execute_batch("PRAGMA user_version = 2").unwrap();
        assert!(matches!(SqliteFeeStore::open(&file), Err(SqliteError::SchemaNewer(2))));
        connection.execute_batch("PRAGMA user_version = 1; DROP TABLE fee_month").unwrap();
        assert!(matches!(SqliteFeeStore::open(&file), Err(SqliteError::OtherSchema)));
        let foreign = folder.path().join("foreign");
        let connection = rusqlite::Connection::open(&foreign).unwrap();
        connection.execute_batch("CREATE TABLE other (it)").unwrap();
        assert!(matches!(SqliteFeeStore::open(&foreign), Err(SqliteError::OtherSchema)));
    }

    #[cfg(unix)]
    #[test]
    fn is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        drop(store(&folder, "it"));
        let mode = std::fs::metadata(folder.path().join("it")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use jpki_stores::fees::PostgresFeeStore;
    use jpki_stores::postgres::PostgresError;

    use super::contract;
    use crate::database::Database;

    #[test]
    fn keeps_the_contract() {
        let Some(database) = Database::empty("fees_contract") else { return };
        // Whatever the database prefers.
        database.run("ALTER DATABASE fees_contract SET synchronous_commit = off");
        let fresh = || {
            let store = PostgresFeeStore::create_schema(database.server()).unwrap();
            database
                .run("TRUNCATE jpki_fee_open, jpki_fee_month, jpki_fee_count, jpki_fee_checked");
            store
        };
        contract::costs_what_the_guideline_says(fresh);
        contract::counts_what_was_sent(&fresh());
        contract::stops_before_the_limit(&fresh());
        contract::follows_the_counting_rule(&fresh());
        contract::follows_the_model(&fresh(), 300);
        let open = || PostgresFeeStore::open(database.server()).unwrap();
        drop(fresh());
        contract::stops_rivals_before_the_limit(&[open(), open()]);
    }

    #[test]
    fn refuses_other_databases() {
        let Some(database) = Database::empty("fees_other") else { return };
        let open = || PostgresFeeStore::open(database.server()).map(drop);
        assert!(matches!(open(), Err(PostgresError::SchemaMissing)));
        drop(PostgresFeeStore::create_schema(database.server()).unwrap());
        open().unwrap();
        database.run("UPDATE jpki_fee_schema SET version = 2");
        assert!(matches!(open(), Err(PostgresError::SchemaNewer(2))));
        let create = || PostgresFeeStore::create_schema(database.server()).map(drop);
        assert!(matches!(create(), Err(PostgresError::SchemaNewer(2))));
    }
}

/// The face for tasks, as one for threads.
struct Awaited<S> {
    runtime: Runtime,
    store: S,
}

impl<S> Awaited<S> {
    fn new(store: S) -> Self {
        Self { runtime: Runtime::new().unwrap(), store }
    }
}

impl<S: AsyncFeeStore> FeeStore for Awaited<S> {
    type Error = S::Error;

    fn intend(&self, intent: &Intent) -> Result<Admission, S::Error> {
        self.runtime.block_on(self.store.intend(intent))
    }

    fn settle(&self, settlement: &Settlement) -> Result<SettleOutcome, S::Error> {
        self.runtime.block_on(self.store.settle(settlement))
    }

    fn count(&self, intent: &Intent, settlement: &Settlement) -> Result<Admission, S::Error> {
        self.runtime.block_on(self.store.count(intent, settlement))
    }

    fn open(&self, page: OpenPage) -> Result<Vec<OpenIntent>, S::Error> {
        self.runtime.block_on(self.store.open(page))
    }

    fn counts(
        &self,
        month: BillingMonth,
        tenant: Option<&Tenant>,
    ) -> Result<Vec<DayCount>, S::Error> {
        self.runtime.block_on(self.store.counts(month, tenant))
    }

    fn forget_certificates(&self, before: BillingMonth) -> Result<u64, S::Error> {
        self.runtime.block_on(self.store.forget_certificates(before))
    }
}
