//! Every candidate is judged before one is chosen: names, certificates of the responder, answers, in any order.

use jpki_core::report::Reason;
use jpki_revocation::ocsp::{CertificateId, Nonce, OcspPolicy, OcspRequest};
use jpki_revocation::{RevocationTarget, Status};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{Generation, Person};
use jpki_testkit::ocsp::{CertId, CertificateStatus, Responder, SingleResponse};
use jpki_testkit::oid;
use jpki_testkit::pki::{DistinguishedName, Extension, ReasonCode, Validity};
use jpki_testkit::seed::Seed;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use time::Duration;

use crate::ocsp::world::{NONCE, World, authority, not_asked};

fn hear(world: &World, target: &RevocationTarget<'_>, response: &[u8]) -> Status {
    let verifier = world.verifier(OcspPolicy::immediate());
    let request = verifier.request([target], &Nonce::new(NONCE)).unwrap();
    verifier
        .process_response(target, Some(&request), Ok(response), &not_asked, world.now())
        .status()
}

/// 花子's certificate with its issuer's name in PrintableString, where the authority itself has UTF8String.
fn with_other_strings(world: &World) -> (DistinguishedName, Certificate) {
    let mut printable = DistinguishedName::new();
    for relative in world.synthetic.name().relative_names() {
        for attribute in relative {
            let text = std::str::from_utf8(&attribute.value[2..]).unwrap();
            printable = printable.printable(attribute.oid, text);
        }
    }
    let builder = world.jpki.auth_certificate(&Person::hanako()).certificate_builder();
    let der = builder.issuer(printable.clone()).sign(world.synthetic.key());
    (printable, Certificate::from_der(&der).unwrap())
}

// RFC 6960 §4.1.1: issuerNameHash is over the issuer's name field of the certificate being checked.
#[test]
fn the_issuer_is_named_as_the_certificate_names_it() {
    let world = World::new();
    let (printable, certificate) = with_other_strings(&world);
    assert_ne!(printable.to_der(), world.synthetic.name().to_der());
    let target = RevocationTarget::end_entity(&certificate, &world.authority, &world.authority);
    let key = world.synthetic.key();
    for hash in [HashAlgorithm::Sha1, HashAlgorithm::Sha256] {
        let by = |name: &DistinguishedName| CertId::new(hash, name, key, world.hanako.serial());
        for name in [&printable, &world.synthetic.name()] {
            let single = SingleResponse::good(by(name), world.instant());
            let response = world.response().single(single).sign(&world.issuer());
            assert_eq!(hear(&world, &target, &response), Status::Good, "{hash:?}");
        }
        let other = DistinguishedName::common_name("another");
        let single = SingleResponse::good(by(&other), world.instant());
        let response = world.response().single(single).sign(&world.issuer());
        let refused = Status::Unknown(Reason::ResponseOtherCertificate);
        assert_eq!(hear(&world, &target, &response), refused);
    }
    let verifier = world.verifier(OcspPolicy::immediate());
    let asked = verifier.request([&target], &Nonce::new(NONCE)).unwrap();
    let der = CertId::sha1(&printable, key, world.hanako.serial()).to_der();
    assert!(asked.expose_protected().windows(der.len()).any(|part| part == der));
}

