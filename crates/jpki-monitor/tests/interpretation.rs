//! Every pair of standings in both tables and both languages. The expectations are those of guideline 001
//! fig. 3-4 and of jpki-profile §5.1.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use jpki_core::localized::{Locale, Localized as _};
use jpki_core::report::RuleSource;
use jpki_monitor::interpretation::{
    Advice, Cause, CertificateState, PairState, ReasonTable, Recovery,
};
use jpki_revocation::RevocationReason;

const REASONS: [RevocationReason; 11] = [
    RevocationReason::Unspecified,
    RevocationReason::KeyCompromise,
    RevocationReason::AuthorityCompromise,
    RevocationReason::AffiliationChanged,
    RevocationReason::Superseded,
    RevocationReason::CessationOfOperation,
    RevocationReason::CertificateHold,
    RevocationReason::RemoveFromCrl,
    RevocationReason::PrivilegeWithdrawn,
    RevocationReason::AttributeAuthorityCompromise,
    RevocationReason::Unassigned(7),
];

fn standings() -> Vec<CertificateState> {
    use CertificateState::{Expired, NotHeld, Revoked, Unknown, Valid};
    [Valid, Expired, NotHeld, Unknown].into_iter().chain(REASONS.map(Revoked)).collect()
}

fn pairs() -> impl Iterator<Item = PairState> {
    standings().into_iter().flat_map(|signature| {
        standings().into_iter().map(move |authentication| PairState { signature, authentication })
    })
}

#[test]
fn figure_3_4() {
    use CertificateState::{Revoked, Unknown, Valid};
    use RevocationReason as R;
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
            (CertificateState::Expired, _) | (_, CertificateState::Expired) => &[Cause::Expired],
            _ => &[],
        };
        assert_eq!(found.possible_causes(), expected, "{pair:?}");
    }
}

#[test]
fn practice_statement() {
    use CertificateState::{Revoked, Valid};
    let rows: [(RevocationReason, &[Cause]); 11] = [
        (RevocationReason::Unspecified, &[Cause::DiscardedBeforeDelivery]),
        (RevocationReason::KeyCompromise, &[Cause::KeyCompromised]),
        (RevocationReason::AuthorityCompromise, &[Cause::AuthorityKeyCompromised]),
        (RevocationReason::AffiliationChanged, &[Cause::ContentChanged]),
        (RevocationReason::Superseded, &[Cause::Renewed]),
        (RevocationReason::CessationOfOperation, &[Cause::NoLongerUsed]),
        (RevocationReason::CertificateHold, &[Cause::KeySafetyInDoubt]),
        (RevocationReason::RemoveFromCrl, &[]),
        (RevocationReason::PrivilegeWithdrawn, &[]),
        (RevocationReason::AttributeAuthorityCompromise, &[]),
        (RevocationReason::Unassigned(7), &[]),
    ];
    let table = ReasonTable::PracticeStatement33;
    for (reason, causes) in rows {
        let pair = |signature, authentication| PairState { signature, authentication };
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
            let pair = PairState { signature: Revoked(one), authentication: Revoked(other) };
            assert_eq!(table.interpret(pair).code(), "not-classified", "{pair:?}");
        }
    }
}

#[test]
// Requirement: REV-08
fn nothing_is_ever_said_as_a_fact() {
    for cause in Cause::ALL {
        assert!(cause.text(Locale::Ja).contains("可能性"), "{cause:?}");
        assert!(cause.text(Locale::En).contains("may "), "{cause:?}");
    }
}

#[test]
// Requirement: REV-03, REV-08
fn death_is_possible_in_one_row_only() {
    let mut rows = Vec::new();
    for table in ReasonTable::ALL {
        for pair in pairs() {
            if table.interpret(pair).possible_causes().contains(&Cause::Death) {
                rows.push((table, pair));
            }
        }
    }
    let changed = CertificateState::Revoked(RevocationReason::AffiliationChanged);
    let both = PairState { signature: changed, authentication: changed };
    assert_eq!(rows, [(ReasonTable::Guideline13, both)]);
}

