use jpki_core::message::{Locale, Message};
use jpki_revocation::interpretation::{Interpretation, PairStanding, Standing};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::CustomerReference;

/// One customer whose certificates do not stand as they did at the last run.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// Who.
    pub customer: CustomerReference,
    /// How they stood; `None` if they were never looked at.
    pub before: Option<PairStanding>,
    /// How they stand.
    pub now: PairStanding,
    /// What that may mean.
    pub meaning: Interpretation,
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
        line.serialize_field("before", &before.map(Pair))?;
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
