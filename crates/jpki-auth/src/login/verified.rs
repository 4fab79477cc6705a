use core::fmt;

use jpki_core::time::Timestamp;
use jpki_x509::kind::Medium;

use super::UserVerification;
use super::freshness::Freshness;
use crate::binding::{Binding, IssuedSerial};
use crate::identifiers::{Purpose, RelyingParty, ServiceProvider, UserIdentifier};

/// A user who showed, for this purpose and now, possession of the key of the certificate that the account
/// is bound to, the certificate being valid. Only a verification makes one.
#[derive(Clone, Debug)]
#[must_use]
pub struct VerifiedLogin {
    pub(super) binding: Binding,
    pub(super) possession: Possession,
}

impl VerifiedLogin {
    /// Returns the binding, with the identifier that the provider calls the user by.
    #[must_use]
    pub const fn binding(&self) -> &Binding {
        &self.binding
    }

    /// Returns the provider whose account it is.
    #[must_use]
    pub const fn provider(&self) -> &ServiceProvider {
        &self.possession.provider
    }

    /// Returns the relying party that asked.
    #[must_use]
    pub const fn relying_party(&self) -> &RelyingParty {
        &self.possession.relying_party
    }

    /// Returns what it was asked for.
    #[must_use]
    pub const fn purpose(&self) -> &Purpose {
        &self.possession.purpose
    }

    /// Returns how the person was confirmed, as the caller stated it.
    #[must_use]
    pub const fn verification(&self) -> UserVerification {
        self.possession.verification
    }

    /// Returns where the key lives.
    #[must_use]
    pub const fn medium(&self) -> Medium {
        self.possession.medium
    }

    /// Returns when it was shown.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.possession.at
    }
}

/// A client that showed possession of the key of a valid authentication certificate in a session that the
/// provider vouches for. Not a login: nothing was bound. From it a binding can be made, within the lifetime
/// of a challenge.
#[derive(Clone, Debug)]
#[must_use]
pub struct VerifiedPossession {
    pub(super) possession: Possession,
    pub(super) freshness: Freshness,
}

impl VerifiedPossession {
    pub(crate) const fn user(&self) -> &UserIdentifier {
        &self.possession.user
    }

    pub(crate) const fn serial(&self) -> &IssuedSerial {
        &self.possession.serial
    }

    /// Returns the provider whose account it is for.
    #[must_use]
    pub const fn provider(&self) -> &ServiceProvider {
        &self.possession.provider
    }

    /// Returns when it was shown.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.possession.at
    }

    pub(crate) fn is_fresh_at(&self, now: Timestamp) -> bool {
        self.freshness.holds_at(now)
    }
}

#[derive(Clone)]
pub(super) struct Possession {
    pub(super) provider: ServiceProvider,
    pub(super) relying_party: RelyingParty,
    pub(super) purpose: Purpose,
    pub(super) user: UserIdentifier,
    pub(super) serial: IssuedSerial,
    pub(super) verification: UserVerification,
    pub(super) medium: Medium,
    pub(super) at: Timestamp,
}

impl fmt::Debug for Possession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Possession")
            .field("provider", &self.provider)
            .field("relying_party", &self.relying_party)
            .field("purpose", &self.purpose)
            .field("verification", &self.verification)
            .field("medium", &self.medium)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}
