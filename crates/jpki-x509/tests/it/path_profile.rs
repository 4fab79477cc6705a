//! What a certificate shows of the rules for its issuer (RFC 5280 §4), which are checked on demand: each
//! broken rule beside a near twin that keeps it. Validation as §6.1 has it does not look at them.

use std::time::Duration;

use crate::support::hierarchy::{
    self, Chain, assert_refused, assert_valid, inputs, name, policy, validator,
};
use jpki_core::name::Name;
use jpki_core::report::{CheckId, Reason, Subject};
use jpki_crypto::RustCrypto;
use jpki_testkit::asn1::{self, ObjectIdentifier};
use jpki_testkit::jpki::VECTOR_INSTANT;
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pki::{
    AuthorityKeyIdentifier, BasicConstraints, CertificateBuilder, DistinguishedName,
    DistributionPoint, DistributionPointName, Extension, GeneralName, GeneralSubtree, KeyUsage,
    PolicyInformation, PolicyQualifier, Reason as PointReason, StringType, Time, Validity,
};
use jpki_x509::path::{Conformance, PathInputs, TrustAnchor};

const UPPER: Subject = Subject::Intermediate(1);
const HOLDER: Subject = Subject::EndEntity;

#[track_caller]
fn keeps(chain: &Chain) {
    assert_valid(&chain.validate(&inputs().with_conformance(Conformance::Profile)));
}

/// Refused on demand for this alone, and valid without.
#[track_caller]
fn breaks(chain: &Chain, subject: Subject, reason: Reason) {
    assert_valid(&chain.judge());
    let assessed = chain.validate(&inputs().with_conformance(Conformance::Profile));
    assert_refused(&assessed, CheckId::PathProfile, subject, reason);
}

fn holder(change: impl FnOnce(CertificateBuilder) -> CertificateBuilder) -> Chain {
    Chain::new(1).holder(change)
}

fn with(extension: Extension) -> Chain {
    holder(|holder| holder.extension(extension))
}

fn authority(change: impl FnOnce(CertificateBuilder) -> CertificateBuilder) -> Chain {
    Chain::new(1).authority(0, change)
}

fn value(oid: ObjectIdentifier, der: &[u8]) -> Extension {
    Extension::new(oid, der.to_vec())
}

// §4.1.2.5
#[test]
fn times_before_2050_are_utc_time() {
    let distance = Duration::from_secs(800_000);
    let (start, end) = (VECTOR_INSTANT - distance, VECTOR_INSTANT + distance);
    let late = VECTOR_INSTANT + 24 * 365 * Duration::from_secs(86_400);
    let period = |not_before, not_after| {
        holder(|holder| holder.validity(Validity { not_before, not_after }))
    };
    keeps(&period(Time::Utc(start), Time::Utc(end)));
    keeps(&period(Time::Utc(start), Time::Generalized(late)));
    breaks(&period(Time::Generalized(start), Time::Utc(end)), HOLDER, Reason::IssuerRuleBroken);
    breaks(&period(Time::Utc(start), Time::Generalized(end)), HOLDER, Reason::IssuerRuleBroken);
    breaks(
        &period(Time::Generalized(start), Time::Generalized(late)),
        HOLDER,
        Reason::IssuerRuleBroken,
    );
}

// §4.1.2.4: of an anchor that is a name and a key nothing else is looked at.
#[test]
fn an_issuer_has_a_name() {
    let strict = inputs().with_conformance(Conformance::Profile);
    let judge = |issuer: DistinguishedName, inputs: &PathInputs| {
        let bytes = issuer.to_der();
        let named = Name::from_der(&bytes).expect("a name");
        let key = Key::p256(0).subject_public_key_info();
        let anchor = TrustAnchor::from_name_and_key(named, key, &RustCrypto).expect("an anchor");
        let chain = Chain::new(0).holder(|holder| holder.issuer(issuer));
        validator().validate(&chain.certificates(), &anchor, inputs)
    };
    assert_valid(&judge(name("Anchor"), &strict));
    let nameless = DistinguishedName::new;
    assert_valid(&judge(nameless(), &inputs()));
    let assessed = judge(nameless(), &strict);
    assert_refused(&assessed, CheckId::PathProfile, HOLDER, Reason::IssuerRuleBroken);
}

