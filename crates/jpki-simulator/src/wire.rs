//! How the simulator's linkage is asked and answers: JSON of our own. J-LIS gives its form to verifiers under a
//! confidentiality agreement; this is not it.

use jpki_core::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Tells everybody whose form this is.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.jpki-mock+json";

/// Octets of the longest question and answer.
pub(crate) const LONGEST: usize = 0x1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Signature,
    UserAuthentication,
}

/// A certificate, by the CA's name in DER and its number, in hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Numbered {
    pub(crate) kind: Kind,
    pub(crate) issuer: String,
    pub(crate) serial_number: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    pub(crate) about: Numbered,
    /// When the user consented, in seconds since 1970: of questions for the certificate before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) consent_obtained_at: Option<i64>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reply {
    /// What was asked about.
    pub(crate) about: Numbered,
    pub(crate) answer: Answer,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Answer {
    /// This one.
    Linked(Numbered),
    /// The person has none.
    None,
    /// Nobody was given the number.
    UnknownNumber,
}

impl Question {
    pub(crate) fn consent(&self) -> Option<Timestamp> {
        self.consent_obtained_at.map(Timestamp::from_unix_seconds)
    }
}

pub(crate) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// Reads digits of an even number, in lower case.
pub(crate) fn octets(hex: &str) -> Option<Vec<u8>> {
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, []) = hex.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}
