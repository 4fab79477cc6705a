//! The rules of RFC 5280 §6.1 one by one: what keeps a rule is valid, the nearest thing that breaks it is
//! refused for that rule and for nothing else. Expectations are those of the sections named.

use crate::support::hierarchy::{
    self, Chain, anchor_of, assert_refused, assert_valid, findings, inputs, name, read, validator,
};
use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::der::Oid;
use jpki_core::limits::Limits;
use jpki_core::report::{CheckId, Fact, FactKey, Outcome, Reason, Subject, Verdict};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_testkit::asn1;
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::key::{Key, KeyKind};
use jpki_testkit::oid;
use jpki_testkit::pki::{
    AuthorityKeyIdentifier, BasicConstraints, DistinguishedName, DistributionPoint,
    DistributionPointName, Extension, GeneralName, GeneralSubtree, KeyUsage, PolicyInformation,
    SerialNumber, StringType, Validity, Version,
};
use jpki_testkit::signature::SignatureAlgorithm;
use jpki_x509::authority::Authority;
use jpki_x509::extension::general_name::GeneralName as ReadName;
use jpki_x509::extension::{ExtendedKeyUsage, KeyUsage as Usage};
use jpki_x509::path::{
    AnchorConstraints, AnchorValidity, Conformance, PathInputs, PurposeScope, TrustAnchor,
};

const HOLDER: Subject = Subject::EndEntity;

fn at(seconds: i64) -> PathInputs {
    PathInputs::at(ValidationTime::at(Timestamp::from_unix_seconds(seconds)))
}

#[test]
fn a_sound_path_is_valid_at_any_depth() {
    for authorities in 0..5 {
        let chain = Chain::new(authorities);
        let assessed = chain.judge();
        assert_valid(&assessed);
        let path = assessed.value().expect("a path");
        assert_eq!(path.certificates().len(), authorities + 1);
        assert_eq!(path.links().count(), authorities + 1);
        let (_, last) = path.links().last().expect("a link");
        assert!(last.is_same(chain.anchor().authority()));
        let above = path.certificates().get(1).map(|certificate| certificate.public_key_bytes());
        let anchor = chain.anchor();
        assert_eq!(
            path.issuer().public_key_bytes(),
            above.unwrap_or(anchor.authority().public_key_bytes())
        );
        assert_eq!(
            path.public_key().expect("a key").as_bytes(),
            Key::p256(authorities + 1).subject_public_key_info()
        );
    }
}

#[test]
fn a_path_needs_a_certificate() {
    let assessed = validator().validate(&[], &Chain::new(0).anchor(), &inputs());
    assert_refused(&assessed, CheckId::Path, HOLDER, Reason::PathEmpty);
}

#[test]
fn an_anchor_may_be_a_name_and_a_key() {
    let chain = Chain::new(1);
    let key = Key::p256(0).subject_public_key_info();
    let bytes = name("Anchor").to_der();
    let named = jpki_core::name::Name::from_der(&bytes).expect("a name");
    let anchor = TrustAnchor::from_name_and_key(named, key, &RustCrypto).expect("an anchor");
    assert_valid(&validator().validate(&chain.certificates(), &anchor, &inputs()));
    let other = Key::p256(9).subject_public_key_info();
    let anchor = TrustAnchor::from_name_and_key(named, other, &RustCrypto).expect("an anchor");
    assert_refused(
        &validator().validate(&chain.certificates(), &anchor, &inputs()),
        CheckId::PathSignature,
        Subject::Intermediate(1),
        Reason::SignatureMismatch,
    );
}

/// One key may serve authorities of two names, which are two.
#[test]
fn an_authority_is_a_name_and_a_key() {
    let authority = |name: &DistinguishedName, key: usize| {
        let bytes = name.to_der();
        let name = jpki_core::name::Name::from_der(&bytes).expect("a name");
        let key = Key::p256(key).subject_public_key_info();
        Authority::new(name, key, &RustCrypto).expect("a key")
    };
    let one = authority(&name("One"), 0);
    assert!(one.is_same(&authority(&name("One"), 0)));
    // RFC 5280 §7.1
    let respelt = DistinguishedName::new().printable(oid::COMMON_NAME, " oNE");
    assert!(one.is_same(&authority(&respelt, 0)));
    assert!(!one.is_same(&authority(&name("Two"), 0)));
    assert!(!one.is_same(&authority(&name("One"), 1)));
}

// §6.1.3(a)(1)
#[test]
// Requirement: PATH-05
fn each_signature_must_be_the_issuers() {
    for (place, subject) in [(0, Subject::Intermediate(1)), (1, HOLDER)] {
        let mut chain = Chain::new(1);
        chain.links[place].1 = Key::p256(9);
        let reason = Reason::SignatureMismatch;
        assert_refused(&chain.judge(), CheckId::PathSignature, subject, reason);
    }
}

