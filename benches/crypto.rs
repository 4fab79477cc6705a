//! Digests and signature verification by each backend: keys prepared once, and new each time.

use std::hint::black_box;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, SignedInput};
use jpki_crypto::{AwsLc, RustCrypto};

const BACKENDS: [(&str, &dyn CryptoBackend); 2] = [("RustCrypto", &RustCrypto), ("AWS-LC", &AwsLc)];

fn verify(criterion: &mut Criterion) {
    let message = vec![0x5a; 1024];
    for signed in [
        rsa_2048(&message),
        ecdsa("P-256", SignatureScheme::Ecdsa(DigestAlgorithm::Sha256), &message),
        ecdsa("P-384", SignatureScheme::Ecdsa(DigestAlgorithm::Sha384), &message),
    ] {
        let Signed { name, scheme, key, signature } = signed;
        let key = PublicKeyInfo::from_der(&key).expect("a key");
        let message = SignedInput::Bytes(&message);
        let mut group = criterion.benchmark_group(format!("verify {name}, 1 KiB"));
        for (backend_name, backend) in BACKENDS {
            let prepared = backend.prepare(&key).expect("a key");
            prepared.verify(scheme, message, &signature).expect("a signature");
            group.bench_function(format!("{backend_name}, prepared key"), |bencher| {
                bencher.iter(|| prepared.verify(scheme, message, black_box(&signature)));
            });
            group.bench_function(format!("{backend_name}, new key"), |bencher| {
                bencher.iter(|| backend.verify(&key, scheme, message, black_box(&signature)));
            });
        }
    }
}

fn digest(criterion: &mut Criterion) {
    let content = vec![0x5a; 1 << 20];
    let mut group = criterion.benchmark_group("SHA-256, 1 MiB");
    group.throughput(Throughput::Bytes(1 << 20));
    for (name, backend) in BACKENDS {
        group.bench_function(name, |bencher| {
            bencher.iter(|| backend.digest(DigestAlgorithm::Sha256, black_box(&content)));
        });
    }
}

struct Signed {
    name: &'static str,
    scheme: SignatureScheme,
    key: Vec<u8>,
    signature: Vec<u8>,
}

fn rsa_2048(message: &[u8]) -> Signed {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("a key pair");
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
        .expect("a signature");
    let key = pair.public_key().as_der().expect("a key").as_ref().to_vec();
    Signed {
        name: "RSA-2048",
        scheme: SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256),
        key,
        signature,
    }
}

fn ecdsa(name: &'static str, scheme: SignatureScheme, message: &[u8]) -> Signed {
    let algorithm: &'static EcdsaSigningAlgorithm = match name {
        "P-256" => &ECDSA_P256_SHA256_ASN1_SIGNING,
        _ => &ECDSA_P384_SHA384_ASN1_SIGNING,
    };
    let pair = EcdsaKeyPair::generate(algorithm).expect("a key pair");
    let signature = pair.sign(&SystemRandom::new(), message).expect("a signature");
    let key = pair.public_key().as_der().expect("a key").as_ref().to_vec();
    Signed { name, scheme, key, signature: signature.as_ref().to_vec() }
}

criterion_group!(benches, verify, digest);
criterion_main!(benches);
