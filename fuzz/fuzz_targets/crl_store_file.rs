//! Files of the store that are not what was stored: refused, or never another answer than before.

#![no_main]

mod credulous;

use std::sync::{Arc, LazyLock};

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_revocation::{CrlSubjects, ListIssuer, RevocationList, VerifiedList};
use jpki_testkit::key::Key;
use jpki_testkit::large_list::{Serials, large_list};
use jpki_testkit::pki::{CrlBuilder, DistinguishedName};
use jpki_testkit::seed::Seed;
use jpki_x509::certificate::SerialNumber;
use libfuzzer_sys::fuzz_target;

const ENTRIES: u32 = 700;

struct Stored {
    file: Vec<u8>,
    serials: Serials,
    issuer: ListIssuer,
}

/// One list of each kind of index, stored.
static STORED: LazyLock<[Stored; 2]> = LazyLock::new(|| {
    let random = Serials::Random { octets: 16, seed: Seed::new(1) };
    [Serials::Sequential { first: 0x0640_0000 }, random].map(|serials| {
        let name = DistinguishedName::common_name("Stored CA");
        let issuer = credulous::issuer(Name::from_der(&name.to_der()).expect("a name"));
        let list = CrlBuilder::new().issuer(name);
        let der = large_list(&list, Key::rsa_2048(0), serials, ENTRIES);
        let list = RevocationList::from_der(der).expect("a list");
        let list = list.verify(&issuer, &AlgorithmPolicy::current()).expect("verified");
        let mut file = Vec::new();
        let written = list.write_stored(CrlSubjects::Users, &credulous::Credulous, |octets| {
            file.extend_from_slice(octets);
            Ok::<(), ()>(())
        });
        written.expect("memory takes it");
        Stored { file, serials, issuer }
    })
});

fuzz_target!(|octets: &[u8]| {
    for stored in &*STORED {
        let _ = stored.open(octets.to_vec());
        stored.ask_changed(octets);
    }
});

impl Stored {
    fn open(&self, file: Vec<u8>) -> Option<VerifiedList> {
        let issuers = [self.issuer.clone()];
        let crypto = Arc::new(credulous::Credulous);
        VerifiedList::open_stored(Arc::new(file), CrlSubjects::Users, &issuers, crypto, &Limits::DEFAULT).ok()
    }

    /// Changes the file as the input says, four octets a change: where, and to what.
    fn ask_changed(&self, changes: &[u8]) {
        let mut file = self.file.clone();
        for change in changes.as_chunks::<4>().0 {
            let [a, b, c, value] = *change;
            let at = u32::from_be_bytes([0, a, b, c]) as usize % file.len();
            file[at] = value;
        }
        let Some(list) = self.open(file) else { return };
        let name = self.issuer.authority().name();
        for place in [0, 1, ENTRIES / 2, ENTRIES - 1] {
            let serial = self.serials.at(place);
            let found = list.find(&name, serial_number(serial.octets()));
            assert!(!matches!(found, Ok(None)), "a revoked certificate became good");
        }
        let unlisted = self.serials.at(ENTRIES);
        let found = list.find(&name, serial_number(unlisted.octets()));
        assert!(!matches!(found, Ok(Some(_))), "a good certificate became revoked");
    }
}

fn serial_number(octets: &[u8]) -> SerialNumber<'_> {
    SerialNumber::from_der_content(octets).unwrap()
}
