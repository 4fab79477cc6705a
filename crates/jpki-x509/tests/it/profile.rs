//! Profiles: the six roots, the published dummy, synthetic certificates, and every deviation that the
//! test vectors know.

use std::borrow::Cow;

use crate::support::synthetic::{self, read};
use jpki_core::localized::Localized;
use jpki_core::report::{Check, CheckId, FactKey, FactValue, Outcome, Reason, Subject};
use jpki_test_support::conformance;
use jpki_testkit::jpki::{Deviation, Generation, Person, Purpose, SyntheticJpki};
use jpki_testkit::oid;
use jpki_testkit::pki::{
    BasicConstraints, CertificateBuilder, DistinguishedName, Extension, KeyUsage, Version,
};
use jpki_testkit::vectors::{self, Reason as Word, Verdict};
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::PolicyTable;
use jpki_x509::profile::{KnownExtension, Presence, Profile};
use jpki_x509::trust::CertificateClass;
use jpki_x509::trust::TrustDomain;

const PROFILES: [Profile; 4] = [
    Profile::Signature(AttributeArc::SYNTHETIC),
    Profile::UserAuthentication,
    Profile::Authority,
    Profile::OcspResponder,
];

fn profile(purpose: Purpose) -> Profile {
    Profile::of(synthetic::kind(purpose), AttributeArc::SYNTHETIC)
}

fn reasons(check: &Check) -> Vec<Reason> {
    let reason = |part: &Check| match part.outcome() {
        Outcome::Failed(reason) => reason,
        other => panic!("a part that is {other:?}"),
    };
    check.parts().iter().map(reason).collect()
}

fn misfits(profile: Profile, certificate: &Certificate) -> Vec<Reason> {
    let check = profile.check(certificate, Subject::EndEntity);
    let reasons = reasons(&check);
    match check.outcome() {
        Outcome::Passed => assert!(reasons.is_empty()),
        Outcome::Failed(reason) => assert_eq!(reason, reasons[0]),
        other => panic!("{other:?}"),
    }
    reasons
}

fn sign(deviation: Deviation) -> Certificate {
    let jpki = SyntheticJpki::of_vectors();
    read(jpki.sign_certificate(&Person::hanako()).with(deviation).issue().certificate())
}

fn auth(deviation: Deviation) -> Certificate {
    let jpki = SyntheticJpki::of_vectors();
    read(jpki.auth_certificate(&Person::hanako()).with(deviation).issue().certificate())
}

#[test]
fn rows_stand_where_they_are_looked_up() {
    for profile in PROFILES {
        for (row, extension) in profile.rows().iter().zip(KnownExtension::ALL) {
            assert_eq!(row.extension, extension);
            assert_eq!(KnownExtension::from_oid(extension.oid()), Some(extension));
            assert!(!row.source.section.is_empty());
        }
    }
}

#[test]
fn the_six_roots_fit_the_profile_of_an_authority_and_no_other() {
    let Some((folder, _)) = conformance::japan() else { return };
    for purpose in ["sign", "auth"] {
        for year in ["2015", "2019", "2023"] {
            let file = folder.join(format!("jpki-{purpose}-ca-{year}.crt"));
            let root = read(&std::fs::read(file).unwrap());
            assert_eq!(misfits(Profile::Authority, &root), [], "{purpose} {year}");
            for other in [
                Profile::Signature(AttributeArc::JPKI),
                Profile::UserAuthentication,
                Profile::OcspResponder,
            ] {
                assert!(!misfits(other, &root).is_empty(), "{purpose} {year}");
            }
        }
    }
}

#[test]
fn the_published_dummy_fits_the_profile_of_signing_under_the_true_arc_only() {
    let Some((folder, _)) = conformance::japan() else { return };
    let dummy = read(&std::fs::read(folder.join("jpki-sign-dummy-ee.crt")).unwrap());
    assert_eq!(misfits(Profile::Signature(AttributeArc::JPKI), &dummy), []);
    assert_eq!(
        misfits(Profile::Signature(AttributeArc::SYNTHETIC), &dummy),
        [Reason::ExtensionContent]
    );
    assert!(!misfits(Profile::UserAuthentication, &dummy).is_empty());
}

#[test]
// Requirement: CERT-02, CERT-03
fn each_kind_fits_its_own_profile_only() {
    let jpki = SyntheticJpki::of_vectors();
    let certificates = [
        jpki.sign_certificate(&Person::hanako()).issue().certificate().to_vec(),
        jpki.auth_certificate(&Person::hanako()).issue().certificate().to_vec(),
        jpki.sign_ca(Generation::Third).certificate(),
        responder(&[oid::OCSP_SIGNING], &[KeyUsage::DigitalSignature]).sign(responder_key()),
    ];
    for (own, bytes) in certificates.iter().enumerate() {
        let certificate = read(bytes);
        for (index, profile) in PROFILES.into_iter().enumerate() {
            let fits = misfits(profile, &certificate).is_empty();
            assert_eq!(fits, own == index, "certificate {own}, profile {index}");
        }
    }
}

