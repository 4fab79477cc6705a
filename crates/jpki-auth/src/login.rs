//! The login: three steps of guideline 001 App.②, in their order, as named checks.
//!
//! 1. (ア) [`LoginBinding`](CheckId::LoginBinding): the user identifier is bound to this certificate;
//! 2. (イ) [`LoginCertificate`](CheckId::LoginCertificate): path, validity, revocation, judged by the
//!    engine that the caller asks between [`LocalLogin::Pending`] and the end;
//! 3. (ウ) [`LoginAuthenticity`](CheckId::LoginAuthenticity): the challenge is ours and fresh, and the
//!    certificate's key signed it.
//!
//! What a login does not prove: that a PIN was entered ([`UserVerification`] is what the caller states),
//! who the person is beyond the bound account, or that the session is not taken over afterwards.

mod answer;
mod attempt;
mod conclusion;
mod domain;
mod freshness;
mod local;
mod pending;
mod proof;
mod registration;
mod renewal;
mod rules;
mod valid_certificate;
mod verification;
mod verified;

#[cfg(doc)]
use jpki_core::report::CheckId;

pub use answer::ClientAnswer;
pub use attempt::LoginAttempt;
pub use conclusion::{LoginConclusion, RegistrationConclusion};
pub use domain::LoginDomain;
pub(crate) use freshness::Freshness;
pub use pending::{LocalLogin, PendingLogin};
pub use registration::{LocalRegistration, PendingRegistration};
pub use renewal::{Renewal, RenewalCandidate};
pub use rules::LoginRules;
pub use valid_certificate::ValidCertificate;
pub use verification::{FaceApproval, UserVerification};
pub use verified::{VerifiedLogin, VerifiedPossession};