#[test]
fn one_certificate_of_the_responder_in_force_is_enough() {
    let world = World::new();
    let now = world.instant();
    let builder = || world.jpki.responder_certificate(&world.synthetic);
    let key = world.synthetic.key();
    let expired = Validity::new(now - Duration::days(90), now - Duration::days(1));
    let expired = builder().validity(expired).sign(key);
    let coming = Validity::new(now + Duration::days(1), now + Duration::days(90));
    let coming = builder().validity(coming).sign(key);
    let renewed = builder().sign(key);
    let unfit = builder().without_extension(oid::EXTENDED_KEY_USAGE).sign(key);
    let respond = |certificates: &[&Vec<u8>]| {
        let response = world.response().single(world.good());
        certificates
            .iter()
            .fold(response, |response, certificate| response.certificate(certificate))
            .sign(&world.delegate())
    };
    let others = [&expired, &coming, &unfit];
    for position in 0..=others.len() {
        let mut order = others.to_vec();
        order.insert(position, &renewed);
        assert_eq!(hear(&world, &world.target(), &respond(&order)), Status::Good, "{position}");
    }
    for order in [[&expired, &coming], [&coming, &expired]] {
        let refused = Status::Unknown(Reason::ResponderExpired);
        assert_eq!(hear(&world, &world.target(), &respond(&order)), refused);
        // The one that is valid longest stands for all.
        let verifier = world.verifier(OcspPolicy::immediate());
        let response = verifier.read(&respond(&order)).unwrap();
        let verified = verifier.verify(&response, &world.authority).unwrap();
        assert_eq!(verified.delegate().unwrap().certificate().as_der(), coming);
    }
}

// RFC 6960 §3.2(1): of one number under two names it is the issuer's that tells which certificate is meant.
#[test]
fn an_answer_is_of_the_certificates_own_issuer() {
    let world = World::new();
    let builder = world.jpki.auth_certificate(&Person::hanako()).certificate_builder();
    let stranger = DistinguishedName::common_name("stranger");
    let der = builder.issuer(stranger).sign(world.synthetic.key());
    let of_another = Certificate::from_der(&der).unwrap();
    let response = world.response().single(world.good()).sign(&world.issuer());
    for (certificate, expected) in [
        (&world.certificate, Status::Good),
        (&of_another, Status::Unknown(Reason::ResponseOtherCertificate)),
    ] {
        let target = RevocationTarget::end_entity(certificate, &world.authority, &world.authority);
        assert_eq!(hear(&world, &target, &response), expected);
    }
}

/// All generations of an authority have one name: that another key of the name did not sign ends no search.
#[test]
fn every_authority_of_the_responders_name_is_tried() {
    let world = World::new();
    let generation = |generation| authority(&world.jpki.auth_ca(generation));
    let [second, fourth] = [Generation::Second, Generation::Fourth].map(generation);
    let key = world.jpki.auth_ca(Generation::Second).key();
    let responder = Responder::by_name(&world.synthetic.name(), key);
    let response = world.response().single(world.good()).sign(&responder);
    let hear = |named: &[&Authority]| {
        let verifier = world.verifier(OcspPolicy::immediate());
        let verifier = named.iter().fold(verifier, |verifier, named| {
            verifier.with_responder((*named).clone(), world.authority.clone())
        });
        let request = world.request(OcspPolicy::immediate());
        let (target, now) = (world.target(), world.now());
        verifier.process_response(&target, Some(&request), Ok(&response), &not_asked, now).status()
    };
    assert_eq!(hear(&[&second]), Status::Good);
    assert_eq!(hear(&[&fourth, &second]), Status::Good);
    let refused = Status::Unknown(Reason::ResponseSignatureMismatch);
    assert_eq!(hear(&[&fourth]), refused);
    assert_eq!(hear(&[]), refused);
}

#[test]
fn a_known_delegate_may_have_been_renewed() {
    let world = World::new();
    let now = world.instant();
    let builder = || world.jpki.responder_certificate(&world.synthetic);
    let key = world.synthetic.key();
    let old = Validity::new(now - Duration::days(90), now - Duration::days(1));
    let old = builder().validity(old).sign(key);
    let renewed = builder().sign(key);
    let respond = |certificate: &[u8]| {
        let response = world.response().single(world.good()).certificate(certificate);
        response.sign(&world.delegate())
    };
    let verifier = world.verifier(OcspPolicy::immediate());
    let request = world.request(OcspPolicy::immediate());
    let verified =
        verifier.verify(&verifier.read(&respond(&old)).unwrap(), &world.authority).unwrap();
    let knowing = verifier.with_delegate(verified.delegate().unwrap().clone());
    let hear = |response: &[u8]| {
        let (target, now) = (world.target(), world.now());
        knowing.process_response(&target, Some(&request), Ok(response), &not_asked, now).status()
    };
    assert_eq!(hear(&respond(&renewed)), Status::Good);
    assert_eq!(hear(&respond(&old)), Status::Unknown(Reason::ResponderExpired));
}

