use jpki_core::localized::Localized as _;
use jpki_stores::postgres::PostgresError;
use jpki_stores::vault::PostgresVault;
use jpki_test_support::needle;
use tokio_postgres::NoTls;

use super::contract;
use super::support::*;
use crate::database::{Database, RUNTIME};

fn create(database: &Database) -> PostgresVault {
    PostgresVault::create_schema(database.server()).unwrap()
}

fn open(database: &Database) -> PostgresVault {
    PostgresVault::open(database.server()).unwrap()
}

/// All rows of all tables as text, as a dump writes them.
fn dump(database: &Database) -> Vec<u8> {
    RUNTIME.block_on(async {
        let connected = tokio_postgres::connect(&database.parameters, NoTls).await;
        let (client, connection) = connected.unwrap();
        tokio::spawn(connection);
        let mut dump = Vec::new();
        for table in ["tenant_key", "user", "user_key", "entry"] {
            let query = format!("SELECT it::text FROM jpki_vault_{table} AS it");
            for row in client.query(&query, &[]).await.unwrap() {
                dump.extend(row.get::<_, &str>(0).as_bytes());
            }
        }
        dump
    })
}

#[test]
// Requirement: LINK-01, LINK-07, REV-01
fn the_contract() {
    let Some(database) = Database::empty("vault_contract") else { return };
    contract::all(&create(&database), &open(&database));
}

#[test]
fn keys_change_while_serving() {
    let Some(database) = Database::empty("vault_rotation") else { return };
    contract::keys_change_while_serving(&create(&database), &open(&database), 100);
}

#[test]
// Requirement: LINK-03, LINK-07
fn a_dump_holds_no_serial_number_and_nothing_of_the_erased() {
    let Some(database) = Database::empty("vault_dump") else { return };
    let (vault, bank) = (vault(create(&database), &ring(true, false)), tenant("bank"));
    fill(&vault, &bank, 1..20);
    let rows = dump(&database);
    assert!(rows.len() > 5000);
    for number in 2..40 {
        assert!(!needle::holds(&rows, &serial(number)));
    }
    let hex = |bytes: &[u8]| bytes.iter().map(|it| format!("{it:02x}")).collect::<String>();
    let leak = hex(&serial(2));
    database.run(&format!("UPDATE jpki_vault_entry SET sealed = '\\x{leak}' WHERE place = 17"));
    assert!(needle::holds(&dump(&database), &serial(2)), "a planted leak is found");

    let has = |text: &str| String::from_utf8(dump(&database)).unwrap().contains(text);
    let name = hex(user(7).as_bytes());
    assert!(has(&name));
    assert_eq!(vault.of(&bank).erase_user(&user(7), now()).unwrap().users(), 1);
    assert!(!has(&name));
    assert_eq!(vault.erase_everything(now()).unwrap().users(), 18);
    assert!(dump(&database).is_empty());
}

#[test]
fn a_schema_is_made_once_and_a_newer_one_is_refused_by_name() {
    let Some(database) = Database::empty("vault_schema") else { return };
    let missing = PostgresVault::open(database.server()).unwrap_err();
    assert!(matches!(missing, PostgresError::SchemaMissing));
    fill(&vault(create(&database), &ring(true, false)), &tenant("bank"), 1..2);
    let again = vault(create(&database), &ring(true, false));
    assert_eq!(find(&again, &tenant("bank"), LOGIN, 3), Some(user(1)));
    database.run("UPDATE jpki_vault_schema SET version = 2");
    let opened = PostgresVault::open(database.server()).unwrap_err();
    assert!(matches!(opened, PostgresError::SchemaNewer(2)));
    let made = PostgresVault::create_schema(database.server()).unwrap_err();
    assert_eq!(made.code(), "postgres-store.newer-format");
}

/// Whatever isolation the database is set to.
#[test]
fn another_isolation_level_changes_nothing() {
    let Some(database) = Database::empty("vault_isolation") else { return };
    database
        .run("ALTER DATABASE vault_isolation SET default_transaction_isolation = 'serializable'");
    contract::all(&create(&database), &open(&database));
}
