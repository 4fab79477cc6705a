//! A certificate from anybody: reading, every view, every profile.

#![no_main]

use std::hint::black_box;

use jpki_core::der::{Decode, SequenceOf};
use jpki_core::report::{Outcome, Subject};
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::general_name::GeneralName;
use jpki_x509::extension::{
    DistributionPoint, DistributionPointName, NameConstraints, PolicyConstraints, PolicyMapping,
};
use jpki_x509::profile::Profile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = black_box(Certificate::from_pem(text));
    }
    let Ok(certificate) = Certificate::from_der(bytes) else { return };
    fields(&certificate);
    extensions(&certificate);
    profiles(&certificate);
});

fn fields(certificate: &Certificate) {
    assert!(certificate.issuer().matches(&certificate.issuer()));
    assert_eq!(certificate.is_self_issued(), certificate.subject().matches(&certificate.issuer()));
    let _ = black_box(certificate.subject().display().to_string());
    assert!(certificate.signature_algorithm().is_ok());
    assert!(certificate.signed_bytes().len() < certificate.as_der().len());
    let _ = black_box((certificate.public_key(), certificate.signature_algorithms_agree()));
    let within = certificate.not_before() <= certificate.not_after();
    assert_eq!(certificate.is_within_validity(certificate.not_before()), within);
    let _ = black_box(format!("{certificate:?} {:?}", certificate.extensions()));
}

fn extensions(certificate: &Certificate) {
    let _ = black_box((certificate.key_usage(), certificate.basic_constraints()));
    let _ = black_box((
        certificate.subject_key_identifier(),
        certificate.authority_key_identifier().map(|identifier| {
            identifier.and_then(|identifier| identifier.issuer_certificate()).map(|issuer| {
                names(issuer.issuer);
            })
        }),
    ));
    if let Ok(Some(usage)) = certificate.extended_key_usage() {
        assert!(usage.iter().all(|purpose| usage.names(purpose)));
    }
    if let Ok(Some(policies)) = certificate.certificate_policies() {
        assert!(policies.iter().all(|policy| policies.names(policy.identifier())));
    }
    for list in [certificate.crl_distribution_points(), certificate.freshest_crl()] {
        if let Ok(Some(list)) = list {
            points(list);
        }
    }
    if let Ok(Some(access)) = certificate.authority_information_access() {
        assert!(access.iter().count() > 0);
    }
    if let Ok(Some(alternative)) = certificate.unverified_subject_alternative_names() {
        names(alternative);
    }
    for extension in certificate.extensions() {
        let value = extension.value();
        let _ = black_box(SequenceOf::<PolicyMapping<'_>>::from_der(value).is_ok());
        let _ = black_box(PolicyConstraints::from_der(value).is_ok());
        let _ = black_box(NameConstraints::from_der(value).is_ok());
    }
}

fn points(list: SequenceOf<'_, DistributionPoint<'_>>) {
    for point in list {
        assert!(point.name().is_some() || point.crl_issuer().is_some());
        if let Some(DistributionPointName::FullName(full)) = point.name() {
            names(full);
        }
        if let Some(issuer) = point.crl_issuer() {
            names(issuer);
        }
    }
}

fn names(list: SequenceOf<'_, GeneralName<'_>>) {
    let mut count = 0;
    for name in list {
        if let GeneralName::DirectoryName(name) = name {
            assert!(name.matches(&name));
        }
        count += 1;
    }
    assert!(count > 0);
}

fn profiles(certificate: &Certificate) {
    for arc in [AttributeArc::JPKI, AttributeArc::SYNTHETIC] {
        let check = Profile::Signature(arc).check(certificate, Subject::EndEntity);
        let info = certificate.unverified_basic_four_info(&arc);
        if check.outcome() == Outcome::Passed {
            assert!(check.parts().is_empty() && info.is_ok());
        }
    }
    for profile in [Profile::UserAuthentication, Profile::Authority, Profile::OcspResponder] {
        let check = profile.check(certificate, Subject::EndEntity);
        assert_eq!(check.outcome() == Outcome::Passed, check.parts().is_empty());
    }
}
