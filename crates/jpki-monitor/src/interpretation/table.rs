use core::fmt;

use jpki_core::localized::{Locale, Localized};
use jpki_core::report::{Rule, RuleSource};

use super::{Advice, Cause, CertificateState, PairState};
use jpki_revocation::RevocationReason;

/// A table of meanings, with the version of the text that it was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReasonTable {
    /// 図 3-4 of the guideline for the private sector, version 1.3 (2023-05).
    Guideline13,
    /// The certification practice statements (認証局運用規程) as a platform quotes them, version 3.3
    /// (jpki-profile §5.1).
    PracticeStatement33,
}

/// A table's interpretation of the status of both certificates. A guess with its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interpretation {
    table: ReasonTable,
    row: &'static Row,
    recovery: Recovery,
}

/// Whether a revocation may be lifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "no, yes, or not foreseen")]
pub enum Recovery {
    /// Nothing is revoked, or what is revoked stays so.
    No,
    /// It is on hold, and this table's text knows of a release (一時利用停止解除). Ask again: the next
    /// answer may be good.
    Possible,
    /// It is on hold, and this table's text says that a hold is not lifted. Others say it may be: ask again
    /// all the same.
    NotForeseen,
}

/// One row of a table.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    code: &'static str,
    causes: &'static [Cause],
    advice: &'static [Advice],
    source: Rule,
}

impl ReasonTable {
    /// Both tables.
    pub const ALL: [Self; 2] = [Self::Guideline13, Self::PracticeStatement33];

    /// Returns this table's interpretation. There always is one; where the text has no row, the case is not
    /// classified.
    ///
    /// ```
    /// use jpki_core::localized::Locale;
    /// use jpki_monitor::interpretation::{CertificateState, PairState, ReasonTable};
    /// use jpki_revocation::RevocationReason;
    ///
    /// let found = ReasonTable::Guideline13.interpret(PairState {
    ///     signature: CertificateState::Revoked(RevocationReason::AffiliationChanged),
    ///     authentication: CertificateState::Valid,
    /// });
    /// println!("{}", found.display(Locale::Ja)); // …の可能性
    /// assert_eq!(found.code(), "fig3-4.signature-only");
    /// ```
    #[must_use]
    // Requirement: REV-13, HOLD-01
    pub fn interpret(self, pair: PairState) -> Interpretation {
        let row = match self {
            Self::Guideline13 => guideline(pair),
            Self::PracticeStatement33 => practice_statement(pair),
        };
        let recovery = match (pair.is_any_on_hold(), self) {
            (false, _) => Recovery::No,
            (true, Self::Guideline13) => Recovery::Possible,
            (true, Self::PracticeStatement33) => Recovery::NotForeseen,
        };
        Interpretation { table: self, row, recovery }
    }

    /// As [`Self::interpret`], of certificates that stood otherwise `before`, unknown where one was not looked
    /// at. Where nothing is revoked any more it says so: that a hold was lifted, or that a certificate which was
    /// revoked for good is not listed now, which no authority does (RFC 5280 §3.3).
    #[must_use]
    pub fn interpret_change(self, before: PairState, now: PairState) -> Interpretation {
        let found = self.interpret(now);
        if found.code() != common::NO_CHANGE.code {
            return found;
        }
        let was_revoked = |lasts: bool| {
            [(before.signature, now.signature), (before.authentication, now.authentication)]
                .into_iter()
                .any(|(before, now)| match (before, now) {
                    (CertificateState::Revoked(reason), CertificateState::Valid) => {
                        reason.is_lasting() == lasts
                    }
                    _ => false,
                })
        };
        let row = match (was_revoked(true), was_revoked(false)) {
            (true, _) => &common::REVOCATION_GONE,
            (false, true) => &common::HOLD_LIFTED,
            (false, false) => return found,
        };
        Interpretation { row, ..found }
    }
}

impl Interpretation {
    /// Returns the table.
    #[must_use]
    pub const fn table(&self) -> ReasonTable {
        self.table
    }

    /// Returns the row's stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.row.code
    }

    /// Returns the possible causes: any of these, or something else.
    #[must_use]
    pub const fn possible_causes(&self) -> &'static [Cause] {
        self.row.causes
    }

    /// Returns the next steps, the first one first.
    #[must_use]
    pub const fn advice(&self) -> &'static [Advice] {
        self.row.advice
    }

    /// Returns whether a revocation may be lifted.
    #[must_use]
    pub const fn recovery(&self) -> Recovery {
        self.recovery
    }

    /// Returns the place of the row in its source.
    #[must_use]
    pub const fn source(&self) -> &'static Rule {
        &self.row.source
    }

    /// Writes the interpretation in words, with its source.
    #[must_use]
    pub const fn display(&self, locale: Locale) -> impl fmt::Display {
        InLanguage { interpretation: *self, locale }
    }
}

const fn row(
    code: &'static str,
    causes: &'static [Cause],
    advice: &'static [Advice],
    source: Rule,
) -> Row {
    Row { code, causes, advice, source }
}

