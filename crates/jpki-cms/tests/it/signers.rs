//! Signers of messages that the testkit makes, right and wrong, each beside what OpenSSL says.

use crate::support::{
    self, CONTENT, assess, assess_with, certificate, failures, hanako, openssl_accepts, path_of,
    taro,
};
use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_cms::signer::{SignerPolicy, SigningCertificate, UnattributedSignatures};
use jpki_core::limits::Limits;
use jpki_core::report::{CheckId, Outcome, Reason, Verdict};
use jpki_crypto::RustCrypto;
use jpki_test_support::openssl;
use jpki_testkit::asn1::{self, ObjectIdentifier};
use jpki_testkit::cms::{
    AttributeOrder, ContentEncoding, SignedDataBuilder, SignerBuilder, algorithm_protection,
    attribute, content_type, countersignature, issuer_and_serial_number, message_digest,
    signing_certificate, signing_certificate_v2, signing_time,
};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{EndEntity, Person, SyntheticJpki};
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pki::{CertificateBuilder, DistinguishedName, Extension, KeyUsage};
use jpki_testkit::pss::PssParameters;
use jpki_testkit::signature::SignatureAlgorithm;

use Expected::{Refused, Valid};

/// What RFC 5652 §5.6 says of a message.
#[derive(Debug, PartialEq)]
enum Expected {
    Valid,
    Refused(CheckId, Reason),
}

