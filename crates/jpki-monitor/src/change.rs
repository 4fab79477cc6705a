use jpki_core::localized::{Locale, Localized};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::CustomerReference;
use crate::interpretation::{CertificateState, Interpretation, PairState};

/// One customer whose certificates changed their status since the last run.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
// Requirement: REV-12
pub struct Change {
    /// The customer.
    pub customer: CustomerReference,
    /// The status of the same certificates at the last run.
    pub before: PriorState,
    /// Their status now.
    pub now: PairState,
    /// What the change may mean.
    pub meaning: Interpretation,
}

/// The status of a customer's certificates at the last run; `None` for a certificate that was not checked then, because
/// the customer or the certificate is new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the two certificates of a card")]
pub struct PriorState {
    /// 署名用電子証明書
    pub signature: Option<CertificateState>,
    /// 利用者証明用電子証明書
    pub authentication: Option<CertificateState>,
}

impl PriorState {
    /// Returns the pair with `Unknown` for certificates that were not checked.
    pub(crate) fn or_unknown(self) -> PairState {
        PairState {
            signature: self.signature.unwrap_or(CertificateState::Unknown),
            authentication: self.authentication.unwrap_or(CertificateState::Unknown),
        }
    }
}

/// The change as a JSON object: that something changed and what it may mean, never a serial number or a certified
/// attribute, because only the fact of a change may be passed on (異動等情報).
pub(crate) struct Line<'c> {
    pub(crate) change: &'c Change,
    /// Language of the text.
    pub(crate) locale: Locale,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Change { customer, before, now, meaning } = self.change;
        let mut line = serializer.serialize_struct("Change", 9)?;
        line.serialize_field("customer", &customer.0)?;
        line.serialize_field("before", &Prior(*before))?;
        line.serialize_field("now", &Pair(*now))?;
        line.serialize_field("table", meaning.table().code())?;
        line.serialize_field("row", meaning.code())?;
        line.serialize_field("possible_causes", &codes(meaning.possible_causes()))?;
        line.serialize_field("advice", &codes(meaning.advice()))?;
        line.serialize_field("recovery", meaning.recovery().code())?;
        line.serialize_field("text", &meaning.display(self.locale).to_string())?;
        line.end()
    }
}

/// Null of what was not looked at, and alone if neither was.
struct Prior(PriorState);

impl Serialize for Prior {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 == PriorState::default() {
            return serializer.serialize_none();
        }
        let mut pair = serializer.serialize_struct("Pair", 2)?;
        pair.serialize_field("signature", &self.0.signature.map(code))?;
        pair.serialize_field("authentication", &self.0.authentication.map(code))?;
        pair.end()
    }
}

struct Pair(PairState);

impl Serialize for Pair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pair = serializer.serialize_struct("Pair", 2)?;
        pair.serialize_field("signature", &code(self.0.signature))?;
        pair.serialize_field("authentication", &code(self.0.authentication))?;
        pair.end()
    }
}

fn codes<M: Localized>(messages: &[M]) -> Vec<&'static str> {
    messages.iter().map(Localized::code).collect()
}

fn code(state: CertificateState) -> String {
    match state {
        CertificateState::Valid => "valid".to_owned(),
        CertificateState::Expired => "expired".to_owned(),
        CertificateState::NotHeld => "not-held".to_owned(),
        CertificateState::Unknown => "unknown".to_owned(),
        CertificateState::Revoked(reason) => format!("revoked:{}", reason.code()),
    }
}
