//! The record of tenants as JSON, for a store.

use jpki_core::event::{OperatorName, PurposeOfUse, Tenant};
use jpki_core::localized::Localized as _;
use jpki_core::time::Timestamp;
use jpki_exchange::identifiers::ServiceName;
use serde::{Deserialize, Serialize};

use super::{
    Body, IntentGrace, Notification, Registration, Service, TenantDirectory, TenantRefused,
};
use crate::fees::{SpendingLimit, Yen};
use crate::versioned_text;

/// Bytes of a text at most.
const LONGEST: usize = 16 * 1024 * 1024;
const VERSION: u64 = 1;

impl TenantDirectory {
    /// Writes the record.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let tenants = self.registrations().map(RegistrationText::of).collect();
        // Numbers and strings alone: nothing of it fails.
        serde_json::to_vec(&Text { version: VERSION, tenants }).unwrap_or_default()
    }

    /// Reads a record.
    ///
    /// # Errors
    /// [`TenantRefused`].
    pub fn from_json(text: &[u8]) -> Result<Self, TenantRefused> {
        let text: Text = versioned_text::read(text, VERSION, LONGEST)?;
        let registrations = text.tenants.iter().map(RegistrationText::registration);
        Self::new(registrations.collect::<Result<Vec<_>, _>>()?)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    version: u64,
    tenants: Vec<RegistrationText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegistrationText {
    tenant: String,
    body: String,
    notification: String,
    services: Vec<ServiceText>,
    until: Option<String>,
    spending_limit: Option<u64>,
    graces: Vec<GraceText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceText {
    name: String,
    purposes: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GraceText {
    from: String,
    until: String,
    decided_by: String,
    decided_at: String,
}

impl RegistrationText {
    fn of(registration: &Registration) -> Self {
        Self {
            tenant: registration.tenant().text().to_owned(),
            body: Body::Private.code().to_owned(),
            notification: registration.notification().code().to_owned(),
            services: registration.services().iter().map(ServiceText::of).collect(),
            until: registration.until().map(|until| until.to_string()),
            spending_limit: registration.spending_limit().map(|limit| limit.0.0),
            graces: registration.graces().iter().map(GraceText::of).collect(),
        }
    }

    fn registration(&self) -> Result<Registration, TenantRefused> {
        let syntax = TenantRefused::Syntax;
        let tenant = Tenant::new(&self.tenant).map_err(|_| syntax)?;
        let body = Body::from_code(&self.body).ok_or(syntax)?;
        let notification = Notification::from_code(&self.notification).ok_or(syntax)?;
        let services = self.services.iter().map(ServiceText::service);
        let services = services.collect::<Result<Vec<_>, _>>()?;
        let mut it = Registration::new(tenant, body, notification, services)?;
        if let Some(until) = &self.until {
            it = it.ending_at(instant(until)?);
        }
        if let Some(limit) = self.spending_limit {
            it = it.with_spending_limit(SpendingLimit(Yen(limit)));
        }
        self.graces.iter().try_fold(it, |it, grace| it.with_grace(grace.grace()?))
    }
}

impl ServiceText {
    fn of(service: &Service) -> Self {
        Self {
            name: service.name().text().to_owned(),
            purposes: service.purposes().iter().map(|it| it.text().to_owned()).collect(),
        }
    }

    fn service(&self) -> Result<Service, TenantRefused> {
        let name = ServiceName::new(&self.name).map_err(|_| TenantRefused::Syntax)?;
        let purposes = self.purposes.iter().map(|it| PurposeOfUse::new(it));
        let purposes = purposes.collect::<Result<Vec<_>, _>>();
        Service::new(name, purposes.map_err(|_| TenantRefused::Syntax)?)
    }
}

impl GraceText {
    fn of(grace: &IntentGrace) -> Self {
        Self {
            from: grace.from().to_string(),
            until: grace.until().to_string(),
            decided_by: grace.decided_by().text().to_owned(),
            decided_at: grace.decided_at().to_string(),
        }
    }

    fn grace(&self) -> Result<IntentGrace, TenantRefused> {
        let grace = IntentGrace {
            from: instant(&self.from)?,
            until: instant(&self.until)?,
            decided_by: OperatorName::new(&self.decided_by).map_err(|_| TenantRefused::Syntax)?,
            decided_at: instant(&self.decided_at)?,
        };
        if grace.is_plausible() { Ok(grace) } else { Err(TenantRefused::GracePeriod) }
    }
}

fn instant(text: &str) -> Result<Timestamp, TenantRefused> {
    Timestamp::from_rfc3339(text).ok_or(TenantRefused::Syntax)
}
