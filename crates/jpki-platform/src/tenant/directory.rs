use std::collections::BTreeMap;
use std::sync::Arc;

use jpki_core::event::Tenant;
use jpki_core::time::Timestamp;

use super::{Registration, TenantHandle, TenantRefused};

/// The tenants of a platform.
///
/// A value: [`Self::to_json`] and [`Self::from_json`] are for a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TenantDirectory {
    pub(super) registrations: BTreeMap<Tenant, Arc<Registration>>,
}

impl TenantDirectory {
    /// The most tenants.
    pub const MOST: usize = 10_000;

    /// Joins registrations.
    ///
    /// # Errors
    /// [`TenantRefused::Repeated`] or [`TenantRefused::TooMany`].
    pub fn new(
        registrations: impl IntoIterator<Item = Registration>,
    ) -> Result<Self, TenantRefused> {
        let mut directory = Self::default();
        for registration in registrations {
            if directory.registrations.len() >= Self::MOST {
                return Err(TenantRefused::TooMany);
            }
            let tenant = registration.tenant().clone();
            if directory.registrations.insert(tenant, Arc::new(registration)).is_some() {
                return Err(TenantRefused::Repeated);
            }
        }
        Ok(directory)
    }

    /// Returns a handle for a tenant that the embedder has authenticated.
    ///
    /// # Errors
    /// [`TenantRefused::Unknown`] or [`TenantRefused::Ended`].
    pub fn handle(&self, tenant: &Tenant, now: Timestamp) -> Result<TenantHandle, TenantRefused> {
        let registration = self.registrations.get(tenant).ok_or(TenantRefused::Unknown)?;
        if registration.until().is_some_and(|until| until <= now) {
            return Err(TenantRefused::Ended);
        }
        Ok(TenantHandle { registration: Arc::clone(registration), at: now })
    }

    /// Returns every registration, in the order of the tenants' names, those that have ended included.
    pub fn registrations(&self) -> impl Iterator<Item = &Registration> {
        self.registrations.values().map(Arc::as_ref)
    }
}