// §4.1.2.8
#[test]
fn there_are_no_unique_identifiers() {
    let after_key = |element: &[u8]| {
        let mut info = Key::p256(2).subject_public_key_info().to_vec();
        info.extend_from_slice(element);
        holder(|holder| holder.subject_public_key_info(info))
    };
    keeps(&after_key(&[]));
    breaks(&after_key(&[0x81, 2, 0, 0xff]), HOLDER, Reason::IssuerRuleBroken);
    breaks(&after_key(&[0x82, 2, 0, 0xff]), HOLDER, Reason::IssuerRuleBroken);
}

// §4.1.2.6
#[test]
fn who_issues_lists_has_a_name() {
    let names = [GeneralName::Dns("host.example".to_owned())];
    let signs = |usage, subject| {
        holder(|holder| {
            holder
                .subject(subject)
                .extension(Extension::subject_alt_name(&names).critical())
                .replace_extension(Extension::key_usage(&[usage]).critical())
        })
    };
    keeps(&signs(KeyUsage::CrlSign, name("Holder")));
    keeps(&signs(KeyUsage::DigitalSignature, DistinguishedName::new()));
    breaks(&signs(KeyUsage::CrlSign, DistinguishedName::new()), HOLDER, Reason::IssuerRuleBroken);
}

// §4.2.1.1
#[test]
fn the_authority_key_identifier_identifies_the_key() {
    let identifier = |identifier: &AuthorityKeyIdentifier| {
        let extension = Extension::authority_key_identifier(identifier);
        holder(|holder| holder.replace_extension(extension))
    };
    let of_key = AuthorityKeyIdentifier::of_key(Key::p256(1));
    let of_certificate = AuthorityKeyIdentifier {
        issuer: vec![GeneralName::Directory(name("Anchor"))],
        serial: Some(7.into()),
        ..AuthorityKeyIdentifier::default()
    };
    keeps(&identifier(&of_key));
    let both =
        AuthorityKeyIdentifier { key_identifier: of_key.key_identifier, ..of_certificate.clone() };
    keeps(&identifier(&both));
    breaks(&identifier(&of_certificate), HOLDER, Reason::ExtensionContent);
    breaks(&identifier(&AuthorityKeyIdentifier::default()), HOLDER, Reason::ExtensionContent);
}

/// Self-issued is not self-signed: a new key that the old one vouches for needs the identifier.
#[test]
fn only_a_self_signed_certificate_lacks_it() {
    let rolled_over = |change: fn(CertificateBuilder) -> CertificateBuilder| {
        let new = hierarchy::authority("Anchor", "Anchor", Key::p256(0), Key::p256(1));
        let mut chain = Chain::new(1);
        chain.links[0].0 = change(new);
        chain.holder(|holder| holder.issuer(name("Anchor")))
    };
    keeps(&rolled_over(|new| new));
    breaks(
        &rolled_over(|new| new.without_extension(oid::AUTHORITY_KEY_IDENTIFIER)),
        UPPER,
        Reason::ExtensionMissing,
    );
    keeps(
        &Chain::new(1)
            .with_anchor(|anchor| anchor.without_extension(oid::AUTHORITY_KEY_IDENTIFIER)),
    );
}

