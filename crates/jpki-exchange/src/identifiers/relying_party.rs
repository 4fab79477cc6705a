use super::LabelError;

/// 依拠当事者: the service that asks for a login, by its origin (RFC 6454 §6.1).
///
/// Accepted: `https://` and a host of lower-case letters, digits, `-` and `.`, with a port unless it is
/// 443. An internationalised host has its `xn--` form. Refused: anything else, so that one origin
/// has one text.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct RelyingParty(String);

impl RelyingParty {
    /// Creates an origin.
    ///
    /// # Errors
    /// [`LabelError`] if it is not in normal form.
    pub fn new(origin: &str) -> Result<Self, LabelError> {
        let authority = origin.strip_prefix("https://").ok_or(LabelError::Origin)?;
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let is_label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|o| matches!(o, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        };
        let is_port = |port: &str| {
            port.parse::<u16>()
                .is_ok_and(|number| number != 0 && number != 443 && number.to_string() == port)
        };
        // RFC 1035 §2.3.4
        if host.len() > 253 || !host.split('.').all(is_label) || !port.is_none_or(is_port) {
            return Err(LabelError::Origin);
        }
        Ok(Self(origin.to_owned()))
    }

    /// Returns the origin.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.0
    }
}
