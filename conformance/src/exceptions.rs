use std::collections::BTreeMap;

use serde::Deserialize;

use crate::input::sha256;
use crate::suite::Suite;

/// Why a case may end otherwise than its suite says.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Exception {
    /// The reason in our words.
    pub(crate) reason: String,
    /// Where it stands.
    pub(crate) section: String,
}

/// The exceptions of one manifest by the id of the case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exceptions {
    by_id: BTreeMap<String, Exception>,
}

/// By suite, by SHA-256 of the manifest's bytes, by id: an id means nothing in another manifest.
type Committed = BTreeMap<String, BTreeMap<String, BTreeMap<String, Exception>>>;

impl Exceptions {
    /// The committed exceptions of a manifest with these bytes.
    ///
    /// # Panics
    /// If the committed file is not of its form.
    pub(crate) fn committed(suite: Suite, manifest: &[u8]) -> Self {
        let mut suites: Committed = serde_json::from_str(include_str!("../exceptions.json"))
            .expect("exceptions.json has its form");
        let by_id =
            suites.get_mut(suite.name()).and_then(|manifests| manifests.remove(&sha256(manifest)));
        Self { by_id: by_id.unwrap_or_default() }
    }

    /// The exception of a case.
    pub(crate) fn of(&self, id: &str) -> Option<&Exception> {
        self.by_id.get(id)
    }
}