const fn figure(section: &'static str) -> Rule {
    Rule::new(RuleSource::Guideline, section)
}

const fn statement(section: &'static str) -> Rule {
    Rule::new(RuleSource::JpkiProfile, section)
}

const RECONFIRM: &[Advice] = &[Advice::AskForNewSignatureCertificate, Advice::AskForCardEntries];
const CONFIRM: &[Advice] = &[Advice::ConfirmOtherwise];
const WAIT: &[Advice] = &[Advice::AskAgainLater];

/// Rows of both tables: what follows from the standings alone.
mod common {
    use super::{Advice, CONFIRM, Cause, Row, Rule, RuleSource, WAIT, figure, row, statement};

    pub(super) static NO_CHANGE: Row = row("no-change", &[], &[Advice::Nothing], figure("図3-4"));
    pub(super) static HOLD_LIFTED: Row = row(
        "hold-lifted",
        &[Cause::HoldLifted],
        &[Advice::Nothing],
        figure("図3-4 certificateHold"),
    );
    pub(super) static REVOCATION_GONE: Row =
        row("revocation-gone", &[], CONFIRM, Rule::new(RuleSource::Rfc(5280), "3.3"));
    pub(super) static NOT_KNOWN: Row = row("not-known", &[], WAIT, figure("付録①(ア)c"));
    pub(super) static EXPIRED: Row =
        row("expired", &[Cause::Expired], &[Advice::CheckExpiry], figure("図3-4④"));
    pub(super) static NOT_IN_FIGURE: Row = row("not-classified", &[], CONFIRM, figure("図3-4"));
    pub(super) static NOT_IN_STATEMENT: Row =
        row("not-classified", &[], CONFIRM, statement("§5.1"));
}

/// guideline 001 fig. 3-4.
// Requirement: REV-02, REV-03, REV-04, REV-05, REV-06, REV-07, REV-08, CERT-11
fn guideline(pair: PairState) -> &'static Row {
    use CertificateState::{Expired, Revoked, Unknown, Valid};
    use RevocationReason::{AffiliationChanged, CertificateHold, CessationOfOperation, Superseded};
    static ATTRIBUTES: Row =
        row("fig3-4.signature-only", &[Cause::AttributesChanged], RECONFIRM, figure("図3-4①"));
    static AFFILIATION: Row = row(
        "fig3-4.affiliationChanged",
        &[Cause::Death, Cause::MovedAbroad],
        CONFIRM,
        figure("図3-4 affiliationChanged"),
    );
    static CESSATION: Row = row(
        "fig3-4.cessationOfOperation",
        &[Cause::CardLost, Cause::MovedAbroad],
        CONFIRM,
        figure("図3-4 cessationOfOperation"),
    );
    static SUPERSEDED: Row = row(
        "fig3-4.superseded",
        &[Cause::Renewed],
        &[Advice::QueryNewSerial],
        figure("図3-4 Superseded"),
    );
    static HOLD: Row =
        row("fig3-4.certificateHold", &[Cause::CardLost], WAIT, figure("図3-4 certificateHold"));
    match (pair.signature, pair.authentication) {
        _ if pair.any(Unknown) => &common::NOT_KNOWN,
        // The figure does not look at the reason here.
        (Revoked(_), Valid) => &ATTRIBUTES,
        (Revoked(one), Revoked(other)) if one == other => match one {
            AffiliationChanged => &AFFILIATION,
            CessationOfOperation => &CESSATION,
            Superseded => &SUPERSEDED,
            CertificateHold => &HOLD,
            _ => &common::NOT_IN_FIGURE,
        },
        (Revoked(_), _) | (_, Revoked(_)) => &common::NOT_IN_FIGURE,
        _ if pair.any(Expired) => &common::EXPIRED,
        (Valid, _) | (_, Valid) => &common::NO_CHANGE,
        _ => &common::NOT_IN_FIGURE,
    }
}

/// The practice statements give each certificate's reason a meaning of its own: of a pair whose reasons
/// differ, and of one whose other certificate is not revoked, they say nothing together.
fn practice_statement(pair: PairState) -> &'static Row {
    use CertificateState::{Expired, NotHeld, Revoked, Unknown, Valid};
    match (pair.signature, pair.authentication) {
        _ if pair.any(Unknown) => &common::NOT_KNOWN,
        (Revoked(one), Revoked(other)) if one == other => meaning(one),
        (Revoked(_), Revoked(_)) => &common::NOT_IN_STATEMENT,
        (Revoked(one), Valid | Expired | NotHeld) | (Valid | Expired | NotHeld, Revoked(one)) => {
            meaning(one)
        }
        _ if pair.any(Expired) => &common::EXPIRED,
        (Valid, _) | (_, Valid) => &common::NO_CHANGE,
        _ => &common::NOT_IN_STATEMENT,
    }
}

