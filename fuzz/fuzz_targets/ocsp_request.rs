//! An OCSP request from anybody: what is read names certificates that can be named again.

#![no_main]

use std::hint::black_box;

use jpki_revocation::ocsp::OcspRequest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(request) = OcspRequest::from_der(bytes) else { return };
    assert_eq!(request.expose_protected(), bytes);
    assert!(request.certificates().count() >= 1);
    for certificate in request.certificates() {
        assert!(certificate.matches(&certificate));
        let _ = black_box((certificate.algorithm(), certificate.serial_number()));
    }
    let _ = black_box((request.nonce(), format!("{request:?}")));
});