/// What OpenSSL says of the same. A difference that is known may occur; another version may agree.
#[derive(Clone, Copy, Debug, PartialEq)]
enum OpenSsl {
    Agrees,
    /// It may accept what is refused here, for this reason.
    Accepts(&'static str),
    /// It may refuse what is accepted here, for this reason.
    Refuses(&'static str),
}

use OpenSsl::{Accepts, Agrees, Refuses};

fn signer() -> SignerBuilder {
    let hanako = hanako();
    SignerBuilder::new(hanako.certificate(), hanako.key())
}

fn message(signer: SignerBuilder) -> Vec<u8> {
    SignedDataBuilder::new(CONTENT).certificate(hanako().certificate()).signer(signer).build()
}

fn document() -> SignerPolicy {
    SignerPolicy::document()
}

fn unattributed() -> SignerPolicy {
    document().with_unattributed(UnattributedSignatures::Accepted)
}

fn bound() -> SignerPolicy {
    document().with_signing_certificate(SigningCertificate::Required)
}

fn compare(table: Vec<(&str, SignerPolicy, Vec<u8>, Expected, OpenSsl)>) {
    let openssl_is_here = openssl::available();
    let mut differences = Vec::new();
    for (name, policy, message, expected, openssl) in table {
        let signers = assess(&message, &policy);
        let [signer] = signers.as_slice() else { panic!("{name}: not one signer") };
        let found = failures(signer);
        match &expected {
            Valid => assert_eq!((signer.verdict(), found), (Verdict::Valid, vec![]), "{name}"),
            Refused(check, reason) => {
                assert_ne!(signer.verdict(), Verdict::Valid, "{name}");
                assert!(signer.value().is_none(), "{name}");
                assert_eq!(found.first(), Some(&(*check, *reason)), "{name}: {found:?}");
            }
        }
        if openssl_is_here {
            let accepts = support::openssl_accepts(&message, None);
            let is_explained = match openssl {
                Agrees => false,
                Accepts(_) => accepts,
                Refuses(_) => !accepts,
            };
            if accepts != (expected == Valid) && !is_explained {
                differences.push(format!("{name}: {accepts}"));
            }
        }
    }
    assert!(differences.is_empty(), "OpenSSL accepts or refuses otherwise: {differences:?}");
}

#[test]
fn attributes_are_held_to_their_rules() {
    let sha256 = HashAlgorithm::Sha256.digest(CONTENT);
    let attributes = |attributes: Vec<Vec<u8>>| message(signer().attributes(attributes));
    let time = || signing_time(SyntheticJpki::of_vectors().instant());
    let two = |kind, one: Vec<u8>, other: Vec<u8>| attribute(kind, &[one, other]);
    let data = || asn1::object_identifier(oid::CMS_DATA);
    compare(vec![
        ("the usual attributes", document(), message(signer()), Valid, Agrees),
        ("without signing-time", document(), message(signer().signing_time(None)), Valid, Agrees),
        (
            "an unknown attribute",
            document(),
            message(signer().attribute(attribute(oid::EXAMPLE_TIME_STAMP_POLICY, &[asn1::null()]))),
            Valid,
            Agrees,
        ),
        (
            "no content-type",
            document(),
            attributes(vec![message_digest(&sha256), time()]),
            Refused(CheckId::SignerContentType, Reason::ContentTypeMissing),
            Agrees,
        ),
        (
            "another content-type",
            document(),
            attributes(vec![content_type(oid::TIME_STAMP_INFO), message_digest(&sha256)]),
            Refused(CheckId::SignerContentType, Reason::ContentTypeMismatch),
            Accepts("does not compare content types"),
        ),
        (
            "content-type with two values",
            document(),
            attributes(vec![two(oid::CMS_CONTENT_TYPE, data(), data()), message_digest(&sha256)]),
            Refused(CheckId::SignerContentType, Reason::AttributeRepeated),
            Agrees,
        ),
        (
            "content-type that is no identifier",
            document(),
            attributes(vec![
                attribute(oid::CMS_CONTENT_TYPE, &[asn1::null()]),
                message_digest(&sha256),
            ]),
            Refused(CheckId::SignerContentType, Reason::AttributeMalformed),
            Accepts("does not compare content types"),
        ),
        (
            "content-type twice",
            document(),
            attributes(vec![
                content_type(oid::CMS_DATA),
                content_type(oid::CMS_DATA),
                message_digest(&sha256),
            ]),
            Refused(CheckId::SignerAttributes, Reason::AttributeRepeated),
            Agrees,
        ),
        (
            "no message-digest",
            document(),
            attributes(vec![content_type(oid::CMS_DATA), time()]),
            Refused(CheckId::SignerMessageDigest, Reason::MessageDigestMissing),
            Agrees,
        ),
        (
            "message-digest of other content",
            document(),
            attributes(vec![
                content_type(oid::CMS_DATA),
                message_digest(&HashAlgorithm::Sha256.digest(b"other content")),
            ]),
            Refused(CheckId::SignerMessageDigest, Reason::MessageDigestMismatch),
            Agrees,
        ),
        (
            "message-digest cut short",
            document(),
            attributes(vec![content_type(oid::CMS_DATA), message_digest(&sha256[..31])]),
            Refused(CheckId::SignerMessageDigest, Reason::MessageDigestMismatch),
            Agrees,
        ),
        (
            "message-digest twice",
            document(),
            attributes(vec![
                content_type(oid::CMS_DATA),
                message_digest(&sha256),
                message_digest(&HashAlgorithm::Sha256.digest(b"other content")),
            ]),
            Refused(CheckId::SignerAttributes, Reason::AttributeRepeated),
            Agrees,
        ),
        (
            "signing-time with two values",
            document(),
            attributes(vec![
                content_type(oid::CMS_DATA),
                message_digest(&sha256),
                two(
                    oid::CMS_SIGNING_TIME,
                    asn1::element(asn1::UTC_TIME, b"260601030000Z"),
                    asn1::element(asn1::UTC_TIME, b"260601030001Z"),
                ),
            ]),
            Refused(CheckId::SignerSigningTime, Reason::AttributeRepeated),
            Agrees,
        ),
        (
            "signing-time without seconds",
            document(),
            attributes(vec![
                content_type(oid::CMS_DATA),
                message_digest(&sha256),
                attribute(oid::CMS_SIGNING_TIME, &[asn1::element(asn1::UTC_TIME, b"2606010300Z")]),
            ]),
            Refused(CheckId::SignerSigningTime, Reason::AttributeMalformed),
            Accepts("does not look at signing-time"),
        ),
        (
            "no attribute in the set of attributes",
            document(),
            attributes(vec![]),
            Refused(CheckId::SignerAttributes, Reason::SignedAttributesMalformed),
            Agrees,
        ),
        (
            "a countersignature among the signed attributes",
            document(),
            message(signer().attribute(countersignature(&[asn1::sequence([asn1::null()])]))),
            Refused(CheckId::SignerAttributes, Reason::AttributeForbidden),
            Agrees,
        ),
    ]);
}

#[test]
fn attributes_in_another_order_are_refused() {
    compare(vec![
        (
            "signed in DER order and sent reversed",
            document(),
            message(signer().attribute_order(AttributeOrder::SentReversed)),
            Refused(CheckId::SignerAttributes, Reason::SignedAttributesNotDer),
            Agrees,
        ),
        (
            "signed and sent reversed",
            document(),
            message(signer().attribute_order(AttributeOrder::Reversed)),
            Refused(CheckId::SignerAttributes, Reason::SignedAttributesNotDer),
            Accepts("hashes the attributes in the order received, which RFC 5652 §5.3 forbids"),
        ),
    ]);
}

#[test]
fn signatures_without_attributes_need_an_opt_in() {
    let bare = || signer().without_attributes();
    let other_type = |signer| {
        SignedDataBuilder::new(CONTENT)
            .content_type(oid::TIME_STAMP_INFO)
            .certificate(hanako().certificate())
            .signer(signer)
            .build()
    };
    let missing = || Refused(CheckId::SignerAttributes, Reason::SignedAttributesMissing);
    compare(vec![
        ("with the opt-in", unattributed(), message(bare()), Valid, Agrees),
        ("without it", document(), message(bare()), missing(), Accepts("needs no opt-in")),
        (
            "over content of another type",
            unattributed(),
            other_type(bare()),
            missing(),
            Accepts("does not apply RFC 5652 §5.3"),
        ),
        (
            "by a scheme with another digest",
            unattributed(),
            message(bare().hash(HashAlgorithm::Sha512)),
            Refused(CheckId::SignatureAlgorithm, Reason::DigestAlgorithmMismatch),
            Agrees,
        ),
    ]);
}

#[test]
fn signed_attributes_passed_off_as_content_are_refused() {
    let digest = HashAlgorithm::Sha256.digest(CONTENT);
    let mut attributes = vec![content_type(oid::CMS_DATA), message_digest(&digest)];
    attributes.sort();
    let stolen = asn1::set(&attributes);
    let pass_off = |content: &[u8]| {
        SignedDataBuilder::new(content)
            .certificate(hanako().certificate())
            .signer(signer().without_attributes())
            .build()
    };
    let mut a_set_of_text = asn1::set([asn1::octet_string(CONTENT)]);
    let refused = || Refused(CheckId::SignerAttributes, Reason::ContentIsSignedAttributes);
    compare(vec![
        (
            "the attributes of another signature",
            unattributed(),
            pass_off(&stolen),
            refused(),
            Accepts("cannot tell"),
        ),
        ("a set of something else", unattributed(), pass_off(&a_set_of_text), Valid, Agrees),
    ]);
    a_set_of_text.push(0);
    let long = vec![attribute(oid::CMS_DATA, &[asn1::octet_string(vec![0; 9000])])];
    let long = asn1::set([vec![content_type(oid::CMS_DATA)], long].concat());
    compare(vec![
        ("a longer set", unattributed(), pass_off(&long), refused(), Accepts("cannot tell")),
        ("bytes after a set", unattributed(), pass_off(&a_set_of_text), Valid, Agrees),
    ]);
}

#[test]
fn algorithms_agree_with_each_other_and_with_their_protection() {
    let sha256 = HashAlgorithm::Sha256.identifier();
    let sha256_rsa = SignatureAlgorithm::RSA_SHA256.identifier();
    let rsa = asn1::sequence([asn1::object_identifier(oid::RSA_ENCRYPTION), asn1::null()]);
    let sha256_bare = asn1::sequence([asn1::object_identifier(oid::SHA256)]);
    let sha384_rsa = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha384).identifier();
    let protected = |signer: SignerBuilder, digest: &[u8], signature: &[u8]| {
        message(signer.attribute(algorithm_protection(digest, signature)))
    };
    let mismatch =
        || Refused(CheckId::SignerAlgorithmProtection, Reason::AlgorithmProtectionMismatch);
    let unprotected = "does not know RFC 6211";
    let mac = asn1::sequence([sha256.clone(), asn1::implicit(2, sha256.clone())]);
    compare(vec![
        (
            "rsaEncryption",
            document(),
            message(signer().algorithm_identifier(rsa.clone())),
            Valid,
            Agrees,
        ),
        (
            "rsaEncryption with parameters",
            document(),
            message(signer().algorithm_identifier(asn1::sequence([
                asn1::object_identifier(oid::RSA_ENCRYPTION),
                asn1::sequence([[0; 0]]),
            ]))),
            Refused(CheckId::SignatureAlgorithm, Reason::AlgorithmUnsupported),
            Accepts("does not look at them"),
        ),
        (
            "digest without parameters",
            document(),
            message(signer().digest_identifier(sha256_bare.clone())),
            Valid,
            Agrees,
        ),
        ("protected", document(), protected(signer(), &sha256, &sha256_rsa), Valid, Agrees),
        (
            "protected, NULL and absent parameters",
            document(),
            protected(signer(), &sha256_bare, &sha256_rsa),
            Valid,
            Agrees,
        ),
        (
            "another digest protected",
            document(),
            protected(signer(), &HashAlgorithm::Sha384.identifier(), &sha256_rsa),
            mismatch(),
            Accepts(unprotected),
        ),
        (
            "another signature algorithm protected",
            document(),
            protected(signer(), &sha256, &rsa),
            mismatch(),
            Accepts(unprotected),
        ),
        (
            "the algorithm protected with other parameters",
            document(),
            {
                let pss = |salt| {
                    SignatureAlgorithm::RsaPss(PssParameters {
                        salt_length: salt,
                        ..PssParameters::usual(HashAlgorithm::Sha256)
                    })
                };
                let signer = signer().algorithm(pss(32));
                protected(signer, &sha256, &pss(20).identifier())
            },
            mismatch(),
            Accepts(unprotected),
        ),
        (
            "a MAC protected",
            document(),
            message(signer().attribute(attribute(oid::CMS_ALGORITHM_PROTECTION, &[mac]))),
            Refused(CheckId::SignerAlgorithmProtection, Reason::AttributeMalformed),
            Accepts(unprotected),
        ),
        (
            "digest of the content other than that of the signature",
            document(),
            message(
                signer()
                    .hash(HashAlgorithm::Sha512)
                    .algorithm(SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha256)),
            ),
            Refused(CheckId::SignatureAlgorithm, Reason::DigestAlgorithmMismatch),
            Agrees,
        ),
        (
            "signature algorithm renamed",
            document(),
            message(signer().algorithm_identifier(sha384_rsa)),
            Refused(CheckId::SignatureAlgorithm, Reason::DigestAlgorithmMismatch),
            Accepts("takes the digest from digestAlgorithm, whatever the other says"),
        ),
        (
            "digest algorithm renamed",
            document(),
            message(
                signer()
                    .algorithm_identifier(rsa)
                    .digest_identifier(HashAlgorithm::Sha384.identifier()),
            ),
            Refused(CheckId::SignerContent, Reason::DigestNotAnnounced),
            Agrees,
        ),
        (
            "SHA-1",
            document(),
            message(
                signer()
                    .hash(HashAlgorithm::Sha1)
                    .algorithm(SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha1)),
            ),
            Refused(CheckId::SignatureAlgorithm, Reason::AlgorithmNotAllowed),
            Accepts("still believes SHA-1 without a security level"),
        ),
    ]);
}

