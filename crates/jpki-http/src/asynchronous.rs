//! A client on tokio.

use bytes::Bytes;
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use zeroize::Zeroizing;

use crate::tls::client_config;
use crate::{ClientSettings, HttpError, Request, Retries, SettingsError};

/// An HTTP client by `reqwest`. Clones share its connections.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    retries: Retries,
}

impl Client {
    /// Makes a client.
    ///
    /// # Errors
    /// [`SettingsError`]
    pub fn new(settings: &ClientSettings) -> Result<Self, SettingsError> {
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(client_config(&settings.tls)?)
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(settings.connection_time)
            .read_timeout(settings.silence)
            .build()
            .map_err(|_| SettingsError::Client)?;
        Ok(Self { http, retries: settings.retries })
    }

    /// Sends a request until there is an answer, an error that lasts, the last retry, or the end of its time.
    ///
    /// # Errors
    /// [`HttpError`]
    pub async fn send(&self, request: &Request<'_>) -> Result<Vec<u8>, HttpError> {
        let all = async {
            let mut retry = 0_u32;
            loop {
                let error = match self.attempt(request).await {
                    Err(error) if error.is_transient() => error,
                    answer => return answer,
                };
                match self.retries.wait_before(retry) {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => return Err(error),
                }
                retry = retry.saturating_add(1);
            }
        };
        tokio::time::timeout(request.time, all).await.unwrap_or(Err(HttpError::TimedOut))
    }

    async fn attempt(&self, request: &Request<'_>) -> Result<Vec<u8>, HttpError> {
        let sent = match request.body {
            None => self.http.get(request.address),
            Some(body) => self
                .http
                .post(request.address)
                .header(CONTENT_TYPE, body.media_type)
                .body(Bytes::from_owner(Zeroizing::new(body.bytes.to_vec()))),
        };
        let mut answer = sent.send().await.map_err(|error| fault(&error))?;
        let header = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        request.check_answer(answer.status().as_u16(), header)?;
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| fault(&error))? {
            if bytes.len().saturating_add(piece.len()) > request.largest {
                return Err(HttpError::TooLarge);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }
}

fn fault(error: &reqwest::Error) -> HttpError {
    if error.is_timeout() {
        HttpError::TimedOut
    } else if error.is_builder() || error.is_redirect() {
        HttpError::Refused
    } else {
        // No connection, or it broke off before the end of the body.
        HttpError::Unreachable
    }
}
