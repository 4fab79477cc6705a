//! Why validators differ, each with the section that decides.

use std::fmt;

use jpki_testkit::hierarchy::Hierarchy;

use crate::Disagreement;

/// Who is right, by which section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Explanation {
    text: &'static str,
    section: &'static str,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.text, self.section)
    }
}

/// The explanation of a disagreement, if it is one that is known.
pub(crate) fn explain(_: &Disagreement, _: &Hierarchy) -> Option<Explanation> {
    None
}