#[test]
fn digest_algorithms_must_be_announced() {
    let build = |announced| {
        SignedDataBuilder::new(CONTENT)
            .digest_algorithms(announced)
            .certificate(hanako().certificate())
            .signer(signer())
            .build()
    };
    let sha256 = HashAlgorithm::Sha256.identifier();
    let unknown = asn1::sequence([asn1::object_identifier(oid::EXAMPLE_TIME_STAMP_POLICY)]);
    let not_announced = || Refused(CheckId::SignerContent, Reason::DigestNotAnnounced);
    compare(vec![
        ("twice", document(), build(vec![sha256.clone(), sha256.clone()]), Valid, Agrees),
        (
            "beside others",
            document(),
            build(vec![HashAlgorithm::Sha384.identifier(), sha256.clone()]),
            Valid,
            Agrees,
        ),
        (
            "beside an unknown one",
            document(),
            build(vec![unknown, sha256]),
            Valid,
            Refuses("must know every announced digest"),
        ),
        ("not at all", document(), build(vec![]), not_announced(), Agrees),
        (
            "only another",
            document(),
            build(vec![HashAlgorithm::Sha512.identifier()]),
            not_announced(),
            Agrees,
        ),
    ]);
}

#[test]
fn every_scheme_that_clients_use() {
    let scheme = |key: Key, hash, algorithm| {
        let certificate = self_signed(key);
        let signer = SignerBuilder::new(&certificate, key).hash(hash).algorithm(algorithm);
        SignedDataBuilder::new(CONTENT).certificate(&certificate).signer(signer).build()
    };
    use HashAlgorithm::{Sha256, Sha384, Sha512};
    use SignatureAlgorithm::{Ecdsa, Ed25519, RsaPkcs1, RsaPss};
    let rsa = Key::rsa_2048(3);
    let pss = |hash| RsaPss(PssParameters::usual(hash));
    compare(vec![
        ("RSA SHA-384", document(), scheme(rsa, Sha384, RsaPkcs1(Sha384)), Valid, Agrees),
        ("RSA SHA-512", document(), scheme(rsa, Sha512, RsaPkcs1(Sha512)), Valid, Agrees),
        ("PSS SHA-256", document(), scheme(rsa, Sha256, pss(Sha256)), Valid, Agrees),
        ("PSS SHA-512", document(), scheme(rsa, Sha512, pss(Sha512)), Valid, Agrees),
        (
            "PSS of another digest than the content's",
            document(),
            scheme(rsa, Sha256, pss(Sha512)),
            Refused(CheckId::SignatureAlgorithm, Reason::DigestAlgorithmMismatch),
            Agrees,
        ),
        ("P-256", document(), scheme(Key::p256(0), Sha256, Ecdsa(Sha256)), Valid, Agrees),
        ("P-384", document(), scheme(Key::p384(0), Sha384, Ecdsa(Sha384)), Valid, Agrees),
        ("P-521", document(), scheme(Key::p521(0), Sha512, Ecdsa(Sha512)), Valid, Agrees),
        (
            "Ed25519",
            document(),
            scheme(Key::ed25519(0), Sha512, Ed25519),
            Valid,
            Refuses("3.0 and 3.1 have no Ed25519 in CMS"),
        ),
        (
            "Ed25519 with another digest than SHA-512",
            document(),
            scheme(Key::ed25519(0), Sha256, Ed25519),
            Refused(CheckId::SignatureAlgorithm, Reason::DigestAlgorithmMismatch),
            Accepts("knows Ed25519 in CMS since 3.2 and does not apply RFC 8419 §3.1"),
        ),
    ]);
}

