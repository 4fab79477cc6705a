//! The manual operations, each as a type of its own, so that a permit of one is none of another.

use super::Right;

mod sealed {
    #[expect(unnameable_types, reason = "so that nobody else makes an operation")]
    pub trait Sealed {}
}

/// An operation that a person does by hand.
pub trait ManualOperation: sealed::Sealed + Copy {
    /// What it takes.
    const RIGHT: Right;
}

/// An operation that one person does.
pub trait OnePerson: ManualOperation {}

/// An operation that takes two persons.
pub trait TwoPersons: ManualOperation {}

macro_rules! operations {
    ($($(#[$attribute:meta])* $name:ident: $persons:ident = $right:ident;)+) => {
        $(
            $(#[$attribute])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[expect(clippy::exhaustive_structs, reason = "the name of an operation")]
            pub struct $name;

            impl sealed::Sealed for $name {}

            impl ManualOperation for $name {
                const RIGHT: Right = Right::$right;
            }

            impl $persons for $name {}
        )+
    };
}

operations! {
    /// Starting a run of the monitor.
    MonitorRun: OnePerson = MonitorRun;
    /// Settling open checks against J-LIS's bill.
    FeeReconciliation: OnePerson = FeeReconciliation;
    /// Exporting the operation log.
    LogExport: OnePerson = LogExport;
    /// Exporting evidence.
    EvidenceExport: OnePerson = EvidenceExport;
    /// Disclosing why a certificate is revoked.
    RevocationDisclosure: OnePerson = RevocationDisclosure;
    /// Registering or changing a tenant.
    TenantChange: OnePerson = TenantChange;
    /// Changing a setting.
    SettingChange: OnePerson = SettingChange;
    /// Granting a tenant a period in which submissions without an intent are taken.
    IntentGraceDecision: OnePerson = IntentGrace;
    /// Bringing in, changing or taking out a key.
    KeyUse: TwoPersons = KeyUse;
    /// Erasing a user, a service or a tenant.
    Erasure: TwoPersons = Erasure;
    /// Ending the use of the service.
    AccreditationEnd: TwoPersons = AccreditationEnd;
}
