//! Certification paths: validation of a given one, and building of one (RFC 5280 §6.1, RFC 9618).
//!
//! Every rule of §6.1 that applies is a check of the report, with its section. After a failed check the
//! next ones go on where they do not depend on it.
//!
//! Not done here: revocation, which is asked about a [`ValidPath`] afterwards (RFC 5280 §6.1.3(a)(3)), and
//! keys that inherit their parameters from their issuer's (§6.1.4(e)): DSA, which is not supported.

mod anchor;
mod building;
mod inputs;
mod name_constraints;
#[cfg(feature = "rustls-pki-types")]
mod pki_types;
mod policy;
mod policy_graph;
mod policy_state;
mod profile_rules;
mod valid_path;
mod validation;
mod view;

pub use anchor::TrustAnchor;
pub use inputs::{AnchorConstraints, AnchorValidity, Conformance, PathInputs, PurposeScope};
pub use policy::{PolicyIdentifier, PolicySet, ValidPolicies, ValidPolicy};
pub use valid_path::{ExplicitPolicy, ValidPath};
pub use validation::PathValidator;
