//! What earlier versions wrote, and what a later one may write.
//!
//! `data/store-1.sqlite` was written by commit 2cdb321, and `data/postgres-1.sql` by its schema's functions
//! with the same rows: two challenges, of which the first is spent, and four bindings. The account member-1 of
//! the provider bank is bound to the numbers 07000001 under key 1 and 07000002 under key 2, that of shop to
//! 07000001 under key 2; the CA is `CN=Synth CA` in a UTF8String. The fourth, of member-2, is for the login in
//! `examples/auth/tests/earlier.rs`.

use std::fmt::Debug;
use std::path::Path;

use jpki_auth::binding::{
    BindingScheme, IssuedSerial, KeyId, LinkageKey, LinkageKeys, PairwiseIdentifier,
};
use jpki_auth::blocking::{BindingStore, ChallengeStore};
use jpki_auth::challenge::{ChallengeId, Nonce, TakeOutcome};
use jpki_auth::identifiers::{ServiceProvider, UserIdentifier};
use jpki_core::localized::{Locale, Localized};
use jpki_core::name::Name;
use jpki_stores::postgres::{AsyncPostgresStore, PostgresError, PostgresServer, PostgresStore};
use jpki_stores::sqlite::{SqliteError, SqliteStore};
use jpki_x509::certificate::SerialNumber;
use rusqlite::Connection;

use crate::contract::{bindings, challenges};
use crate::engines::{RUNTIME, postgres, server};

const NONCES: [&str; 2] =
    ["1G_h7VZMWqr6CSQQ2psC3eG-O4pTvaYB_5HTNBK6fFY", "9FkuanJAsyw3wEioRI65YdflKhzDwz7TnKiWbhYLJIQ"];

fn has_what_was_written<S>(store: &S)
where
    S: ChallengeStore<Error: Debug> + BindingStore<Error: Debug>,
{
    let [spent, live] = NONCES.map(|nonce| ChallengeId::of(&Nonce::from_base64url(nonce).unwrap()));
    assert!(matches!(store.take(&spent).unwrap(), TakeOutcome::Spent));
    assert!(matches!(store.take(&live).unwrap(), TakeOutcome::Fresh(_)));
    assert!(matches!(store.take(&live).unwrap(), TakeOutcome::Spent));

    // CN=Synth CA, in a PrintableString this time.
    let mut name = vec![0x30, 0x13, 0x31, 0x11, 0x30, 0x0f, 6, 3, 0x55, 4, 3, 0x13, 8];
    name.extend(b"Synth CA");
    let name = Name::from_der(&name).unwrap();
    let key = |name: u8| LinkageKey::new(KeyId(u32::from(name)), [name; 32]);
    for (provider, expected) in [("bank", vec![(1_u8, 1), (2, 2)]), ("shop", vec![(1, 2)])] {
        let keys = LinkageKeys::new(key(1), [key(2)]).unwrap();
        let book = BindingScheme::new(ServiceProvider::new(provider).unwrap(), keys);
        let user = UserIdentifier::new(b"member-1").unwrap();
        let kept = store.of_account(&book.accounts(&user)).unwrap();
        assert_eq!(kept.len(), expected.len(), "{provider}");
        for (number, key) in expected {
            let number = [7, 0, 0, number];
            let number = SerialNumber::from_der_content(&number).unwrap();
            let serial = IssuedSerial::new(name, number);
            let references = book.certificates(&serial);
            let record = kept
                .iter()
                .find(|it| references.iter().any(|reference| reference.is_same(&it.certificate)))
                .unwrap_or_else(|| panic!("{provider}, key {key}"));
            assert_eq!(record.certificate.key(), KeyId(key));
            let identifier = [if provider == "bank" { 5 } else { 6 }; 16];
            assert_eq!(record.identifier, PairwiseIdentifier::from_bytes(identifier));
            assert_eq!(record.bound_at, challenges::now());
        }
    }
}

#[test]
fn sqlite_of_version_1_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.sqlite");
    std::fs::write(&file, include_bytes!("data/store-1.sqlite")).unwrap();
    assert_eq!(version(&file), 1);
    has_what_was_written(&SqliteStore::open(&file).unwrap());
    assert_eq!(version(&file), 2);
    let store = SqliteStore::open(&file).unwrap();
    bindings::follow_the_model(&store, 2);
    bindings::tell_keys_apart(&store);
}

