use redis::{Client, ConnectionAddr};

use super::RedisError;

/// Opens an address whose connection is encrypted or stays on the machine (guideline 001 fig. 4-12).
pub(super) fn client(url: &str) -> Result<Client, RedisError> {
    let client = Client::open(url)?;
    let confined = match client.get_connection_info().addr() {
        ConnectionAddr::Tcp(host, _) => matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1"),
        ConnectionAddr::TcpTls { insecure, .. } => !insecure,
        ConnectionAddr::Unix(_) => true,
        _ => false,
    };
    if confined { Ok(client) } else { Err(RedisError::NotEncrypted) }
}

/// The run of the server process, from its answer to `INFO server`: random, new at every start.
pub(super) fn run(info: &str) -> Result<String, RedisError> {
    info.lines()
        .find_map(|line| line.strip_prefix("run_id:"))
        .filter(|run| !run.is_empty())
        .map(str::to_owned)
        .ok_or(RedisError::RunUnknown)
}
