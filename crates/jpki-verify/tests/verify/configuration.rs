//! What a verifier is made of decides what it accepts.

use jpki_testkit::jpki::Generation;
use jpki_testkit::oid;
use jpki_testkit::pki::{CrlBuilder, ReasonCode};
use jpki_verify::report::{CheckId, Outcome, Reason};
use jpki_verify::revocation::RevocationPolicy;
use jpki_verify::x509::kind::{Medium, PolicyEntry, PolicyTable};
use jpki_verify::x509::trust::TrustDomain;
use jpki_verify::{ArlPolicy, ConfigurationError, LoadedCrls, Verdict, Verifier};
use time::Duration;

use crate::world::{CONTENT, Signed, hanako, jpki, lists, noon, verifier};

/// The policies of the synthetic cards, as if they stood for certificates in smartphones.
fn smartphone_policies() -> PolicyTable {
    let cards = PolicyTable::of(TrustDomain::Synthetic);
    let entries = cards.entries().iter();
    entries.fold(PolicyTable::empty(TrustDomain::Synthetic), |table, entry| {
        table.with(PolicyEntry { medium: Medium::Smartphone, ..*entry })
    })
}

#[test]
// Requirement: CERT-05
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
    let accepted = judge(builder().accept_medium(Medium::Smartphone).build().unwrap());
    assert_eq!(accepted.verdict(), Verdict::Valid);
    let class = accepted.value().unwrap().signer().certificate().class();
    assert_eq!(class.medium(), Medium::Smartphone);
}

#[test]
// Requirement: PATH-08
fn trust_domains_do_not_mix() {
    let policies = PolicyTable::of(TrustDomain::Production);
    let built = verifier(lists(Some(&[]))).policies(policies).build();
    assert!(matches!(built, Err(ConfigurationError::MixedDomains)));
}

#[test]
// Requirement: SIG-01
fn anchors_and_revocation_have_no_default() {
    let nothing = Verifier::builder().build();
    assert!(matches!(nothing, Err(ConfigurationError::NoTrustStore)));
    let trust = jpki_examples::Vectors::open().unwrap().trust().unwrap();
    let no_revocation = Verifier::builder().trust(trust).build();
    assert!(matches!(no_revocation, Err(ConfigurationError::NoRevocation)));
}

/// Security review H1, in memory: an ARL that does not say that it is one, taken for a list of users.
#[test]
fn a_list_of_authorities_among_those_of_users_hides_no_revocation() {
    let signed = Signed::by(&hanako(), CONTENT);
    let trust = jpki_examples::Vectors::open().unwrap().trust().unwrap();
    let authority = jpki().sign_ca(Generation::Third);
    let midnight = jpki().lists_issued_at();
    let listing = |reason| {
        let list = jpki().crl(&authority);
        list.revoke(hanako().serial(), midnight - Duration::DAY, reason)
    };
    let unscoped_arl = || {
        jpki()
            .arl(&authority)
            .without_extension(oid::ISSUING_DISTRIBUTION_POINT)
            .this_update(midnight + Duration::seconds(5))
    };
    let later = || jpki().crl(&authority).this_update(midnight + Duration::seconds(5));
    for (case, crls, expected) in [
        ("revoked", [listing(ReasonCode::KeyCompromise), unscoped_arl()], Verdict::Invalid),
        ("in the other order", [unscoped_arl(), listing(ReasonCode::Superseded)], Verdict::Invalid),
        ("not revoked", [jpki().crl(&authority), unscoped_arl()], Verdict::Valid),
        ("a hold was lifted", [listing(ReasonCode::CertificateHold), later()], Verdict::Valid),
    ] {
        let mut lists = lists(None);
        for crl in crls {
            lists.add_crl(crl.sign(authority.key()), &trust).unwrap();
        }
        let verifier = verifier(lists).build().unwrap();
        let assessed = verifier.verify_signature(&signed.document(), noon());
        assert_eq!(assessed.verdict(), expected, "{case}");
    }
}

#[test]
// Requirement: PATH-03
fn without_a_fresh_authority_list_the_policy_decides() {
    let signed = Signed::by(&hanako(), CONTENT);
    let trust = jpki_examples::Vectors::open().unwrap().trust().unwrap();
    let authority = jpki().sign_ca(Generation::Third);
    let day = Duration::days(1);
    let judge = |arl: Option<CrlBuilder>, policy: ArlPolicy| {
        let mut lists = LoadedCrls::new(RevocationPolicy::daily());
        let crl = jpki().crl(&authority).sign(authority.key());
        lists.add_crl(crl, &trust).unwrap();
        if let Some(arl) = arl {
            lists.add_arl(arl.sign(authority.key()), &trust).unwrap();
        }
        let verifier = verifier(lists).arl_policy(policy).build().unwrap();
        let assessed = verifier.verify_signature(&signed.document(), noon());
        let check = assessed.report().find(CheckId::AnchorRevocation).unwrap().outcome();
        (assessed.verdict(), check)
    };
    let fresh = || jpki().arl(&authority);
    let stale =
        || fresh().this_update(jpki().instant() - day * 3).next_update(jpki().instant() - day);
    let listed = |arl: CrlBuilder| {
        arl.revoke(authority.serial(), jpki().instant() - day * 4, ReasonCode::CaCompromise)
    };
    let (missing, out_of_date) = (Reason::CrlMissing, Reason::CrlStale);
    let unknown = |reason| (Verdict::Indeterminate, Outcome::Failed(reason));
    let warned = |reason| (Verdict::Valid, Outcome::Warned(reason));
    let passed = (Verdict::Valid, Outcome::Passed);
    let revoked = (Verdict::Invalid, Outcome::Failed(Reason::Revoked));
    for (arl, required, if_at_hand) in [
        (Some(fresh()), passed, passed),
        (Some(listed(fresh())), revoked, revoked),
        (None, unknown(missing), warned(missing)),
        (Some(stale()), unknown(out_of_date), warned(out_of_date)),
        // What was known last is not forgotten.
        (Some(listed(stale())), unknown(out_of_date), unknown(out_of_date)),
    ] {
        assert_eq!(judge(arl.clone(), ArlPolicy::Required), required);
        assert_eq!(judge(arl, ArlPolicy::IfAvailable), if_at_hand);
    }
}
