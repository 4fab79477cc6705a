use zeroize::Zeroizing;

/// Reason why a text is not such a name, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LabelError {
    /// Too short or too long.
    #[error("{label}: length outside {least} to {most}")]
    Length {
        /// Which name.
        label: Label,
        /// The least length in bytes.
        least: usize,
        /// The greatest length.
        most: usize,
    },
    /// A character that may not be there.
    #[error("{0}: a character that may not be there")]
    Character(Label),
    /// Not an origin `https://host` or `https://host:port` in its one normal form.
    #[error("relying party: not an https origin in normal form")]
    Origin,
}

/// The names that are not origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Label {
    /// [`Purpose`](super::Purpose).
    #[error("purpose")]
    Purpose,
    /// [`ServiceName`](super::ServiceName).
    #[error("service")]
    ServiceName,
    /// [`SealingKeyId`](super::SealingKeyId).
    #[error("key")]
    SealingKeyId,
    /// `ServiceProvider` of `jpki-auth`.
    #[error("service provider")]
    ServiceProvider,
    /// [`SessionId`](super::SessionId).
    #[error("session")]
    SessionId,
    /// [`UserIdentifier`](super::UserIdentifier).
    #[error("user identifier")]
    UserIdentifier,
}

pub(super) fn label(label: Label, text: &str, marks: &[u8]) -> Result<String, LabelError> {
    let (least, most) = (1, 64);
    if !(least..=most).contains(&text.len()) {
        return Err(LabelError::Length { label, least, most });
    }
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9') || marks.contains(&byte);
    if text.bytes().all(allowed) { Ok(text.to_owned()) } else { Err(LabelError::Character(label)) }
}

pub(super) fn bounded(
    label: Label,
    bytes: &[u8],
    least: usize,
) -> Result<Zeroizing<Vec<u8>>, LabelError> {
    let most = 256;
    if (least..=most).contains(&bytes.len()) {
        Ok(Zeroizing::new(bytes.to_vec()))
    } else {
        Err(LabelError::Length { label, least, most })
    }
}
