//! All backends agree on whatever they are given, and take nothing that was changed.

use std::sync::LazyLock;

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::der::with_key;
use crate::support::openssl::{
    ED25519, P256, P384, P521, RSA_1024, RSA_2048, RSA_2048_EXPONENT_3, RSA_2049,
};
use crate::support::{Signed, backends};

static VALID: LazyLock<Vec<Signed>> = LazyLock::new(|| {
    use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    let message = b"content that was signed";
    [&RSA_1024, &RSA_2048, &RSA_2048_EXPONENT_3, &RSA_2049]
        .into_iter()
        .flat_map(|pair| {
            [
                SignatureScheme::RsaPkcs1(Sha256),
                SignatureScheme::RsaPkcs1(Sha384),
                SignatureScheme::RsaPkcs1BareDigest(Sha256),
                SignatureScheme::rsa_pss(Sha256),
                SignatureScheme::RsaPss { digest: Sha256, salt: 20 },
            ]
            .map(|scheme| pair.sign(scheme, message))
        })
        .chain([&P256, &P384, &P521].into_iter().flat_map(|pair| {
            [Sha1, Sha256, Sha384, Sha512].map(|it| pair.sign(SignatureScheme::Ecdsa(it), message))
        }))
        .chain([ED25519.sign(SignatureScheme::Ed25519, message)])
        .collect()
});

#[derive(Clone, Debug)]
enum Edit {
    Flip(Index, u8),
    Set(Index, u8),
    Insert(Index, u8),
    Remove(Index),
    Truncate(Index),
    Repeat(Index, Index),
}

impl Edit {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len();
        match self {
            Self::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
            Self::Set(at, value) => bytes[at.index(length)] = *value,
            Self::Insert(at, value) => bytes.insert(at.index(length), *value),
            Self::Remove(at) => drop(bytes.remove(at.index(length))),
            Self::Truncate(at) => bytes.truncate(at.index(length)),
            Self::Repeat(from, to) => bytes[to.index(length)] = bytes[from.index(length)],
        }
    }
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        4 => (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Edit::Flip(at, bit)),
        2 => (any::<Index>(), prop_oneof![Just(0), Just(1), Just(0x80), Just(0xff), any::<u8>()])
            .prop_map(|(at, value)| Edit::Set(at, value)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, value)| Edit::Insert(at, value)),
        1 => any::<Index>().prop_map(Edit::Remove),
        1 => any::<Index>().prop_map(Edit::Truncate),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Edit::Repeat(from, to)),
    ];
    proptest::collection::vec(edit, 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agree_on_mutations(
        which in any::<Index>(),
        other in any::<Index>(),
        other_scheme in prop::bool::weighted(0.1),
        of_key in edits(),
        of_message in edits(),
        of_signature in edits(),
    ) {
        let valid = which.get(&VALID);
        let mut changed = valid.clone();
        of_key.iter().for_each(|edit| edit.apply(&mut changed.key));
        of_message.iter().for_each(|edit| edit.apply(&mut changed.message));
        of_signature.iter().for_each(|edit| edit.apply(&mut changed.signature));
        if other_scheme {
            changed.scheme = other.get(&VALID).scheme;
        }
        let same = changed.key == valid.key
            && changed.message == valid.message
            && changed.signature == valid.signature
            && changed.scheme == valid.scheme;
        if let Ok(key) = PublicKeyInfo::from_der(&changed.key) {
            prop_assert_eq!(changed.verify_with(&key).is_ok(), same);
        } else {
            prop_assert!(!same);
        }
    }

    #[test]
    fn agree_on_any_key(
        which in any::<Index>(),
        key in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..300),
            (prop_oneof![Just(2_u8), Just(3), Just(4)], prop_oneof![Just(32_usize), Just(48), Just(66)])
                .prop_flat_map(|(tag, bytes)| {
                    let length = if tag == 4 { 2 * bytes } else { bytes };
                    proptest::collection::vec(any::<u8>(), length)
                        .prop_map(move |point| [&[tag][..], &point].concat())
                }),
            proptest::collection::vec(any::<u8>(), 32),
        ],
    ) {
        let valid = which.get(&VALID);
        let changed = Signed { key: with_key(&valid.key, &key), ..valid.clone() };
        if let Ok(key) = PublicKeyInfo::from_der(&changed.key) {
            prop_assert!(changed.verify_with(&key).is_err());
        }
    }

    #[test]
    fn agree_on_any_rsa_numbers(
        modulus in proptest::collection::vec(any::<u8>(), 120..1100),
        exponent in proptest::collection::vec(any::<u8>(), 1..7),
        signature in proptest::collection::vec(any::<u8>(), 0..1100),
    ) {
        let key = crate::support::der::rsa_key(&modulus, &exponent);
        let scheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
        let mut signed = Signed { key, scheme, message: vec![], signature };
        signed.signature.resize(modulus.len(), 0x5a);
        if let Ok(key) = PublicKeyInfo::from_der(&signed.key) {
            prop_assert!(signed.verify_with(&key).is_err());
        }
    }

    #[test]
    fn agree_on_digests(content in proptest::collection::vec(any::<u8>(), 0..1000)) {
        use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
        for algorithm in [Sha1, Sha256, Sha384, Sha512] {
            let digests: Vec<_> =
                backends().iter().map(|it| it.digest(algorithm, &content)).collect();
            prop_assert!(digests.iter().all(|digest| digest == &digests[0]));
        }
    }
}