// §4.2.1.4
#[test]
fn policies_are_named_once_and_any_policy_is_qualified_as_defined() {
    let any = oid::ANY_POLICY;
    let policies = |policies: &[PolicyInformation]| with(Extension::certificate_policies(policies));
    let plain = PolicyInformation::new;
    let cps = || PolicyQualifier::CpsUri("http://cps.example".to_owned());
    let other = || PolicyQualifier::Other(policy(9), asn1::null());
    keeps(&policies(&[plain(policy(1)), plain(policy(2))]));
    let twice = policies(&[plain(policy(1)), plain(policy(2)), plain(policy(1))]);
    breaks(&twice, HOLDER, Reason::ExtensionContent);
    keeps(&policies(&[plain(any).qualifier(cps()), plain(policy(1)).qualifier(other())]));
    breaks(&policies(&[plain(any).qualifier(other())]), HOLDER, Reason::ExtensionContent);
    let cps_of_integer = PolicyQualifier::Other(oid::CPS_QUALIFIER, asn1::unsigned(1));
    let malformed = policies(&[plain(policy(1)).qualifier(cps_of_integer)]);
    breaks(&malformed, HOLDER, Reason::ExtensionMalformed);
}

// §4.2.1.6, §4.2.1.7
#[test]
fn alternative_names_are_of_their_form() {
    let uri = |text: &str| GeneralName::Uri(text.to_owned());
    let mail = |text: &str| GeneralName::Rfc822(text.to_owned());
    let dns = |text: &str| GeneralName::Dns(text.to_owned());
    let address = |bytes: usize| GeneralName::IpAddress(vec![1; bytes]);
    for good in [
        uri("http://host.example/"),
        uri("urn:oid:1.2.3"),
        mail("hana@host.example"),
        mail("\"ha na\"@host.example"),
        mail("hana@[192.0.2.1]"),
        dns("host.example"),
        address(4),
        address(16),
        GeneralName::Directory(name("Other")),
        GeneralName::other(policy(9), StringType::Utf8, ""),
    ] {
        keeps(&with(Extension::subject_alt_name(core::slice::from_ref(&good))));
        keeps(&with(Extension::issuer_alt_name(&[good])));
    }
    for bad in [
        uri(""),
        uri("host.example/path"),
        uri("//host.example/path"),
        uri("http:"),
        mail(""),
        mail("host.example"),
        mail("@host.example"),
        mail("Hana <hana@host.example>"),
        mail("hana@"),
        dns(""),
        dns(" "),
        dns("host..example"),
        address(0),
        address(5),
        address(8),
        GeneralName::Directory(DistinguishedName::new()),
    ] {
        let after_good = [dns("host.example"), bad];
        breaks(&with(Extension::subject_alt_name(&after_good)), HOLDER, Reason::ExtensionContent);
        breaks(&with(Extension::issuer_alt_name(&after_good)), HOLDER, Reason::ExtensionContent);
    }
}

// §4.2.1.8, §4.2.2.1, §4.2.2.2, §4.2.1.14: validation refuses a critical one that it does not know.
#[test]
fn extensions_that_inform_are_not_critical() {
    let address = [(oid::CA_ISSUERS, GeneralName::Uri("http://host.example/".to_owned()))];
    for extension in [
        Extension::authority_info_access(&address),
        Extension::subject_info_access(&address),
        Extension::subject_directory_attributes(&[(policy(1), vec![asn1::null()])]),
    ] {
        keeps(&with(extension));
    }
    for malformed in [
        value(oid::SUBJECT_INFO_ACCESS, &[0x30, 0]),
        value(oid::AUTHORITY_INFO_ACCESS, &[0x30, 0]),
        value(oid::SUBJECT_DIRECTORY_ATTRIBUTES, &[0x30, 0]),
        Extension::subject_directory_attributes(&[(policy(1), vec![])]),
    ] {
        breaks(&with(malformed), HOLDER, Reason::ExtensionMalformed);
    }
}

