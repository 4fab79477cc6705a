//! Tenants (SP事業者): for whom a platform verifies, what for, and until when.
//!
//! A service provider below a platform needs no accreditation of its own, and may leave its notification to J-LIS (届出) to
//! the platform (guideline 001 ch. 4 (2) ア(ウ)). Bodies of government notify J-LIS themselves and are no tenants.
//!
//! What is done for a tenant takes an [`AuthorisedUse`]: one tenant, one of its services, one of that service's purposes.
//! It comes from a [`TenantHandle`], which comes from the [`TenantDirectory`] by the tenant that the embedder has
//! authenticated, for instance by its client certificate.
//!
//! ```
//! use jpki_core::event::{PurposeOfUse, Tenant};
//! use jpki_core::time::Timestamp;
//! use jpki_exchange::identifiers::ServiceName;
//! use jpki_platform::tenant::{Body, Notification, Registration, Service, TenantDirectory};
//!
//! let purpose = PurposeOfUse::new("account-opening")?;
//! let service = Service::new(ServiceName::new("banking")?, [purpose.clone()])?;
//! let bank = Tenant::new("bank-1")?;
//! let registration =
//!     Registration::new(bank.clone(), Body::Private, Notification::LeftToPlatform, [service])?;
//! let directory = TenantDirectory::new([registration])?;
//!
//! let now = Timestamp::from_rfc3339("2026-06-01T09:00:00+09:00").ok_or("an instant")?;
//! let handle = directory.handle(&bank, now)?;
//! let authorised = handle.authorise(&ServiceName::new("banking")?, &purpose)?;
//! assert_eq!(authorised.tenant(), &bank);
//! assert!(handle.authorise(&ServiceName::new("lending")?, &purpose).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod directory;
mod grace;
mod handle;
mod refused;
mod registration;
mod text;

pub use directory::TenantDirectory;
pub use grace::{Intended, IntentGrace};
pub use handle::{AuthorisedUse, TenantHandle};
pub use refused::TenantRefused;
pub use registration::{Body, Notification, Registration, Service};
