//! Random lists are varied enough to compare revocation checkers with, in OpenSSL's judgement.

use std::collections::BTreeMap;

use crate::support::openssl::OpenSsl;
use jpki_testkit::revocation::Situation;
use jpki_testkit::seed::Seed;

const COUNT: u64 = 300;

#[test]
fn openssl_finds_some_good_some_revoked_and_some_unknown() {
    let Some(openssl) = OpenSsl::find() else { return };
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..COUNT {
        let situation = Situation::random(Seed::new(number));
        let answer = openssl.verify_with_lists(
            &situation.certificate,
            &situation.anchor,
            &situation.list_issuer,
            &situation.lists,
            situation.at,
        );
        let listed = situation.features.iter().any(|feature| feature.starts_with("listed"));
        assert!(listed || answer != "error 23", "{number}: revoked without an entry");
        *answers.entry(answer).or_default() += 1;
    }
    println!("{answers:?}");
    let count = |answer| answers.get(answer).copied().unwrap_or_default();
    assert!(count("ok") > 40, "{answers:?}");
    assert!(count("error 23") > 40, "{answers:?}");
    assert!(answers.len() >= 6, "only these answers: {answers:?}");
}

#[test]
fn a_seed_gives_one_situation() {
    let lists = |number| Situation::random(Seed::new(number)).lists;
    assert_eq!(lists(3), lists(3));
    assert_ne!(lists(3), lists(4));
}
