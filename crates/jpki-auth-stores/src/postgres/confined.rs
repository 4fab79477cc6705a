use tokio_postgres::Config;
use tokio_postgres::config::Host;
#[cfg(feature = "tls")]
use tokio_postgres::config::SslMode;

use super::PostgresError;

/// Parameters of a connection that stays on the machine (guideline 001 fig. 4-12).
pub(super) fn local(parameters: &str) -> Result<Config, PostgresError> {
    let config: Config = parameters.parse()?;
    let is_near = |host: &Host| match host {
        Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    let far_address = config.get_hostaddrs().iter().any(|address| !address.is_loopback());
    if config.get_hosts().iter().all(is_near) && !far_address {
        Ok(config)
    } else {
        Err(PostgresError::NotEncrypted)
    }
}

/// Parameters of a connection that is encrypted, whatever they say of `sslmode`.
#[cfg(feature = "tls")]
pub(super) fn encrypted(parameters: &str) -> Result<Config, PostgresError> {
    let mut config: Config = parameters.parse()?;
    config.ssl_mode(SslMode::Require);
    Ok(config)
}
