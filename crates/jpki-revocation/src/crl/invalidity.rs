use jpki_core::der::Reader;
use jpki_core::time::Timestamp;

/// What an entry or an answer says of the time since when its certificate should not have been relied on
/// (invalidityDate, RFC 5280 §5.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InvalidityDate {
    Absent,
    At(Timestamp),
    /// There is one that cannot be read: it may be of any time.
    Unreadable,
}

impl InvalidityDate {
    /// Reads the value of the extension.
    pub(crate) fn from_der(value: &[u8]) -> Self {
        Reader::new(value)
            .and_then(|reader| reader.read_all(Reader::generalized_time))
            .map_or(Self::Unreadable, Self::At)
    }

    /// The date, if it can be read.
    pub(crate) const fn date(self) -> Option<Timestamp> {
        match self {
            Self::At(date) => Some(date),
            Self::Absent | Self::Unreadable => None,
        }
    }
}