// §4.1.1.2
#[test]
fn the_algorithm_must_be_the_same_inside_and_outside() {
    let other = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha384).identifier();
    let chain = Chain::new(0).holder(|holder| holder.inner_algorithm(other));
    let reason = Reason::AlgorithmMismatch;
    assert_refused(&chain.judge(), CheckId::PathAlgorithm, HOLDER, reason);
}

#[test]
fn the_algorithm_must_be_allowed() {
    let rsa = Key::rsa_2048(0);
    let anchor = hierarchy::authority("Anchor", "Anchor", rsa, rsa);
    let anchor = anchor_of(read(&anchor.sign(rsa)));
    let holder = hierarchy::certificate("Anchor", "Holder", rsa, Key::p256(1));
    let sign = |hash| read(&holder.sign_with(rsa, SignatureAlgorithm::RsaPkcs1(hash)));
    let judge = |certificate, policy| {
        let validator = validator().with_algorithms(policy);
        validator.validate(&[certificate], &anchor, &inputs())
    };
    let sha1 = || sign(HashAlgorithm::Sha1);
    assert_valid(&judge(sign(HashAlgorithm::Sha256), AlgorithmPolicy::current()));
    let assessed = judge(sha1(), AlgorithmPolicy::current());
    let reason = Reason::AlgorithmNotAllowed;
    assert_refused(&assessed, CheckId::PathAlgorithm, HOLDER, reason);
    assert_valid(&judge(sha1(), AlgorithmPolicy::legacy()));
    let assessed = judge(sign(HashAlgorithm::Md5), AlgorithmPolicy::legacy());
    let reason = Reason::AlgorithmUnsupported;
    assert_refused(&assessed, CheckId::PathAlgorithm, HOLDER, reason);

    let weak = Key::new(KeyKind::Rsa1024, 0);
    let anchor = anchor_of(read(&hierarchy::authority("Anchor", "Anchor", weak, weak).sign(weak)));
    let assessed = validator().validate(&[read(&holder.sign(weak))], &anchor, &inputs());
    assert_eq!(findings(&assessed)[0], (CheckId::PathAlgorithm, HOLDER, Reason::KeySizeNotAllowed));
}

// §6.1.3(a)(2), §4.1.2.5: the last second still counts.
#[test]
// Requirement: VAL-01, VAL-03
fn the_instant_must_lie_within_each_validity_period() {
    let instant = jpki_testkit::jpki::VECTOR_INSTANT;
    let hour = std::time::Duration::from_secs(3600);
    for (place, subject) in [(0, Subject::Intermediate(1)), (1, HOLDER)] {
        let validity = Validity::new(instant, instant + hour);
        let chain = Chain::new(1).authority(place, |builder| builder.validity(validity));
        let first = instant.unix_timestamp();
        let judge = |seconds| chain.validate(&at(seconds));
        assert_valid(&judge(first));
        assert_valid(&judge(first + 3600));
        let id = CheckId::PathValidity;
        assert_refused(&judge(first - 1), id, subject, Reason::NotYetValid);
        assert_refused(&judge(first + 3601), id, subject, Reason::Expired);
    }
}

// §6.1.3(a)(4), §7.1
#[test]
fn names_must_chain() {
    let respelt = DistinguishedName::new().printable(oid::COMMON_NAME, "AUTHORITY  1");
    assert_valid(&Chain::new(1).holder(|holder| holder.issuer(respelt)).judge());
    let chain = Chain::new(1).holder(|holder| holder.issuer(name("Authority 2")));
    assert_refused(&chain.judge(), CheckId::PathNames, HOLDER, Reason::NameMismatch);
    let long = name(&"\u{fdfa}".repeat(1000));
    let chain = Chain::new(1).holder(|holder| holder.issuer(long));
    let validator = validator().with_limits(Limits::DEFAULT.with_name_comparisons(1000));
    let assessed = validator.validate(&chain.certificates(), &chain.anchor(), &inputs());
    assert_refused(&assessed, CheckId::PathNames, HOLDER, Reason::LimitReached);
}

// §4.2.1.1: identifiers help to find a key, a contradiction is told and decides nothing.
#[test]
fn a_contradicting_key_identifier_warns() {
    let issuer = vec![GeneralName::Directory(name("Anchor"))];
    let serial = |number: u64| Some(SerialNumber::from(number));
    let with = |identifier: AuthorityKeyIdentifier| {
        let extension = Extension::authority_key_identifier(&identifier);
        Chain::new(1).holder(|holder| holder.replace_extension(extension)).judge()
    };
    let own = AuthorityKeyIdentifier::of_key(Key::p256(1));
    let warned = [(CheckId::PathKeyIdentifier, HOLDER, Reason::KeyIdentifierContradiction)];
    let fitting =
        AuthorityKeyIdentifier { issuer: issuer.clone(), serial: serial(7), ..own.clone() };
    for identifier in [own.clone(), fitting, AuthorityKeyIdentifier::default()] {
        let assessed = with(identifier);
        assert_valid(&assessed);
        assert_eq!(findings(&assessed), []);
    }
    let other_issuer = vec![GeneralName::Directory(name("Other"))];
    for identifier in [
        AuthorityKeyIdentifier::of_key(Key::p256(9)),
        AuthorityKeyIdentifier { issuer, serial: serial(8), ..own.clone() },
        AuthorityKeyIdentifier { issuer: other_issuer, serial: serial(7), ..own },
    ] {
        let assessed = with(identifier);
        assert_valid(&assessed);
        assert_eq!(findings(&assessed), warned);
    }
}