/// RFC 4055 §3.3: a key for RSASSA-PSS makes no other signatures, and none with other parameters than its own.
#[test]
fn a_key_for_pss_signs_as_it_demands() {
    use HashAlgorithm::{Sha256, Sha384};
    use SignatureAlgorithm::{RsaPkcs1, RsaPss};
    let key = Key::rsa_2048(3);
    let usual = PssParameters::usual(Sha256);
    let signed = |parameters, hash, algorithm| {
        let certificate = signing_certificate_of(key)
            .subject_public_key_info(key.pss_public_key_info(parameters))
            .sign_with(key, RsaPss(usual));
        let signer = SignerBuilder::new(&certificate, key).hash(hash).algorithm(algorithm);
        SignedDataBuilder::new(CONTENT).certificate(&certificate).signer(signer).build()
    };
    let salt = |salt_length| RsaPss(PssParameters { salt_length, ..usual });
    let sha384 = RsaPss(PssParameters::usual(Sha384));
    let refused = || Refused(CheckId::SignatureAlgorithm, Reason::AlgorithmNotAllowed);
    compare(vec![
        ("any parameters", document(), signed(None, Sha384, sha384), Valid, Agrees),
        ("its parameters", document(), signed(Some(usual), Sha256, RsaPss(usual)), Valid, Agrees),
        ("a longer salt", document(), signed(Some(usual), Sha256, salt(40)), Valid, Agrees),
        ("a shorter salt", document(), signed(Some(usual), Sha256, salt(31)), refused(), Agrees),
        ("another digest", document(), signed(Some(usual), Sha384, sha384), refused(), Agrees),
        ("PKCS #1", document(), signed(Some(usual), Sha256, RsaPkcs1(Sha256)), refused(), Agrees),
        (
            "PKCS #1, without parameters",
            document(),
            signed(None, Sha256, RsaPkcs1(Sha256)),
            refused(),
            Agrees,
        ),
    ]);
}

