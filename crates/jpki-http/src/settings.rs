use core::fmt;
use core::time::Duration;

use zeroize::Zeroize;

/// How connections are made, and how often it is tried.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ClientSettings {
    /// The longest silence: an attempt during which no byte arrives for this long has ended.
    pub silence: Duration,
    /// The longest time to connect.
    pub connection_time: Duration,
    /// How often a request is repeated.
    pub retries: Retries,
    /// Trusted authorities, and the client's own certificate.
    pub tls: TlsSettings,
}

/// How often a request is repeated when there is no answer: never after an answer, whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a count and a wait")]
pub struct Retries {
    /// Attempts after the first.
    pub count: u32,
    /// The wait before the first of them; it doubles with each.
    pub first_wait: Duration,
}

/// TLS 1.2 and 1.3. Without roots no https address can be reached.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TlsSettings {
    /// Certificates in DER of the authorities that server certificates are trusted from.
    pub roots: Vec<Vec<u8>>,
    /// The client's own certificate and key, if the server asks for one.
    pub identity: Option<Identity>,
}

/// A client certificate with its key, which is wiped when dropped.
#[derive(Clone)]
#[expect(clippy::exhaustive_structs, reason = "a chain and its key")]
pub struct Identity {
    /// Certificates in DER, the client's own first.
    pub chain: Vec<Vec<u8>>,
    /// The private key as PKCS #8 in DER.
    pub key: Vec<u8>,
}

/// Reason why a client cannot be made of its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// A root certificate cannot be read.
    #[error("a root certificate cannot be read")]
    Root,
    /// The client certificate or its key cannot be used.
    #[error("the client certificate or its key cannot be used")]
    Identity,
    /// The HTTP client cannot be made.
    #[error("the HTTP client cannot be made")]
    Client,
}

impl Default for ClientSettings {
    /// Returns 10 seconds of silence, 3 seconds to connect, two retries after 200 and 400 ms, and no roots.
    fn default() -> Self {
        Self {
            silence: Duration::from_secs(10),
            connection_time: Duration::from_secs(3),
            retries: Retries { count: 2, first_wait: Duration::from_millis(200) },
            tls: TlsSettings::default(),
        }
    }
}

impl Retries {
    /// Returns the wait before this retry, counted from 0; `None` if there is none.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn wait_before(&self, retry: u32) -> Option<Duration> {
        let factor = 1_u32.checked_shl(retry).unwrap_or(u32::MAX);
        (retry < self.count).then(|| self.first_wait.saturating_mul(factor))
    }
}

impl Drop for Identity {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl fmt::Debug for Identity {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({} certificates)", self.chain.len())
    }
}
