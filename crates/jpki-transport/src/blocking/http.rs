use std::time::{Duration, Instant};

use jpki_revocation::ocsp::{OcspRequest, TransportError};
use pem_rfc7468::LineEnding;
use ureq::tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig};
use ureq::{Agent, Body, Error};

use super::{CrlTransport, OcspTransport};
use crate::tls::{OCSP_REQUEST, OCSP_RESPONSE, client_config, is_media_type, provider};
use crate::{Endpoint, HttpMethod, HttpSettings, Identity, SettingsError, TlsSettings};

/// A responder over HTTP(S).
#[derive(Clone, Debug)]
pub struct HttpOcspTransport {
    endpoint: Endpoint,
    method: HttpMethod,
    client: Client,
}

/// A list over HTTP(S).
#[derive(Clone, Debug)]
pub struct HttpCrlTransport {
    endpoint: Endpoint,
    client: Client,
}

#[derive(Clone, Debug)]
struct Client {
    agent: Agent,
    settings: HttpSettings,
}

impl HttpOcspTransport {
    /// The responder at this address.
    ///
    /// # Errors
    /// [`SettingsError`]
    pub fn new(
        endpoint: Endpoint,
        method: HttpMethod,
        settings: HttpSettings,
    ) -> Result<Self, SettingsError> {
        if method == HttpMethod::GetWhereShort && endpoint.has_query() {
            return Err(SettingsError::Query);
        }
        Ok(Self { endpoint, method, client: Client::new(settings)? })
    }
}

impl OcspTransport for HttpOcspTransport {
    fn ask(&self, request: &OcspRequest) -> Result<Vec<u8>, TransportError> {
        let bytes = request.expose_protected();
        let short = match self.method {
            HttpMethod::Post => None,
            HttpMethod::GetWhereShort => self.endpoint.with_request(bytes),
        };
        let Client { agent, settings } = &self.client;
        self.client.with_retries(settings.total_time, |time| {
            let response = match &short {
                Some(address) => {
                    agent.get(&**address).config().timeout_global(Some(time)).build().call()
                }
                None => agent
                    .post(self.endpoint.address())
                    .content_type(OCSP_REQUEST)
                    .config()
                    .timeout_global(Some(time))
                    .build()
                    .send(bytes),
            };
            read(response, Some(OCSP_RESPONSE), settings.largest_response)
        })
    }
}

impl HttpCrlTransport {
    /// The list at this address.
    ///
    /// # Errors
    /// [`SettingsError`]
    pub fn new(endpoint: Endpoint, settings: HttpSettings) -> Result<Self, SettingsError> {
        Ok(Self { endpoint, client: Client::new(settings)? })
    }
}

impl CrlTransport for HttpCrlTransport {
    fn fetch(&self) -> Result<Vec<u8>, TransportError> {
        let Client { agent, settings } = &self.client;
        self.client.with_retries(settings.list_time, |time| {
            let request = agent.get(self.endpoint.address());
            let response = request.config().timeout_global(Some(time)).build().call();
            read(response, None, settings.largest_list)
        })
    }
}

impl Client {
    fn new(settings: HttpSettings) -> Result<Self, SettingsError> {
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
        Ok(Self { agent: config.new_agent(), settings })
    }

    /// Tries until an answer, a fault that stays, the last retry, or the end of the time.
    fn with_retries(
        &self,
        time: Duration,
        attempt: impl Fn(Duration) -> Result<Vec<u8>, TransportError>,
    ) -> Result<Vec<u8>, TransportError> {
        let begun = Instant::now();
        let mut retry = 0_u32;
        loop {
            let left = time.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Err(TransportError::TimedOut);
            }
            let fault = match attempt(left) {
                Err(fault) if fault.is_transient() => fault,
                answer => return answer,
            };
            let left = time.saturating_sub(begun.elapsed());
            match self.settings.retries.wait_before(retry) {
                Some(wait) if wait < left => std::thread::sleep(wait),
                _ => return Err(fault),
            }
            retry = retry.saturating_add(1);
        }
    }
}

fn read(
    response: Result<ureq::http::Response<Body>, Error>,
    media_type: Option<&str>,
    limit: usize,
) -> Result<Vec<u8>, TransportError> {
    let mut response = response.map_err(|error| fault(&error))?;
    let header = response.headers().get("content-type").and_then(|value| value.to_str().ok());
    let is_expected = media_type.is_none_or(|expected| is_media_type(header, expected));
    if response.status() != 200 || !is_expected {
        return Err(TransportError::Refused);
    }
    // The client counts as too large what is as large as its limit.
    let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let body = response.body_mut().with_config().limit(limit);
    body.read_to_vec().map_err(|error| fault(&error))
}

fn fault(error: &Error) -> TransportError {
    match error {
        Error::Timeout(_) => TransportError::TimedOut,
        Error::BodyExceedsLimit(_) => TransportError::TooLarge,
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            TransportError::TimedOut
        }
        // Nobody there, or nobody that may be talked to.
        Error::Io(_)
        | Error::HostNotFound
        | Error::ConnectionFailed
        | Error::Tls(_)
        | Error::Rustls(_) => TransportError::Unreachable,
        _ => TransportError::Refused,
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
        .map_err(|_| SettingsError::Identity)?;
    let key = PrivateKey::from_pem(key.as_bytes()).map_err(|_| SettingsError::Identity)?;
    Ok(ClientCert::new_with_certs(&chain, key))
}