#[test]
fn the_signing_certificate_attribute_binds_the_certificate() {
    let (hanako, taro) = (hanako(), taro());
    let with = |attribute| message(signer().attribute(attribute));
    let mismatch =
        || Refused(CheckId::SignerCertificateBinding, Reason::SigningCertificateMismatch);
    let foreign_hash = {
        let hash = HashAlgorithm::Sha256.digest(hanako.certificate());
        let foreign = taro_issuer_serial(&taro);
        let identifier = asn1::sequence([asn1::octet_string(hash), foreign]);
        attribute(oid::SIGNING_CERTIFICATE_V2, &[asn1::sequence([asn1::sequence([identifier])])])
    };
    let unknown_hash = {
        let algorithm = asn1::sequence([asn1::object_identifier(oid::EXAMPLE_TIME_STAMP_POLICY)]);
        let identifier = asn1::sequence([algorithm, asn1::octet_string([0; 32])]);
        attribute(oid::SIGNING_CERTIFICATE_V2, &[asn1::sequence([asn1::sequence([identifier])])])
    };
    let two_names = {
        let (issuer, serial_number) = issuer_and_serial_number(hanako.certificate());
        let name = asn1::explicit(4, issuer);
        let names = asn1::sequence([name.clone(), name]);
        let hash = HashAlgorithm::Sha256.digest(hanako.certificate());
        let identifier =
            asn1::sequence([asn1::octet_string(hash), asn1::sequence([names, serial_number])]);
        attribute(oid::SIGNING_CERTIFICATE_V2, &[asn1::sequence([asn1::sequence([identifier])])])
    };
    let unchecked = "checks it only with -cades";
    compare(vec![
        (
            "version 2, SHA-256",
            bound(),
            with(signing_certificate_v2(HashAlgorithm::Sha256, hanako.certificate())),
            Valid,
            Agrees,
        ),
        (
            "version 2, SHA-512",
            bound(),
            with(signing_certificate_v2(HashAlgorithm::Sha512, hanako.certificate())),
            Valid,
            Agrees,
        ),
        ("version 1", bound(), with(signing_certificate(hanako.certificate())), Valid, Agrees),
        (
            "absent where required",
            bound(),
            message(signer()),
            Refused(CheckId::SignerCertificateBinding, Reason::SigningCertificateMissing),
            Accepts(unchecked),
        ),
        (
            "another certificate",
            document(),
            with(signing_certificate_v2(HashAlgorithm::Sha256, taro.certificate())),
            mismatch(),
            Accepts(unchecked),
        ),
        (
            "another certificate, version 1",
            document(),
            with(signing_certificate(taro.certificate())),
            mismatch(),
            Accepts(unchecked),
        ),
        (
            "the certificate's digest with another's serial number",
            document(),
            with(foreign_hash),
            mismatch(),
            Accepts(unchecked),
        ),
        (
            "two names of its issuer",
            document(),
            with(two_names),
            Refused(CheckId::SignerCertificateBinding, Reason::AttributeMalformed),
            Accepts(unchecked),
        ),
        (
            "one version right and one wrong",
            document(),
            message(
                signer()
                    .attribute(signing_certificate(taro.certificate()))
                    .attribute(signing_certificate_v2(HashAlgorithm::Sha256, hanako.certificate())),
            ),
            mismatch(),
            Accepts(unchecked),
        ),
        (
            "an unknown digest",
            document(),
            with(unknown_hash),
            Refused(CheckId::SignerCertificateBinding, Reason::AlgorithmUnsupported),
            Accepts(unchecked),
        ),
    ]);
}

#[test]
fn a_certificate_for_user_authentication_signs_no_document() {
    let auth = SyntheticJpki::of_vectors().auth_certificate(&Person::hanako()).issue();
    let message = SignedDataBuilder::new(CONTENT)
        .certificate(auth.certificate())
        .signer(SignerBuilder::new(auth.certificate(), auth.key()))
        .build();
    let refused = Refused(CheckId::SignerKeyUsage, Reason::KeyUsageInsufficient);
    let open = "applies no profile";
    compare(vec![
        ("as a document", document(), message.clone(), refused, Accepts(open)),
        ("as any CMS", SignerPolicy::general(), message, Valid, Agrees),
    ]);
    let with = |usage: Option<Extension>| {
        let key = Key::rsa_2048(3);
        let name = DistinguishedName::common_name("not for signing");
        let certificate = CertificateBuilder::new()
            .issuer(name.clone())
            .subject(name)
            .public_key(key)
            .extensions(usage)
            .sign(key);
        let signer = SignerBuilder::new(&certificate, key);
        SignedDataBuilder::new(CONTENT).certificate(&certificate).signer(signer).build()
    };
    let with_usage = |usage: KeyUsage| with(Some(Extension::key_usage(&[usage]).critical()));
    let refused = || Refused(CheckId::SignerKeyUsage, Reason::KeyUsageInsufficient);
    compare(vec![
        (
            "a key for encryption",
            SignerPolicy::general(),
            with_usage(KeyUsage::KeyEncipherment),
            refused(),
            Accepts("looks at key usage only when it validates the path"),
        ),
        (
            "a key for signatures",
            SignerPolicy::general(),
            with_usage(KeyUsage::DigitalSignature),
            Valid,
            Agrees,
        ),
        ("no key usage, any CMS", SignerPolicy::general(), with(None), Valid, Agrees),
        ("no key usage, a document", document(), with(None), refused(), Accepts(open)),
    ]);
    // What cannot be read allows nothing.
    let malformed = with(Some(Extension::new(oid::KEY_USAGE, asn1::null())));
    for policy in [SignerPolicy::general(), document()] {
        let signers = assess(&malformed, &policy);
        let check = signers.as_slice()[0].report().find(CheckId::SignerKeyUsage).unwrap();
        assert_eq!(check.outcome(), Outcome::Failed(Reason::KeyUsageInsufficient));
    }
}