#[test]
// Requirement: HOLD-01
fn a_hold_asks_to_look_again() {
    let held = CertificateState::Revoked(RevocationReason::CertificateHold);
    let both = PairState { signature: held, authentication: held };
    for (table, recovery) in [
        (ReasonTable::Guideline13, Recovery::Possible),
        (ReasonTable::PracticeStatement33, Recovery::NotForeseen),
    ] {
        let found = table.interpret(both);
        assert_eq!(found.recovery(), recovery);
        assert!(found.advice().contains(&Advice::AskAgainLater));
        // The hold is gone the next day: nothing is remembered.
        let good = PairState {
            signature: CertificateState::Valid,
            authentication: CertificateState::Valid,
        };
        assert_eq!(table.interpret(good).code(), "no-change");
        assert_eq!(table.interpret(good).recovery(), Recovery::No);
    }
}

/// Fault of 2cdb321: the change back was told with "no change is seen".
#[test]
fn what_is_revoked_no_longer_is_told_as_that() {
    use CertificateState::{Expired, NotHeld, Revoked, Unknown, Valid};
    let held = Revoked(RevocationReason::CertificateHold);
    let removed = Revoked(RevocationReason::RemoveFromCrl);
    let lost = Revoked(RevocationReason::KeyCompromise);
    let pair = |signature, authentication| PairState { signature, authentication };
    let both = pair(Valid, Valid);
    for table in ReasonTable::ALL {
        for (before, now, row) in [
            (pair(held, held), both, "hold-lifted"),
            (pair(held, Valid), both, "hold-lifted"),
            (pair(Valid, removed), both, "hold-lifted"),
            (pair(NotHeld, held), pair(NotHeld, Valid), "hold-lifted"),
            (pair(Unknown, held), both, "hold-lifted"),
            // RFC 5280 §3.3: what is revoked stays on the list until it has expired.
            (pair(lost, Valid), both, "revocation-gone"),
            (pair(held, lost), both, "revocation-gone"),
            // Nothing was revoked, or nothing was known.
            (pair(Unknown, Unknown), both, "no-change"),
            (pair(Expired, Valid), both, "no-change"),
            // One that was revoked and is not held any more.
            (pair(lost, Valid), pair(NotHeld, Valid), "no-change"),
        ] {
            let found = table.interpret_change(before, now);
            assert_eq!(found.code(), row, "{before:?} {now:?}");
            assert_eq!((found.table(), found.recovery()), (table, Recovery::No));
        }
        // What is wrong now goes first.
        for now in
            [pair(lost, Valid), pair(Valid, held), pair(Unknown, Valid), pair(Valid, Expired)]
        {
            assert_eq!(table.interpret_change(pair(held, lost), now), table.interpret(now));
        }
    }
    let lifted = ReasonTable::Guideline13.interpret_change(pair(held, held), both);
    assert_eq!(
        lifted.display(Locale::Ja).to_string(),
        "一時利用停止が解除された可能性。対応は不要です。[民間事業者向けガイドライン第1.3版 図3-4]"
    );
    let gone = ReasonTable::Guideline13.interpret_change(pair(lost, lost), both);
    assert_eq!(
        gone.display(Locale::En).to_string(),
        "a certificate that was revoked for good is no longer listed. \
         confirm in another way how the person is. [private-sector guideline 1.3, fig. 3-4]"
    );
}

