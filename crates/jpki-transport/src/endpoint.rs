use core::fmt;

#[cfg(any(feature = "async", feature = "blocking"))]
use base64ct::{Base64, Encoding as _};

/// Where a responder or a list is: configuration, never taken from a certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    address: String,
}

/// Why a text is no endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Another scheme than http and https.
    #[error("the address is not http or https")]
    Scheme,
    /// No host, or characters that no address has.
    #[error("not an address")]
    Malformed,
}

/// How a responder is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// By POST (RFC 6960 appendix A.1).
    #[default]
    Post,
    /// By GET where the request is short enough, so that caches may answer (RFC 5019 §5): for requests
    /// without a nonce. The serial number then stands in addresses, and so in logs on the way.
    GetWhereShort,
}

impl Endpoint {
    /// An address beginning with `http://` or `https://`. A response is signed, so plain HTTP shows who is
    /// asked about but lets nobody forge an answer.
    ///
    /// # Errors
    /// [`EndpointError`]
    pub fn new(address: &str) -> Result<Self, EndpointError> {
        let rest = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"))
            .ok_or(EndpointError::Scheme)?;
        let is_plain = rest.bytes().all(|octet| octet.is_ascii_graphic());
        if !is_plain || rest.is_empty() || rest.starts_with('/') || rest.contains(['#', '@']) {
            return Err(EndpointError::Malformed);
        }
        Ok(Self { address: address.to_owned() })
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address that stands for a request, if it is shorter than 255 octets (RFC 5019 §5).
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn with_request(&self, request: &[u8]) -> Option<String> {
        let base = self.address.trim_end_matches('/');
        let mut address = format!("{base}/");
        // RFC 6960 appendix A.1: base64, then what an address does not allow is escaped.
        for character in Base64::encode_string(request).chars() {
            match character {
                '+' => address.push_str("%2B"),
                '/' => address.push_str("%2F"),
                '=' => address.push_str("%3D"),
                other => address.push(other),
            }
        }
        (address.len() < 255).then_some(address)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({})", self.address)
    }
}
