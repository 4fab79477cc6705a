//! Stores over encrypted connections, to servers that ask for a client certificate.

use std::path::PathBuf;

use jpki_stores::encryption::{Encryption, EncryptionError};
use jpki_stores::postgres::{AsyncPostgresStore, PostgresServer, PostgresStore};
use jpki_stores::redis::{AsyncRedisStore, RedisError, RedisStore};

use crate::awaited::Awaited;
use crate::contract::challenges;
use crate::engines::{RUNTIME, server};

fn file(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(std::env::var_os("JPKI_TEST_CERTIFICATES").unwrap());
    std::fs::read(folder.join(name)).unwrap()
}

fn right() -> Encryption {
    let encryption = Encryption::trusting(&file("authority.pem")).unwrap();
    encryption.with_identity(&file("client.pem"), &file("client.key")).unwrap()
}

/// Each is refused by one of the two sides.
fn wrong() -> [(&'static str, Encryption); 2] {
    let client = (file("client.pem"), file("client.key"));
    [
        (
            "the server's authority is not trusted",
            Encryption::trusting(&file("stranger.pem"))
                .and_then(|encryption| encryption.with_identity(&client.0, &client.1))
                .unwrap(),
        ),
        ("no client certificate", Encryption::trusting(&file("authority.pem")).unwrap()),
    ]
}

#[test]
fn redis() {
    let Some(url) = server("JPKI_TEST_REDIS_TLS") else { return };
    let open_async = |url: &str, encryption: &Encryption| {
        RUNTIME.block_on(AsyncRedisStore::connect_encrypted(url, encryption))
    };
    challenges::is_kept_and_taken_once(&RedisStore::connect_encrypted(&url, &right()).unwrap());
    let tasks = open_async(&url, &right()).unwrap();
    challenges::is_kept_and_taken_once(&Awaited::new(RUNTIME.clone(), tasks));
    for (name, encryption) in wrong() {
        assert!(RedisStore::connect_encrypted(&url, &encryption).is_err(), "{name}");
        assert!(open_async(&url, &encryption).is_err(), "{name}");
    }
    // The certificate names localhost, not its address.
    let address = url.replace("localhost", "127.0.0.1");
    assert!(RedisStore::connect_encrypted(&address, &right()).is_err());
    assert!(open_async(&address, &right()).is_err());
    for unencrypted in [url.replace("rediss", "redis"), format!("{url}#insecure")] {
        let refused = RedisStore::connect_encrypted(&unencrypted, &right());
        assert!(matches!(refused, Err(RedisError::NotEncrypted)), "{unencrypted}");
    }
    assert!(matches!(RedisStore::connect_locally(&url), Err(RedisError::NotEncrypted)));
}

#[test]
fn postgres() {
    let Some(parameters) = server("JPKI_TEST_POSTGRES_TLS") else { return };
    let open_async = |parameters: &str, encryption: &Encryption| {
        RUNTIME.block_on(AsyncPostgresStore::connect_encrypted(parameters, encryption))
    };
    let server = PostgresServer::encrypted(&parameters, &right()).unwrap();
    PostgresStore::create_schema(server).unwrap();
    let store = PostgresStore::connect_encrypted(&parameters, &right()).unwrap();
    challenges::is_kept_and_taken_once(&store);
    let tasks = open_async(&parameters, &right()).unwrap();
    challenges::is_kept_and_taken_once(&Awaited::new(RUNTIME.clone(), tasks));
    for (name, encryption) in wrong() {
        assert!(PostgresStore::connect_encrypted(&parameters, &encryption).is_err(), "{name}");
        assert!(open_async(&parameters, &encryption).is_err(), "{name}");
        // What the parameters say of encryption does not count.
        let lax = format!("{parameters} sslmode=disable");
        assert!(PostgresStore::connect_encrypted(&lax, &encryption).is_err(), "{name}");
    }
    let address = parameters.replace("localhost", "127.0.0.1");
    assert!(PostgresStore::connect_encrypted(&address, &right()).is_err());
    assert!(open_async(&address, &right()).is_err());
}

#[test]
fn what_is_no_certificate_or_key_is_refused() {
    let Some(_) = server("JPKI_TEST_CERTIFICATES") else { return };
    let authority = file("authority.pem");
    let trusting = |pem: &[u8]| Encryption::trusting(pem).map(drop);
    assert_eq!(trusting(&authority), Ok(()));
    for none in [&b""[..], b"no PEM", &authority[..authority.len() / 2]] {
        assert_eq!(trusting(none), Err(EncryptionError::Authorities));
    }
    let as_client = |certificates: &[u8], key: &[u8]| {
        let encryption = Encryption::trusting(&authority).unwrap();
        encryption.with_identity(certificates, key).map(drop)
    };
    let (client, key) = (file("client.pem"), file("client.key"));
    assert_eq!(as_client(&client, &key), Ok(()));
    for (certificates, key) in [(&client, b"no key".to_vec()), (&Vec::new(), key)] {
        assert_eq!(as_client(certificates, &key), Err(EncryptionError::Identity));
    }
    assert_eq!(as_client(&client, &file("stranger.key")), Err(EncryptionError::Identity));
    assert_eq!(format!("{:?}", right()), "Encryption");
}
