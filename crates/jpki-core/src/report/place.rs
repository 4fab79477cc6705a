//! Places in the guideline and rules of these crates, in both languages. The marks of sections (①, ア) stay as printed.

use crate::localized::Locale;

/// A place as reports write it, in Japanese and in English.
const PLACES: [(&str, &str, &str); 21] = [
    (
        "2章 (署名用・利用者証明用)",
        "2章 (署名用・利用者証明用)",
        "ch. 2 (certificates for signatures and for user authentication)",
    ),
    ("3章 ※10", "3章 ※10", "ch. 3, note 10"),
    ("3章 メリット①", "3章 メリット①", "ch. 3, merit ①"),
    ("4章(1)イ", "4章(1)イ", "ch. 4 (1) イ"),
    (
        "4章(2)イ (暗証番号によらない確認)",
        "4章(2)イ (暗証番号によらない確認)",
        "ch. 4 (2) イ (confirmation without the PIN)",
    ),
    ("6章", "6章", "ch. 6"),
    ("付録①(ア)a", "付録①(ア)a", "App. ①(ア)a"),
    ("付録①(ア)a (ARL)", "付録①(ア)a (ARL)", "App. ①(ア)a (ARL)"),
    ("付録①(ア)b", "付録①(ア)b", "App. ①(ア)b"),
    ("付録①(ア)c", "付録①(ア)c", "App. ①(ア)c"),
    ("付録①(ア)c(a)", "付録①(ア)c(a)", "App. ①(ア)c(a)"),
    ("付録①(ア)c(b)", "付録①(ア)c(b)", "App. ①(ア)c(b)"),
    ("付録①(イ)", "付録①(イ)", "App. ①(イ)"),
    ("付録②(ア)", "付録②(ア)", "App. ②(ア)"),
    ("付録②(イ)", "付録②(イ)", "App. ②(イ)"),
    ("付録②(ウ)", "付録②(ウ)", "App. ②(ウ)"),
    (
        "a challenge serves one session, relying party and purpose",
        "乱数コードは一つのセッション・サービス・用途に限る",
        "a challenge serves one session, relying party and purpose",
    ),
    ("algorithm policy", "アルゴリズムの方針", "algorithm policy"),
    ("applicant matching", "申請者情報の突合", "applicant matching"),
    ("evidence", "証拠の再検証", "evidence"),
    ("limits on attempts", "試行回数の制限", "limits on attempts"),
];

/// A place in this language; one that is not known, such as a section of an RFC, as it is written.
pub(super) fn in_words(section: &str, locale: Locale) -> &str {
    let known = PLACES.iter().find(|(written, ..)| *written == section);
    match (known, locale) {
        (Some((_, ja, _)), Locale::Ja) => ja,
        (Some((.., en)), Locale::En) => en,
        (None, _) => section,
    }
}
