//! What a platform stores of its settings: tariff, tenants, grants. What is read is written back with the same meaning, and
//! breaks none of the rules by which it could have been made.

#![no_main]

use jpki_core::time::Timestamp;
use jpki_platform::fees::Tariff;
use jpki_platform::operator::Grants;
use jpki_platform::tenant::TenantDirectory;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(tariff) = Tariff::of_jlis_from_json(bytes) {
        let _ = tariff.forecast(&[], Timestamp::MAX);
    }
    if let Ok(directory) = TenantDirectory::from_json(bytes) {
        assert_eq!(TenantDirectory::from_json(&directory.to_json()).as_ref(), Ok(&directory));
        for registration in directory.registrations() {
            assert!(registration.services().iter().all(|it| !it.purposes().is_empty()));
            let handle = directory.handle(registration.tenant(), Timestamp::MIN);
            assert!(handle.is_ok_and(|it| it.registration().tenant() == registration.tenant()));
        }
    }
    if let Ok(grants) = Grants::from_json(bytes) {
        assert_eq!(Grants::from_json(&grants.to_json()).as_ref(), Ok(&grants));
        for grant in grants.who_may(Timestamp::from_unix_seconds(1_780_000_000)) {
            assert!(grant.approved_by != grant.requested_by && grant.approved_by != grant.terms.to);
        }
    }
});
