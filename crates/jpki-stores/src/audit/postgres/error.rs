use jpki_audit::LogError;

use crate::TimedOut;
use crate::postgres::PostgresError;

impl From<PostgresError> for LogError {
    fn from(error: PostgresError) -> Self {
        let code = match &error {
            PostgresError::Engine(said) => said.code(),
            _ => None,
        };
        match code {
            // disk_full
            Some("53100") => Self::NoSpace,
            // read_only_sql_transaction, insufficient_privilege
            Some("25006" | "42501") => Self::ReadOnly,
            // jpki_log_durably
            Some("JP001") => Self::Unfit("fsync is off"),
            _ => Self::Database(error.to_string()),
        }
    }
}

impl From<TimedOut> for LogError {
    fn from(error: TimedOut) -> Self {
        PostgresError::from(error).into()
    }
}