/// What a manifest's word for a fault may be called here, by code.
fn codes(word: Word) -> &'static [&'static str] {
    match word {
        Word::AttributeMissing => &["basic-four-info.missing", "extension-missing"],
        Word::AttributeDuplicated => &["basic-four-info.repeated"],
        Word::AttributeStringType => &["basic-four-info.not-utf8-string"],
        Word::AttributeFormat => &[
            "basic-four-info.date-of-birth",
            "basic-four-info.sex",
            "basic-four-info.substitute-flags",
        ],
        Word::AttributesUnexpected => &["extension-forbidden"],
        Word::PoliciesMissing | Word::KeyUsageMissing => &["extension-missing"],
        Word::PoliciesNotCritical | Word::KeyUsageNotCritical => &["extension-criticality"],
        Word::PolicyNotAccepted => &["policy-not-accepted", "kind-contradiction"],
        Word::PolicyDuplicated | Word::KeyUsage | Word::IsAuthority => &["extension-content"],
        Word::ExtendedKeyUsage => {
            &["extension-content", "extension-forbidden", "extension-missing"]
        }
        Word::SerialNumber => &["serial-number-form"],
        Word::Version => &["certificate.extensions-need-version-three"],
        Word::ExtensionDuplicated => &["certificate.repeated-extension"],
        Word::UnknownCriticalExtension => &["unknown-critical-extension"],
        Word::Malformed => &["der.invalid-content"],
        other => panic!("{other:?} is not for the profile"),
    }
}

/// Everything that reading, the profile and the classification find wrong, by code.
fn findings(case: &vectors::Case) -> Vec<Cow<'static, str>> {
    let bytes = vectors::read_file(&case.certificate).unwrap();
    let certificate = match Certificate::from_der(&bytes) {
        Ok(certificate) => certificate,
        Err(error) => return vec![error.code().into()],
    };
    let check = profile(case.purpose).check(&certificate, Subject::EndEntity);
    let mut codes: Vec<Cow<'static, str>> =
        reasons(&check).iter().map(|reason| reason.code().into()).collect();
    for fact in check.parts().iter().flat_map(Check::facts) {
        if let (FactKey::Detail, FactValue::Code(code)) = (fact.key, &fact.value) {
            codes.push(code.clone());
        }
    }
    let store = synthetic::store(&SyntheticJpki::of_vectors(), TrustDomain::Synthetic);
    let issuer = synthetic::anchor(&store, synthetic::kind(case.purpose), 3);
    let policies = PolicyTable::of(TrustDomain::Synthetic);
    if let Err(reason) = CertificateClass::of(&certificate, &issuer, &policies) {
        codes.push(reason.code().into());
    }
    codes
}

#[test]
// Requirement: CERT-02, CERT-03
fn vectors_that_differ_from_the_profile_are_refused_for_their_reason() {
    let manifest = vectors::read_manifest().unwrap();
    let mut count = 0;
    for case in &manifest.cases {
        use vectors::Check::{Parse, PathCriticalExtensions, Profile};
        let Some(Profile | Parse | PathCriticalExtensions) = case.expected.check else { continue };
        let expected = codes(case.expected.reason.unwrap());
        let found = findings(case);
        assert!(
            found.iter().any(|code| expected.contains(&&**code)),
            "{}: {found:?}, not {expected:?}",
            case.id
        );
        count += 1;
    }
    assert!(count >= 56, "{count} cases");
}

#[test]
fn vectors_that_are_valid_fit() {
    let manifest = vectors::read_manifest().unwrap();
    let valid = manifest.cases.iter().filter(|case| case.expected.verdict == Verdict::Valid);
    let mut count = 0;
    for case in valid {
        assert_eq!(findings(case), [""; 0], "{}", case.id);
        count += 1;
    }
    assert!(count >= 60, "{count} cases");
}

#[test]
fn what_nothing_depends_on_is_left_open() {
    for certificate in [sign, auth] as [fn(Deviation) -> Certificate; 2] {
        let profile = PROFILES
            .into_iter()
            .find(|profile| misfits(*profile, &certificate(Deviation::UnknownExtension)).is_empty())
            .unwrap();
        for open in [
            Deviation::BasicConstraintsEmpty,
            Deviation::DistributionPointsAbsent,
            Deviation::DistributionPointUri,
            Deviation::SubjectKeyIdentifierAbsent,
        ] {
            assert_eq!(misfits(profile, &certificate(open)), [], "{open:?}");
        }
        for (near_miss, reason) in [
            (Deviation::Ca, Reason::ExtensionContent),
            (Deviation::AuthorityKeyIdentifierAbsent, Reason::ExtensionMissing),
            (Deviation::UnknownExtensionCritical, Reason::UnknownCriticalExtension),
        ] {
            assert_eq!(misfits(profile, &certificate(near_miss)), [reason], "{near_miss:?}");
        }
    }
}