#[test]
fn the_signer_is_found_by_what_it_names() {
    let (hanako, taro) = (hanako(), taro());
    let by_key = |identifier: &[u8]| {
        SignedDataBuilder::new(CONTENT)
            .certificate(taro.certificate())
            .certificate(hanako.certificate())
            .signer(signer().by_key_identifier(identifier))
            .build()
    };
    let replaced =
        SignedDataBuilder::new(CONTENT).certificate(taro.certificate()).signer(signer()).build();
    let of_another = SignedDataBuilder::new(CONTENT)
        .certificate(hanako.certificate())
        .certificate(taro.certificate())
        .signer(SignerBuilder::new(taro.certificate(), hanako.key()))
        .build();
    let missing = || Refused(CheckId::SignerCertificate, Reason::SignerCertificateMissing);
    compare(vec![
        ("by key identifier", document(), by_key(&hanako.key().identifier()), Valid, Agrees),
        ("by an unknown key identifier", document(), by_key(&[7; 20]), missing(), Agrees),
        ("its certificate replaced", document(), replaced, missing(), Agrees),
        (
            "naming another's certificate",
            document(),
            of_another,
            Refused(CheckId::SignatureValue, Reason::SignatureMismatch),
            Agrees,
        ),
    ]);
    let empty = SignedDataBuilder::new(CONTENT).signer(signer()).build();
    let given = [certificate(hanako.certificate())];
    let signers = assess_with(&empty, None, &given, &document());
    assert_eq!(signers.verdict(), Verdict::Valid);
    assert_eq!(assess(&empty, &document()).verdict(), Verdict::Indeterminate);
}

#[test]
fn odd_and_forged_certificates_do_not_spoil_the_rest() {
    let hanako = hanako();
    let name = hanako.authority().name();
    // Same issuer and serial number, another key.
    let forged = CertificateBuilder::new()
        .serial(hanako.serial())
        .issuer(name.clone())
        .subject(DistinguishedName::common_name("forged"))
        .public_key(Key::rsa_2048(9))
        .extension(Extension::key_usage(&[KeyUsage::NonRepudiation]).critical())
        .sign(Key::rsa_2048(9));
    // Same issuer, serial number and key, but not issued by that authority.
    let same_key = CertificateBuilder::new()
        .serial(hanako.serial())
        .issuer(name)
        .subject(DistinguishedName::common_name("forged too"))
        .public_key(hanako.key())
        .extension(Extension::key_usage(&[KeyUsage::NonRepudiation]).critical())
        .sign(Key::rsa_2048(9));
    let attribute_certificate = asn1::element(0xA2, &asn1::null());
    let message = SignedDataBuilder::new(CONTENT)
        .certificate(&attribute_certificate)
        .certificate(&asn1::sequence([asn1::null()]))
        .certificate(&asn1::element(0xA3, &asn1::object_identifier(oid::CMS_DATA)))
        .certificate(&forged)
        .certificate(&same_key)
        .certificate(hanako.certificate())
        .signer(signer())
        .build();
    let signers = assess(&message, &document());
    let signer = signers.as_slice()[0].value().expect("valid");
    assert_eq!(signer.certificate().as_der(), same_key);
    let alternatives: Vec<&[u8]> = signer.alternatives().iter().map(|one| one.as_der()).collect();
    assert_eq!(alternatives, [hanako.certificate()]);

    let bound_message = SignedDataBuilder::new(CONTENT)
        .certificate(&same_key)
        .certificate(hanako.certificate())
        .signer(
            self::signer()
                .attribute(signing_certificate_v2(HashAlgorithm::Sha256, hanako.certificate())),
        )
        .build();
    let signers = assess(&bound_message, &document());
    let signer = signers.as_slice()[0].value().expect("valid");
    assert_eq!(signer.certificate().as_der(), hanako.certificate());
    assert!(signer.alternatives().is_empty());
}

/// Many forged certificates that fit the signer's name make no more work than the limit allows.
#[test]
fn signature_checks_are_bounded() {
    let hanako = hanako();
    let forged = |index| {
        CertificateBuilder::new()
            .serial(hanako.serial())
            .issuer(hanako.authority().name())
            .public_key(Key::rsa_2048(index))
            .extension(Extension::key_usage(&[KeyUsage::NonRepudiation]).critical())
            .sign(Key::rsa_2048(index))
    };
    let message = [9, 11]
        .into_iter()
        .fold(SignedDataBuilder::new(CONTENT), |message, index| message.certificate(&forged(index)))
        .certificate(hanako.certificate())
        .signer(signer())
        .build();
    let judge = |checks| {
        let limits = Limits::DEFAULT.with_signature_checks(checks);
        let ParsedSignedData { signed_data, content } =
            SignedData::from_ber_with(&message, &limits).expect("read");
        let Content::Attached(content) = content else { panic!("content is inside") };
        let content = signed_data.digest(&content, &RustCrypto);
        signed_data.assess_signers(&content, &[], &document(), &RustCrypto)
    };
    assert_eq!(judge(3).verdict(), Verdict::Valid);
    assert_ne!(judge(2).verdict(), Verdict::Valid);
}

