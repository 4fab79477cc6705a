use jpki_core::report::{Assessed, Check, CheckId, Fact, FactKey, Subject};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;

use super::VerifiedLogin;
use super::freshness::Freshness;
use super::proof::Proof;
use crate::binding::{
    Binding, BindingMatch, BindingRecord, BindingScheme, IssuedSerial, LinkedCertificate,
    Replacement,
};
use crate::identifiers::{AccountReference, ServiceProvider, UserIdentifier};

/// How a renewal ended.
#[derive(Clone, Debug)]
#[must_use]
#[expect(clippy::large_enum_variant, reason = "made once a call, and never kept")]
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

    /// What must change in the store if this certificate is the one before.
    pub(crate) fn succession(
        &self,
        book: &BindingScheme,
        predecessor: &LinkedCertificate,
        now: Timestamp,
    ) -> Option<Succession> {
        let references = book.certificates(predecessor.serial());
        match book.compare(self.bindings.clone(), &references) {
            BindingMatch::Bound(old) => {
                let serial = IssuedSerial::of(&self.certificate);
                let new = book.successor(&old, &self.user, &serial, now);
                Some(Succession { old: *old, new })
            }
            BindingMatch::OtherCertificate(_) | BindingMatch::NotBound => None,
        }
    }

    /// The end, after the store's answer. Who renewed twice at once is renewed.
    pub(crate) fn finish(
        self,
        replacement: Replacement,
        new: &BindingRecord,
        accounts: &[AccountReference],
    ) -> Renewal {
        match replacement {
            Replacement::Replaced => self.conclude(new),
            Replacement::CertificateBound(record) if record.is_of(accounts) => {
                self.conclude(&record)
            }
            Replacement::CertificateBound(_) => Renewal::BoundElsewhere,
            Replacement::Gone => Renewal::ReRegistrationRequired,
        }
    }

    fn conclude(self, record: &BindingRecord) -> Renewal {
        let binding = Binding::of(record);
        let login = |possession| Some(VerifiedLogin { binding, possession });
        Renewal::Renewed(self.proof.conclude(bound_check(record), login))
    }
}

/// One binding in the place of another.
#[derive(Debug)]
pub(crate) struct Succession {
    pub(crate) old: BindingRecord,
    pub(crate) new: BindingRecord,
}

pub(super) fn bound_check(record: &BindingRecord) -> Check {
    Check::passed(CheckId::LoginBinding, Subject::Account)
        .with(Fact::time(FactKey::BoundAt, record.bound_at))
        .with(Fact::code(FactKey::BindingOrigin, record.origin.code()))
}
