//! What a verifier is made of decides what it accepts.

use jpki_verify::core::report::{CheckId, Outcome, Reason};
use jpki_verify::x509::kind::{Medium, PolicyEntry, PolicyTable};
use jpki_verify::x509::trust::TrustDomain;
use jpki_verify::{ConfigurationError, Verdict, Verifier};

use crate::world::{CONTENT, Signed, hanako, lists, noon, verifier};

/// The policies of the synthetic cards, as if they stood for certificates in smartphones.
fn smartphone_policies() -> PolicyTable {
    let cards = PolicyTable::of(TrustDomain::Synthetic);
    let entries = cards.entries().iter();
    entries.fold(PolicyTable::empty(TrustDomain::Synthetic), |table, entry| {
        table.with(PolicyEntry { medium: Medium::Smartphone, ..*entry })
    })
}

#[test]
fn a_medium_is_accepted_only_where_it_is_configured() {
    let signed = Signed::by(&hanako(), CONTENT);
    let builder = || verifier(lists(Some(&[]))).policies(smartphone_policies());
    let judge = |verifier: Verifier| verifier.verify_signature(&signed.document(), noon());

    let refused = judge(builder().build().unwrap());
    assert_eq!(refused.verdict(), Verdict::Invalid);
    assert_eq!(
        refused.report().find(CheckId::Purpose).unwrap().outcome(),
        Outcome::Failed(Reason::MediumNotAccepted)
    );
    let accepted = judge(builder().accepting_medium(Medium::Smartphone).build().unwrap());
    assert_eq!(accepted.verdict(), Verdict::Valid);
    let class = accepted.value().unwrap().signer().certificate().class();
    assert_eq!(class.medium(), Medium::Smartphone);
}

#[test]
fn trust_domains_do_not_mix() {
    let policies = PolicyTable::of(TrustDomain::Production);
    let built = verifier(lists(Some(&[]))).policies(policies).build();
    assert!(matches!(built, Err(ConfigurationError::MixedDomains)));
}

#[test]
fn anchors_and_revocation_have_no_default() {
    let nothing = Verifier::builder().build();
    assert!(matches!(nothing, Err(ConfigurationError::NoTrustStore)));
    let trust = jpki_examples::Vectors::open().unwrap().trust().unwrap();
    let no_revocation = Verifier::builder().trust(trust).build();
    assert!(matches!(no_revocation, Err(ConfigurationError::NoRevocation)));
}
