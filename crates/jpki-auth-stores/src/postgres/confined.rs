use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::PostgresError;

/// Parameters of a connection that stays on the machine (guideline 001 fig. 4-12).
pub(super) fn config(parameters: &str) -> Result<Config, PostgresError> {
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
