//! The engines, each with both faces.

use std::sync::{Arc, LazyLock};

use tokio::runtime::Runtime;

pub(crate) static RUNTIME: LazyLock<Arc<Runtime>> =
    LazyLock::new(|| Arc::new(Runtime::new().unwrap()));

/// A server of `scripts/test-servers`; `None` if there is none, unless `CI` demands it.
#[cfg(any(feature = "redis", feature = "postgres"))]
pub(crate) fn server(variable: &str) -> Option<String> {
    let address = std::env::var(variable).ok();
    if address.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{variable} is not set: use scripts/test-servers"
        );
        eprintln!("skipped: {variable} is not set, see scripts/test-servers");
    }
    address
}

mod memory {
    use jpki_auth::memory::{MemoryBindings, MemoryChallenges};

    use super::RUNTIME;
    use crate::awaited::Awaited;
    use crate::contract::{bindings, challenges};

    #[test]
    fn challenges() {
        let store = || MemoryChallenges::with_capacity(10_000);
        challenges::is_kept_and_taken_once(&store());
        challenges::clears_up_behind_itself(&store());
        challenges::has_one_winner_among_threads(&[store()]);
        challenges::has_one_winner_among_tasks(&RUNTIME, &store());
        challenges::is_kept_and_taken_once(&Awaited::new(RUNTIME.clone(), store()));
    }

    #[test]
    fn bindings() {
        bindings::follow_the_model(&MemoryBindings::new(), 300);
        bindings::have_one_winner(&[MemoryBindings::new()]);
        bindings::keep_one_identifier(&[MemoryBindings::new()]);
        bindings::tell_keys_apart(&MemoryBindings::new());
        let awaited = Awaited::new(RUNTIME.clone(), MemoryBindings::new());
        bindings::follow_the_model(&awaited, 50);
        bindings::tell_keys_apart(&awaited);
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use jpki_stores::sqlite::{SqliteError, SqliteStore};
    use tempfile::TempDir;

    use super::RUNTIME;
    use crate::awaited::Awaited;
    use crate::contract::{bindings, challenges};

    fn open(folder: &TempDir) -> SqliteStore {
        SqliteStore::open(folder.path().join("auth.sqlite")).unwrap()
    }

    #[test]
    fn challenges() {
        let folder = tempfile::tempdir().unwrap();
        challenges::is_kept_and_taken_once(&open(&folder));
        challenges::clears_up_behind_itself(&open(&folder));
        challenges::is_kept_and_taken_once(&Awaited::new(RUNTIME.clone(), open(&folder)));
    }

    #[test]
    fn one_winner() {
        let folder = tempfile::tempdir().unwrap();
        challenges::has_one_winner_among_threads(&[open(&folder), open(&folder)]);
        challenges::has_one_winner_among_tasks(&RUNTIME, &open(&folder));
    }

    #[test]
    fn bindings() {
        let folder = tempfile::tempdir().unwrap();
        bindings::follow_the_model(&open(&folder), 40);
        bindings::have_one_winner(&[open(&folder), open(&folder)]);
        bindings::keep_one_identifier(&[open(&folder), open(&folder)]);
        bindings::tell_keys_apart(&open(&folder));
        bindings::follow_the_model(&Awaited::new(RUNTIME.clone(), open(&folder)), 10);
    }

    #[test]
    fn another_file_is_refused_and_a_store_is_its_owners() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("other");
        std::fs::write(&other, "no database at all, but long enough to look at").unwrap();
        assert!(matches!(SqliteStore::open(&other), Err(SqliteError::Engine(_))));

        drop(open(&folder));
        let file = folder.path().join("auth.sqlite");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0);
        }
        let foreign = folder.path().join("foreign.sqlite");
        let made = std::process::Command::new("sqlite3")
            .arg(&foreign)
            .arg("CREATE TABLE challenge (id)")
            .status();
        if made.is_ok_and(|status| status.success()) {
            assert!(matches!(SqliteStore::open(&foreign), Err(SqliteError::OtherSchema)));
        }
        assert!(SqliteStore::open(&file).is_ok());
    }
}

