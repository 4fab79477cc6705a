//! What the transports ask by HTTP, whichever client sends it.

use base64ct::{Base64, Encoding as _};
use jpki_http::{Body, Endpoint, HttpError, Request};
use jpki_revocation::ocsp::TransportError;
use zeroize::Zeroizing;

use crate::{HttpMethod, HttpSettings, SettingsError};

/// How one responder is asked.
#[derive(Clone, Debug)]
pub(crate) struct OcspExchange {
    endpoint: Endpoint,
    method: HttpMethod,
    settings: HttpSettings,
}

impl OcspExchange {
    pub(crate) fn new(
        endpoint: Endpoint,
        method: HttpMethod,
        settings: HttpSettings,
    ) -> Result<Self, SettingsError> {
        if method == HttpMethod::GetWhereShort && endpoint.has_query() {
            return Err(SettingsError::Query);
        }
        Ok(Self { endpoint, method, settings })
    }

    /// Returns the address that holds the request, if it is asked by GET.
    pub(crate) fn address(&self, request: &[u8]) -> Option<Zeroizing<String>> {
        match self.method {
            HttpMethod::Post => None,
            HttpMethod::GetWhereShort => address_of_request(&self.endpoint, request),
        }
    }

    /// Makes the HTTP request: a GET of [`Self::address`], or a POST of the bytes.
    pub(crate) fn request<'a>(
        &'a self,
        address: Option<&'a String>,
        bytes: &'a [u8],
    ) -> Request<'a> {
        let body = Body { media_type: "application/ocsp-request", bytes };
        let (address, body) = match address {
            Some(address) => (address.as_str(), None),
            None => (self.endpoint.address(), Some(body)),
        };
        Request {
            address,
            body,
            expected_type: Some("application/ocsp-response"),
            largest: self.settings.largest_response,
            time: self.settings.total_time,
        }
    }
}

/// Makes the HTTP request of a CRL.
pub(crate) fn crl_request<'a>(endpoint: &'a Endpoint, settings: &HttpSettings) -> Request<'a> {
    Request {
        address: endpoint.address(),
        body: None,
        expected_type: None,
        largest: settings.largest_list,
        time: settings.list_time,
    }
}

pub(crate) fn transport_error(error: HttpError) -> TransportError {
    match error {
        HttpError::Unreachable => TransportError::Unreachable,
        HttpError::TimedOut => TransportError::TimedOut,
        HttpError::TooLarge => TransportError::TooLarge,
        _ => TransportError::Refused,
    }
}

/// Returns the address that stands for a request, if it is shorter than 255 bytes (RFC 5019 §5). It holds a serial
/// number.
fn address_of_request(endpoint: &Endpoint, request: &[u8]) -> Option<Zeroizing<String>> {
    const LONGEST: usize = 254;
    // Never grows, which would leave a copy behind.
    let mut address = Zeroizing::new(String::with_capacity(LONGEST));
    let mut append = |text: &str| {
        let fits = address.len().saturating_add(text.len()) <= LONGEST;
        fits.then(|| address.push_str(text))
    };
    append(endpoint.address().trim_end_matches('/'))?;
    append("/")?;
    // RFC 6960 appendix A.1: base64, then what an address does not allow is escaped.
    for character in Zeroizing::new(Base64::encode_string(request)).chars() {
        match character {
            '+' => append("%2B")?,
            '/' => append("%2F")?,
            '=' => append("%3D")?,
            other => append(other.encode_utf8(&mut [0; 4]))?,
        }
    }
    Some(address)
}