// §4.2.1.9
#[test]
fn only_an_authority_has_a_path_length() {
    let constraints = |der: &[u8]| with(value(oid::BASIC_CONSTRAINTS, der).critical());
    keeps(&constraints(&[0x30, 0]));
    keeps(&authority(|authority| {
        authority.replace_extension(
            Extension::basic_constraints(BasicConstraints::CaWithPathLength(0)).critical(),
        )
    }));
    breaks(&constraints(&[0x30, 3, 2, 1, 0]), HOLDER, Reason::ExtensionContent);
    breaks(&constraints(&[0x30, 6, 1, 1, 0, 2, 1, 3]), HOLDER, Reason::ExtensionContent);
    // keyCertSign goes with it
    let usage = Extension::key_usage(&[KeyUsage::CrlSign]).critical();
    let chain = holder(|holder| {
        let constraints = Extension::basic_constraints(BasicConstraints::CaWithPathLength(0));
        holder.extension(constraints.critical()).replace_extension(usage)
    });
    breaks(&chain, HOLDER, Reason::IssuerRuleBroken);
}

// §4.2.1.10
#[test]
fn name_constraints_are_whole_subtrees() {
    let excluding = |subtree: GeneralSubtree| {
        let extension = Extension::name_constraints(&[], &[subtree]).critical();
        authority(|authority| authority.extension(extension))
    };
    let other = || GeneralSubtree::new(GeneralName::Dns("other.example".to_owned()));
    let range = |bytes| GeneralSubtree::new(GeneralName::IpAddress(vec![0; bytes]));
    keeps(&excluding(other()));
    keeps(&excluding(range(8)));
    breaks(&excluding(GeneralSubtree { minimum: 1, ..other() }), UPPER, Reason::ExtensionContent);
    breaks(
        &excluding(GeneralSubtree { maximum: Some(9), ..other() }),
        UPPER,
        Reason::ExtensionContent,
    );
    breaks(&excluding(range(4)), UPPER, Reason::ExtensionContent);
    let bare = Extension::name_constraints(&[], &[other()]);
    let chain = authority(|authority| authority.extension(bare));
    breaks(&chain, UPPER, Reason::ExtensionCriticality);
    let chain = with(Extension::name_constraints(&[], &[other()]).critical());
    breaks(&chain, HOLDER, Reason::ExtensionForbidden);
}

// §4.2.1.13, §4.2.1.15
#[test]
fn distribution_points_cover_all_reasons_and_name_another_issuer() {
    let named = || DistributionPoint::named(DistributionPointName::uri("http://crl.example/"));
    let partial =
        || DistributionPoint { reasons: Some(vec![PointReason::KeyCompromise]), ..named() };
    let by = |issuer: GeneralName| DistributionPoint { crl_issuer: vec![issuer], ..named() };
    let directory = |text: &str| GeneralName::Directory(name(text));
    let points = |points: &[DistributionPoint]| with(Extension::crl_distribution_points(points));
    keeps(&points(&[named()]));
    keeps(&points(&[partial(), named()]));
    keeps(&points(&[by(directory("Other"))]));
    breaks(&points(&[partial()]), HOLDER, Reason::ExtensionContent);
    // §4.2.1.13: an issuer that is the certificate's own is left out
    breaks(&points(&[by(directory("Authority 1"))]), HOLDER, Reason::ExtensionContent);
    let uri = GeneralName::Uri("http://crl.example/".to_owned());
    breaks(&points(&[by(uri)]), HOLDER, Reason::ExtensionContent);
    keeps(&with(Extension::freshest_crl(&[partial()])));
    breaks(
        &with(Extension::freshest_crl(&[by(directory("Authority 1"))])),
        HOLDER,
        Reason::ExtensionContent,
    );
}

// §4.2.1.11, §4.2.1.14
#[test]
fn policy_constraints_are_critical() {
    for extension in
        [Extension::policy_constraints(None, Some(5)), Extension::inhibit_any_policy(5)]
    {
        keeps(&authority(|authority| authority.extension(extension.clone().critical())));
        let chain = authority(|authority| authority.extension(extension));
        breaks(&chain, UPPER, Reason::ExtensionCriticality);
    }
}
