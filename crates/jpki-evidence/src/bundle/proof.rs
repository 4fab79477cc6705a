use serde::{Deserialize, Serialize};

/// What proves when a bundle existed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ProofKind {
    /// A time-stamp token (タイムスタンプ, RFC 3161) over the manifest.
    TimeStamp,
    /// A proof that an operation log (操作ログ) holds the digest of the manifest.
    Log,
    /// Nothing.
    Unprotected,
}

impl ProofKind {
    pub(super) const TIME_STAMP: &'static str = "META-INF/timestamp.tst";
    pub(super) const LOG: &'static str = "META-INF/log.tlog-proof";

    /// Name and media type of the file that holds the proof.
    pub(super) const fn file(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::TimeStamp => Some((Self::TIME_STAMP, "application/vnd.etsi.timestamp-token")),
            Self::Log => Some((Self::LOG, "text/plain")),
            Self::Unprotected => None,
        }
    }
}
