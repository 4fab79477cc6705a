use jpki_core::basic_four_info::BasicFourInfo;
use jpki_core::report::{Reason, Rule};

use super::content::Misfit;
use super::{Content, KnownExtension};
use crate::basic_four_info::AttributeArc;
use crate::certificate::Certificate;
use crate::extension::ExtensionSpan;

/// Whether an extension is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "must, may, must not")]
pub enum Presence {
    /// It must be there.
    Must,
    /// It may be there.
    May,
    /// It must not be there.
    MustNot,
}

/// Whether an extension that is there is critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "critical, not critical, or either")]
pub enum Criticality {
    /// It must be.
    Critical,
    /// It must not be.
    NotCritical,
    /// Either.
    Either,
}

impl Criticality {
    pub(crate) const fn admits(self, is_critical: bool) -> bool {
        match self {
            Self::Critical => is_critical,
            Self::NotCritical => !is_critical,
            Self::Either => true,
        }
    }
}

/// What a profile says about one extension.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The extension.
    pub extension: KnownExtension,
    /// Whether it is there.
    pub presence: Presence,
    /// Whether it is critical.
    pub criticality: Criticality,
    /// What it says.
    pub content: Content,
    /// Where all this stands.
    pub source: Rule,
}

impl Row {
    pub(super) fn check(
        &self,
        arc: Option<&AttributeArc>,
        certificate: &Certificate,
        extension: ExtensionSpan,
        attributes: &mut Option<BasicFourInfo>,
    ) -> Result<(), Misfit> {
        if self.presence == Presence::MustNot {
            return Err(Reason::ExtensionForbidden.into());
        }
        if !self.criticality.admits(extension.critical) {
            return Err(Reason::ExtensionCriticality.into());
        }
        self.content.check(arc, certificate, extension.value, attributes)
    }
}
