use alloc::boxed::Box;

use aws_lc_rs::digest::{self, Algorithm, Context};
use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::{Digest, Hasher};

pub(super) fn algorithm(algorithm: DigestAlgorithm) -> &'static Algorithm {
    match algorithm {
        DigestAlgorithm::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        DigestAlgorithm::Sha256 => &digest::SHA256,
        DigestAlgorithm::Sha384 => &digest::SHA384,
        DigestAlgorithm::Sha512 => &digest::SHA512,
    }
}

pub(super) fn digest(name: DigestAlgorithm, bytes: &[u8]) -> Digest {
    named(name, digest::digest(algorithm(name), bytes))
}

pub(super) fn hasher(name: DigestAlgorithm) -> Box<dyn Hasher> {
    Box::new(Running { name, state: Context::new(algorithm(name)) })
}

struct Running {
    name: DigestAlgorithm,
    state: Context,
}

impl Hasher for Running {
    fn update(&mut self, piece: &[u8]) {
        self.state.update(piece);
    }

    fn finish(self: Box<Self>) -> Digest {
        named(self.name, self.state.finish())
    }
}

fn named(name: DigestAlgorithm, value: digest::Digest) -> Digest {
    Digest::written_by(name, |to| to.copy_from_slice(value.as_ref()))
}
