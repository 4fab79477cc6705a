//! Random hierarchies are varied enough to compare validators with, in OpenSSL's judgement.

use std::collections::BTreeMap;

use crate::support::openssl::OpenSsl;
use jpki_testkit::hierarchy::Hierarchy;
use jpki_testkit::seed::Seed;

const COUNT: u64 = 300;

#[test]
fn openssl_accepts_some_and_refuses_some_for_many_reasons() {
    let Some(openssl) = OpenSsl::find() else { return };
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..COUNT {
        let hierarchy = Hierarchy::random(Seed::new(number));
        let answer = verify(&openssl, &hierarchy);
        if hierarchy.features.is_empty() && !hierarchy.policies.initial_explicit_policy {
            assert_eq!(answer, "ok", "nothing is unusual about hierarchy {number}");
        }
        *answers.entry(answer).or_default() += 1;
    }
    println!("{answers:?}");
    let accepted = answers.remove("ok").unwrap_or_default();
    assert!((60..240).contains(&accepted), "{accepted} of {COUNT} accepted");
    assert!(answers.len() >= 10, "only these refusals: {answers:?}");
}

#[test]
fn a_seed_gives_one_hierarchy() {
    let hierarchy = |number| Hierarchy::random(Seed::new(number));
    assert_eq!(hierarchy(5).path, hierarchy(5).path);
    assert_ne!(hierarchy(5).path, hierarchy(6).path);
}

fn verify(openssl: &OpenSsl, hierarchy: &Hierarchy) -> String {
    let policies = &hierarchy.policies;
    let mut options: Vec<String> = vec!["-policy_check".to_owned()];
    for policy in policies.user_initial_policy_set.iter().flatten() {
        options.extend(["-policy".to_owned(), policy.to_string()]);
    }
    for (set, option) in [
        (policies.initial_explicit_policy, "-explicit_policy"),
        (policies.initial_policy_mapping_inhibit, "-inhibit_map"),
        (policies.initial_any_policy_inhibit, "-inhibit_any"),
    ] {
        options.extend(set.then(|| option.to_owned()));
    }
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    openssl.verify_path(
        &hierarchy.target,
        &hierarchy.intermediates,
        &hierarchy.anchor,
        hierarchy.at,
        &options,
    )
}