// §6.1.4(k)
#[test]
// Requirement: PATH-01
fn an_issuer_must_be_an_authority() {
    let (id, subject) = (CheckId::PathBasicConstraints, Subject::Intermediate(1));
    let with = |constraints| {
        let extension = Extension::basic_constraints(constraints).critical();
        Chain::new(1).authority(0, |authority| authority.replace_extension(extension)).judge()
    };
    assert_valid(&with(BasicConstraints::Ca));
    let reason = Reason::NotCertificateAuthority;
    assert_refused(&with(BasicConstraints::EndEntity), id, subject, reason);
    assert_refused(&with(BasicConstraints::WrittenEndEntity), id, subject, reason);
    let without =
        Chain::new(1).authority(0, |authority| authority.without_extension(oid::BASIC_CONSTRAINTS));
    assert_refused(&without.judge(), id, subject, reason);
    let old =
        Chain::new(1).authority(0, |authority| authority.version(Version::V1).without_extensions());
    assert_refused(&old.judge(), id, subject, Reason::VersionNotThree);
}

// §6.1.4(l)(m)
#[test]
fn path_length_counts_authorities_that_are_not_self_issued() {
    let limited = |chain: Chain, place, length| {
        let constraints = BasicConstraints::CaWithPathLength(length);
        let extension = Extension::basic_constraints(constraints).critical();
        chain.authority(place, |authority| authority.replace_extension(extension))
    };
    assert_valid(&limited(Chain::new(3), 0, 2).judge());
    assert_valid(&limited(Chain::new(1), 0, 0).judge());
    assert_refused(
        &limited(Chain::new(3), 0, 1).judge(),
        CheckId::PathLength,
        Subject::Intermediate(1),
        Reason::PathTooLong,
    );
    // A lower authority cannot widen what one above it allows.
    let widened = limited(limited(Chain::new(3), 0, 1), 1, 5);
    let reason = Reason::PathTooLong;
    assert_refused(&widened.judge(), CheckId::PathLength, Subject::Intermediate(1), reason);
    assert_valid(&limited(self_issued(Chain::new(2)), 0, 0).judge());
    assert_valid(&limited(self_issued(Chain::new(3)), 0, 1).judge());
    let short = limited(self_issued(Chain::new(3)), 0, 0);
    assert_refused(&short.judge(), CheckId::PathLength, Subject::Intermediate(1), reason);
}

/// Where issuer and subject take too long to compare, the certificate is not taken for self-issued, nor the
/// path for too long.
#[test]
fn what_cannot_be_told_self_issued_is_counted_and_not_called_invalid() {
    let costly = |last| name(&format!("{}{last}", "\u{fdfa}".repeat(1000)));
    let constraints = BasicConstraints::CaWithPathLength(0);
    let limited = Extension::basic_constraints(constraints).critical();
    let chain = Chain::new(2)
        .authority(0, |upper| upper.subject(costly("a")).replace_extension(limited))
        .authority(1, |lower| lower.issuer(costly("a")).subject(costly("A")))
        .holder(|holder| holder.issuer(costly("A")));
    let within = |comparisons| {
        let limits = Limits::DEFAULT.with_name_comparisons(comparisons);
        let validator = validator().with_limits(limits);
        validator.validate(&chain.certificates(), &chain.anchor(), &inputs())
    };
    assert_valid(&within(500_000));
    assert_eq!(within(150_000).verdict(), Verdict::Indeterminate);
}

/// The second authority is the first one with another key.
fn self_issued(chain: Chain) -> Chain {
    chain
        .authority(1, |authority| authority.subject(name("Authority 1")))
        .authority(2, |below| below.issuer(name("Authority 1")))
}

