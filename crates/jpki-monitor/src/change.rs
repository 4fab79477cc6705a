use std::fmt::Write as _;

use jpki_core::message::Message as _;
use jpki_revocation::interpretation::{Interpretation, PairStanding, Standing};

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

impl Change {
    /// One line of JSON: codes only, no serial number and no word about the person.
    pub(crate) fn write_json(&self, line: &mut String) {
        let _ = write!(line, "{{\"customer\":{}", self.customer.0);
        if let Some(before) = self.before {
            line.push_str(",\"before\":");
            write_pair(line, before);
        }
        line.push_str(",\"now\":");
        write_pair(line, self.now);
        let (table, row) = (self.meaning.table().code(), self.meaning.code());
        let _ = writeln!(line, ",\"table\":\"{table}\",\"row\":\"{row}\"}}");
    }
}

fn write_pair(line: &mut String, pair: PairStanding) {
    line.push_str("{\"signature\":");
    write_standing(line, pair.signature);
    line.push_str(",\"authentication\":");
    write_standing(line, pair.authentication);
    line.push('}');
}

fn write_standing(line: &mut String, standing: Standing) {
    let _ = match standing {
        Standing::Valid => write!(line, "\"valid\""),
        Standing::Expired => write!(line, "\"expired\""),
        Standing::NotHeld => write!(line, "\"not-held\""),
        Standing::Unknown => write!(line, "\"unknown\""),
        Standing::Revoked(reason) => write!(line, "\"revoked:{}\"", reason.code()),
    };
}