#[test]
fn sqlite_of_another_version_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.sqlite");
    drop(SqliteStore::open(&file).unwrap());
    set_version(&file, 3);
    let newer = SqliteStore::open(&file).unwrap_err();
    assert!(matches!(newer, SqliteError::SchemaNewer(3)));
    assert_eq!(newer.code(), "sqlite-store.newer-format");
    assert!(newer.text(Locale::Ja).contains("新しい形式"));
    assert_eq!(version(&file), 3, "what is refused is left alone");
    set_version(&file, 2);
    SqliteStore::open(&file).unwrap();
    // Another program's file, whatever its number.
    let foreign = folder.path().join("foreign.sqlite");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE challenge (id)").unwrap();
    for number in 0..4 {
        set_version(&foreign, number);
        assert!(matches!(SqliteStore::open(&foreign), Err(SqliteError::OtherSchema)), "{number}");
    }
}

fn version(file: &Path) -> i64 {
    let connection = Connection::open(file).unwrap();
    connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

fn set_version(file: &Path, number: i64) {
    Connection::open(file).unwrap().pragma_update(None, "user_version", number).unwrap();
}

fn run(parameters: &str, statements: &str) {
    RUNTIME.block_on(async {
        let (client, connection) =
            tokio_postgres::connect(parameters, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(statements).await.unwrap();
    });
}

#[test]
fn postgres_of_version_1_is_brought_up_to_date() {
    let Some(parameters) = server("JPKI_TEST_POSTGRES") else { return };
    let dump = include_str!("data/postgres-1.sql");
    let old = postgres::own_database(&parameters, "of_version_1");
    run(&old, dump);
    has_what_was_written(&PostgresStore::connect_locally(&old).unwrap());
    let store = PostgresStore::connect_locally(&old).unwrap();
    bindings::follow_the_model(&store, 2);
    bindings::tell_keys_apart(&store);

    // By its owner's create_schema, too; a role that may not alter it is told so.
    let old = postgres::own_database(&parameters, "of_version_1_roles");
    run(&old, dump);
    run(
        &old,
        "DO $$ BEGIN CREATE ROLE jpki_app LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;
         REVOKE CREATE ON SCHEMA public FROM PUBLIC;
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO jpki_app;",
    );
    let app = old.replace("user=jpki", "user=jpki_app");
    let refused = PostgresStore::connect_locally(&app);
    let Err(PostgresError::SchemaOutdated { found: 1, cause }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(cause.code(), Some("42501"));
    has_what_was_written(&postgres::create(&old));
    run(&old, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO jpki_app;");
    let store = PostgresStore::connect_locally(&app).unwrap();
    bindings::tell_keys_apart(&store);
    challenges::is_kept_and_taken_once(&store);
}

#[test]
fn postgres_without_a_schema_or_with_a_later_one_is_refused_by_name() {
    let Some(parameters) = server("JPKI_TEST_POSTGRES") else { return };
    let parameters = postgres::own_database(&parameters, "without_schema");
    let open_async =
        || RUNTIME.block_on(AsyncPostgresStore::connect_locally(&parameters)).map(drop);
    let open = || PostgresStore::connect_locally(&parameters).map(drop);
    assert!(matches!(open(), Err(PostgresError::SchemaMissing)));
    assert!(matches!(open_async(), Err(PostgresError::SchemaMissing)));
    postgres::create(&parameters);
    open().unwrap();
    run(&parameters, "UPDATE jpki_schema SET version = 3");
    assert!(matches!(open(), Err(PostgresError::SchemaNewer(3))));
    assert!(matches!(open_async(), Err(PostgresError::SchemaNewer(3))));
    let created = PostgresStore::create_schema(PostgresServer::local(&parameters).unwrap());
    assert!(matches!(created, Err(PostgresError::SchemaNewer(3))));
    run(&parameters, "UPDATE jpki_schema SET version = 2");
    open().unwrap();
    postgres::create(&parameters);
}

/// The server's own first message and its code, never the values that its details name.
#[test]
fn an_error_of_postgres_says_what_the_server_said() {
    let Some(parameters) = server("JPKI_TEST_POSTGRES") else { return };
    let parameters = postgres::own_database(&parameters, "messages");
    let store = postgres::create(&parameters);
    let (id, record) = challenges::issue(challenges::now());
    store.put(&id, &record).unwrap();
    let error = store.put(&id, &record).unwrap_err();
    let hex: String = id.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let said = error.to_string();
    assert!(said.contains("jpki_challenge_pkey") && said.contains("23505"), "{said}");
    for text in [format!("{error:?}"), said] {
        assert!(!text.contains(&hex), "{text}");
    }
    run(&parameters, "DROP FUNCTION jpki_challenge_take");
    let said = store.take(&id).unwrap_err().to_string();
    assert!(said.contains("jpki_challenge_take") && said.contains("42883"), "{said}");
}
