use jpki_core::event::{Action, ActionResult, Operation};
use jpki_core::report::{Assessed, Check, CheckId, Fact, FactKey, Subject};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;

use super::VerifiedLogin;
use super::freshness::Freshness;
use super::proof::Proof;
use crate::binding::{
    Binding, BindingMatch, BindingRecord, BindingRewrite, BindingScheme, IssuedSerial,
    LinkedCertificate,
};
use crate::identifiers::{ServiceProvider, UserIdentifier};

/// How a renewal ended.
#[derive(Clone, Debug)]
#[must_use]
#[expect(clippy::large_enum_variant, reason = "made once a call, and never kept")]
#[expect(clippy::exhaustive_enums, reason = "a caller answers each outcome")]
pub enum Renewal {
    /// The account is bound to the new certificate in place of the old one, and the user is logged in.
    Renewed(Assessed<VerifiedLogin>),
    /// The certificate before is not the one bound: a generation was missed, or it is someone else's. The
    /// user registers anew with the 署名用電子証明書.
    ReRegistrationRequired,
    /// The new certificate is bound to another account of the provider.
    BoundElsewhere,
    /// The login is too old, or from a future that a clock jumped back from: the user logs in again.
    TooLate,
}

impl Renewal {
    /// Returns what an operation log is to be told of this attempt to renew the binding of this user at this time.
    // Requirement: ACC-4
    pub fn operation(&self, user: &UserIdentifier, now: Timestamp) -> Operation {
        let result = match self {
            Self::Renewed(_) => ActionResult::Done,
            Self::ReRegistrationRequired | Self::BoundElsewhere | Self::TooLate => {
                ActionResult::Refused
            }
        };
        Operation::new(Action::AccountBinding, result, now).about(user.as_event_subject())
    }
}

/// A user with a valid authentication certificate, and its key, that the account is not bound to: perhaps
/// the successor of the one that it is bound to. To be used within the lifetime of a challenge: the
/// certificate was valid at the login, not for ever after.
#[derive(Debug)]
#[must_use]
pub struct RenewalCandidate {
    pub(super) certificate: Certificate,
    pub(super) provider: ServiceProvider,
    pub(super) user: UserIdentifier,
    pub(super) freshness: Freshness,
    pub(super) bindings: Vec<BindingRecord>,
    pub(super) proof: Proof,
}

impl RenewalCandidate {
    pub(crate) const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    pub(crate) const fn user(&self) -> &UserIdentifier {
        &self.user
    }

    pub(crate) const fn provider(&self) -> &ServiceProvider {
        &self.provider
    }

    pub(crate) fn is_fresh_at(&self, now: Timestamp) -> bool {
        self.freshness.holds_at(now)
    }

    /// Returns what must change in the store if this certificate is the one before.
    // Requirement: LINK-04
    pub(crate) fn rewrite(
        &self,
        scheme: &BindingScheme,
        predecessor: &LinkedCertificate,
        now: Timestamp,
    ) -> Option<BindingRewrite> {
        let references = scheme.certificates(predecessor.serial());
        match scheme.compare(self.bindings.clone(), &references) {
            BindingMatch::Bound(old) => {
                let serial = IssuedSerial::of(&self.certificate);
                Some(scheme.successor(&old, &self.user, &serial, now))
            }
            BindingMatch::OtherCertificate(_) | BindingMatch::NotBound => None,
        }
    }

    /// Logs the user in by this binding of the new certificate.
    pub(crate) fn finish(self, record: &BindingRecord) -> Renewal {
        let binding = Binding::of(record);
        let login = |possession| Some(VerifiedLogin { binding, possession });
        Renewal::Renewed(self.proof.finish(bound_check(record), login))
    }
}

pub(super) fn bound_check(record: &BindingRecord) -> Check {
    Check::passed(CheckId::LoginBinding, Subject::Account)
        .with(Fact::time(FactKey::BoundAt, record.bound_at))
        .with(Fact::code(FactKey::BindingOrigin, record.origin.code()))
}
