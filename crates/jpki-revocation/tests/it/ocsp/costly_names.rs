//! Names in a response are compared before any signature is known to be good.

use jpki_core::report::Reason;
use jpki_revocation::Status;
use jpki_revocation::ocsp::OcspPolicy;
use jpki_testkit::ocsp::Responder;
use jpki_testkit::pki::DistinguishedName;

use crate::ocsp::world::{World, unknown};

/// The status by a delegate of this name, which the response spells so.
fn judge(subject: &DistinguishedName, spelt: &DistinguishedName) -> Status {
    let world = World::new();
    let key = world.jpki.responder_key();
    let certificate = world.jpki.responder_certificate(&world.synthetic);
    let certificate = certificate.subject(subject.clone()).sign(world.synthetic.key());
    let response = world
        .response()
        .certificate(&certificate)
        .single(world.good())
        .sign(&Responder::by_name(spelt, key));
    let policy = OcspPolicy::immediate();
    let (verifier, request) = (world.verifier(policy), world.request(policy));
    let target = world.target();
    verifier
        .process_response(&target, Some(&request), Ok(&response), &unknown, world.now())
        .status()
}

#[test]
fn a_costly_name_is_taken_as_spelt_and_a_usual_one_as_meant() {
    let name = |text: &str| DistinguishedName::common_name(text);
    let long = "\u{fdfa}".repeat(1300);
    let (lower, upper) = (name(&format!("{long}a")), name(&format!("{long}A")));
    assert_eq!(judge(&lower, &lower), Status::Good);
    assert_eq!(judge(&lower, &upper), Status::Unknown(Reason::ResponderNotAuthorized));
    let (lower, upper) = (name("応答者 ocsp responder"), name("応答者　OCSP Responder"));
    assert_eq!(judge(&lower, &upper), Status::Good);
}
