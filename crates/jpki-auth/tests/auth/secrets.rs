//! Nothing secret, protected or personal is shown.

use std::fmt::{Debug, Display};

use jpki_auth::binding::{AccountReference, CertificateReference, LinkageKeys, SerialInquiry};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, Nonce};
use jpki_auth::identifiers::{SessionId, UserIdentifier};
use jpki_auth::login::LocalLogin;
use jpki_auth_examples::{Card, now};
use jpki_core::localized::Locale;
use jpki_testkit::jpki::Person;
use static_assertions::assert_not_impl_any;

use crate::support::*;

assert_not_impl_any!(Nonce: Display, PartialEq);
assert_not_impl_any!(SessionId: Display, PartialEq);
assert_not_impl_any!(UserIdentifier: Display, PartialEq);
assert_not_impl_any!(LinkageKeys: Display, PartialEq);
assert_not_impl_any!(CertificateReference: Display, PartialEq);
assert_not_impl_any!(AccountReference: Display, PartialEq);
assert_not_impl_any!(ChallengeRecord: Display);
assert_not_impl_any!(ChallengeId: Display);
assert_not_impl_any!(SerialInquiry<'static>: Display, Clone);

#[test]
// Requirement: LINK-03, ACC-4b
fn debug_and_reports_of_a_whole_login_hold_no_secret() {
    let (world, bank, card) = (world(), Bank::new(), Card::for_login(&Person::hanako()));
    let mut shown = String::new();
    let mut show = |what: &dyn Debug| shown.push_str(&format!("{what:?} {what:#?}\n"));
    show(&bank.bind(&world, &card));
    let challenge = bank.challenge();
    let attempt = bank.attempt(&card, &challenge);
    let secrets = [
        card.serial(),
        challenge.nonce().as_bytes().to_vec(),
        attempt.signature.clone(),
        card.certificate()[..64].to_vec(),
        b"member-1".to_vec(),
        vec![1; 16],
    ];
    show(&(&challenge, &attempt, &bank.logins, &bank.bindings, &bank.store, &bank.challenges));
    let LocalLogin::Pending(pending) = bank.logins.begin(attempt, now()).unwrap() else {
        panic!("refused");
    };
    show(&pending);
    let answer = world.judge(pending.certificate());
    let conclusion = bank.logins.finish(*pending, answer, now()).unwrap();
    show(&conclusion);
    let other = bank.log_in(&world, &Card::for_login(&Person::taro()));
    show(&(&other.assessed, &other.renewal));
    for locale in [Locale::Ja, Locale::En] {
        shown.push_str(&conclusion.assessed().report().render(locale));
        shown.push_str(&other.assessed.report().render(locale));
    }
    for secret in secrets {
        for form in forms(&secret) {
            assert!(!shown.contains(&form), "{form} is shown");
        }
    }
}

/// Bytes as text, as hexadecimal and as `Debug` of a list shows them.
fn forms(bytes: &[u8]) -> Vec<String> {
    let start = &bytes[..bytes.len().min(12)];
    let hex: String = start.iter().map(|byte| format!("{byte:02x}")).collect();
    let list = format!("{start:?}").trim_matches(['[', ']']).to_owned();
    let mut forms = vec![hex.clone(), hex.to_uppercase(), list];
    forms.extend(String::from_utf8(start.to_vec()).ok().filter(|text| text.is_ascii()));
    forms
}
