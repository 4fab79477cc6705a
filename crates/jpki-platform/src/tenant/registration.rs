use std::collections::BTreeSet;

use jpki_core::event::{PurposeOfUse, Tenant};
use jpki_core::localized::messages;
use jpki_core::time::Timestamp;
use jpki_exchange::identifiers::ServiceName;

use super::{IntentGrace, TenantRefused};
use crate::fees::SpendingLimit;

messages! {
    /// What a tenant is by law.
    #[expect(clippy::exhaustive_enums, reason = "one or the other")]
    Body {
        Private => "private", ja "民間事業者", en "a private business";
        Government => "government", ja "行政機関等・裁判所（第17条第1項第1号から第3号まで）", en "a body of government or a court, art. 17 (1) items 1 to 3";
    }
}

messages! {
    /// Who notifies J-LIS that the tenant verifies (機構への届出, guideline 001 ch. 4 (2) ア(ウ)②).
    #[expect(clippy::exhaustive_enums, reason = "one or the other")]
    Notification {
        LeftToPlatform => "left-to-platform", ja "プラットフォーム事業者に委託", en "the platform, on the tenant's behalf";
        ByTenant => "by-tenant", ja "事業者自身", en "the tenant itself";
    }
}

/// A service of a tenant, with what its outcomes may be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    name: ServiceName,
    purposes: Vec<PurposeOfUse>,
}

impl Service {
    /// The most purposes of a service.
    pub const MOST: usize = 100;

    /// Registers a service.
    ///
    /// # Errors
    /// [`TenantRefused`] if there is no purpose, one twice, or too many.
    pub fn new(
        name: ServiceName,
        purposes: impl IntoIterator<Item = PurposeOfUse>,
    ) -> Result<Self, TenantRefused> {
        let purposes: Vec<_> = purposes.into_iter().take(Self::MOST.saturating_add(1)).collect();
        match purposes.len() {
            0 => return Err(TenantRefused::NoPurpose),
            many if many > Self::MOST => return Err(TenantRefused::TooMany),
            _ => {}
        }
        if is_repeated(&purposes) {
            return Err(TenantRefused::Repeated);
        }
        Ok(Self { name, purposes })
    }

    /// Returns its name.
    #[must_use]
    pub const fn name(&self) -> &ServiceName {
        &self.name
    }

    /// Returns its purposes.
    #[must_use]
    pub fn purposes(&self) -> &[PurposeOfUse] {
        &self.purposes
    }
}

/// A tenant as a platform has registered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    tenant: Tenant,
    notification: Notification,
    services: Vec<Service>,
    until: Option<Timestamp>,
    limit: Option<SpendingLimit>,
    graces: Vec<IntentGrace>,
}

impl Registration {
    /// The most services of a tenant, and the most periods of grace.
    pub const MOST: usize = 1000;

    /// Registers a tenant without an end, limit or grace.
    ///
    /// # Errors
    /// [`TenantRefused`] if it is a body of government, or if there is no service, one twice, or too many.
    // Requirement: ROLE-04, ROLE-05
    pub fn new(
        tenant: Tenant,
        body: Body,
        notification: Notification,
        services: impl IntoIterator<Item = Service>,
    ) -> Result<Self, TenantRefused> {
        match body {
            Body::Private => {}
            Body::Government => return Err(TenantRefused::Government),
        }
        let services: Vec<_> = services.into_iter().take(Self::MOST.saturating_add(1)).collect();
        match services.len() {
            0 => return Err(TenantRefused::NoService),
            many if many > Self::MOST => return Err(TenantRefused::TooMany),
            _ => {}
        }
        if is_repeated(services.iter().map(Service::name)) {
            return Err(TenantRefused::Repeated);
        }
        let graces = Vec::new();
        Ok(Self { tenant, notification, services, until: None, limit: None, graces })
    }

    /// Sets the first second at which nothing is done for the tenant any more.
    #[must_use]
    pub fn ending_at(self, until: Timestamp) -> Self {
        Self { until: Some(until), ..self }
    }

    /// Sets what its checks of a month may cost.
    #[must_use]
    pub fn with_spending_limit(self, limit: SpendingLimit) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Adds a period in which submissions without an intent are taken.
    ///
    /// # Errors
    /// [`TenantRefused::TooMany`].
    pub fn with_grace(mut self, grace: IntentGrace) -> Result<Self, TenantRefused> {
        if self.graces.len() >= Self::MOST {
            return Err(TenantRefused::TooMany);
        }
        self.graces.push(grace);
        Ok(self)
    }

    /// Returns the tenant.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// Returns who notifies J-LIS.
    #[must_use]
    pub const fn notification(&self) -> Notification {
        self.notification
    }

    /// Returns its services.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// Returns when its use ends, if that is known.
    #[must_use]
    pub const fn until(&self) -> Option<Timestamp> {
        self.until
    }

    /// Returns what its checks of a month may cost.
    #[must_use]
    pub const fn spending_limit(&self) -> Option<SpendingLimit> {
        self.limit
    }

    /// Returns every period of grace that was decided, past ones included.
    #[must_use]
    pub fn graces(&self) -> &[IntentGrace] {
        &self.graces
    }
}

fn is_repeated<T: Ord>(names: impl IntoIterator<Item = T>) -> bool {
    let mut seen = BTreeSet::new();
    names.into_iter().any(|name| !seen.insert(name))
}