/// The names of a key identifier are compared within the budget, and only where the issuer did sign.
#[test]
fn names_of_a_key_identifier_are_compared_within_the_budget() {
    let costly =
        |last: usize| GeneralName::Directory(name(&format!("{}{last}", "\u{fdfa}".repeat(1300))));
    let with = |names: Vec<GeneralName>| {
        let identifier = AuthorityKeyIdentifier {
            issuer: names,
            serial: Some(SerialNumber::from(7)),
            ..AuthorityKeyIdentifier::of_key(Key::p256(1))
        };
        let extension = Extension::authority_key_identifier(&identifier);
        Chain::new(1).holder(|holder| holder.replace_extension(extension))
    };
    let many = with((0..10).map(costly).collect());
    assert_refused(&many.judge(), CheckId::PathKeyIdentifier, HOLDER, Reason::LimitReached);
    assert_eq!(many.judge().verdict(), Verdict::Indeterminate);
    let few = with(vec![GeneralName::Directory(name("Anchor")), costly(0)]);
    assert_valid(&few.judge());
    // The budget of the path, not one of their own.
    let respelt = with(vec![costly(0), GeneralName::Directory(name("Anchor"))]);
    assert_valid(&respelt.judge());
    let poor = validator().with_limits(Limits::DEFAULT.with_name_comparisons(100));
    let judge = |chain: &Chain| poor.validate(&chain.certificates(), &chain.anchor(), &inputs());
    assert_valid(&judge(&few));
    assert_refused(&judge(&respelt), CheckId::PathKeyIdentifier, HOLDER, Reason::LimitReached);
    let [holder, authority] = &many.certificates()[..] else { panic!("two certificates") };
    let mut tampered = holder.as_der().to_vec();
    *tampered.last_mut().unwrap() ^= 1;
    let path = [read(&tampered), authority.clone()];
    let assessed = validator().validate(&path, &many.anchor(), &inputs());
    assert_eq!(assessed.verdict(), Verdict::Invalid);
    let reasons = findings(&assessed).into_iter().map(|(_, _, reason)| reason);
    assert_eq!(reasons.collect::<Vec<_>>(), [Reason::SignatureMismatch]);
}

// §6.1.4(n)
#[test]
// Requirement: PATH-01
fn an_authority_must_be_allowed_to_sign_certificates() {
    let with = |usage| {
        let extension = Extension::key_usage(usage).critical();
        Chain::new(1).authority(0, |authority| authority.replace_extension(extension)).judge()
    };
    assert_valid(&with(&[KeyUsage::KeyCertSign]));
    assert_refused(
        &with(&[KeyUsage::CrlSign, KeyUsage::DigitalSignature]),
        CheckId::PathKeyUsage,
        Subject::Intermediate(1),
        Reason::KeyUsageInsufficient,
    );
    let without =
        Chain::new(1).authority(0, |authority| authority.without_extension(oid::KEY_USAGE));
    assert_valid(&without.judge());
}

// §6.1.4(o), §6.1.5(f)
#[test]
// Requirement: PATH-01
fn critical_extensions_must_be_understood() {
    let unknown = || Extension::new(hierarchy::policy(99), asn1::null());
    let malformed = || Extension::new(oid::SUBJECT_ALT_NAME, asn1::null());
    let id = CheckId::PathCriticalExtensions;
    for (place, subject) in [(0, Subject::Intermediate(1)), (1, HOLDER)] {
        let with = |extension| {
            Chain::new(1).authority(place, |builder| builder.extension(extension)).judge()
        };
        assert_valid(&with(unknown()));
        let reason = Reason::UnknownCriticalExtension;
        assert_refused(&with(unknown().critical()), id, subject, reason);
        let reason = Reason::ExtensionMalformed;
        assert_refused(&with(malformed().critical()), id, subject, reason);
    }
}

/// An extension that a rule reads must be intelligible, critical or not.
#[test]
fn malformed_extensions_are_refused_where_a_rule_reads_them() {
    let malformed = |place, oid| {
        let extension = Extension::new(oid, asn1::null());
        Chain::new(1).authority(place, |builder| builder.replace_extension(extension))
    };
    let demands = inputs()
        .with_key_usage(Usage::DIGITAL_SIGNATURE)
        .with_purpose(ExtendedKeyUsage::CLIENT_AUTH, PurposeScope::WholePath);
    let (upper, reason) = (Subject::Intermediate(1), Reason::ExtensionMalformed);
    for (place, subject, extension, id) in [
        (0, upper, oid::CERTIFICATE_POLICIES, CheckId::PathPolicies),
        (0, upper, oid::POLICY_MAPPINGS, CheckId::PathPolicyMappings),
        (0, upper, oid::NAME_CONSTRAINTS, CheckId::PathNameConstraintsExtension),
        (0, upper, oid::POLICY_CONSTRAINTS, CheckId::PathPolicyConstraints),
        (0, upper, oid::INHIBIT_ANY_POLICY, CheckId::PathInhibitAnyPolicy),
        (0, upper, oid::BASIC_CONSTRAINTS, CheckId::PathBasicConstraints),
        (0, upper, oid::KEY_USAGE, CheckId::PathKeyUsage),
        (0, upper, oid::EXTENDED_KEY_USAGE, CheckId::PathPurpose),
        (1, HOLDER, oid::CERTIFICATE_POLICIES, CheckId::PathPolicies),
        (1, HOLDER, oid::POLICY_CONSTRAINTS, CheckId::PathPolicyConstraints),
        (1, HOLDER, oid::KEY_USAGE, CheckId::PathKeyUsage),
        (1, HOLDER, oid::EXTENDED_KEY_USAGE, CheckId::PathPurpose),
    ] {
        assert_refused(&malformed(place, extension).validate(&demands), id, subject, reason);
    }
    // It helps to find a key, and no rule needs it.
    let assessed = malformed(1, oid::AUTHORITY_KEY_IDENTIFIER).validate(&demands);
    assert_valid(&assessed);
    assert_eq!(findings(&assessed), [(CheckId::PathKeyIdentifier, HOLDER, reason)]);
    assert_valid(&malformed(1, oid::FRESHEST_CRL).validate(&demands));
}

