use core::time::Duration;

use jpki_http::ClientSettings;

/// Bounds and identity of HTTP connections.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HttpSettings {
    /// For one question to a responder, all attempts and waits together.
    pub total_time: Duration,
    /// For one list to be fetched, all attempts and waits together. Fits with [`Self::largest_list`]: a list of
    /// that size must be able to come in this time.
    pub list_time: Duration,
    /// Bytes of one response of a responder.
    pub largest_response: usize,
    /// Bytes of one list.
    pub largest_list: usize,
    /// How connections are made, and how often a request is repeated.
    pub client: ClientSettings,
}

/// Reason why a transport cannot be made of its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The HTTP client cannot be made of them.
    #[error(transparent)]
    Http(#[from] jpki_http::SettingsError),
    /// The responder is to be asked by GET, and its address has a query: a request cannot be appended to it
    /// (RFC 6960 appendix A.1).
    #[error("a responder whose address has a query cannot be asked by GET")]
    Query,
}

impl Default for HttpSettings {
    /// 10 seconds a question, 15 minutes a list, 10 seconds of silence, 3 seconds to connect; 64 KiB a response,
    /// 1 GiB a list, which comes in its time at 10 Mbit/s; two retries after 200 and 400 ms.
    fn default() -> Self {
        Self {
            total_time: Duration::from_secs(10),
            list_time: Duration::from_secs(15 * 60),
            largest_response: 0x1_0000,
            largest_list: 0x4000_0000,
            client: ClientSettings::default(),
        }
    }
}
