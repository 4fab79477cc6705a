use alloc::boxed::Box;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::{Digest, Hasher};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

pub(super) fn digest(algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
    match algorithm {
        DigestAlgorithm::Sha1 => Running::<Sha1>::over(algorithm, bytes),
        DigestAlgorithm::Sha256 => Running::<Sha256>::over(algorithm, bytes),
        DigestAlgorithm::Sha384 => Running::<Sha384>::over(algorithm, bytes),
        DigestAlgorithm::Sha512 => Running::<Sha512>::over(algorithm, bytes),
    }
}

pub(super) fn hasher(algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
    match algorithm {
        DigestAlgorithm::Sha1 => Box::new(Running::<Sha1>::new(algorithm)),
        DigestAlgorithm::Sha256 => Box::new(Running::<Sha256>::new(algorithm)),
        DigestAlgorithm::Sha384 => Box::new(Running::<Sha384>::new(algorithm)),
        DigestAlgorithm::Sha512 => Box::new(Running::<Sha512>::new(algorithm)),
    }
}

struct Running<D> {
    algorithm: DigestAlgorithm,
    state: D,
}

impl<D: sha2::Digest> Running<D> {
    fn new(algorithm: DigestAlgorithm) -> Self {
        Self { algorithm, state: D::new() }
    }

    fn over(algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        Digest::written_by(algorithm, |to| to.copy_from_slice(&D::digest(bytes)))
    }
}

impl<D: sha2::Digest + Send> Hasher for Running<D> {
    fn update(&mut self, piece: &[u8]) {
        self.state.update(piece);
    }

    fn finish(self: Box<Self>) -> Digest {
        let Self { algorithm, state } = *self;
        Digest::written_by(algorithm, |to| to.copy_from_slice(&state.finalize()))
    }
}
