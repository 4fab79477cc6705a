use std::collections::BTreeMap;

use serde::Deserialize;

use crate::suite::Suite;

/// Why a case may end otherwise than its suite says.
#[derive(Clone, Debug, Deserialize)]
pub struct Exception {
    /// The reason in our words.
    pub reason: String,
    /// Where it stands.
    pub section: String,
}

/// The exceptions of one suite by the id of the case.
#[derive(Clone, Debug, Default)]
pub struct Exceptions {
    by_id: BTreeMap<String, Exception>,
}

const COMMITTED: &str = include_str!("../exceptions.json");

impl Exceptions {
    /// The committed exceptions of a suite.
    ///
    /// # Panics
    /// If the committed file is not of its form.
    #[must_use]
    pub fn committed(suite: Suite) -> Self {
        let mut suites: BTreeMap<String, BTreeMap<String, Exception>> =
            serde_json::from_str(COMMITTED).expect("exceptions.json has its form");
        Self { by_id: suites.remove(suite.name()).unwrap_or_default() }
    }

    /// The exception of a case.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<&Exception> {
        self.by_id.get(id)
    }
}
