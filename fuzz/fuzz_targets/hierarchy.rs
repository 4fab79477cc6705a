//! Random hierarchies with changed bytes, and a backend that believes every signature, so that changes
//! reach the rules behind it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey, SignedInput};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_testkit::hierarchy::Hierarchy;
use jpki_testkit::seed::Seed;
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{
    AnchorConstraints, AnchorValidity, Conformance, PathInputs, PathValidator, PolicyIdentifier,
    PolicySet, TrustAnchor,
};

/// What one input of the fuzzer stands for.
pub(crate) struct Case {
    pub(crate) anchor: TrustAnchor,
    /// The target first, then the others in the order of the path.
    pub(crate) path: Vec<Certificate>,
    #[allow(dead_code)] // One of the two targets that share this file searches it.
    pub(crate) pool: Vec<Certificate>,
    pub(crate) inputs: PathInputs,
    pub(crate) validator: PathValidator,
}

impl Case {
    /// Two bytes choose the hierarchy, one the inputs; the rest changes bytes, four for each change:
    /// which certificate, where (two bytes), and to what.
    pub(crate) fn from_bytes(data: &[u8]) -> Option<Self> {
        let (head, changes) = data.split_first_chunk::<3>()?;
        let hierarchy = hierarchy(u16::from_be_bytes([head[0], head[1]]));
        let mut path = hierarchy.path.clone();
        let mut pool = hierarchy.intermediates.clone();
        for change in changes.chunks_exact(4).take(64) {
            let count = path.len() + pool.len();
            let index = usize::from(change[0]) % count;
            let der = if index < path.len() {
                &mut path[index]
            } else {
                let index = index - path.len();
                &mut pool[index]
            };
            let place = usize::from(u16::from_be_bytes([change[1], change[2]])) % der.len();
            der[place] = change[3];
        }
        let read = |der: Vec<u8>| Certificate::from_der(&der).ok();
        let anchor = Certificate::from_der(&hierarchy.anchor).expect("an anchor");
        let accepted = hierarchy.policies.user_initial_policy_set.clone();
        let accepted = accepted.map_or(PolicySet::Any, |policies| {
            PolicySet::of(policies.into_iter().map(PolicyIdentifier::from))
        });
        let at = Timestamp::from_unix_seconds(hierarchy.at.unix_timestamp());
        let mut inputs = PathInputs::at(ValidationTime::at(at)).with_policies(accepted);
        let flags = head[2];
        if flags & 1 != 0 {
            inputs = inputs.with_explicit_policy();
        }
        if flags & 2 != 0 {
            inputs = inputs.without_policy_mapping();
        }
        if flags & 4 != 0 {
            inputs = inputs.without_any_policy();
        }
        if flags & 8 != 0 {
            inputs = inputs.with_anchor_constraints(AnchorConstraints::Enforced);
        }
        if flags & 16 != 0 {
            inputs = inputs.with_anchor_validity(AnchorValidity::Enforced);
        }
        if flags & 32 != 0 {
            inputs = inputs.with_conformance(Conformance::Profile);
        }
        Some(Self {
            anchor: TrustAnchor::from_certificate(anchor, &Credulous).expect("an anchor"),
            path: path.into_iter().rev().map(read).collect::<Option<_>>()?,
            pool: pool.into_iter().filter_map(read).collect(),
            inputs,
            validator: PathValidator::new(Arc::new(Credulous)),
        })
    }
}

/// One of 1024 hierarchies; signing them anew each time would be most of the work.
fn hierarchy(number: u16) -> Hierarchy {
    static MADE: Mutex<BTreeMap<u16, Hierarchy>> = Mutex::new(BTreeMap::new());
    let number = number % 1024;
    let mut made = MADE.lock().expect("no panic before");
    let make = || Hierarchy::random(Seed::new(u64::from(number)));
    made.entry(number).or_insert_with(make).clone()
}

/// Believes every signature.
#[derive(Debug)]
struct Credulous;

impl CryptoBackend for Credulous {
    fn digest(&self, algorithm: DigestAlgorithm, _: &[u8]) -> Digest {
        Digest::written_by(algorithm, |_| {})
    }

    fn hasher(&self, _: DigestAlgorithm) -> Box<dyn Hasher> {
        unreachable!("paths stream nothing")
    }

    fn prepare(&self, _: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        Ok(Arc::new(Self))
    }
}

impl PreparedKey for Credulous {
    fn verify(&self, _: SignatureScheme, _: SignedInput<'_>, _: &[u8]) -> Result<(), CryptoError> {
        Ok(())
    }
}
