//! A database of its own for each test.

use std::sync::LazyLock;

use jpki_stores::postgres::PostgresServer;
use tokio::runtime::Runtime;
use tokio_postgres::NoTls;

pub(crate) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

pub(crate) struct Database {
    pub(crate) parameters: String,
}

impl Database {
    /// An empty one; `None` if there is no server, unless `CI` demands it.
    pub(crate) fn empty(name: &str) -> Option<Self> {
        let Ok(parameters) = std::env::var("JPKI_TEST_POSTGRES") else {
            jpki_test_support::skip("scripts/test-servers");
            return None;
        };
        let administrator = Self { parameters };
        administrator.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        administrator.run(&format!("CREATE DATABASE {name}"));
        let parameters =
            administrator.parameters.replace("dbname=postgres", &format!("dbname={name}"));
        Some(Self { parameters })
    }

    pub(crate) fn server(&self) -> PostgresServer {
        PostgresServer::local(&self.parameters).unwrap()
    }

    pub(crate) fn run(&self, statements: &str) {
        RUNTIME.block_on(async {
            let (client, connection) =
                tokio_postgres::connect(&self.parameters, NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute(statements).await.unwrap();
        });
    }
}
