use core::fmt::Write;

use jpki_core::event::{Action, ActionResult, EventSubject, Operation, OperatorName, SubjectKind};
use jpki_core::localized::Locale;
use jpki_core::time::Timestamp;

use super::{AccountReference, BindingScheme, KeyId};
use crate::identifiers::{ServiceProvider, UserIdentifier};

/// Which of one provider's bindings to erase. It cannot name another provider's.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Erasure<'a> {
    /// Those of one account. One that was written under a key that the scheme no longer has is not found:
    /// [`Self::DroppedKeys`] erases it.
    Account(&'a UserIdentifier),
    /// Those under keys that the scheme does not have, which no login can find any more.
    DroppedKeys,
    /// All of the provider, which leaves.
    Provider,
}

impl Erasure<'_> {
    pub(crate) fn scope(self, scheme: &BindingScheme) -> ErasureScope {
        match self {
            Self::Account(user) => ErasureScope::Account(scheme.accounts(user)),
            Self::DroppedKeys => ErasureScope::DroppedKeys {
                provider: scheme.provider().clone(),
                kept: scheme.key_ids().collect(),
            },
            Self::Provider => ErasureScope::Provider(scheme.provider().clone()),
        }
    }
}

/// Which bindings a store erases. A store may hold several providers; the handle of one reaches that one's
/// only, by [`Erasure`].
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "a store erases by each of them")]
pub enum ErasureScope {
    /// Those of one account, which has one reference for each key in use.
    Account(Vec<AccountReference>),
    /// Those of one provider whose certificates are written under none of these keys.
    DroppedKeys {
        /// The provider.
        provider: ServiceProvider,
        /// The keys that are still in use.
        kept: Vec<KeyId>,
    },
    /// All of one provider, which leaves, and the check values of its keys.
    Provider(ServiceProvider),
    /// All of all providers, when the accreditation ends (guideline 001 ch. 5 ③: numbers got from J-LIS are
    /// destroyed).
    Everything,
}

/// What was erased: facts for a 削除報告書. Holds no number and no identifier.
///
/// Says that the store removed the bindings; copies that others made (backups) are theirs to remove.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct ErasureReport {
    scope: &'static str,
    provider: Option<ServiceProvider>,
    bindings: u64,
    erased_at: Timestamp,
    operator: OperatorName,
}

impl ErasureReport {
    pub(crate) fn new(
        scope: &ErasureScope,
        bindings: u64,
        erased_at: Timestamp,
        operator: OperatorName,
    ) -> Self {
        let (scope, provider) = match scope {
            ErasureScope::Account(_) => ("account", None),
            ErasureScope::DroppedKeys { provider, .. } => ("dropped-keys", Some(provider.clone())),
            ErasureScope::Provider(provider) => ("provider", Some(provider.clone())),
            ErasureScope::Everything => ("everything", None),
        };
        Self { scope, provider, bindings, erased_at, operator }
    }

    /// Returns how many bindings there were.
    #[must_use]
    pub const fn bindings(&self) -> u64 {
        self.bindings
    }

    /// Returns what an operation log is to be told.
    // Requirement: ACC-4
    pub fn operation(&self) -> Operation {
        let operation = Operation::new(Action::Erasure, ActionResult::Done, self.erased_at);
        match &self.provider {
            Some(provider) => {
                let provider = provider.text().as_bytes();
                operation.about(EventSubject::new(SubjectKind::Tenant, provider))
            }
            None => operation,
        }
    }

    /// Returns the report as text.
    #[must_use]
    pub fn render(&self, locale: Locale) -> String {
        let [title, scope, count, time, operator] = match locale {
            Locale::Ja => ["削除報告", "範囲", "削除した紐付けの件数", "削除日時", "実施者"],
            Locale::En => ["erasure report", "scope", "bindings erased", "time", "operator"],
        };
        let mut text = String::new();
        let provider = self.provider.as_ref().map(|it| format!(" {}", it.text()));
        // Writing to a String does not fail.
        let _ = write!(
            text,
            "{title}\n{scope}: {}{}\n{count}: {}\n{time}: {}\n{operator}: {}\n",
            self.scope,
            provider.unwrap_or_default(),
            self.bindings,
            self.erased_at,
            self.operator.text(),
        );
        text
    }
}