/// No order of certificates and answers changes what a response says.
#[test]
fn order_means_nothing() {
    let world = World::new();
    let now = world.instant();
    let key = world.synthetic.key();
    let builder = || world.jpki.responder_certificate(&world.synthetic);
    let validity = |from: i64, to: i64| {
        builder().validity(Validity::new(now + Duration::days(from), now + Duration::days(to)))
    };
    let second = world.jpki.auth_ca(Generation::Second);
    let other_purpose = Extension::extended_key_usage(&[oid::CLIENT_AUTH]);
    let certificates = [
        builder().sign(key),
        validity(-20, 5).sign(key),
        validity(-90, -1).sign(key),
        validity(1, 90).sign(key),
        builder().replace_extension(other_purpose).sign(key),
        builder().sign(second.key()),
        world.synthetic.certificate(),
        b"\x30\x03\x02\x01\x00".to_vec(),
    ];
    let id = |hash| CertId::new(hash, &world.synthetic.name(), key, world.hanako.serial());
    let revoked = CertificateStatus::Revoked(now, Some(ReasonCode::Superseded));
    let answers = [
        SingleResponse::good(id(HashAlgorithm::Sha1), now),
        SingleResponse::good(id(HashAlgorithm::Sha256), now - Duration::minutes(60)),
        SingleResponse::new(id(HashAlgorithm::Sha256), revoked, now),
        SingleResponse::new(id(HashAlgorithm::Sha1), CertificateStatus::Unknown, now),
    ];
    let mut seen = [0; 3];
    for number in 0..150 {
        let mut choices = Seed::new(number).derive("order").choices();
        let mut certificates: Vec<_> =
            certificates.iter().filter(|_| choices.chance(1, 2)).collect();
        let mut answers: Vec<_> = answers.iter().filter(|_| choices.chance(1, 2)).collect();
        let mut statuses = Vec::new();
        for _ in 0..3 {
            for places in [certificates.len(), answers.len()] {
                let (from, to) = (choices.below(places as u64), choices.below(places as u64));
                if places == certificates.len() && places > 0 {
                    certificates.swap(from as usize, to as usize);
                }
                if places == answers.len() && places > 0 {
                    answers.swap(from as usize, to as usize);
                }
            }
            let response = certificates
                .iter()
                .fold(world.response(), |response, certificate| response.certificate(certificate));
            let response = answers
                .iter()
                .fold(response, |response, answer| response.single((*answer).clone()));
            statuses.push(hear(&world, &world.target(), &response.sign(&world.delegate())));
        }
        assert!(statuses.windows(2).all(|pair| pair[0] == pair[1]), "{number}: {statuses:?}");
        seen[match statuses[0] {
            Status::Good => 0,
            Status::Revoked(_) => 1,
            Status::Unknown(_) => 2,
        }] += 1;
    }
    assert!(seen.iter().all(|count| *count > 5), "{seen:?}");
}

#[test]
fn nonces_are_drawn_anew() {
    let (one, other) = (Nonce::draw().unwrap(), Nonce::draw().unwrap());
    assert_ne!(one.as_bytes(), other.as_bytes());
    assert_ne!(one.as_bytes(), &[0; 32]);
}

#[test]
fn a_request_names_what_it_asks_for() {
    let world = World::new();
    let (_, certificate) = with_other_strings(&world);
    let request = OcspRequest::for_certificates(
        [(&certificate, &world.authority)],
        jpki_core::algorithm::DigestAlgorithm::Sha256,
        None,
        &jpki_crypto::RustCrypto,
    )
    .unwrap();
    let id = CertificateId::of(
        &certificate,
        &world.authority,
        jpki_core::algorithm::DigestAlgorithm::Sha256,
        &jpki_crypto::RustCrypto,
    );
    assert!(request.certificates().next().unwrap().matches(&id.unwrap()));
}
