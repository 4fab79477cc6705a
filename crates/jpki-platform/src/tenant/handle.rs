use std::sync::Arc;

use jpki_core::event::{PurposeOfUse, Requester, Tenant};
use jpki_core::time::Timestamp;
use jpki_exchange::identifiers::ServiceName;

use super::{Intended, Registration, Service, TenantRefused};

/// One tenant of a directory: what is done with it reaches that tenant alone.
///
/// It is of the instant at which it was made; make one for each request.
#[derive(Clone, Debug)]
pub struct TenantHandle {
    pub(super) registration: Arc<Registration>,
    pub(super) at: Timestamp,
}

impl TenantHandle {
    /// Returns the tenant's registration.
    #[must_use]
    pub fn registration(&self) -> &Registration {
        &self.registration
    }

    /// Returns that the tenant may ask for this service and purpose.
    ///
    /// # Errors
    /// [`TenantRefused::OtherService`] or [`TenantRefused::OtherPurpose`].
    // Requirement: ROLE-09
    pub fn authorise(
        &self,
        service: &ServiceName,
        purpose: &PurposeOfUse,
    ) -> Result<AuthorisedUse, TenantRefused> {
        let is_named = |it: &&Service| it.name() == service;
        let found = self.registration.services().iter().find(is_named);
        if !found.ok_or(TenantRefused::OtherService)?.purposes().contains(purpose) {
            return Err(TenantRefused::OtherPurpose);
        }
        let registration = Arc::clone(&self.registration);
        let (service, purpose) = (service.clone(), purpose.clone());
        Ok(AuthorisedUse { registration, at: self.at, service, purpose })
    }
}

/// That a tenant may use the outcome of an operation for this purpose of this service.
#[derive(Clone, Debug)]
#[must_use]
pub struct AuthorisedUse {
    registration: Arc<Registration>,
    at: Timestamp,
    service: ServiceName,
    purpose: PurposeOfUse,
}

impl AuthorisedUse {
    /// Returns the tenant.
    #[must_use]
    pub fn tenant(&self) -> &Tenant {
        self.registration.tenant()
    }

    /// Returns the service.
    #[must_use]
    pub const fn service(&self) -> &ServiceName {
        &self.service
    }

    /// Returns the purpose.
    #[must_use]
    pub const fn purpose(&self) -> &PurposeOfUse {
        &self.purpose
    }

    /// Returns who asks, as an operation log is told of it.
    #[must_use]
    pub fn requester(&self) -> Requester {
        Requester::service(self.tenant().clone())
    }

    /// Demands that a submission says what the user was shown before signing (guideline 001 ch. 6 (1)): from the first day,
    /// unless a period of grace lasts.
    ///
    /// # Errors
    /// [`TenantRefused::NoIntent`].
    // Requirement: WYS-03
    pub fn demand_intent<'a, I>(
        &self,
        intent: Option<&'a I>,
    ) -> Result<Intended<'a, I>, TenantRefused> {
        match intent {
            Some(intent) => Ok(Intended::Stated(intent)),
            None if self.registration.graces().iter().any(|grace| grace.lasts_at(self.at)) => {
                Ok(Intended::UnderGrace)
            }
            None => Err(TenantRefused::NoIntent),
        }
    }
}
