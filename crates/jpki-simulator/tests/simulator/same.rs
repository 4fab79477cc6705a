//! The same octets from the same seed, whatever the machine's clock says.

use std::time::Duration;

use jpki_revocation::ocsp::OcspRequest;
use jpki_simulator::{OcspSigner, Simulator};
use jpki_testkit::jpki::{Generation, Purpose};
use jpki_testkit::ocsp::{CertId, RequestBuilder, nonce};
use jpki_transport::blocking::{CrlTransport as _, OcspTransport as _};

use crate::support::{Person, day, start};

/// All that a person's life gives.
fn octets(seed: u64) -> Vec<Vec<u8>> {
    let jlis = Simulator::new(seed, start());
    jlis.set_ocsp_signer(OcspSigner::Delegate);
    let hanako = jlis.person(Person::hanako());
    hanako.moves(day(2026, 6, 2));
    let card = hanako.renews(day(2026, 6, 3));
    jlis.set_clock(day(2026, 6, 5));
    let authentication = card.authentication;
    let authority = authentication.authority();
    let id = CertId::sha1(&authority.name(), authority.key(), authentication.serial());
    let request = RequestBuilder::new().certificate(id).extension(nonce(&[7; 32])).to_der();
    let request = OcspRequest::from_der(&request).unwrap();
    vec![
        authentication.certificate().to_vec(),
        card.signing.unwrap().certificate().to_vec(),
        jlis.crl(Purpose::Sign, Generation::Third, None).fetch().unwrap(),
        jlis.crl(Purpose::Auth, Generation::Third, None).fetch().unwrap(),
        jlis.crl(Purpose::Auth, Generation::Second, None).fetch().unwrap(),
        jlis.ocsp(Purpose::Auth).ask(&request).unwrap(),
    ]
}

#[test]
fn the_seed_decides() {
    let first = octets(1);
    // A clock that was read would have moved on by a second.
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(first, octets(1));
    for (one, other) in first.iter().zip(octets(2)) {
        assert_ne!(*one, other);
    }
}

#[test]
fn the_clock_moves_when_it_is_told() {
    let jlis = Simulator::new(1, start());
    let handle = jlis.clone();
    jlis.advance(Duration::from_secs(90));
    assert_eq!(handle.now(), start().after(Duration::from_secs(90)));
    handle.set_clock(start());
    assert_eq!(jlis.now(), start());
}
