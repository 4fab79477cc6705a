//! Names of verification policies (検証ポリシー), by which a verdict is judged again years later.

use alloc::string::{String, ToString as _};
use core::fmt;

use crate::event::{Action, ActionResult, EventSubject, Operation, SubjectKind};
use crate::time::Timestamp;

/// Name and version of the settings by which a verdict came about.
///
/// Whoever changes a setting changes the version: evidence names both, and is judged again by the settings that its
/// reader knows under them, never by what the evidence holds.
///
/// ```
/// use jpki_core::policy_version::PolicyVersion;
///
/// let policy = PolicyVersion::new("bank.example/onboarding", 3).expect("a name");
/// assert_eq!(policy.to_string(), "bank.example/onboarding v3");
/// assert!(PolicyVersion::new("", 1).is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyVersion {
    name: String,
    version: u32,
}

/// Bytes of a name at most.
const LONGEST_NAME: usize = 100;

impl PolicyVersion {
    /// Creates a name with a version; `None` unless it has 1 to 100 bytes of visible ASCII.
    #[must_use]
    pub fn new(name: &str, version: u32) -> Option<Self> {
        let is_name = !name.is_empty()
            && name.len() <= LONGEST_NAME
            && name.bytes().all(|byte| byte.is_ascii_graphic());
        is_name.then(|| Self { name: name.into(), version })
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the version.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Returns what an operation log is to be told when these settings take effect.
    // Requirement: ACC-4
    pub fn operation(&self, now: Timestamp) -> Operation {
        let subject = EventSubject::new(SubjectKind::Setting, self.to_string().as_bytes());
        Operation::new(Action::ConfigurationChange, ActionResult::Done, now).about(subject)
    }
}

impl fmt::Display for PolicyVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} v{}", self.name, self.version)
    }
}
