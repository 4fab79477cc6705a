//! The shell of a message: never a panic; in memory and in a stream the same.

#![no_main]

use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData, SignedDataStream};
use jpki_core::limits::Limits;
use jpki_crypto::RustCrypto;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|message: &[u8]| {
    let step = message.len() % 61 + 1;
    let whole = SignedData::from_ber(message);
    let mut stream = SignedDataStream::new(&RustCrypto, &Limits::DEFAULT);
    let mut streamed = Vec::new();
    let mut refused = None;
    for piece in message.chunks(step) {
        if let Err(error) = stream.update(piece, |bytes| streamed.extend_from_slice(bytes)) {
            refused = Some(error);
            break;
        }
    }
    let finished = match refused {
        None => stream.finish(),
        Some(error) => Err(error),
    };
    match (whole, finished) {
        (Ok(ParsedSignedData { signed_data: whole, content }), Ok((from_stream, digests))) => {
            assert_eq!(whole.signer_count(), from_stream.signer_count());
            assert!(whole.certificate_bytes().eq(from_stream.certificate_bytes()));
            assert!(whole.revocation_list_bytes().eq(from_stream.revocation_list_bytes()));
            if let Content::Attached(content) = content {
                assert_eq!(content.to_vec(), streamed);
                assert_eq!(content.length(), streamed.len() as u64);
                let digests = digests.expect("content in both");
                let own = whole.digest(&content, &RustCrypto);
                for algorithm in whole.digest_algorithms() {
                    assert_eq!(own.digest(*algorithm), digests.digest(*algorithm));
                }
            } else {
                assert!(digests.is_none());
            }
        }
        (Err(_), Err(_)) => {}
        (whole, finished) => {
            panic!("in memory {:?}, streamed {:?}", whole.is_ok(), finished.is_ok())
        }
    }
});