/// Row, source, and what it says in both languages, without the name of the table at its end. The causes are
/// worded as in guideline 001 fig. 3-4 and jpki-profile §5.1, each as a possibility.
const ROWS: [(&str, &str, &str, &str); 17] = [
    (
        "fig3-4.signature-only",
        "図3-4①",
        "氏名、住所等の変更の可能性。更新後の署名用電子証明書の送信を依頼してください。\
         個人番号カードの券面事項入力補助アプリの記録情報の送信を依頼してください。",
        "name, address or the like may have changed. ask for the new signature certificate; \
         ask for the entries that the card's input support application holds. ",
    ),
    (
        "fig3-4.affiliationChanged",
        "図3-4 affiliationChanged",
        "死亡の可能性又は海外転出の可能性。別の方法で本人の状況を確認してください。",
        "the person may have died, or the person may have moved abroad. \
         confirm in another way how the person is. ",
    ),
    (
        "fig3-4.cessationOfOperation",
        "図3-4 cessationOfOperation",
        "カード紛失の可能性又は海外転出の可能性。別の方法で本人の状況を確認してください。",
        "the card may have been lost, or the person may have moved abroad. \
         confirm in another way how the person is. ",
    ),
    (
        "fig3-4.superseded",
        "図3-4 Superseded",
        "証明書更新の可能性。新しい電子証明書の提示を受け、新旧の発行番号を照会してください。",
        "the certificate may have been renewed. \
         ask for the new certificate, and query J-LIS for the serial number before it. ",
    ),
    (
        "fig3-4.certificateHold",
        "図3-4 certificateHold",
        "カード紛失の可能性。時間をおいて再度照会してください。",
        "the card may have been lost. wait and ask again. ",
    ),
    (
        "fig3-4.not-classified",
        "図3-4",
        "表に該当がなく、原因は分類できません。別の方法で本人の状況を確認してください。",
        "the table has no row for this: the cause is not classified. \
         confirm in another way how the person is. ",
    ),
    (
        "cps.unspecified",
        "§5.1 unspecified",
        "交付前破棄の可能性。別の方法で本人の状況を確認してください。",
        "the certificate may have been discarded before it was handed over. \
         confirm in another way how the person is. ",
    ),
    (
        "cps.keyCompromise",
        "§5.1 keyCompromise",
        "利用者の秘密鍵の危殆化の可能性。更新後の署名用電子証明書の送信を依頼してください。\
         別の方法で本人の状況を確認してください。",
        "the person's private key may be compromised. ask for the new signature certificate; \
         confirm in another way how the person is. ",
    ),
    (
        "cps.cACompromise",
        "§5.1 cACompromise",
        "認証局の秘密鍵の危殆化の可能性。別の方法で本人の状況を確認してください。",
        "the authority's private key may be compromised. confirm in another way how the person is. ",
    ),
    (
        "cps.affiliationChanged",
        "§5.1 affiliationChanged",
        "証明書の記載内容の変更の可能性。更新後の署名用電子証明書の送信を依頼してください。\
         個人番号カードの券面事項入力補助アプリの記録情報の送信を依頼してください。",
        "what the certificate says may have changed. ask for the new signature certificate; \
         ask for the entries that the card's input support application holds. ",
    ),
    (
        "cps.superseded",
        "§5.1 superseded",
        "証明書更新の可能性。新しい電子証明書の提示を受け、新旧の発行番号を照会してください。",
        "the certificate may have been renewed. \
         ask for the new certificate, and query J-LIS for the serial number before it. ",
    ),
    (
        "cps.cessationOfOperation",
        "§5.1 cessationOfOperation",
        "利用の終了の可能性。別の方法で本人の状況を確認してください。",
        "the person may have stopped using it. confirm in another way how the person is. ",
    ),
    (
        "cps.certificateHold",
        "§5.1 certificateHold",
        "秘密鍵の安全性に疑いがあることによる一時保留の可能性。時間をおいて再度照会してください。\
         別の方法で本人の状況を確認してください。",
        "it may be on hold because the safety of its key is in doubt. wait and ask again; \
         confirm in another way how the person is. ",
    ),
    (
        "cps.not-classified",
        "§5.1",
        "表に該当がなく、原因は分類できません。別の方法で本人の状況を確認してください。",
        "the table has no row for this: the cause is not classified. \
         confirm in another way how the person is. ",
    ),
    (
        "no-change",
        "図3-4",
        "異動は見られません。対応は不要です。",
        "no change is seen. nothing needs to be done. ",
    ),
    (
        "not-known",
        "付録①(ア)c",
        "失効の有無を確認できません。時間をおいて再度照会してください。",
        "it is not known whether a certificate is revoked. wait and ask again. ",
    ),
    (
        "expired",
        "図3-4④",
        "有効期限到来の可能性。登録時の電子証明書で有効期間の満了日を確認してください。",
        "the certificate may have reached its end. \
         look at the end of the validity period in the certificate that was registered. ",
    ),
];