/// Each extension that is understood is read where it is critical, and named where it is malformed.
#[test]
fn a_critical_extension_that_is_malformed_is_named() {
    for extension in [
        oid::KEY_USAGE,
        oid::BASIC_CONSTRAINTS,
        oid::CERTIFICATE_POLICIES,
        oid::POLICY_MAPPINGS,
        oid::POLICY_CONSTRAINTS,
        oid::INHIBIT_ANY_POLICY,
        oid::NAME_CONSTRAINTS,
        oid::EXTENDED_KEY_USAGE,
        oid::SUBJECT_ALT_NAME,
        oid::ISSUER_ALT_NAME,
        oid::AUTHORITY_KEY_IDENTIFIER,
        oid::SUBJECT_KEY_IDENTIFIER,
        oid::CRL_DISTRIBUTION_POINTS,
        oid::FRESHEST_CRL,
    ] {
        let malformed = Extension::new(extension, asn1::null()).critical();
        let chain = Chain::new(1).holder(|holder| holder.replace_extension(malformed));
        let assessed = chain.judge();
        assert_eq!(assessed.verdict(), Reason::ExtensionMalformed.verdict());
        let check = assessed.report().find(CheckId::Path).expect("the path");
        let check = check.parts().last().expect("the holder");
        let check = check.find(CheckId::PathCriticalExtensions).expect("a check");
        assert_eq!(check.outcome(), Outcome::Failed(Reason::ExtensionMalformed));
        assert_eq!(check.facts(), &[extension_fact(extension)]);
    }
    let point = [DistributionPoint::named(DistributionPointName::uri("http://crl.example"))];
    let directory = [GeneralName::Directory(name("Other"))];
    for sound in [
        Extension::basic_constraints(BasicConstraints::EndEntity),
        Extension::extended_key_usage(&[oid::CLIENT_AUTH]),
        Extension::issuer_alt_name(&directory),
        Extension::subject_alt_name(&directory),
        Extension::authority_key_identifier(&AuthorityKeyIdentifier::of_key(Key::p256(1))),
        Extension::subject_key_identifier(b"key"),
        Extension::crl_distribution_points(&point),
        Extension::freshest_crl(&point),
        Extension::certificate_policies(&[PolicyInformation::new(hierarchy::policy(1))]),
        Extension::policy_mappings(&[(hierarchy::policy(1), hierarchy::policy(2))]),
        Extension::inhibit_any_policy(0),
        Extension::policy_constraints(Some(9), None),
    ] {
        let chain = Chain::new(1).holder(|holder| holder.replace_extension(sound.critical()));
        assert_valid(&chain.judge());
    }
}

// §6.1.5(c)(d)(e), RFC 5480 §2.1.1
#[test]
fn a_certified_key_of_a_known_kind_must_be_sound() {
    let info = |parameters: Vec<u8>| {
        let curve_key = asn1::object_identifier(
            asn1::ObjectIdentifier::new("1.2.840.10045.2.1").expect("an object identifier"),
        );
        let key = asn1::bit_string(Key::p256(1).subject_public_key());
        asn1::sequence([asn1::sequence([curve_key, parameters]), key])
    };
    let curve = |text| {
        asn1::object_identifier(asn1::ObjectIdentifier::new(text).expect("an object identifier"))
    };
    let judge = |info| Chain::new(0).holder(|holder| holder.subject_public_key_info(info)).judge();
    assert_valid(&judge(info(curve("1.2.840.10045.3.1.7"))));
    // secp256k1 is for others to use.
    assert_valid(&judge(info(curve("1.3.132.0.10"))));
    let explicit = asn1::sequence([asn1::unsigned(1)]);
    let id = CheckId::PathPublicKey;
    assert_refused(&judge(info(explicit)), id, HOLDER, Reason::KeyRejected);
}

// §4.2.1.3, §4.2.1.12
#[test]
fn demands_on_the_use_of_the_key() {
    let usage = inputs().with_key_usage(Usage::DIGITAL_SIGNATURE);
    assert_valid(&Chain::new(1).validate(&usage));
    let usage = inputs().with_key_usage(Usage::DIGITAL_SIGNATURE.union(Usage::NON_REPUDIATION));
    let assessed = Chain::new(1).validate(&usage);
    let reason = Reason::KeyUsageInsufficient;
    assert_refused(&assessed, CheckId::PathKeyUsage, HOLDER, reason);

    let purposes = |chain: Chain, place, purpose| {
        let extension = Extension::extended_key_usage(&[purpose]);
        chain.authority(place, |builder| builder.extension(extension))
    };
    let client = |scope| inputs().with_purpose(ExtendedKeyUsage::CLIENT_AUTH, scope);
    let end_entity = client(PurposeScope::EndEntity);
    let whole_path = client(PurposeScope::WholePath);
    assert_valid(&Chain::new(1).validate(&whole_path));
    let good = purposes(Chain::new(1), 1, oid::CLIENT_AUTH);
    assert_valid(&good.validate(&whole_path));
    assert_valid(&purposes(Chain::new(1), 1, oid::ANY_EXTENDED_KEY_USAGE).validate(&whole_path));
    let id = CheckId::PathPurpose;
    let bad = purposes(Chain::new(1), 1, oid::SERVER_AUTH);
    assert_refused(&bad.validate(&end_entity), id, HOLDER, Reason::PurposeNotAllowed);
    let authority = purposes(good, 0, oid::SERVER_AUTH);
    assert_valid(&authority.validate(&end_entity));
    let reason = Reason::PurposeNotAllowed;
    let subject = Subject::Intermediate(1);
    assert_refused(&authority.validate(&whole_path), id, subject, reason);
}