#[test]
fn several_signers_are_judged_each_on_its_own() {
    let (hanako, taro) = (hanako(), taro());
    let of = |one: &EndEntity| SignerBuilder::new(one.certificate(), one.key());
    let broken = of(&taro).attributes(vec![
        content_type(oid::CMS_DATA),
        message_digest(&HashAlgorithm::Sha256.digest(b"other content")),
    ]);
    let both = |first: SignerBuilder, second: SignerBuilder| {
        SignedDataBuilder::new(CONTENT)
            .certificate(hanako.certificate())
            .certificate(taro.certificate())
            .signer(first)
            .signer(second)
    };
    let verdicts = |message: &[u8]| -> Vec<Verdict> {
        assess(message, &document()).as_slice().iter().map(|one| one.verdict()).collect()
    };
    let good = both(
        of(&hanako),
        of(&taro)
            .hash(HashAlgorithm::Sha512)
            .algorithm(SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha512)),
    );
    assert_eq!(verdicts(&good.build()), [Verdict::Valid, Verdict::Valid]);
    let half = both(broken, of(&hanako)).build();
    assert_eq!(verdicts(&half), [Verdict::Invalid, Verdict::Valid]);
    assert_eq!(assess(&half, &document()).verdict(), Verdict::Invalid);

    let odd = both(of(&hanako), of(&taro)).raw_signer(&asn1::sequence([asn1::null()])).build();
    assert_eq!(verdicts(&odd), [Verdict::Valid, Verdict::Valid, Verdict::Invalid]);
    let signers = assess(&odd, &document());
    assert_eq!(failures(&signers.as_slice()[2]), [(CheckId::SignerForm, Reason::SignerMalformed)]);
}

#[test]
fn a_message_without_signers_proves_nothing() {
    let message = SignedDataBuilder::new(CONTENT).certificate(hanako().certificate()).build();
    let signers = assess(&message, &document());
    assert_eq!(signers.verdict(), Verdict::Indeterminate);
    assert!(signers.as_slice().is_empty());
}

#[test]
fn what_was_signed_is_told() {
    let message = message(signer());
    let signers = assess(&message, &document());
    let signer = signers.as_slice()[0].value().expect("valid");
    let signer = signer.verified_by(&path_of(signer.certificate()), &RustCrypto).expect("its path");
    assert_eq!(signer.content_type(), Some(jpki_cms::oid::DATA));
    assert_eq!(signer.content_digest().as_bytes(), HashAlgorithm::Sha256.digest(CONTENT));
    assert_eq!(signer.content_length(), CONTENT.len() as u64);
    let noon = SyntheticJpki::of_vectors().instant().unix_timestamp();
    assert_eq!(signer.claimed_signing_time().map(|time| time.unix_seconds()), Some(noon));
    let report = serde_json::to_value(signers.as_slice()[0].report()).expect("JSON");
    let facts = report["checks"][1]["facts"].as_array().expect("facts");
    let fact =
        |key: &str| facts.iter().find(|fact| fact["key"] == key).map(|fact| fact["value"].clone());
    assert_eq!(fact("content-type"), Some("1.2.840.113549.1.7.1".into()));
    assert_eq!(fact("content-length"), Some(CONTENT.len().into()));
    let hex: String =
        HashAlgorithm::Sha256.digest(CONTENT).iter().map(|o| format!("{o:02x}")).collect();
    assert_eq!(fact("content-digest"), Some(hex.into()));
}

#[test]
// Requirement: SIG-02
fn detached_content_is_that_of_the_caller() {
    let detached = SignedDataBuilder::new(CONTENT)
        .encoding(ContentEncoding::Detached)
        .certificate(hanako().certificate())
        .signer(signer())
        .build();
    let verdict =
        |content: &[u8]| assess_with(&detached, Some(content), &[], &document()).verdict();
    assert_eq!(verdict(CONTENT), Verdict::Valid);
    assert_eq!(verdict(&CONTENT[1..]), Verdict::Invalid);
    assert_eq!(verdict(b""), Verdict::Invalid);
}

fn self_signed(key: Key) -> Vec<u8> {
    signing_certificate_of(key).sign(key)
}

fn signing_certificate_of(key: Key) -> CertificateBuilder {
    let name = DistinguishedName::common_name("signer");
    CertificateBuilder::new()
        .issuer(name.clone())
        .subject(name)
        .public_key(key)
        .extension(
            Extension::key_usage(&[KeyUsage::DigitalSignature, KeyUsage::NonRepudiation])
                .critical(),
        )
        .extension(Extension::subject_key_identifier(&key.identifier()))
}

fn taro_issuer_serial(taro: &EndEntity) -> Vec<u8> {
    let (issuer, serial_number) = jpki_testkit::cms::issuer_and_serial_number(taro.certificate());
    asn1::sequence([asn1::sequence([asn1::explicit(4, issuer)]), serial_number])
}

