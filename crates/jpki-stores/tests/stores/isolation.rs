//! PostgreSQL at every isolation level that a role, a database or a server may set.

use std::sync::Barrier;

use jpki_stores::postgres::{AsyncPostgresStore, PostgresStore};
use tokio_postgres::NoTls;

use crate::awaited::Awaited;
use crate::contract::{bindings, challenges};
use crate::engines::{RUNTIME, postgres, server};

const LEVELS: [&str; 4] = ["read uncommitted", "read committed", "repeatable read", "serializable"];

fn at(parameters: &str, level: &str) -> String {
    let level = level.replace(' ', "\\\\ ");
    format!("{parameters} options='-c default_transaction_isolation={level}'")
}

/// The store sets its own level, whatever the default is: no race, and no failure.
#[test]
fn the_store_races_right_at_every_default() {
    let Some(parameters) = server("JPKI_TEST_POSTGRES") else { return };
    let parameters = postgres::own_database(&parameters, "isolation_default");
    postgres::create(&parameters);
    for level in LEVELS {
        let parameters = at(&parameters, level);
        let open = || PostgresStore::connect_locally(&parameters).unwrap();
        let open_async = || {
            let store = RUNTIME.block_on(AsyncPostgresStore::connect_locally(&parameters));
            Awaited::new(RUNTIME.clone(), store.unwrap())
        };
        bindings::have_one_winner(&[open(), open(), open(), open()]);
        bindings::keep_one_identifier(&[open(), open(), open(), open()]);
        bindings::have_one_winner(&[open_async(), open_async()]);
        challenges::has_one_winner_in(10, &[open(), open(), open(), open()]);
    }
}

/// The functions themselves, called in sessions of every level: whoever looked at the past is refused.
#[test]
fn the_functions_race_right_at_every_level() {
    let Some(parameters) = server("JPKI_TEST_POSTGRES") else { return };
    let parameters = postgres::own_database(&parameters, "isolation_raw");
    postgres::create(&parameters);
    const INSERT: &str = "SELECT outcome FROM jpki_binding_insert(
        $1::bytea, $2::bytea, 'bank', $3::bytea, 'first-use', 0, 4, ARRAY[$2::bytea], $4::bytea[])";
    for level in LEVELS {
        let parameters = &at(&parameters, level);
        let connect = || {
            RUNTIME.block_on(async {
                let (client, connection) =
                    tokio_postgres::connect(parameters, NoTls).await.unwrap();
                tokio::spawn(connection);
                client
            })
        };
        let clients: Vec<_> = (0..8_u8).map(|_| connect()).collect();
        let shown = RUNTIME.block_on(clients[0].query_one("SHOW transaction_isolation", &[]));
        assert_eq!(shown.unwrap().get::<_, &str>(0), level);
        let barrier = Barrier::new(clients.len());
        for round in 0..20_u8 {
            // One certificate under two keys, of which every other server takes another for the current one.
            let references = vec![vec![round; 36], vec![round + 100; 36]];
            let outcomes: Vec<String> = std::thread::scope(|scope| {
                let racers: Vec<_> = (0_u8..)
                    .zip(&clients)
                    .map(|(number, client)| {
                        let (references, barrier) = (&references, &barrier);
                        scope.spawn(move || {
                            let (certificate, account) = (
                                &references[usize::from(number % 2)],
                                vec![round * 8 + number; 36],
                            );
                            let identifier = vec![number; 16];
                            barrier.wait();
                            let answer = RUNTIME.block_on(client.query_one(
                                INSERT,
                                &[certificate, &account, &identifier, references],
                            ));
                            match answer {
                                Ok(answer) => answer.get(0),
                                // serialization_failure
                                Err(error) => {
                                    assert_eq!(error.code().unwrap().code(), "40001");
                                    "failed".to_owned()
                                }
                            }
                        })
                    })
                    .collect();
                racers.into_iter().map(|racer| racer.join().unwrap()).collect()
            });
            let inserted = outcomes.iter().filter(|it| *it == "inserted").count();
            assert_eq!(inserted, 1, "{level}: {outcomes:?}");
        }
        RUNTIME.block_on(clients[0].batch_execute("DELETE FROM jpki_binding")).unwrap();
    }
}
