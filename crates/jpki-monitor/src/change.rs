use jpki_core::message::{Locale, Message};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::CustomerReference;
use crate::interpretation::{Interpretation, PairStanding, Standing};

/// One customer whose certificates do not stand as they did at the last run.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// Who.
    pub customer: CustomerReference,
    /// How the same certificates stood.
    pub before: PriorStanding,
    /// How they stand.
    pub now: PairStanding,
    /// What that may mean.
    pub meaning: Interpretation,
}

/// How the certificates that a customer holds stood at the last run; `None` of one that was not looked at then,
/// because the customer or the certificate is new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PriorStanding {
    /// 署名用電子証明書
    pub signature: Option<Standing>,
    /// 利用者証明用電子証明書
    pub authentication: Option<Standing>,
}

impl PriorStanding {
    /// With what was not looked at unknown.
    pub(crate) fn or_unknown(self) -> PairStanding {
        PairStanding {
            signature: self.signature.unwrap_or(Standing::Unknown),
            authentication: self.authentication.unwrap_or(Standing::Unknown),
        }
    }
}

/// The change as an object of JSON: that something changed and what it may mean, never a serial number or
/// a word of what the certificate says: only the fact of a change may be passed on (異動等情報).
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
struct Prior(PriorStanding);

impl Serialize for Prior {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 == PriorStanding::default() {
            return serializer.serialize_none();
        }
        let mut pair = serializer.serialize_struct("Pair", 2)?;
        pair.serialize_field("signature", &self.0.signature.map(code))?;
        pair.serialize_field("authentication", &self.0.authentication.map(code))?;
        pair.end()
    }
}

struct Pair(PairStanding);

impl Serialize for Pair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pair = serializer.serialize_struct("Pair", 2)?;
        pair.serialize_field("signature", &code(self.0.signature))?;
        pair.serialize_field("authentication", &code(self.0.authentication))?;
        pair.end()
    }
}

fn codes<M: Message>(messages: &[M]) -> Vec<&'static str> {
    messages.iter().map(Message::code).collect()
}

fn code(standing: Standing) -> String {
    match standing {
        Standing::Valid => "valid".to_owned(),
        Standing::Expired => "expired".to_owned(),
        Standing::NotHeld => "not-held".to_owned(),
        Standing::Unknown => "unknown".to_owned(),
        Standing::Revoked(reason) => format!("revoked:{}", reason.code()),
    }
}
