use jpki_http::Endpoint;
use jpki_http::asynchronous::Client;
use jpki_revocation::ocsp::{OcspRequest, TransportError};

use super::{CrlTransport, OcspTransport};
use crate::exchange::{OcspExchange, crl_request, transport_error};
use crate::{HttpMethod, HttpSettings, SettingsError};

/// An OCSP responder over HTTP(S).
#[derive(Clone, Debug)]
pub struct HttpOcspTransport {
    exchange: OcspExchange,
    client: Client,
}

/// A CRL over HTTP(S).
#[derive(Clone, Debug)]
pub struct HttpCrlTransport {
    endpoint: Endpoint,
    settings: HttpSettings,
    client: Client,
}

impl HttpOcspTransport {
    /// Makes a transport to the responder at this address.
    ///
    /// # Errors
    /// [`SettingsError`]
    pub fn new(
        endpoint: Endpoint,
        method: HttpMethod,
        settings: HttpSettings,
    ) -> Result<Self, SettingsError> {
        let client = Client::new(&settings.client)?;
        Ok(Self { exchange: OcspExchange::new(endpoint, method, settings)?, client })
    }
}

impl OcspTransport for HttpOcspTransport {
    async fn ask(&self, request: &OcspRequest) -> Result<Vec<u8>, TransportError> {
        let bytes = request.expose_protected();
        let address = self.exchange.address(bytes);
        let request = self.exchange.request(address.as_deref(), bytes);
        self.client.send(&request).await.map_err(transport_error)
    }
}

impl HttpCrlTransport {
    /// Makes a transport of the CRL at this address.
    ///
    /// # Errors
    /// [`SettingsError`]
    pub fn new(endpoint: Endpoint, settings: HttpSettings) -> Result<Self, SettingsError> {
        let client = Client::new(&settings.client)?;
        Ok(Self { endpoint, settings, client })
    }
}

impl CrlTransport for HttpCrlTransport {
    async fn fetch(&self) -> Result<Vec<u8>, TransportError> {
        let request = crl_request(&self.endpoint, &self.settings);
        self.client.send(&request).await.map_err(transport_error)
    }
}
