use core::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The address of a server: configuration, never read from a certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    address: String,
}

/// Reason why a text is not an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
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

impl Endpoint {
    /// Reads an address that begins with `https://`, or with `http://` if the host is this machine (`localhost` or a
    /// loopback address).
    ///
    /// # Errors
    /// [`EndpointError`]
    // Requirement: ACC-2b
    pub fn new(address: &str) -> Result<Self, EndpointError> {
        let endpoint = Self::allowing_plain_http(address)?;
        if endpoint.is_encrypted() || is_this_machine(endpoint.host()) {
            Ok(endpoint)
        } else {
            Err(EndpointError::PlainHttp)
        }
    }

    /// Reads an address that begins with `https://` or `http://`, whatever the host: for a closed network, or one that
    /// is encrypted below HTTP.
    ///
    /// CRLs and OCSP responses are signed, so plain HTTP lets nobody forge them. But anyone on the path can read
    /// them and the requests (失効情報, guideline 001 table 4-1), and can withhold newer ones until the present
    /// ones expire.
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

    /// Returns the address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns whether a query follows the path.
    #[must_use]
    pub fn has_query(&self) -> bool {
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