// §6.1.1(d), RFC 5937 §3.2
#[test]
fn the_anchor_binds_where_the_inputs_say_so() {
    let enforced = inputs().with_anchor_constraints(AnchorConstraints::Enforced);
    let both = |chain: &Chain, id, subject, reason| {
        assert_valid(&chain.judge());
        assert_refused(&chain.validate(&enforced), id, subject, reason);
    };
    assert_valid(&Chain::new(1).validate(&enforced));
    let replaced =
        |extension| Chain::new(1).with_anchor(|anchor| anchor.replace_extension(extension));
    both(
        &replaced(Extension::basic_constraints(BasicConstraints::CaWithPathLength(0)).critical()),
        CheckId::PathLength,
        Subject::Intermediate(1),
        Reason::PathTooLong,
    );
    both(
        &replaced(Extension::basic_constraints(BasicConstraints::EndEntity).critical()),
        CheckId::PathBasicConstraints,
        Subject::TrustAnchor,
        Reason::NotCertificateAuthority,
    );
    let explicit = replaced(Extension::policy_constraints(Some(0), None).critical());
    assert_valid(&explicit.judge());
    assert_eq!(
        findings(&explicit.validate(&enforced))[0],
        (CheckId::PathExplicitPolicy, Subject::Intermediate(1), Reason::NoValidPolicy)
    );
    let subtree = GeneralSubtree::new(GeneralName::Directory(name("Holder")));
    both(
        &replaced(Extension::name_constraints(&[], &[subtree]).critical()),
        CheckId::PathNameConstraints,
        HOLDER,
        Reason::NameExcluded,
    );
    let instant = jpki_testkit::jpki::VECTOR_INSTANT;
    let day = std::time::Duration::from_secs(86_400);
    let expired = Chain::new(1)
        .with_anchor(|anchor| anchor.validity(Validity::new(instant - day - day, instant - day)));
    assert_valid(&expired.judge());
    assert_refused(
        &expired.validate(&inputs().with_anchor_validity(AnchorValidity::Enforced)),
        CheckId::AnchorValidity,
        Subject::TrustAnchor,
        Reason::Expired,
    );
    let enforced = inputs().with_anchor_constraints(AnchorConstraints::Enforced);
    // RFC 5937 §3.2: what an anchor does not state constrains nothing.
    let silent = Chain::new(1).with_anchor(|anchor| anchor.without_extensions());
    assert_valid(&silent.validate(&enforced));
    let first_version =
        Chain::new(1).with_anchor(|anchor| anchor.version(Version::V1).without_extensions());
    assert_valid(&first_version.validate(&enforced));
    let end_entity = Chain::new(1).with_anchor(|anchor| {
        anchor.replace_extension(Extension::basic_constraints(BasicConstraints::EndEntity))
    });
    assert_refused(
        &end_entity.validate(&enforced),
        CheckId::PathBasicConstraints,
        Subject::TrustAnchor,
        Reason::NotCertificateAuthority,
    );
}

// §6.1.6
#[test]
fn a_valid_path_tells_the_name_constraints_that_applied() {
    let excluded = |text: &str| {
        let subtree = GeneralSubtree::new(GeneralName::Dns(text.to_owned()));
        Extension::name_constraints(&[], &[subtree]).critical()
    };
    let chain = Chain::new(2)
        .with_anchor(|anchor| anchor.extension(excluded("anchor.example")))
        .authority(0, |authority| authority.extension(excluded("upper.example")))
        .authority(1, |authority| authority.extension(excluded("lower.example")));
    let told = |inputs: &PathInputs| -> Vec<String> {
        let assessed = chain.validate(inputs);
        let path = assessed.value().expect("a path");
        let hosts = path.name_constraints().flat_map(|constraints| constraints.excluded());
        hosts
            .map(|subtree| match subtree.base {
                ReadName::DnsName(host) => String::from_utf8_lossy(host).into_owned(),
                _ => panic!("a host name"),
            })
            .collect()
    };
    let enforced = inputs().with_anchor_constraints(AnchorConstraints::Enforced);
    assert_eq!(told(&inputs()), ["lower.example", "upper.example"]);
    assert_eq!(told(&enforced), ["lower.example", "upper.example", "anchor.example"]);
}

