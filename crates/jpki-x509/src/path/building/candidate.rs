//! Who may have issued a certificate (RFC 4158 §3.5).

use alloc::vec::Vec;
use core::cmp::Reverse;

use jpki_core::algorithm::SignatureScheme;
use jpki_core::limits::Budget;
use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};

use crate::certificate::Certificate;
use crate::extension::{AuthorityKeyIdentifier, BasicConstraints, KeyIdentifier, KeyUsage, oid};
use crate::path::anchor::TrustAnchor;
use crate::path::validation::subject_key_identifier;
use crate::path::view::view;

/// A possible issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Issuer {
    /// The anchor with this index.
    Anchor(usize),
    /// The certificate of the pool with this index.
    Pool(usize),
}

/// What key identifiers say about a possible issuer, the likeliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum KeyFit {
    /// It has the identifier that the certificate names.
    SameKey,
    /// One of both has no identifier.
    Unknown,
    /// It has another.
    OtherKey,
}

/// A possible issuer with what is known about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) issuer: Issuer,
    pub(super) fit: KeyFit,
    /// Whether it signed the certificate, once that was checked.
    pub(super) signature: Option<Result<SignatureScheme, Reason>>,
}

/// All who have the name of the certificate's issuer. The likeliest come first: by key identifier, then
/// anchors, then the certificates that were issued last.
pub(super) fn candidates(
    certificate: &Certificate,
    pool: &[Certificate],
    anchors: &[TrustAnchor],
    budget: &Budget,
) -> Result<Vec<Candidate>, Reason> {
    let name = certificate.issuer();
    let named = view::<AuthorityKeyIdentifier<'_>>(certificate, oid::AUTHORITY_KEY_IDENTIFIER);
    let named = named.ok().flatten().and_then(|identifier| identifier.key_identifier());
    let candidate =
        |issuer, identifier| Candidate { issuer, fit: fit(named, identifier), signature: None };
    let mut ranked: Vec<((KeyFit, Reverse<Timestamp>), Candidate)> = Vec::with_capacity(2);
    for (index, anchor) in anchors.iter().enumerate() {
        if budget.same_name(&anchor.authority().name(), &name)? {
            let candidate = candidate(Issuer::Anchor(index), anchor.key_identifier());
            ranked.push(((candidate.fit, Reverse(Timestamp::MAX)), candidate));
        }
    }
    for (index, issuer) in pool.iter().enumerate() {
        if budget.same_name(&issuer.subject(), &name)? {
            let candidate = candidate(Issuer::Pool(index), subject_key_identifier(issuer));
            ranked.push(((candidate.fit, Reverse(issuer.not_before())), candidate));
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    Ok(ranked.into_iter().map(|(_, candidate)| candidate).collect())
}

fn fit(named: Option<KeyIdentifier<'_>>, present: Option<KeyIdentifier<'_>>) -> KeyFit {
    match (named, present) {
        (Some(named), Some(present)) if named == present => KeyFit::SameKey,
        (Some(_), Some(_)) => KeyFit::OtherKey,
        _ => KeyFit::Unknown,
    }
}

/// Whether the certificate can be an authority's at this instant: what [validation](super) would refuse
/// in any path.
pub(super) fn check_authority(
    certificate: &Certificate,
    time: ValidationTime,
) -> Result<(), Reason> {
    // RFC 5280 §6.1.4(k)(n), §6.1.3(a)(2)
    match view::<BasicConstraints>(certificate, oid::BASIC_CONSTRAINTS)? {
        Some(BasicConstraints::Authority { .. }) => {}
        Some(BasicConstraints::EndEntity) | None => return Err(Reason::NotCertificateAuthority),
    }
    match view::<KeyUsage>(certificate, oid::KEY_USAGE)? {
        Some(usage) if !usage.contains(KeyUsage::KEY_CERT_SIGN) => {
            return Err(Reason::KeyUsageInsufficient);
        }
        Some(_) | None => {}
    }
    if time.instant() < certificate.not_before() {
        Err(Reason::NotYetValid)
    } else if time.instant() > certificate.not_after() {
        Err(Reason::Expired)
    } else {
        Ok(())
    }
}
