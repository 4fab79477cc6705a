//! The JSON form of a report.

mod localized;
mod reading;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::{Check, Fact, Outcome, Report};
use crate::localized::Localized;

pub use localized::LocalizedReport;

pub(crate) use localized::Lines;
pub(crate) use reading::{WireReport, check_head, exactly, from_json, known, read_hexadecimal};

const FORMAT: &str = "jpki-report";
/// Version of the JSON form. A new field or code is no new version; a changed meaning is.
const VERSION: u64 = 1;

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Report", 4)?;
        object.serialize_field("format", FORMAT)?;
        object.serialize_field("version", &VERSION)?;
        object.serialize_field("verdict", &self.verdict())?;
        object.serialize_field("checks", self.checks())?;
        object.end()
    }
}

impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("id", &self.id())?;
        object.serialize_entry("subject", &self.subject())?;
        match self.outcome() {
            Outcome::Passed => object.serialize_entry("outcome", "passed")?,
            Outcome::Failed(reason) => {
                object.serialize_entry("outcome", "failed")?;
                object.serialize_entry("reason", reason.code())?;
            }
            Outcome::Warned(reason) => {
                object.serialize_entry("outcome", "warned")?;
                object.serialize_entry("reason", reason.code())?;
            }
            Outcome::Skipped(because) => {
                object.serialize_entry("outcome", "skipped")?;
                object.serialize_entry("because", because.code())?;
            }
            Outcome::NotApplicable => object.serialize_entry("outcome", "not-applicable")?,
        }
        object.serialize_entry("rules", self.rules())?;
        if !self.facts().is_empty() {
            object.serialize_entry("facts", &Facts(self.facts()))?;
        }
        if !self.parts().is_empty() {
            object.serialize_entry("parts", self.parts())?;
        }
        object.end()
    }
}

struct Facts<'a>(&'a [Fact]);

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Pair))
    }
}

struct Pair<'a>(&'a Fact);

impl Serialize for Pair<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Fact", 2)?;
        object.serialize_field("key", &self.0.key)?;
        object.serialize_field("value", &self.0.value)?;
        object.end()
    }
}
