//! What is not of the form of RFC 6960 §4.1.1 and §4.2.1 is refused, wherever it is.

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::limits::Limits;
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::{CertificateId, Nonce, OcspError, OcspRequest, OcspResponse};
use jpki_testkit::asn1;
use jpki_testkit::jpki::{Generation, Person};
use jpki_testkit::ocsp::{
    CertificateStatus, Responder, ResponseStatus, SingleResponse, nonce, unsuccessful,
};
use jpki_testkit::oid;
use jpki_testkit::pki::{Extension, ReasonCode, SerialNumber};
use jpki_x509::certificate::Certificate;
use time::Duration;

use crate::ocsp::tree::{Node, changed};
use crate::ocsp::world::{NONCE, World, authority};

fn no_extension() -> Extension {
    Extension::new(oid::CA_ISSUERS, asn1::null())
}

/// Responses that have everything that there is, named by name and by key.
fn responses(world: &World) -> [Vec<u8>; 2] {
    let since = world.instant() - Duration::days(1);
    let revoked = CertificateStatus::Revoked(since, Some(ReasonCode::Superseded));
    let other = world.id_of(SerialNumber::from(0x4444_4444));
    let unknown = SingleResponse::new(other, CertificateStatus::Unknown, world.instant());
    let response = world
        .response()
        .single(world.good().extension(no_extension()))
        .single(SingleResponse::new(world.id(), revoked, world.instant()))
        .single(unknown)
        .certificate(&world.delegate_certificate());
    let by_name = Responder::by_name(&world.synthetic.name(), world.synthetic.key());
    [by_name, world.issuer()].map(|responder| response.sign(&responder))
}

fn request(world: &World) -> Vec<u8> {
    let request = OcspRequest::for_certificates(
        [(&world.certificate, &world.authority)],
        DigestAlgorithm::Sha1,
        Some(&Nonce::new(NONCE)),
        &RustCrypto,
    );
    request.unwrap().expose_protected().to_vec()
}

fn read(der: &[u8]) -> Result<OcspResponse, OcspError> {
    OcspResponse::from_der(der)
}

fn read_request(der: &[u8]) -> Result<OcspRequest, OcspError> {
    OcspRequest::from_der(der)
}

/// `ResponseData`: below the `OCSPResponse`, \[0\], `ResponseBytes`, its OCTET STRING and the
/// `BasicOCSPResponse`.
const DATA: [usize; 5] = [1, 0, 1, 0, 0];
/// The signature value.
const SIGNATURE: [usize; 5] = [1, 0, 1, 0, 2];
/// The certificates, which are looked into only when they might have signed.
const CERTIFICATES: [usize; 5] = [1, 0, 1, 0, 3];

#[test]
fn one_element_too_many_is_refused_wherever_it_is() {
    let world = World::new();
    for original in responses(&world) {
        read(&original).unwrap();
        let tree = Node::read(&original);
        assert_eq!(tree.to_der(), original);
        let mut paths = tree.paths(&Node::is_constructed);
        // Of the certificates the list itself, and that around it.
        let below = CERTIFICATES.len() + 1;
        paths.retain(|path| !path.starts_with(&CERTIFICATES) || path.len() <= below);
        assert!(paths.len() >= 30, "{}", paths.len());
        for path in paths {
            let more = changed(&tree, &path, |node| {
                node.children().push(Node::Primitive { tag: 0x05, content: Vec::new() });
            });
            assert!(read(&more).is_err(), "{path:?}");
        }
        assert!(read(&[&original[..], &[5, 0]].concat()).is_err());
    }
    let original = request(&world);
    let tree = Node::read(&original);
    for path in tree.paths(&Node::is_constructed) {
        let more = changed(&tree, &path, |node| {
            node.children().push(Node::Primitive { tag: 0x05, content: Vec::new() });
        });
        assert!(read_request(&more).is_err(), "{path:?}");
    }
    assert!(read_request(&[&original[..], &[5, 0]].concat()).is_err());
}

#[test]
fn one_element_too_few_is_refused_or_optional() {
    let world = World::new();
    for original in responses(&world) {
        let tree = Node::read(&original);
        let everything = tree.paths(&|_| true);
        let mut optional = 0;
        for path in everything.iter().filter(|path| !path.starts_with(&CERTIFICATES)) {
            let Some((last, parent)) = path.split_last() else { continue };
            let less = changed(&tree, parent, |node| drop(node.children().remove(*last)));
            let mut removed = tree.clone();
            let tag = removed.at(path).tag();
            match read(&less) {
                Err(_) => {}
                // nextUpdate, reason, extensions; one of several answers; NULL parameters of algorithms; and
                // what belongs to a name.
                Ok(_) => {
                    let may_go = matches!(tag, 0xa0 | 0xa1 | 0x05 | 0x30 | 0x31);
                    assert!(may_go, "{path:?}, tag {tag:#x}");
                    optional += 1;
                }
            }
        }
        assert!(optional < everything.len() / 3, "{optional} of {}", everything.len());
    }
}