#[cfg(feature = "redis")]
mod redis {
    use jpki_stores::redis::{AsyncRedisStore, RedisError, RedisStore};

    use super::{RUNTIME, server};
    use crate::awaited::Awaited;
    use crate::contract::{bindings, challenges};

    #[test]
    fn contract() {
        let Some(url) = server("JPKI_TEST_REDIS") else { return };
        let open = || RedisStore::connect_locally(&url).unwrap();
        let open_async = || RUNTIME.block_on(AsyncRedisStore::connect_locally(&url)).unwrap();
        let awaited = Awaited::new(RUNTIME.clone(), open_async());

        challenges::is_kept_and_taken_once(&open());
        challenges::is_kept_and_taken_once(&awaited);
        challenges::has_one_winner_among_threads(&[open(), open(), open(), open()]);
        challenges::has_one_winner_among_tasks(&RUNTIME, &open_async());

        bindings::follow_the_model(&open(), 100);
        bindings::have_one_winner(&[open(), open(), open(), open()]);
        bindings::keep_one_identifier(&[open(), open(), open(), open()]);
        bindings::tell_keys_apart(&open());
        bindings::follow_the_model(&awaited, 20);
        bindings::tell_keys_apart(&awaited);
    }

    #[test]
    // Requirement: ACC-2b
    fn an_unencrypted_connection_stays_on_the_machine() {
        for far in ["redis://redis.example/", "redis://192.0.2.1:6379/"] {
            assert!(matches!(RedisStore::connect_locally(far), Err(RedisError::NotEncrypted)));
            let connected = RUNTIME.block_on(AsyncRedisStore::connect_locally(far));
            assert!(matches!(connected, Err(RedisError::NotEncrypted)));
        }
    }
}

#[cfg(feature = "postgres")]
pub(crate) mod postgres {
    use jpki_stores::postgres::{AsyncPostgresStore, PostgresError, PostgresServer, PostgresStore};

    use super::{RUNTIME, server};
    use crate::awaited::Awaited;
    use crate::contract::{bindings, challenges};

    /// A database that no other test uses, empty.
    pub(crate) fn own_database(parameters: &str, name: &str) -> String {
        RUNTIME.block_on(async {
            let (client, connection) =
                tokio_postgres::connect(parameters, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
            client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        });
        parameters.replace("dbname=postgres", &format!("dbname={name}"))
    }

    pub(crate) fn create(parameters: &str) -> PostgresStore {
        PostgresStore::create_schema(PostgresServer::local(parameters).unwrap()).unwrap()
    }

    #[test]
    fn contract() {
        let Some(parameters) = server("JPKI_TEST_POSTGRES") else { return };
        create(&parameters);
        let open = || PostgresStore::connect_locally(&parameters).unwrap();
        let open_async =
            || RUNTIME.block_on(AsyncPostgresStore::connect_locally(&parameters)).unwrap();
        create(&parameters);
        let awaited = Awaited::new(RUNTIME.clone(), open_async());

        challenges::is_kept_and_taken_once(&open());
        challenges::clears_up_behind_itself(&open());
        challenges::is_kept_and_taken_once(&awaited);
        challenges::has_one_winner_among_threads(&[open(), open(), open(), open()]);
        challenges::has_one_winner_among_tasks(&RUNTIME, &open_async());

        bindings::follow_the_model(&open(), 40);
        bindings::have_one_winner(&[open(), open(), open(), open()]);
        bindings::keep_one_identifier(&[open(), open(), open(), open()]);
        bindings::tell_keys_apart(&open());
        bindings::follow_the_model(&awaited, 10);
    }

    #[test]
    // Requirement: ACC-2b
    fn an_unencrypted_connection_stays_on_the_machine() {
        for far in [
            "host=postgres.example user=jpki",
            "host=localhost,postgres.example user=jpki",
            "host=localhost hostaddr=192.0.2.1 user=jpki",
        ] {
            let connected = PostgresStore::connect_locally(far);
            assert!(matches!(connected, Err(PostgresError::NotEncrypted)), "{far}");
        }
    }
}
