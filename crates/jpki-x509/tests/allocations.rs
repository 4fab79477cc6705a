//! What is allocated for one certificate: its bytes and what the walk found, and nothing to share or to look
//! at them. A binary of its own, because the allocations of its process are counted.

#![allow(clippy::unwrap_used)]

#[path = "it/support/synthetic.rs"]
mod synthetic;

use allocation_counter::{AllocationInfo, measure};
use jpki_core::report::{Check, Subject};
use jpki_testkit::vectors::read_file;
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::certificate::Certificate;
use jpki_x509::profile::Profile;
use synthetic::read;

fn counted(run: impl FnOnce()) -> AllocationInfo {
    let counted = measure(run);
    assert_eq!(counted.count_current, 0, "what was allocated is given back");
    counted
}

#[test]
fn a_certificate_is_four_allocations_and_a_clone_none() {
    let bytes = read_file("persons/hanako/sign.cer").unwrap();
    let view = counted(|| drop(Certificate::from_der(&bytes).unwrap()));
    assert_eq!(view.count_total, 4);
    assert!(view.bytes_total < bytes.len() as u64 + 512, "{} bytes", view.bytes_total);
    let certificate = read(&bytes);
    assert_eq!(counted(|| drop(certificate.clone())).count_total, 0);
}

#[test]
fn views_and_profiles_allocate_nothing() {
    let sign = read(&read_file("persons/hanako/sign.cer").unwrap());
    let auth = read(&read_file("persons/hanako/auth.cer").unwrap());
    let root = read(&read_file("trust/sign-ca-3.cer").unwrap());
    for (certificate, profile) in [
        (&sign, Profile::Signature(AttributeArc::SYNTHETIC)),
        (&auth, Profile::UserAuthentication),
        (&root, Profile::Authority),
    ] {
        let count = |run: &dyn Fn() -> Check| counted(|| drop(run())).count_total;
        assert_eq!(count(&|| profile.check(certificate, Subject::EndEntity)), 0);
        assert_ne!(count(&|| Profile::OcspResponder.check(certificate, Subject::EndEntity)), 0);
    }
    let views = counted(|| {
        let info = sign.unverified_basic_four_info(&AttributeArc::SYNTHETIC).unwrap();
        assert!(!info.name().is_empty() && !info.address().is_empty());
        assert_eq!(info.name_with_substitutes().positions().count(), 0);
        assert_eq!(sign.unknown_attributes(&AttributeArc::SYNTHETIC).count(), 0);
        let _ = (info.date_of_birth().date(), info.sex());
        for point in sign.crl_distribution_points().unwrap().unwrap() {
            assert!(point.name().is_some());
        }
        assert!(sign.authority_key_identifier().unwrap().is_some());
        assert!(sign.key_usage().unwrap().is_some());
    });
    assert_eq!(views.count_total, 0);
}
