use core::fmt;
use core::time::Duration;

/// Bounds and identity of HTTP connections.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// For one question to a responder, all attempts and waits together.
    pub total_time: Duration,
    /// For one list to be fetched, all attempts and waits together. Fits with [`Self::largest_list`]: a list of
    /// that size must be able to come in this time.
    pub list_time: Duration,
    /// For the next byte to come: an attempt during which nothing is heard for this long has ended.
    pub silence: Duration,
    /// For one connection to be made.
    pub connection_time: Duration,
    /// Bytes of one response of a responder.
    pub largest_response: usize,
    /// Bytes of one list.
    pub largest_list: usize,
    /// How often it is tried again.
    pub retries: Retries,
    /// Who is trusted, and who one is.
    pub tls: TlsSettings,
}

/// How often it is tried again when nobody answers: never after an answer, whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// Attempts after the first.
    pub count: u32,
    /// The wait before the first of them; it doubles with each.
    pub first_wait: Duration,
}

/// TLS 1.2 and 1.3. Without roots no https address can be reached.
#[derive(Clone, Debug, Default)]
pub struct TlsSettings {
    /// Certificates in DER of the authorities that server certificates are trusted from.
    pub roots: Vec<Vec<u8>>,
    /// The client's own certificate and key, if the server asks for one.
    pub identity: Option<Identity>,
}

/// A client certificate with its key.
#[derive(Clone)]
pub struct Identity {
    /// Certificates in DER, the client's own first.
    pub chain: Vec<Vec<u8>>,
    /// The private key as PKCS #8 in DER.
    pub key: Vec<u8>,
}

/// Why a transport cannot be made of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A root certificate cannot be read.
    #[error("a root certificate cannot be read")]
    Root,
    /// The client certificate or its key cannot be used.
    #[error("the client certificate or its key cannot be used")]
    Identity,
    /// The responder is to be asked by GET, and its address has a query: a request cannot be appended to it
    /// (RFC 6960 appendix A.1).
    #[error("a responder whose address has a query cannot be asked by GET")]
    Query,
    /// The HTTP client cannot be made.
    #[error("the HTTP client cannot be made")]
    Client,
}

impl Default for HttpSettings {
    /// 10 seconds a question, 15 minutes a list, 10 seconds of silence, 3 seconds to connect; 64 KiB a response,
    /// 1 GiB a list, which comes in its time at 10 Mbit/s; two retries after 200 and 400 ms.
    fn default() -> Self {
        Self {
            total_time: Duration::from_secs(10),
            list_time: Duration::from_secs(15 * 60),
            silence: Duration::from_secs(10),
            connection_time: Duration::from_secs(3),
            largest_response: 0x1_0000,
            largest_list: 0x4000_0000,
            retries: Retries { count: 2, first_wait: Duration::from_millis(200) },
            tls: TlsSettings::default(),
        }
    }
}

impl Retries {
    /// The wait before this retry, counted from 0; `None` if there is none.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn wait_before(&self, retry: u32) -> Option<Duration> {
        let factor = 1_u32.checked_shl(retry).unwrap_or(u32::MAX);
        (retry < self.count).then(|| self.first_wait.saturating_mul(factor))
    }
}

impl fmt::Debug for Identity {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({} certificates)", self.chain.len())
    }
}