#[test]
fn versions_other_than_1_are_refused() {
    let world = World::new();
    let [response, _] = responses(&world);
    let (response, request) = (Node::read(&response), Node::read(&request(&world)));
    let version = |numbers: &[u8]| Node::Constructed {
        tag: 0xa0,
        children: numbers
            .iter()
            .map(|number| Node::Primitive { tag: 0x02, content: vec![*number] })
            .collect(),
    };
    for (numbers, expected) in [
        (&[0][..], None),
        (&[1], Some(OcspError::UnknownVersion)),
        (&[2], Some(OcspError::UnknownVersion)),
    ] {
        let der = changed(&response, &DATA, |data| data.children().insert(0, version(numbers)));
        assert_eq!(read(&der).err(), expected, "{numbers:?}");
        let der = changed(&request, &[0], |data| data.children().insert(0, version(numbers)));
        assert_eq!(read_request(&der).err(), expected, "{numbers:?}");
    }
    for numbers in [&[][..], &[0, 0]] {
        let der = changed(&response, &DATA, |data| data.children().insert(0, version(numbers)));
        assert!(read(&der).is_err());
        let der = changed(&request, &[0], |data| data.children().insert(0, version(numbers)));
        assert!(read_request(&der).is_err());
    }
}

#[test]
fn times_are_generalized() {
    let world = World::new();
    let [response, _] = responses(&world);
    let tree = Node::read(&response);
    let times = tree.paths(&|node| node.tag() == 0x18);
    let times: Vec<_> = times.iter().filter(|path| !path.starts_with(&CERTIFICATES)).collect();
    // producedAt, thisUpdate and nextUpdate of three answers, revocationTime.
    assert_eq!(times.len(), 8);
    for path in times {
        let utc = changed(&tree, path, |node| {
            let Node::Primitive { tag, content } = node else { panic!("a time") };
            *tag = 0x17;
            content.drain(..2);
        });
        assert!(read(&utc).is_err(), "{path:?}");
        let fraction = changed(&tree, path, |node| {
            let Node::Primitive { content, .. } = node else { panic!("a time") };
            content.splice(14..14, *b".5");
        });
        assert!(read(&fraction).is_err(), "{path:?}");
    }
}

#[test]
fn statuses_without_content_have_none() {
    let world = World::new();
    let [response, _] = responses(&world);
    let tree = Node::read(&response);
    for tag in [0x80, 0x82] {
        let paths = tree.paths(&|node| node.tag() == tag);
        assert_eq!(paths.len(), 1);
        let full = changed(&tree, &paths[0], |node| {
            *node = Node::Primitive { tag, content: vec![0] };
        });
        assert!(read(&full).is_err());
        let other = changed(&tree, &paths[0], |node| {
            *node = Node::Primitive { tag: 0x83, content: Vec::new() };
        });
        assert!(read(&other).is_err());
    }
}

#[test]
fn what_is_signed_and_how_is_told_by_the_form() {
    let world = World::new();
    let [response, _] = responses(&world);
    let mut tree = Node::read(&response);
    // The signature has no unused bits.
    let unused = changed(&tree, &SIGNATURE, |node| {
        let Node::Primitive { content, .. } = node else { panic!("a signature") };
        content[0] = 1;
        *content.last_mut().unwrap() &= 0xfe;
    });
    assert!(read(&unused).is_err());
    // id-pkix-ocsp-basic and no other type.
    let other = changed(&tree, &[1, 0, 0], |node| {
        let Node::Primitive { content, .. } = node else { panic!("a type") };
        *content.last_mut().unwrap() = 2;
    });
    assert_eq!(read(&other).err(), Some(OcspError::UnknownType));
    // A responder by name has one.
    assert_eq!(tree.at(&DATA).children()[0].tag(), 0xa1);
    let no_name = changed(&tree, &[&DATA[..], &[0]].concat(), |node| {
        *node = Node::Constructed {
            tag: 0xa1,
            children: vec![Node::Primitive { tag: 0x0c, content: b"responder".to_vec() }],
        };
    });
    assert!(read(&no_name).is_err());
    assert!(read(&unsuccessful(ResponseStatus::Successful)).is_err());
    assert!(read(&unsuccessful(ResponseStatus::TryLater)).is_ok());
}

