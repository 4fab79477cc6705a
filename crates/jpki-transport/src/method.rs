/// How a responder is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum HttpMethod {
    /// By POST (RFC 6960 appendix A.1).
    #[default]
    Post,
    /// By GET where the request is short enough, so that caches may answer (RFC 5019 §5): for requests
    /// without a nonce. The serial number then stands in addresses, and so in logs on the way.
    GetWhereShort,
}
