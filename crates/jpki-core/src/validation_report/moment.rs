use alloc::string::{String, ToString as _};

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize, Serializer};

use crate::localized::Locale;
use crate::report::{FactValue, exactly};
use crate::time::Timestamp;

/// An instant as reports write it: by UTC, and beside it as clocks in Japan show it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment(pub(super) Timestamp);

#[derive(Serialize, Deserialize)]
struct Wire {
    utc: String,
    jst: String,
}

impl Moment {
    pub(super) fn in_words(self, locale: Locale) -> String {
        FactValue::Time(self.0).display(locale).to_string()
    }

    fn wire(self) -> Wire {
        let jst = self.0.in_japan().to_string();
        // "2026-06-01 12:00:00 JST" in the form of RFC 3339.
        let jst = jst.replacen(' ', "T", 1).replace(" JST", "+09:00");
        Wire { utc: self.0.to_string(), jst }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.wire().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        exactly(&wire.utc, Timestamp::from_rfc3339(&wire.utc))
            .map(Self)
            .filter(|moment| moment.wire().jst == wire.jst)
            .ok_or_else(|| D::Error::custom("not an instant by both clocks"))
    }
}