#[test]
fn no_extension_comes_twice() {
    let world = World::new();
    let issuer = world.issuer();
    let twice =
        |response: Vec<u8>| assert_eq!(read(&response).err(), Some(OcspError::RepeatedExtension));
    twice(world.response().single(world.good()).extension(nonce(&NONCE)).sign(&issuer));
    let single = world.good().extension(no_extension()).extension(no_extension());
    twice(world.response().single(single).sign(&issuer));
}

#[test]
fn limits_hold_to_the_last_one() {
    let world = World::new();
    let (limits, issuer) = (Limits::DEFAULT, world.issuer());
    let within = |der: &[u8], limits: &Limits| OcspResponse::from_der_with(der, limits).err();

    let response = world.response().single(world.good()).sign(&issuer);
    let exactly = limits.with_response_bytes(response.len());
    assert_eq!(within(&response, &exactly), None);
    let fewer = limits.with_response_bytes(response.len() - 1);
    assert!(matches!(within(&response, &fewer), Some(OcspError::Malformed(_))));

    let three = (0..3).fold(world.response(), |response, _| response.single(world.good()));
    let three = three.sign(&issuer);
    assert_eq!(within(&three, &limits.with_response_answers(3)), None);
    let too_many = Some(OcspError::TooManyAnswers);
    assert_eq!(within(&three, &limits.with_response_answers(2)), too_many);

    let certificate = world.delegate_certificate();
    let two = world.response().single(world.good()).certificate(&certificate);
    let two = two.certificate(&certificate).sign(&issuer);
    assert_eq!(within(&two, &limits.with_response_certificates(2)), None);
    let too_many = Some(OcspError::TooManyCertificates);
    assert_eq!(within(&two, &limits.with_response_certificates(1)), too_many);

    let extended = world.response().single(world.good()).extension(no_extension()).sign(&issuer);
    assert_eq!(within(&extended, &limits.with_certificate_extensions(2)), None);
    let too_many = Some(OcspError::TooManyExtensions);
    assert_eq!(within(&extended, &limits.with_certificate_extensions(1)), too_many);

    let request = request(&world);
    let exactly = limits.with_response_bytes(request.len());
    assert!(OcspRequest::from_der_with(&request, &exactly).is_ok());
    let fewer = limits.with_response_bytes(request.len() - 1);
    assert!(OcspRequest::from_der_with(&request, &fewer).is_err());
    assert!(OcspRequest::from_der_with(&request, &limits.with_response_answers(1)).is_ok());
    let none = OcspRequest::from_der_with(&request, &limits.with_response_answers(0));
    assert_eq!(none.err(), Some(OcspError::TooManyAnswers));
}

#[test]
fn requests_that_cannot_be_answered_are_refused() {
    let world = World::new();
    let tree = Node::read(&request(&world));
    // OCSPRequest, TBSRequest, requestList, Request, CertID
    const LIST: [usize; 2] = [0, 0];
    const ID: [usize; 4] = [0, 0, 0, 0];
    let nothing = changed(&tree, &LIST, |list| list.children().clear());
    assert_eq!(read_request(&nothing).err(), Some(OcspError::NothingAsked));
    let digest = changed(&tree, &ID, |id| {
        let md5 = asn1::sequence([asn1::object_identifier(oid::CA_ISSUERS), asn1::null()]);
        id.children()[0] = Node::read(&md5);
    });
    assert_eq!(read_request(&digest).err(), Some(OcspError::UnknownDigest));
    for field in [1, 2] {
        let short = changed(&tree, &ID, |id| {
            let Node::Primitive { content, .. } = &mut id.children()[field] else { panic!() };
            content.pop();
        });
        assert_eq!(read_request(&short).err(), Some(OcspError::UnknownDigest));
    }
}

#[test]
fn only_all_three_members_name_a_certificate() {
    let world = World::new();
    let taro = world.jpki.auth_certificate(&Person::taro()).issue();
    let taro = Certificate::from_der(taro.certificate()).unwrap();
    let second = authority(&world.jpki.auth_ca(Generation::Second));
    let sign_ca = authority(&world.jpki.sign_ca(Generation::Third));
    let id = |certificate, issuer, algorithm| {
        CertificateId::of(certificate, issuer, algorithm, &RustCrypto).unwrap()
    };
    let sha1 = DigestAlgorithm::Sha1;
    let hanako = id(&world.certificate, &world.authority, sha1);
    assert!(hanako.matches(&id(&world.certificate, &world.authority, sha1)));
    for other in [
        id(&taro, &world.authority, sha1),
        id(&world.certificate, &second, sha1),
        id(&world.certificate, &sign_ca, sha1),
        id(&world.certificate, &world.authority, DigestAlgorithm::Sha256),
    ] {
        assert!(!hanako.matches(&other) && !other.matches(&hanako));
    }
}