/// Which row is meant for a pair: by the figure, and by the reason codes of the practice statements.
fn expected_row(table: ReasonTable, pair: PairState) -> String {
    use CertificateState::{Expired, NotHeld, Revoked, Unknown, Valid};
    const IN_FIGURE: [&str; 4] =
        ["affiliationChanged", "cessationOfOperation", "superseded", "certificateHold"];
    const NOT_IN_STATEMENT: [&str; 4] =
        ["removeFromCRL", "privilegeWithdrawn", "aACompromise", "unassigned"];
    let guideline = table == ReasonTable::Guideline13;
    let prefix = if guideline { "fig3-4" } else { "cps" };
    let of_reason = |reason: RevocationReason| match reason.code() {
        code if guideline && IN_FIGURE.contains(&code) => format!("fig3-4.{code}"),
        code if !guideline && !NOT_IN_STATEMENT.contains(&code) => format!("cps.{code}"),
        _ => format!("{prefix}.not-classified"),
    };
    match (pair.signature, pair.authentication) {
        (Unknown, _) | (_, Unknown) => "not-known".to_owned(),
        (Revoked(_), Valid) if guideline => "fig3-4.signature-only".to_owned(),
        (Revoked(one), Revoked(other)) if one == other => of_reason(one),
        // The figure has no row for a single certificate but the one above, the statements have.
        (Revoked(one), Valid | Expired | NotHeld) | (Valid | Expired | NotHeld, Revoked(one))
            if !guideline =>
        {
            of_reason(one)
        }
        (Revoked(_), _) | (_, Revoked(_)) | (NotHeld, NotHeld) => {
            format!("{prefix}.not-classified")
        }
        (Expired, _) | (_, Expired) => "expired".to_owned(),
        _ => "no-change".to_owned(),
    }
}

#[test]
// Requirement: REV-02, REV-03, REV-04, REV-05, REV-06, REV-07, REV-08, REV-13, CERT-11
fn every_pair_of_standings_has_its_row_in_both_tables_and_languages() {
    let mut seen = std::collections::BTreeSet::new();
    for table in ReasonTable::ALL {
        for pair in pairs() {
            let expected = expected_row(table, pair);
            let row = ROWS.iter().find(|(row, ..)| *row == expected).unwrap();
            let (name, section, japanese, english) = *row;
            seen.insert(name);
            let found = table.interpret(pair);
            let code = name.strip_suffix("not-classified").map_or(name, |_| "not-classified");
            assert_eq!(found.code(), code, "{table:?} {pair:?}");
            assert_eq!(found.source().section, section, "{table:?} {pair:?}");
            let is_of_statement = section.starts_with('§');
            let source =
                if is_of_statement { RuleSource::JpkiProfile } else { RuleSource::Guideline };
            assert_eq!(found.source().source, source, "{table:?} {pair:?}");
            for (locale, text) in [(Locale::Ja, japanese), (Locale::En, english)] {
                let expected = format!("{text}[{}]", table.text(locale));
                assert_eq!(found.display(locale).to_string(), expected, "{table:?} {pair:?}");
            }
            let is_held =
                |standing| standing == CertificateState::Revoked(RevocationReason::CertificateHold);
            let recovery = match (is_held(pair.signature) || is_held(pair.authentication), table) {
                (false, _) => Recovery::No,
                (true, ReasonTable::Guideline13) => Recovery::Possible,
                (true, _) => Recovery::NotForeseen,
            };
            assert_eq!(found.recovery(), recovery, "{table:?} {pair:?}");
        }
    }
    assert_eq!(seen.len(), ROWS.len(), "every row is reached");
}