/// jpki-profile §5.1, second column.
fn meaning(reason: RevocationReason) -> &'static Row {
    use RevocationReason as R;
    static UNSPECIFIED: Row = row(
        "cps.unspecified",
        &[Cause::DiscardedBeforeDelivery],
        CONFIRM,
        statement("§5.1 unspecified"),
    );
    static KEY: Row = row(
        "cps.keyCompromise",
        &[Cause::KeyCompromised],
        &[Advice::AskForNewSignatureCertificate, Advice::ConfirmOtherwise],
        statement("§5.1 keyCompromise"),
    );
    static AUTHORITY: Row = row(
        "cps.cACompromise",
        &[Cause::AuthorityKeyCompromised],
        CONFIRM,
        statement("§5.1 cACompromise"),
    );
    static CONTENT: Row = row(
        "cps.affiliationChanged",
        &[Cause::ContentChanged],
        RECONFIRM,
        statement("§5.1 affiliationChanged"),
    );
    static RENEWED: Row = row(
        "cps.superseded",
        &[Cause::Renewed],
        &[Advice::QueryNewSerial],
        statement("§5.1 superseded"),
    );
    static STOPPED: Row = row(
        "cps.cessationOfOperation",
        &[Cause::NoLongerUsed],
        CONFIRM,
        statement("§5.1 cessationOfOperation"),
    );
    static HOLD: Row = row(
        "cps.certificateHold",
        &[Cause::KeySafetyInDoubt],
        &[Advice::AskAgainLater, Advice::ConfirmOtherwise],
        statement("§5.1 certificateHold"),
    );
    match reason {
        R::Unspecified => &UNSPECIFIED,
        R::KeyCompromise => &KEY,
        R::AuthorityCompromise => &AUTHORITY,
        R::AffiliationChanged => &CONTENT,
        R::Superseded => &RENEWED,
        R::CessationOfOperation => &STOPPED,
        R::CertificateHold => &HOLD,
        R::RemoveFromCrl
        | R::PrivilegeWithdrawn
        | R::AttributeAuthorityCompromise
        | R::Unassigned(_) => &common::NOT_IN_STATEMENT,
    }
}

impl Localized for ReasonTable {
    fn code(&self) -> &'static str {
        match self {
            Self::Guideline13 => "fig3-4@guideline1.3",
            Self::PracticeStatement33 => "cps@3.3",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Guideline13, Locale::Ja) => "民間事業者向けガイドライン第1.3版 図3-4",
            (Self::Guideline13, Locale::En) => "private-sector guideline 1.3, fig. 3-4",
            (Self::PracticeStatement33, Locale::Ja) => {
                "認証局運用規程 第3.3版 (公開資料による引用)"
            }
            (Self::PracticeStatement33, Locale::En) => {
                "certification practice statement 3.3, as public documents quote it"
            }
        }
    }
}

impl Localized for Recovery {
    fn code(&self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Possible => "possible",
            Self::NotForeseen => "not-foreseen",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::No, Locale::Ja) => "回復の対象ではありません",
            (Self::No, Locale::En) => "there is nothing to be lifted",
            (Self::Possible, Locale::Ja) => "一時利用停止の解除により有効に戻る可能性があります",
            (Self::Possible, Locale::En) => "the hold may be lifted",
            (Self::NotForeseen, Locale::Ja) => {
                "この資料では一時保留は解除されないとされていますが、戻る可能性があります"
            }
            (Self::NotForeseen, Locale::En) => {
                "by this text a hold is not lifted, by others it may be"
            }
        }
    }
}

struct InLanguage {
    interpretation: Interpretation,
    locale: Locale,
}

impl fmt::Display for InLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { interpretation, locale } = self;
        let (or, stop) = match locale {
            Locale::Ja => ("又は", "。"),
            Locale::En => (", or ", ". "),
        };
        let outcome = match (interpretation.code(), locale) {
            ("no-change", Locale::Ja) => "異動は見られません",
            ("no-change", Locale::En) => "no change is seen",
            ("revocation-gone", Locale::Ja) => {
                "失効していた電子証明書が失効リストに記載されなくなりました"
            }
            ("revocation-gone", Locale::En) => {
                "a certificate that was revoked for good is no longer listed"
            }
            ("not-known", Locale::Ja) => "失効の有無を確認できません",
            ("not-known", Locale::En) => "it is not known whether a certificate is revoked",
            (_, Locale::Ja) => "表に該当がなく、原因は分類できません",
            (_, Locale::En) => "the table has no row for this: the cause is not classified",
        };
        match interpretation.possible_causes() {
            [] => f.write_str(outcome)?,
            causes => joined(f, causes, *locale, or)?,
        }
        f.write_str(stop)?;
        joined(
            f,
            interpretation.advice(),
            *locale,
            match locale {
                Locale::Ja => "。",
                Locale::En => "; ",
            },
        )?;
        f.write_str(stop)?;
        write!(f, "[{}]", interpretation.table.text(*locale))
    }
}

fn joined<M: Localized>(
    f: &mut fmt::Formatter<'_>,
    messages: &[M],
    locale: Locale,
    separator: &str,
) -> fmt::Result {
    for (index, message) in messages.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        f.write_str(message.text(locale))?;
    }
    Ok(())
}
