use core::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

#[cfg(any(feature = "async", feature = "blocking"))]
use base64ct::{Base64, Encoding as _};
#[cfg(any(feature = "async", feature = "blocking"))]
use zeroize::Zeroizing;

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
    /// Plain HTTP to another host, without having been asked for.
    #[error("the address is plain http to another host, which has to be asked for explicitly")]
    PlainHttp,
    /// No host, or characters that no address has.
    #[error("not an address")]
    Malformed,
}

/// How a responder is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HttpMethod {
    /// By POST (RFC 6960 appendix A.1).
    #[default]
    Post,
    /// By GET where the request is short enough, so that caches may answer (RFC 5019 §5): for requests
    /// without a nonce. The serial number then stands in addresses, and so in logs on the way.
    GetWhereShort,
}

impl Endpoint {
    /// An address beginning with `https://`, or with `http://` if the host is this machine (`localhost` or a
    /// loopback address).
    ///
    /// # Errors
    /// [`EndpointError`]
    pub fn new(address: &str) -> Result<Self, EndpointError> {
        let endpoint = Self::allowing_plain_http(address)?;
        if endpoint.is_encrypted() || is_this_machine(endpoint.host()) {
            Ok(endpoint)
        } else {
            Err(EndpointError::PlainHttp)
        }
    }

    /// An address beginning with `https://` or `http://`, whatever the host: for a closed network, or one that
    /// is encrypted below HTTP.
    ///
    /// Lists and responses are signed, so plain HTTP lets nobody forge what is believed. But whoever is on the
    /// way reads who is asked about and the lists (失効情報, guideline 001 table 4-1), and may withhold what is
    /// new, until what is held runs out.
    ///
    /// # Errors
    /// [`EndpointError`], never [`EndpointError::PlainHttp`].
    pub fn allowing_plain_http(address: &str) -> Result<Self, EndpointError> {
        // RFC 3986 §3.1: a scheme is the same in any case.
        let (scheme, rest) = address.split_once("://").ok_or(EndpointError::Scheme)?;
        let scheme = ["https", "http"]
            .into_iter()
            .find(|known| scheme.eq_ignore_ascii_case(known))
            .ok_or(EndpointError::Scheme)?;
        let endpoint = Self { address: format!("{scheme}://{rest}") };
        let is_plain = rest.bytes().all(|byte| byte.is_ascii_graphic());
        if is_plain && !endpoint.host().is_empty() && !rest.contains(['#', '@']) {
            Ok(endpoint)
        } else {
            Err(EndpointError::Malformed)
        }
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address that stands for a request, if it is shorter than 255 bytes (RFC 5019 §5). It holds a serial
    /// number.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn with_request(&self, request: &[u8]) -> Option<Zeroizing<String>> {
        const LONGEST: usize = 254;
        // Never grows, which would leave a copy behind.
        let mut address = Zeroizing::new(String::with_capacity(LONGEST));
        let mut append = |text: &str| {
            let fits = address.len().saturating_add(text.len()) <= LONGEST;
            fits.then(|| address.push_str(text))
        };
        append(self.address.trim_end_matches('/'))?;
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

    /// Whether a query follows the path.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn has_query(&self) -> bool {
        self.address.contains('?')
    }

    fn is_encrypted(&self) -> bool {
        self.address.starts_with("https:")
    }

    /// Host and port.
    fn host(&self) -> &str {
        let rest = self.address.split_once("://").map_or("", |(_, rest)| rest);
        rest.split(['/', '?']).next().unwrap_or_default()
    }
}

/// Whether nothing that is sent to this host and port leaves the machine (RFC 6761 §6.3, RFC 1122 §3.2.1.3,
/// RFC 4291 §2.5.3).
fn is_this_machine(host: &str) -> bool {
    if let Some((address, port)) = host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        let is_loopback = address.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback());
        return is_loopback && (port.is_empty() || port.starts_with(':'));
    }
    let name = host.split(':').next().unwrap_or_default();
    name.eq_ignore_ascii_case("localhost")
        || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({})", self.address)
    }
}
