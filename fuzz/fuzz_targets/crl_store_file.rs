//! Files of the store that are not what was stored: refused, or never another answer than before.

#![no_main]

mod credulous;

use std::hint::black_box;
use std::sync::{Arc, LazyLock};

use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm, PublicKeyInfo};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey};
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_revocation::{Crl, CrlIssuer, CrlSubjects, VerifiedCrl};
use jpki_testkit::key::Key;
use jpki_testkit::large_list::{Serials, large_list};
use jpki_testkit::pki::{CrlBuilder, DistinguishedName};
use jpki_testkit::seed::Seed;
use jpki_x509::certificate::SerialNumber;
use libfuzzer_sys::fuzz_target;

const ENTRIES: u32 = 700;

struct Stored {
    file: Vec<u8>,
    /// The same with digests that any bytes have.
    undigested: Vec<u8>,
    serials: Serials,
    issuer: CrlIssuer,
}

/// One list of each kind of index, stored.
static STORED: LazyLock<[Stored; 2]> = LazyLock::new(|| {
    let random = Serials::Random { bytes: 16, seed: Seed::new(1) };
    [Serials::Sequential { first: 0x0640_0000 }, random].map(|serials| {
        let name = DistinguishedName::common_name("Stored CA");
        let issuer = credulous::issuer(Name::from_der(&name.to_der()).expect("a name"));
        let list = CrlBuilder::new().issuer(name);
        let der = large_list(&list, Key::rsa_2048(0), serials, ENTRIES);
        let list = Crl::from_der(der).expect("a list");
        let list = list.verify(&issuer, &AlgorithmPolicy::current()).expect("verified");
        let file = stored(&list, &credulous::Credulous);
        let undigested = stored(&list, &Undigested);
        Stored { file, undigested, serials, issuer }
    })
});

fn stored(list: &VerifiedCrl, crypto: &dyn CryptoBackend) -> Vec<u8> {
    let mut file = Vec::new();
    let written = list.write_stored(CrlSubjects::Users, crypto, |bytes| {
        file.extend_from_slice(bytes);
        Ok::<(), ()>(())
    });
    written.expect("memory takes it");
    file
}

fuzz_target!(|bytes: &[u8]| {
    for stored in &*STORED {
        stored.ask_undigested(bytes.to_vec());
        stored.ask_undigested(changed(&stored.undigested, bytes));
        stored.ask_changed(bytes);
    }
});

/// The file with the changes of the input, four bytes each: where, the greater half from the end, and to what.
fn changed(file: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    for change in changes.as_chunks::<4>().0 {
        let [a, b, c, value] = *change;
        let place = u32::from_be_bytes([0, a & 0x7f, b, c]) as usize % file.len();
        let at = if a & 0x80 == 0 { place } else { file.len() - 1 - place };
        file[at] = value;
    }
    file
}

impl Stored {
    fn open(&self, file: Vec<u8>, crypto: Arc<dyn CryptoBackend>) -> Option<VerifiedCrl> {
        let issuers = [self.issuer.clone()];
        VerifiedCrl::open_stored(
            Arc::new(file),
            CrlSubjects::Users,
            &issuers,
            crypto,
            &Limits::DEFAULT,
        )
        .ok()
    }

    /// Where no digest tells that the file was changed, anything may be answered, but it is.
    fn ask_undigested(&self, file: Vec<u8>) {
        let Some(list) = self.open(file, Arc::new(Undigested)) else { return };
        let name = self.issuer.authority().name();
        for place in [0, ENTRIES / 2, ENTRIES] {
            let _ = black_box(list.find(&name, serial_number(self.serials.at(place).as_bytes())));
        }
    }

    fn ask_changed(&self, changes: &[u8]) {
        let file = changed(&self.file, changes);
        let Some(list) = self.open(file, Arc::new(credulous::Credulous)) else { return };
        let name = self.issuer.authority().name();
        for place in [0, 1, ENTRIES / 2, ENTRIES - 1] {
            let serial = self.serials.at(place);
            let found = list.find(&name, serial_number(serial.as_bytes()));
            assert!(!matches!(found, Ok(None)), "a revoked certificate became good");
        }
        let unlisted = self.serials.at(ENTRIES);
        let found = list.find(&name, serial_number(unlisted.as_bytes()));
        assert!(!matches!(found, Ok(Some(_))), "a good certificate became revoked");
    }
}

fn serial_number(bytes: &[u8]) -> SerialNumber<'_> {
    SerialNumber::from_der_content(bytes).unwrap()
}

/// Gives all bytes one digest.
#[derive(Debug)]
struct Undigested;

impl CryptoBackend for Undigested {
    fn digest(&self, algorithm: DigestAlgorithm, _: &[u8]) -> Digest {
        Digest::written_by(algorithm, |_| {})
    }

    fn hasher(&self, _: DigestAlgorithm) -> Box<dyn Hasher> {
        unreachable!("files are not streamed")
    }

    fn prepare(&self, _: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        Err(CryptoError::KeyRejected)
    }
}
