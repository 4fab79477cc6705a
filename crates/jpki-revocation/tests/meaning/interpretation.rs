//! Every pair of standings in both tables and both languages. The expectations are those of guideline 001
//! fig. 3-4 and of jpki-profile §5.1.

use jpki_core::message::{Locale, Message as _};
use jpki_revocation::RevocationReason;
use jpki_revocation::interpretation::{
    Advice, Cause, PairStanding, ReasonTable, Recovery, Standing,
};

const REASONS: [RevocationReason; 11] = [
    RevocationReason::Unspecified,
    RevocationReason::KeyCompromise,
    RevocationReason::AuthorityCompromise,
    RevocationReason::AffiliationChanged,
    RevocationReason::Superseded,
    RevocationReason::CessationOfOperation,
    RevocationReason::CertificateHold,
    RevocationReason::RemoveFromList,
    RevocationReason::PrivilegeWithdrawn,
    RevocationReason::AttributeAuthorityCompromise,
    RevocationReason::Unassigned(7),
];

fn standings() -> Vec<Standing> {
    use Standing::{Expired, NotHeld, Revoked, Unknown, Valid};
    [Valid, Expired, NotHeld, Unknown].into_iter().chain(REASONS.map(Revoked)).collect()
}

fn pairs() -> impl Iterator<Item = PairStanding> {
    standings().into_iter().flat_map(|signature| {
        standings()
            .into_iter()
            .map(move |authentication| PairStanding { signature, authentication })
    })
}

#[test]
fn figure_3_4() {
    use RevocationReason as R;
    use Standing::{Revoked, Unknown, Valid};
    for pair in pairs() {
        let found = ReasonTable::Guideline13.interpret(pair);
        let expected: &[Cause] = match (pair.signature, pair.authentication) {
            (Unknown, _) | (_, Unknown) => &[],
            // ① 署名用 × 利用者証明用 ○
            (Revoked(_), Valid) => &[Cause::AttributesChanged],
            // both ×, by the reason
            (Revoked(R::AffiliationChanged), Revoked(R::AffiliationChanged)) => {
                &[Cause::Death, Cause::MovedAbroad]
            }
            (Revoked(R::CessationOfOperation), Revoked(R::CessationOfOperation)) => {
                &[Cause::CardLost, Cause::MovedAbroad]
            }
            (Revoked(R::Superseded), Revoked(R::Superseded)) => &[Cause::Renewed],
            (Revoked(R::CertificateHold), Revoked(R::CertificateHold)) => &[Cause::CardLost],
            // what the figure has no row for
            (Revoked(_), _) | (_, Revoked(_)) => &[],
            // ④
            (Standing::Expired, _) | (_, Standing::Expired) => &[Cause::Expired],
            _ => &[],
        };
        assert_eq!(found.possible_causes(), expected, "{pair:?}");
    }
}

#[test]
fn practice_statement() {
    use Standing::{Revoked, Valid};
    let rows: [(RevocationReason, &[Cause]); 11] = [
        (RevocationReason::Unspecified, &[Cause::DiscardedBeforeDelivery]),
        (RevocationReason::KeyCompromise, &[Cause::KeyCompromised]),
        (RevocationReason::AuthorityCompromise, &[Cause::AuthorityKeyCompromised]),
        (RevocationReason::AffiliationChanged, &[Cause::ContentChanged]),
        (RevocationReason::Superseded, &[Cause::Renewed]),
        (RevocationReason::CessationOfOperation, &[Cause::NoLongerUsed]),
        (RevocationReason::CertificateHold, &[Cause::KeySafetyInDoubt]),
        (RevocationReason::RemoveFromList, &[]),
        (RevocationReason::PrivilegeWithdrawn, &[]),
        (RevocationReason::AttributeAuthorityCompromise, &[]),
        (RevocationReason::Unassigned(7), &[]),
    ];
    let table = ReasonTable::PracticeStatement33;
    for (reason, causes) in rows {
        let pair = |signature, authentication| PairStanding { signature, authentication };
        for pair in [
            pair(Revoked(reason), Valid),
            pair(Valid, Revoked(reason)),
            pair(Revoked(reason), Revoked(reason)),
        ] {
            assert_eq!(table.interpret(pair).possible_causes(), causes, "{pair:?}");
        }
    }
    for one in REASONS {
        for other in REASONS.into_iter().filter(|other| *other != one) {
            let pair = PairStanding { signature: Revoked(one), authentication: Revoked(other) };
            assert_eq!(table.interpret(pair).code(), "not-classified", "{pair:?}");
        }
    }
}

#[test]
fn nothing_is_ever_said_as_a_fact() {
    for cause in Cause::ALL {
        assert!(cause.text(Locale::Ja).contains("可能性"), "{cause:?}");
        assert!(cause.text(Locale::En).contains("may "), "{cause:?}");
    }
}

#[test]
fn death_is_possible_in_one_row_only() {
    let mut rows = Vec::new();
    for table in ReasonTable::ALL {
        for pair in pairs() {
            if table.interpret(pair).possible_causes().contains(&Cause::Death) {
                rows.push((table, pair));
            }
        }
    }
    let changed = Standing::Revoked(RevocationReason::AffiliationChanged);
    let both = PairStanding { signature: changed, authentication: changed };
    assert_eq!(rows, [(ReasonTable::Guideline13, both)]);
}

#[test]
fn a_hold_asks_to_look_again() {
    let held = Standing::Revoked(RevocationReason::CertificateHold);
    let both = PairStanding { signature: held, authentication: held };
    for (table, recovery) in [
        (ReasonTable::Guideline13, Recovery::Possible),
        (ReasonTable::PracticeStatement33, Recovery::NotForeseen),
    ] {
        let found = table.interpret(both);
        assert_eq!(found.recovery(), recovery);
        assert!(found.advice().contains(&Advice::AskAgainLater));
        // The hold is gone the next day: nothing is remembered.
        let good = PairStanding { signature: Standing::Valid, authentication: Standing::Valid };
        assert_eq!(table.interpret(good).code(), "no-change");
        assert_eq!(table.interpret(good).recovery(), Recovery::No);
    }
}

#[test]
fn every_answer_has_words_advice_and_a_source() {
    for table in ReasonTable::ALL {
        for pair in pairs() {
            let found = table.interpret(pair);
            assert!(!found.advice().is_empty(), "{pair:?}");
            assert!(!found.source().section.is_empty(), "{pair:?}");
            for locale in [Locale::Ja, Locale::En] {
                let text = found.display(locale).to_string();
                assert!(text.contains(table.text(locale)), "{text}");
                assert!(text.contains(found.advice()[0].text(locale)), "{text}");
                assert_eq!(text.is_ascii(), locale == Locale::En, "{text}");
            }
        }
    }
}

#[test]
fn a_row_in_words() {
    let changed = Standing::Revoked(RevocationReason::AffiliationChanged);
    let pair = PairStanding { signature: changed, authentication: changed };
    let found = ReasonTable::Guideline13.interpret(pair);
    assert_eq!(
        found.display(Locale::Ja).to_string(),
        "死亡の可能性又は海外転出の可能性。別の方法で本人の状況を確認してください。\
         [民間事業者向けガイドライン第1.3版 図3-4]"
    );
    assert_eq!(found.source().to_string(), "民間事業者向けガイドライン 図3-4 affiliationChanged");
}