fn pss(null: bool, salt: Option<u64>, trailer: bool) -> Vec<u8> {
    let mut hash = vec![asn1::object_identifier(oid::SHA256)];
    hash.extend(null.then(asn1::null));
    let hash = asn1::sequence(hash);
    let mask = asn1::sequence([asn1::object_identifier(oid::MGF1), hash.clone()]);
    let mut parameters = vec![asn1::explicit(0, hash), asn1::explicit(1, mask)];
    parameters.extend(salt.map(|salt| asn1::explicit(2, asn1::unsigned(salt))));
    parameters.extend(trailer.then(|| asn1::explicit(3, asn1::unsigned(1))));
    asn1::sequence([asn1::object_identifier(oid::RSASSA_PSS), asn1::sequence(parameters)])
}

// RFC 6211 §3: a field that has its default value is as one that is absent
#[test]
fn protected_algorithms_are_compared_by_their_values() {
    let [sha256, bare] = [vec![asn1::null()], vec![]].map(|parameters: Vec<Vec<u8>>| {
        asn1::sequence([vec![asn1::object_identifier(oid::SHA256)], parameters].concat())
    });
    let usual = SignatureAlgorithm::RsaPss(PssParameters::usual(HashAlgorithm::Sha256));
    let written = pss(true, Some(32), false);
    for (digest, signature, expected) in [
        (&sha256, pss(true, Some(32), false), Verdict::Valid),
        (&sha256, pss(true, Some(32), true), Verdict::Valid),
        (&bare, pss(false, Some(32), true), Verdict::Valid),
        (&sha256, pss(true, Some(20), false), Verdict::Invalid),
        (&sha256, pss(true, None, false), Verdict::Invalid),
        (&HashAlgorithm::Sha384.identifier(), pss(true, Some(32), false), Verdict::Invalid),
        (&sha256, SignatureAlgorithm::RSA_SHA256.identifier(), Verdict::Invalid),
    ] {
        let signer = signer()
            .algorithm(usual)
            .algorithm_identifier(written.clone())
            .attribute(algorithm_protection(digest, &signature));
        let signers = assess(&message(signer), &document());
        assert_eq!(signers.verdict(), expected);
        if expected == Verdict::Invalid {
            let mismatch = Reason::AlgorithmProtectionMismatch;
            let expected = [(CheckId::SignerAlgorithmProtection, mismatch)];
            assert_eq!(failures(&signers.as_slice()[0]), expected);
        }
    }
}

// X.690 §8.7.3, §8.14.3
#[test]
fn a_key_identifier_may_come_in_pieces() {
    let certificate = certificate(hanako().certificate());
    let identifier = certificate.subject_key_identifier().expect("readable").expect("there");
    let identifier = identifier.as_bytes().to_vec();
    let (one, other) = identifier.split_at(7);
    let pieces = [asn1::octet_string(one), asn1::octet_string(other)].concat();
    let indefinite = [&[0xa0, 0x80][..], &asn1::octet_string(&identifier), &[0, 0]].concat();
    let nested = asn1::element(0x24, &asn1::octet_string(&identifier));
    let mut wrong = identifier.clone();
    wrong[0] ^= 1;
    for (sid, expected) in [
        (asn1::element(0x80, &identifier), Verdict::Valid),
        (asn1::element(0xa0, &asn1::octet_string(&identifier)), Verdict::Valid),
        (asn1::element(0xa0, &pieces), Verdict::Valid),
        (asn1::element(0xa0, &nested), Verdict::Valid),
        (indefinite, Verdict::Valid),
        (asn1::element(0xa0, &asn1::octet_string(&wrong)), Verdict::Indeterminate),
        (asn1::element(0xa0, &identifier), Verdict::Invalid),
        (asn1::element(0xa0, &asn1::element(0x0c, &identifier)), Verdict::Invalid),
    ] {
        let signers = assess(&message(signer().identifier(sid)), &document());
        assert_eq!(signers.verdict(), expected);
    }
}

// ETSI EN 319 122-1 §5.2.8; RFC 5652 §11.1 to §11.3, RFC 6211 §2, RFC 5035 §3
#[test]
fn attributes_that_no_rule_limits_may_occur_twice() {
    let content_time_stamp = ObjectIdentifier::new("1.2.840.113549.1.9.16.2.20").expect("one");
    let twice = |kind: ObjectIdentifier, one: Vec<u8>, other: Vec<u8>| {
        let signer = signer().attribute(attribute(kind, &[one]));
        message(signer.attribute(attribute(kind, &[other])))
    };
    let stamp = |byte: u8| asn1::sequence([asn1::octet_string([byte])]);
    let stamped = twice(content_time_stamp, stamp(1), stamp(2));
    assert!(openssl_accepts(&stamped, None));
    assert_eq!(assess(&stamped, &document()).verdict(), Verdict::Valid);
    let sha256 = HashAlgorithm::Sha256.identifier();
    let rsa = SignatureAlgorithm::RSA_SHA256.identifier();
    let binding = |hash| signing_certificate_v2(hash, hanako().certificate());
    for limited in [
        signer()
            .attribute(binding(HashAlgorithm::Sha256))
            .attribute(binding(HashAlgorithm::Sha384)),
        signer()
            .attribute(algorithm_protection(&sha256, &rsa))
            .attribute(algorithm_protection(&sha256, &rsa)),
    ] {
        let signers = assess(&message(limited), &document());
        let repeated = [(CheckId::SignerAttributes, Reason::AttributeRepeated)];
        assert_eq!(failures(&signers.as_slice()[0]), repeated);
    }
}
