//! Signers of a message: never a panic, and never valid but for a signature that the seeds' keys made.

#![no_main]

use std::sync::LazyLock;

use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_cms::signer::{SignerPolicy, UnattributedSignatures};
use jpki_crypto::RustCrypto;
use jpki_testkit::jpki::{Person, SyntheticJpki};
use jpki_x509::certificate::Certificate;
use libfuzzer_sys::fuzz_target;

static GIVEN: LazyLock<Vec<Certificate>> = LazyLock::new(|| {
    let hanako = SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue();
    vec![Certificate::from_der(hanako.certificate()).expect("a certificate")]
});

fuzz_target!(|message: &[u8]| {
    let Ok(ParsedSignedData { signed_data, content }) = SignedData::from_ber(message) else { return };
    let policy = SignerPolicy::general().with_unattributed(UnattributedSignatures::Accepted);
    let content = match &content {
        Content::Attached(content) => signed_data.digest(content, &RustCrypto),
        Content::Detached => {
            signed_data.digest_detached(b"content", &RustCrypto).expect("no content inside")
        }
    };
    let signers = signed_data.assess_signers(&content, &GIVEN, &policy, &RustCrypto);
    assert_eq!(signers.as_slice().len(), signed_data.signer_count());
    for signer in signed_data.signers().flatten() {
        if let Ok(countersigners) =
            signed_data.assess_countersigners(signer, &GIVEN, &policy, &RustCrypto)
        {
            std::hint::black_box(countersigners.verdict());
        }
    }
});
