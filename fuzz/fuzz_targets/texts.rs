//! Texts of settings, files and certificates: what is read is written back with the same meaning.

#![no_main]

use std::net::IpAddr;

use jpki_auth::binding::BindingOrigin;
use jpki_core::time::Timestamp;
use jpki_monitor::HeldSerial;
use jpki_transport::Endpoint;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::trust::Fingerprint;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for time in [Timestamp::from_utc_time(bytes), Timestamp::from_generalized_time(bytes)] {
        if let Some(time) = time {
            written_back(time);
        }
    }
    if let Ok(number) = SerialNumber::from_magnitude(bytes) {
        let number = number.as_serial_number();
        assert!(SerialNumber::from_der_content(number.expose_protected()).is_ok());
        assert_eq!(HeldSerial::of(number).is_some(), number.is_conforming());
    }
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    if let Some(time) = Timestamp::from_rfc3339(text) {
        written_back(time);
    }
    if let Some(fingerprint) = Fingerprint::from_hex(text) {
        assert_eq!(Fingerprint::from_hex(&fingerprint.to_string()), Some(fingerprint));
    }
    if let Some(serial) = HeldSerial::from_hex(text) {
        assert!(serial.serial_number().is_conforming());
        assert!(HeldSerial::from_hex(&format!("0{text}")).is_some());
    }
    if let Some(origin) = BindingOrigin::from_code(text) {
        assert_eq!(origin.code(), text);
    }
    endpoint(text);
});

fn written_back(time: Timestamp) {
    assert!((Timestamp::MIN..=Timestamp::MAX).contains(&time));
    assert_eq!(Timestamp::from_rfc3339(&time.to_string()), Some(time));
}

/// Nothing leaves the machine in plain HTTP without having been asked for.
fn endpoint(text: &str) {
    let Ok(endpoint) = Endpoint::new(text) else { return };
    let address = endpoint.address();
    assert!(address.eq_ignore_ascii_case(text));
    assert_eq!(Endpoint::new(address).as_ref(), Ok(&endpoint));
    if !address.starts_with("https://") {
        let host = address.strip_prefix("http://").expect("one of the two");
        let host = host.split(['/', '?']).next().expect("a part").trim_start_matches('[');
        let is_loopback = |host: &str| host.parse().is_ok_and(|host: IpAddr| host.is_loopback());
        let name = host.split(':').next().expect("a part");
        let number = host.split(']').next().expect("a part");
        assert!(name.eq_ignore_ascii_case("localhost") || is_loopback(name) || is_loopback(number));
    }
}
