use core::cell::Cell;

use crate::algorithm::{EllipticCurve, KeyKind};
use crate::limits::Limits;
use crate::name::Name;
use crate::report::Reason;

/// What may still be spent on one answer: signatures checked, names compared, bytes hashed, policies
/// followed.
///
/// One budget serves a whole call, through all signers, time-stamps, alternatives and paths, so that what
/// is many in an input does not multiply. Where it is exhausted, the search ends with
/// [`Reason::LimitReached`]: the answer is indeterminate.
#[derive(Debug)]
pub struct Budget {
    signature_checks: Cell<usize>,
    name_comparisons: Cell<usize>,
    hashed_bytes: Cell<usize>,
    policy_nodes: Cell<usize>,
    is_exhausted: Cell<bool>,
}

impl Budget {
    /// All that the limits allow for one answer.
    #[must_use]
    pub const fn new(limits: &Limits) -> Self {
        Self {
            signature_checks: Cell::new(limits.signature_checks),
            name_comparisons: Cell::new(limits.name_comparisons),
            hashed_bytes: Cell::new(limits.hashed_bytes),
            policy_nodes: Cell::new(limits.policy_nodes),
            is_exhausted: Cell::new(false),
        }
    }

    /// Spends a check with each of these keys, or none.
    ///
    /// # Errors
    /// [`Reason::LimitReached`] if not all can be afforded.
    pub fn check_signatures(&self, keys: impl IntoIterator<Item = KeyKind>) -> Result<(), Reason> {
        let cost = keys.into_iter().map(cost).fold(0, usize::saturating_add);
        self.spend(&self.signature_checks, cost)
    }

    /// Spends the work of comparing names.
    ///
    /// # Errors
    /// [`Reason::LimitReached`] if it cannot be afforded.
    pub fn compare(&self, comparisons: usize) -> Result<(), Reason> {
        self.spend(&self.name_comparisons, comparisons)
    }

    /// Returns whether both are one name (RFC 5280 §7.1). Names of equal bytes cost next to nothing.
    ///
    /// # Errors
    /// [`Reason::LimitReached`] if the comparison cannot be afforded.
    pub fn same_name(&self, name: &Name<'_>, other: &Name<'_>) -> Result<bool, Reason> {
        name.matches_within(other, |cost| self.compare(cost))
    }

    /// Spends the hashing of this many bytes.
    ///
    /// # Errors
    /// [`Reason::LimitReached`] if it cannot be afforded.
    pub fn hash(&self, bytes: usize) -> Result<(), Reason> {
        self.spend(&self.hashed_bytes, bytes)
    }

    /// Takes all that is left for policy graphs, to be given back by [`Self::return_policy_nodes`].
    #[must_use]
    pub fn take_policy_nodes(&self) -> usize {
        self.policy_nodes.take()
    }

    /// Gives back what is left of the policy nodes.
    pub fn return_policy_nodes(&self, left: usize) {
        self.policy_nodes.set(left);
    }

    /// Returns whether something could not be afforded: what was not found may be there all the same.
    #[must_use]
    pub const fn is_exhausted(&self) -> bool {
        self.is_exhausted.get()
    }

    fn spend(&self, left: &Cell<usize>, cost: usize) -> Result<(), Reason> {
        if let Some(rest) = left.get().checked_sub(cost) {
            left.set(rest);
            Ok(())
        } else {
            self.is_exhausted.set(true);
            Err(Reason::LimitReached)
        }
    }
}

/// Checks by RSA of 2048 bits that take as long as one by this key, at worst.
const fn cost(key: KeyKind) -> usize {
    match key {
        KeyKind::Ec(EllipticCurve::P256) | KeyKind::Ed25519 => 1,
        KeyKind::Ec(EllipticCurve::P384) => 4,
        KeyKind::Ec(EllipticCurve::P521) => 10,
        KeyKind::Rsa { bits } | KeyKind::RsaPss { bits, .. } => match bits {
            ..=2048 => 1,
            2049..=3072 => 4,
            3073..=4096 => 8,
            _ => 64,
        },
    }
}
