use core::time::Duration;

use bytes::Bytes;
use jpki_revocation::ocsp::{OcspRequest, TransportError};
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, StatusCode};
use zeroize::Zeroizing;

use super::{CrlTransport, OcspTransport};
use crate::tls::{OCSP_REQUEST, OCSP_RESPONSE, client_config, is_media_type};
use crate::{Endpoint, HttpMethod, HttpSettings, SettingsError};

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
    http: reqwest::Client,
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
    async fn ask(&self, request: &OcspRequest) -> Result<Vec<u8>, TransportError> {
        let bytes = request.expose_protected();
        let short = match self.method {
            HttpMethod::Post => None,
            HttpMethod::GetWhereShort => self.endpoint.with_request(bytes),
        };
        let Client { http, settings } = &self.client;
        let request = || match &short {
            Some(address) => http.get(&**address),
            None => http
                .post(self.endpoint.address())
                .header(CONTENT_TYPE, OCSP_REQUEST)
                .body(Bytes::from_owner(Zeroizing::new(bytes.to_vec()))),
        };
        let HttpSettings { total_time, largest_response, .. } = *settings;
        self.client.send(request, Some(OCSP_RESPONSE), largest_response, total_time).await
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
    async fn fetch(&self) -> Result<Vec<u8>, TransportError> {
        let Client { http, settings } = &self.client;
        let request = || http.get(self.endpoint.address());
        self.client.send(request, None, settings.largest_list, settings.list_time).await
    }
}

impl Client {
    fn new(settings: HttpSettings) -> Result<Self, SettingsError> {
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(client_config(&settings.tls)?)
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(settings.connection_time)
            .read_timeout(settings.silence)
            .build()
            .map_err(|_| SettingsError::Client)?;
        Ok(Self { http, settings })
    }

    /// Tries until an answer, a fault that stays, the last retry, or the end of the time.
    async fn send(
        &self,
        request: impl Fn() -> RequestBuilder,
        media_type: Option<&str>,
        limit: usize,
        time: Duration,
    ) -> Result<Vec<u8>, TransportError> {
        let all = async {
            let mut retry = 0_u32;
            loop {
                let fault = match read(request(), media_type, limit).await {
                    Err(fault) if fault.is_transient() => fault,
                    answer => return answer,
                };
                match self.settings.retries.wait_before(retry) {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => return Err(fault),
                }
                retry = retry.saturating_add(1);
            }
        };
        tokio::time::timeout(time, all).await.unwrap_or(Err(TransportError::TimedOut))
    }
}

async fn read(
    request: RequestBuilder,
    media_type: Option<&str>,
    limit: usize,
) -> Result<Vec<u8>, TransportError> {
    let mut response = request.send().await.map_err(|error| fault(&error))?;
    let header = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_expected = media_type.is_none_or(|expected| is_media_type(header, expected));
    if response.status() != StatusCode::OK || !is_expected {
        return Err(TransportError::Refused);
    }
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|error| fault(&error))? {
        if bytes.len().saturating_add(piece.len()) > limit {
            return Err(TransportError::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn fault(error: &reqwest::Error) -> TransportError {
    if error.is_timeout() {
        TransportError::TimedOut
    } else if error.is_builder() || error.is_redirect() {
        TransportError::Refused
    } else {
        // No connection, or it broke off before the end of the body.
        TransportError::Unreachable
    }
}