#[test]
fn an_extension_that_cannot_be_decoded_does_not_fit() {
    let jpki = SyntheticJpki::of_vectors();
    let person = Person::hanako();
    let issuer = jpki.sign_ca(Generation::Third).key();
    let builder = jpki.sign_certificate(&person).certificate_builder();
    for extension in [
        oid::KEY_USAGE,
        oid::SUBJECT_ALT_NAME,
        oid::CERTIFICATE_POLICIES,
        oid::CRL_DISTRIBUTION_POINTS,
        oid::AUTHORITY_KEY_IDENTIFIER,
        oid::SUBJECT_KEY_IDENTIFIER,
    ] {
        let emptied = |original: Extension| {
            let critical = [oid::KEY_USAGE, oid::CERTIFICATE_POLICIES].contains(&extension);
            drop(original);
            let empty = Extension::new(extension, Vec::new());
            if critical { empty.critical() } else { empty }
        };
        let certificate = builder.clone().change_extension(extension, emptied).sign(issuer);
        let certificate = read(&certificate);
        let profile = profile(Purpose::Sign);
        assert_eq!(misfits(profile, &certificate), [Reason::ExtensionMalformed], "{extension}");
    }
}

#[test]
fn version_one_without_extensions_does_not_fit() {
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.sign_ca(Generation::Third);
    let certificate = CertificateBuilder::new()
        .version(Version::V1)
        .serial(7)
        .issuer(authority.name())
        .validity(authority.validity())
        .subject(authority.name())
        .public_key(authority.key())
        .sign(authority.key());
    for profile in PROFILES {
        let reasons = misfits(profile, &read(&certificate));
        let required = profile.rows().iter().filter(|row| row.presence == Presence::Must).count();
        assert_eq!(reasons[0], Reason::VersionNotThree);
        assert_eq!(reasons[1..], vec![Reason::ExtensionMissing; required]);
    }
}

#[test]
fn the_report_names_the_extension() {
    let check =
        profile(Purpose::Sign).check(&sign(Deviation::ExtendedKeyUsageEmail), Subject::EndEntity);
    assert_eq!(check.id(), CheckId::Profile);
    assert_eq!(check.outcome(), Outcome::Failed(Reason::ExtensionForbidden));
    let [part] = check.parts() else { panic!("{} parts", check.parts().len()) };
    assert_eq!(part.id(), CheckId::ProfileExtension);
    let facts: Vec<String> = part.facts().iter().map(|fact| fact.value.to_string()).collect();
    assert_eq!(facts, ["2.5.29.37"]);
}

fn responder_key() -> jpki_testkit::key::Key {
    SyntheticJpki::of_vectors().auth_ca(Generation::Third).key()
}

fn responder(
    purposes: &[jpki_testkit::asn1::ObjectIdentifier],
    usages: &[KeyUsage],
) -> CertificateBuilder {
    let authority = SyntheticJpki::of_vectors().auth_ca(Generation::Third);
    CertificateBuilder::new()
        .serial(7)
        .issuer(authority.name())
        .validity(authority.validity())
        .subject(authority.name())
        .public_key(responder_key())
        .extension(Extension::key_usage(usages).critical())
        .extension(Extension::extended_key_usage(purposes))
        .extension(Extension::ocsp_no_check())
}

#[test]
fn a_responder_needs_its_purpose_and_a_signing_key() {
    use KeyUsage::{DigitalSignature, KeyEncipherment, NonRepudiation};
    let judge = |builder: CertificateBuilder| {
        misfits(Profile::OcspResponder, &read(&builder.sign(responder_key())))
    };
    let good = responder(&[oid::OCSP_SIGNING], &[DigitalSignature]);
    assert_eq!(judge(good.clone()), []);
    assert_eq!(judge(good.clone().without_extension(oid::KEY_USAGE)), []);
    assert_eq!(judge(good.clone().without_extension(oid::OCSP_NO_CHECK)), []);
    assert_eq!(judge(responder(&[oid::CLIENT_AUTH, oid::OCSP_SIGNING], &[DigitalSignature])), []);

    let content = [Reason::ExtensionContent];
    assert_eq!(judge(responder(&[oid::CLIENT_AUTH], &[DigitalSignature])), content);
    assert_eq!(judge(responder(&[oid::ANY_EXTENDED_KEY_USAGE], &[DigitalSignature])), content);
    assert_eq!(judge(responder(&[oid::OCSP_SIGNING], &[NonRepudiation])), content);
    assert_eq!(judge(responder(&[oid::OCSP_SIGNING], &[KeyEncipherment])), content);
    let authority = Extension::basic_constraints(BasicConstraints::Ca).critical();
    assert_eq!(judge(good.clone().extension(authority)), content);
    assert_eq!(judge(good.without_extension(oid::EXTENDED_KEY_USAGE)), [Reason::ExtensionMissing]);
}

/// RFC 5280 §4.1.2.6: alternative names that are not critical do not stand for the subject.
#[test]
fn a_certificate_names_its_subject() {
    let jpki = SyntheticJpki::of_vectors();
    let key = jpki.sign_ca(Generation::Third).key();
    let builder = jpki.sign_ca(Generation::Third).certificate_builder();
    let named = read(&builder.clone().sign(key));
    assert_eq!(misfits(Profile::Authority, &named), []);
    let nameless = read(&builder.subject(DistinguishedName::new()).sign(key));
    assert_eq!(misfits(Profile::Authority, &nameless), [Reason::IssuerRuleBroken]);
}
