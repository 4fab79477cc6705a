//! Operators (操作者): who of a platform's staff may do what by hand (guideline 001 fig. 4-13).
//!
//! - An [`Operator`] is made from a session that the embedder has authenticated ([`OperatorSession`]), never from a name.
//! - Each manual operation has one [`Right`]; nobody has one that was not granted. What asks for a right takes a
//!   [`Permit`] of its own operation, which nothing else makes.
//! - A grant is requested by one and approved by another, has an end, and can be withdrawn ([`Grants`]).
//! - Rights of administration belong to the privileged accounts (特権アカウント), those of daily work to the daily ones; one
//!   session has one of them.
//! - Erasure, the use of keys and the end of use take two persons. This is a rule of this house; who is granted
//!   [`Right::WaiveSecondPerson`] does without the second.
//!
//! ```
//! use jpki_core::event::OperatorName;
//! use jpki_core::time::Timestamp;
//! use jpki_platform::operator::{
//!     AccountKind, FeeReconciliation, Founders, GrantTerms, Grants, Operator, OperatorSession, Right,
//! };
//!
//! struct Session(&'static str, AccountKind, Timestamp); // of your single sign-on
//!
//! impl OperatorSession for Session {
//!     fn operator(&self) -> OperatorName {
//!         OperatorName::new(self.0).expect("a name")
//!     }
//!     fn account(&self) -> AccountKind {
//!         self.1
//!     }
//!     fn authenticated_at(&self) -> Timestamp {
//!         self.2
//!     }
//! }
//!
//! let at = |text| Timestamp::from_rfc3339(text).expect("an instant");
//! let now = at("2026-06-01T09:00:00+09:00");
//! let privileged = |name| Operator::of(&Session(name, AccountKind::Privileged, now), now);
//! let (sato, suzuki) = (privileged("sato")?, privileged("suzuki")?);
//!
//! let until = at("2026-12-01T00:00:00+09:00");
//! let name = |name| OperatorName::new(name).expect("a name");
//! let mut grants = Grants::founded_by(Founders::new(name("sato"), name("suzuki"))?, now, until)?;
//! let terms = GrantTerms { to: name("tanaka"), right: Right::FeeReconciliation, from: now, until };
//! let (request, requested) = grants.request(&sato, terms, now)?; // `requested` goes to the log
//! let approved = grants.approve(&suzuki, request, now)?; // and `approved`
//!
//! let tanaka = Operator::of(&Session("tanaka", AccountKind::Daily, now), now)?;
//! let permit = grants.permit(&tanaka, FeeReconciliation, now)?;
//! assert_eq!(permit.operators().count(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod founders;
mod grant;
mod grants;
mod operation;
mod permit;
mod proposal;
mod refused;
mod right;
mod session;
mod text;

pub use founders::Founders;
pub use grant::{Grant, GrantRequest, GrantTerms, RequestNumber};
pub use grants::Grants;
pub use operation::{
    AccreditationEnd, Erasure, EvidenceExport, FeeReconciliation, IntentGraceDecision, KeyUse,
    LogExport, ManualOperation, MonitorRun, OnePerson, RevocationDisclosure, SettingChange,
    TenantChange, TwoPersons,
};
pub use permit::Permit;
pub use proposal::{Proposal, Target};
pub use refused::OperatorRefused;
pub use right::{AccountKind, Right};
pub use session::{Operator, OperatorSession};