/// Each rule of §6.1 that applies is a check with its section, for each certificate.
#[test]
fn the_report_shows_each_rule_that_was_applied() {
    use CheckId as Id;
    let one = hierarchy::policy(1);
    let policies = Extension::certificate_policies(&[PolicyInformation::new(one)]);
    let subtree = GeneralSubtree::new(GeneralName::Dns("other.example".to_owned()));
    let chain = Chain::new(1).everywhere(&policies).authority(0, |authority| {
        authority
            .extension(Extension::name_constraints(&[], &[subtree]).critical())
            .extension(Extension::policy_mappings(&[(one, one)]))
            .extension(Extension::policy_constraints(Some(0), Some(5)).critical())
            .extension(Extension::inhibit_any_policy(0).critical())
    });
    let demands = inputs()
        .with_key_usage(Usage::DIGITAL_SIGNATURE)
        .with_purpose(ExtendedKeyUsage::CLIENT_AUTH, PurposeScope::WholePath);
    let assessed = chain.validate(&demands);
    assert_valid(&assessed);
    let path = assessed.report().find(Id::Path).expect("the path");
    let ids = |place: usize| -> Vec<CheckId> {
        path.parts()[place].parts().iter().map(jpki_core::report::Check::id).collect()
    };
    let issuance = [Id::PathAlgorithm, Id::PathSignature, Id::PathValidity, Id::PathNames];
    let authority = [
        Id::PathPolicies,
        Id::PathExplicitPolicy,
        Id::PathPolicyMappings,
        Id::PathNameConstraintsExtension,
        Id::PathPolicyConstraints,
        Id::PathInhibitAnyPolicy,
        Id::PathBasicConstraints,
        Id::PathLength,
        Id::PathKeyUsage,
        Id::PathPurpose,
        Id::PathCriticalExtensions,
    ];
    let holder = [
        Id::PathNameConstraints,
        Id::PathPolicies,
        Id::PathExplicitPolicy,
        Id::PathPublicKey,
        Id::PathKeyUsage,
        Id::PathPurpose,
        Id::PathCriticalExtensions,
        Id::PathExplicitPolicy,
    ];
    let with_identifier = [&issuance[..], &[Id::PathKeyIdentifier]].concat();
    assert_eq!(ids(1), [&with_identifier[..], &authority].concat());
    assert_eq!(ids(2), [&with_identifier[..], &holder].concat());
    let all = path.parts().iter().flat_map(jpki_core::report::Check::parts);
    for check in all {
        assert!(!check.rules().is_empty(), "{:?}", check.id());
    }
    // The last certificate ends the path (§6.1.5) and prepares no other (§6.1.4).
    let sections = |place: usize, id| -> Vec<&str> {
        let checks = path.parts()[place].parts().iter().filter(|check| check.id() == id);
        checks.map(|check| &*check.rules()[0].section).collect()
    };
    assert_eq!(sections(1, Id::PathCriticalExtensions), ["6.1.4(o)"]);
    assert_eq!(sections(2, Id::PathCriticalExtensions), ["6.1.5(f)"]);
    assert_eq!(sections(1, Id::PathExplicitPolicy), ["6.1.3(f)"]);
    assert_eq!(sections(2, Id::PathExplicitPolicy), ["6.1.3(f)", "6.1.5(g)"]);
    assert_eq!(sections(1, Id::PathKeyUsage), ["6.1.4(n)"]);
    assert_eq!(sections(2, Id::PathKeyUsage), ["4.2.1.3"]);
}

/// A report goes on after a failure, and skips only what depends on it.
#[test]
fn every_fault_is_found_at_once() {
    let instant = jpki_testkit::jpki::VECTOR_INSTANT;
    let day = std::time::Duration::from_secs(86_400);
    let past = Validity::new(instant - day - day, instant - day);
    let unknown = Extension::new(hierarchy::policy(99), asn1::null()).critical();
    let usage = Extension::key_usage(&[KeyUsage::CrlSign]).critical();
    let other = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha384).identifier();
    let chain = Chain::new(1)
        .authority(0, |authority| {
            authority.validity(past).replace_extension(usage).inner_algorithm(other)
        })
        .holder(|holder| holder.issuer(name("Other")).extension(unknown));
    let upper = Subject::Intermediate(1);
    let assessed = chain.judge();
    assert_eq!(
        findings(&assessed),
        [
            (CheckId::PathAlgorithm, upper, Reason::AlgorithmMismatch),
            (CheckId::PathValidity, upper, Reason::Expired),
            (CheckId::PathKeyUsage, upper, Reason::KeyUsageInsufficient),
            (CheckId::PathNames, HOLDER, Reason::NameMismatch),
            (CheckId::PathCriticalExtensions, HOLDER, Reason::UnknownCriticalExtension),
        ]
    );
    let signature = assessed.report().find(CheckId::PathSignature).expect("a check");
    assert_eq!(signature.outcome(), Outcome::Skipped(CheckId::PathAlgorithm));
}

