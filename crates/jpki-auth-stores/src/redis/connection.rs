#[cfg(feature = "tls")]
use redis::TlsCertificates;
use redis::{Client, ConnectionAddr};

use super::RedisError;
#[cfg(feature = "tls")]
use crate::encryption::Encryption;

/// Opens an address whose connection stays on the machine (guideline 001 fig. 4-12).
pub(super) fn local(url: &str) -> Result<Client, RedisError> {
    let client = Client::open(url)?;
    let stays = match client.get_connection_info().addr() {
        ConnectionAddr::Tcp(host, _) => matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1"),
        ConnectionAddr::Unix(_) => true,
        _ => false,
    };
    if stays { Ok(client) } else { Err(RedisError::NotEncrypted) }
}

/// Opens an address whose connection is encrypted.
#[cfg(feature = "tls")]
pub(super) fn encrypted(url: &str, encryption: &Encryption) -> Result<Client, RedisError> {
    let certificates: TlsCertificates = encryption.certificates();
    let client = match Client::open(url)?.get_connection_info().addr() {
        ConnectionAddr::TcpTls { insecure: false, .. } => {
            Client::build_with_tls(url, certificates)?
        }
        _ => return Err(RedisError::NotEncrypted),
    };
    encryption.provide_for_process();
    Ok(client)
}

/// The run of the server process, from its answer to `INFO server`: random, new at every start.
pub(super) fn run(info: &str) -> Result<String, RedisError> {
    info.lines()
        .find_map(|line| line.strip_prefix("run_id:"))
        .filter(|run| !run.is_empty())
        .map(str::to_owned)
        .ok_or(RedisError::RunUnknown)
}
