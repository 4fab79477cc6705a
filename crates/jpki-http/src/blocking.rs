//! A client that blocks the thread.

use std::time::{Duration, Instant};

use pem_rfc7468::LineEnding;
use ureq::tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig};
use ureq::{Agent, Error};
use zeroize::Zeroizing;

use crate::tls::{client_config, provider};
use crate::{ClientSettings, HttpError, Identity, Request, Retries, SettingsError, TlsSettings};

/// An HTTP client by `ureq`. Clones share its connections.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    retries: Retries,
}

impl Client {
    /// Makes a client.
    ///
    /// # Errors
    /// [`SettingsError`]
    pub fn new(settings: &ClientSettings) -> Result<Self, SettingsError> {
        client_config(&settings.tls)?;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_connect(Some(settings.connection_time))
            .timeout_per_read(Some(settings.silence))
            .tls_config(tls_config(&settings.tls)?)
            .build();
        Ok(Self { agent: config.new_agent(), retries: settings.retries })
    }

    /// Sends a request until there is an answer, an error that lasts, the last retry, or the end of its time.
    ///
    /// # Errors
    /// [`HttpError`]
    pub fn send(&self, request: &Request<'_>) -> Result<Vec<u8>, HttpError> {
        let begun = Instant::now();
        let mut retry = 0_u32;
        loop {
            let left = request.time.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Err(HttpError::TimedOut);
            }
            let error = match self.attempt(request, left) {
                Err(error) if error.is_transient() => error,
                answer => return answer,
            };
            let left = request.time.saturating_sub(begun.elapsed());
            match self.retries.wait_before(retry) {
                Some(wait) if wait < left => std::thread::sleep(wait),
                _ => return Err(error),
            }
            retry = retry.saturating_add(1);
        }
    }

    fn attempt(&self, request: &Request<'_>, time: Duration) -> Result<Vec<u8>, HttpError> {
        let answer = match request.body {
            None => {
                self.agent.get(request.address).config().timeout_global(Some(time)).build().call()
            }
            Some(body) => self
                .agent
                .post(request.address)
                .content_type(body.media_type)
                .config()
                .timeout_global(Some(time))
                .build()
                .send(body.bytes),
        };
        let mut answer = answer.map_err(|error| fault(&error))?;
        let header = answer.headers().get("content-type").and_then(|value| value.to_str().ok());
        request.check_answer(answer.status().as_u16(), header)?;
        // The client counts as too large what is as large as its limit.
        let limit = u64::try_from(request.largest).unwrap_or(u64::MAX).saturating_add(1);
        let body = answer.body_mut().with_config().limit(limit);
        body.read_to_vec().map_err(|error| fault(&error))
    }
}

fn fault(error: &Error) -> HttpError {
    match error {
        Error::Timeout(_) => HttpError::TimedOut,
        Error::BodyExceedsLimit(_) => HttpError::TooLarge,
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => HttpError::TimedOut,
        // Nobody there, or nobody that may be talked to.
        Error::Io(_)
        | Error::HostNotFound
        | Error::ConnectionFailed
        | Error::Tls(_)
        | Error::Rustls(_) => HttpError::Unreachable,
        _ => HttpError::Refused,
    }
}

fn tls_config(settings: &TlsSettings) -> Result<TlsConfig, SettingsError> {
    let owned = |der: &Vec<u8>| Certificate::from_der(der).to_owned();
    let roots: Vec<_> = settings.roots.iter().map(owned).collect();
    let identity = settings.identity.as_ref().map(client_certificate).transpose()?;
    Ok(TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&roots))
        .client_cert(identity)
        .unversioned_rustls_crypto_provider(provider())
        .build())
}

/// The client takes keys in PEM only.
fn client_certificate(identity: &Identity) -> Result<ClientCert, SettingsError> {
    let chain: Vec<_> =
        identity.chain.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
    let key = pem_rfc7468::encode_string("PRIVATE KEY", LineEnding::LF, &identity.key)
        .map(Zeroizing::new)
        .map_err(|_| SettingsError::Identity)?;
    let key = PrivateKey::from_pem(key.as_bytes()).map_err(|_| SettingsError::Identity)?;
    Ok(ClientCert::new_with_certs(&chain, key))
}