#[test]
fn limits_end_with_a_finding() {
    let chain = Chain::new(3);
    let within = |limits| {
        let validator = validator().with_limits(limits);
        validator.validate(&chain.certificates(), &chain.anchor(), &inputs())
    };
    assert_valid(&within(Limits::DEFAULT.with_path_certificates(4)));
    let assessed = within(Limits::DEFAULT.with_path_certificates(3));
    assert_refused(&assessed, CheckId::Path, HOLDER, Reason::LimitReached);
}

// RFC 5280 §4, opt-in
#[test]
fn rules_for_issuers_are_checked_on_demand() {
    let strict = inputs().with_conformance(Conformance::Profile);
    let extension = || Extension::authority_key_identifier(&AuthorityKeyIdentifier::default());
    assert_valid(&Chain::new(1).validate(&strict));
    let both = |chain: Chain, subject, reason| {
        assert_valid(&chain.judge());
        assert_refused(&chain.validate(&strict), CheckId::PathProfile, subject, reason);
    };
    let chain = || Chain::new(1);
    let serial =
        |serial: Vec<u8>| chain().holder(|holder| holder.serial(SerialNumber::from_bytes(serial)));
    both(serial(vec![0]), HOLDER, Reason::SerialNumberForm);
    both(serial(vec![0x80]), HOLDER, Reason::SerialNumberForm);
    both(serial(vec![0x7f; 21]), HOLDER, Reason::SerialNumberForm);
    both(
        chain().holder(|holder| holder.without_extension(oid::AUTHORITY_KEY_IDENTIFIER)),
        HOLDER,
        Reason::ExtensionMissing,
    );
    both(
        chain().holder(|holder| holder.replace_extension(extension().critical())),
        HOLDER,
        Reason::ExtensionCriticality,
    );
    both(
        chain().authority(0, |ca| ca.without_extension(oid::SUBJECT_KEY_IDENTIFIER)),
        Subject::Intermediate(1),
        Reason::ExtensionMissing,
    );
    both(
        chain().authority(0, |ca| {
            ca.replace_extension(Extension::basic_constraints(BasicConstraints::Ca))
        }),
        Subject::Intermediate(1),
        Reason::ExtensionCriticality,
    );
    both(
        chain().authority(0, |ca| ca.without_extension(oid::KEY_USAGE)),
        Subject::Intermediate(1),
        Reason::IssuerRuleBroken,
    );
    let names = |text: &str| {
        let names = [GeneralName::Dns(text.to_owned())];
        chain().holder(|holder| holder.extension(Extension::subject_alt_name(&names)))
    };
    assert_valid(&names("*.host.example").validate(&strict));
    both(names("ho_st.example"), HOLDER, Reason::ExtensionContent);
    both(
        chain().holder(|holder| holder.subject(DistinguishedName::new())),
        HOLDER,
        Reason::ExtensionMissing,
    );
    let names = || Extension::subject_alt_name(&[GeneralName::Dns("host.example".to_owned())]);
    let nameless =
        |names| chain().holder(|holder| holder.subject(DistinguishedName::new()).extension(names));
    both(nameless(names()), HOLDER, Reason::ExtensionMissing);
    assert_valid(&nameless(names().critical()).validate(&strict));
    let authority = |subject| {
        chain().holder(|holder| {
            holder
                .subject(subject)
                .extension(names().critical())
                .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
                .replace_extension(Extension::key_usage(&[KeyUsage::KeyCertSign]).critical())
        })
    };
    assert_valid(&authority(name("Holder")).validate(&strict));
    both(authority(DistinguishedName::new()), HOLDER, Reason::IssuerRuleBroken);
    both(
        chain().holder(|holder| holder.version(Version::V1).without_extensions()),
        HOLDER,
        Reason::IssuerRuleBroken,
    );
    let points = [DistributionPoint::named(DistributionPointName::uri("http://crl.example"))];
    let freshest = || chain().holder(|holder| holder.extension(Extension::freshest_crl(&points)));
    assert_valid(&freshest().validate(&strict));
    let critical = Extension::freshest_crl(&points).critical();
    let chain = chain().holder(|holder| holder.extension(critical));
    let assessed = chain.validate(&strict);
    let check = assessed.report().find(CheckId::Path).expect("the path");
    let check = check.parts().last().and_then(|holder| holder.find(CheckId::PathProfile));
    let check = check.expect("a check");
    assert_eq!(check.outcome(), Outcome::Failed(Reason::ExtensionCriticality));
    assert_eq!(check.facts(), &[extension_fact(oid::FRESHEST_CRL)]);
}

fn extension_fact(oid: asn1::ObjectIdentifier) -> Fact {
    Fact::object_identifier(FactKey::Extension, Oid::of(&oid)).expect("a fact")
}

#[test]
fn text_types_of_a_name_do_not_matter() {
    let bmp = DistinguishedName::new().attribute(oid::COMMON_NAME, StringType::Bmp, "Authority 1");
    assert_valid(&Chain::new(1).holder(|holder| holder.issuer(bmp)).judge());
}
