//! What is refused, each beside what is taken.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by a panic")]

use std::path::Path;

use jpki_traceability::{Outcome, Repository, trace};

const REQUIREMENTS: &str = "\
# Requirements

| free | text |

## AUTH: logins

| id | 規則 | rule | place | binds | kind | left |
| --- | --- | --- | --- | --- | --- | --- |
| AUTH-04 | 乱数 | a random code | App.② | V, PF | M | |
| AUTH-05 | 再利用 | no reuse | App.② | V | N | no log |
| AUTH-06 | 窓口 | the counter | §2 | U | I | |
";

const MUTATIONS: &str = "\
# Mutations

## Changes

| id | file | code | becomes | test file | test |
| --- | --- | --- | --- | --- | --- |
";

const ROW: &str = "| AUTH-04 | crates/a/src/lib.rs | `code.is_random() \\|\\| refuse()` | `true` | crates/a/tests/it.rs | a_code_is_random |\n";

const CODE: &str = "\
impl<T: Into<u8>> crate::Check for Login<T> {
    /// Checks.
    // Requirement: AUTH-04
    fn check(&self) -> bool {
        code.is_random() || refuse()
    }
}
";

const TEST: &str = "\
/// As it says.
#[test]
// Requirement: AUTH-04
fn a_code_is_random() {}
";

fn made_of(requirements: &str, mutations: &str, code: &str, test: &str) -> Result<String, String> {
    let files = [("crates/a/src/lib.rs", code), ("crates/a/tests/it.rs", test)];
    let made = trace(&Repository::new(requirements, mutations, &files));
    made.map(|(page, _)| page)
        .map_err(|findings| findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn row_of(id: &str, page: &str) -> String {
    page.lines().find(|line| line.starts_with(&format!("| {id} "))).unwrap().into()
}

#[test]
fn a_rule_is_done_with_code_and_a_test_that_was_seen_to_fail() {
    let mutations = MUTATIONS.to_owned() + ROW;
    let page = made_of(REQUIREMENTS, &mutations, CODE, TEST).unwrap();
    assert_eq!(
        row_of("AUTH-04", &page),
        "| AUTH-04 | M | 乱数<br>a random code | [`Login::check`](../crates/a/src/lib.rs) \
         | [`a_code_is_random`](../crates/a/tests/it.rs) (seen to fail) | done |"
    );
    assert_eq!(
        row_of("AUTH-05", &page),
        "| AUTH-05 | N | 再利用<br>no reuse |  |  | open: no log |"
    );
    assert_eq!(row_of("AUTH-06", &page), "| AUTH-06 | I | 窓口<br>the counter |  |  | not code |");
    assert_eq!(row_of("all", &page), "| all | 1 | 0 | 1 | 1 | 3 |");
    assert!(page.contains("Open of kind M: none."));
    assert!(page.contains("Open of kind N: AUTH-05."));
}

#[test]
fn a_rule_that_lacks_one_of_them_is_not_done() {
    let state = |mutations: &str, code: &str, test: &str| {
        let page = made_of(REQUIREMENTS, mutations, code, test).unwrap();
        row_of("AUTH-04", &page).rsplit(" | ").next().unwrap().to_owned()
    };
    assert_eq!(state(MUTATIONS, CODE, TEST), "partly: test not yet seen to fail |");
    assert_eq!(state(MUTATIONS, CODE, ""), "partly: no test |");
    assert_eq!(
        state(MUTATIONS, "", TEST),
        "partly: no code of its own; test not yet seen to fail |"
    );
    assert_eq!(state(MUTATIONS, "", ""), "open |");

    let left = REQUIREMENTS.replace("App.② | V, PF | M | |", "App.② | V, PF | M | half |");
    let page = made_of(&left, &(MUTATIONS.to_owned() + ROW), CODE, TEST).unwrap();
    assert!(row_of("AUTH-04", &page).ends_with("(seen to fail) | partly: half |"));
}

/// A page goes stale by what it names, not by where that stands in its file.
#[test]
fn another_test_is_another_page_and_another_line_is_not() {
    let page = |test: &str| made_of(REQUIREMENTS, MUTATIONS, CODE, test).unwrap();
    assert_eq!(page(TEST), page(&format!("// A line.\n\n{TEST}")));
    assert_ne!(page(TEST), page(&TEST.replace("a_code_is_random", "a_code_is_new")));
    assert_ne!(page(TEST), page(""));
}

#[test]
fn a_doctest_counts_where_it_must_not_compile() {
    let code = "\
/// ```compile_fail,E0277
/// # // Requirement: AUTH-04
/// print(code);
/// ```
#[derive(Clone)]
// Requirement: AUTH-04
pub(crate) struct Code<T>(T);
";
    let mutations = MUTATIONS.to_owned()
        + "| AUTH-04 | crates/a/src/lib.rs | `struct Code` | `struct Cod` | crates/a/src/lib.rs | doctest Code |\n";
    let page = made_of(REQUIREMENTS, &mutations, code, "").unwrap();
    assert!(row_of("AUTH-04", &page).contains(
        "| [`Code`](../crates/a/src/lib.rs) | doctest of [`Code`](../crates/a/src/lib.rs) (seen to fail) | done |"
    ));
    let compiles = code.replace("compile_fail,E0277", "");
    assert_refused(
        &made_of(REQUIREMENTS, MUTATIONS, &compiles, ""),
        "src/lib.rs:2: only a doctest",
    );
}

fn assert_refused(made: &Result<String, String>, expected: &str) {
    match made {
        Err(findings) if findings.contains(expected) => {}
        other => panic!("{expected} was expected, not {other:?}"),
    }
}

#[test]
fn a_rule_stands_in_its_form_and_once() {
    let row = "| AUTH-04 | 乱数 | a random code | App.② | V, PF | M | |\n";
    for (becomes, expected) in [
        ("| AUTH-04 | 乱数 | a random code | App.② | V, PF | M |\n".into(), ":9: 6 cells, not 7"),
        (
            "| AUTH-04 | 乱数 | a | random code | App.② | V, PF | M | |\n".into(),
            ":9: 8 cells, not 7",
        ),
        ("|AUTH-04 | 乱数 | a random code | App.② | V, PF | M | |\n".into(), ":9: a row begins"),
        (row.replace("| M |", "| X |"), ":9: AUTH-04 has no kind `X`"),
        (row.replace("| M |", "| |"), ":9: AUTH-04 has no kind ``"),
        (row.replace("V, PF", "V, YOU"), ":9: AUTH-04 binds `V, YOU`"),
        (row.replace("AUTH-04", "CERT-04"), ":9: `CERT-04` is no id of chapter AUTH"),
        (row.replace("AUTH-04", "AUTH-four"), ":9: `AUTH-four` is no id"),
        (row.replace("乱数", ""), ":9: AUTH-04 lacks a text"),
        (row.replace("App.②", ""), ":9: AUTH-04 lacks a text or a place"),
        (row.repeat(2), ":10: AUTH-04 stands twice"),
    ] {
        let page = REQUIREMENTS.replace(row, &becomes);
        assert_refused(
            &made_of(&page, MUTATIONS, "", ""),
            &format!("docs/requirements.md{expected}"),
        );
    }
    let page = REQUIREMENTS.replace("| rule |", "| rules |");
    assert_refused(&made_of(&page, MUTATIONS, "", ""), ":7: the head is");
    let page = REQUIREMENTS.replace("| --- | --- |", "| --- | AUTH-07 |");
    assert_refused(&made_of(&page, MUTATIONS, "", ""), ":8: a line of ---");
    let page = REQUIREMENTS.replace(row, &row.replace("AUTH-04", "AUTH-4b"));
    made_of(&page, MUTATIONS, "", "").unwrap();
}

#[test]
fn a_mark_stands_in_its_form_above_an_item() {
    for (becomes, expected) in [
        ("// Requirement: AUTH-99", "src/lib.rs:3: no rule has the id AUTH-99"),
        ("// Requirement: AUTH-04, AUTH-04", "src/lib.rs:3: an id stands twice"),
        ("// Requirement: AUTH-04,AUTH-05", "src/lib.rs:3: not of the form"),
        ("// Requirement AUTH-04", "src/lib.rs:3: not of the form"),
        ("// Requirements: AUTH-04", "src/lib.rs:3: not of the form"),
        ("// Requirement:", "src/lib.rs:3: not of the form"),
        ("/// // Requirement: AUTH-04", "src/lib.rs:3: not of the form"),
        ("// Requirement: AUTH-04\n", "src/lib.rs:3: not directly above an item"),
        ("// Requirement: AUTH-04\n    #[inline]", "src/lib.rs:3: not directly above an item"),
        ("// Requirement: AUTH-04\n    let x = 1;", "src/lib.rs:3: not directly above an item"),
    ] {
        let code = CODE.replace("// Requirement: AUTH-04", becomes);
        assert_refused(&made_of(REQUIREMENTS, MUTATIONS, &code, ""), expected);
    }
    let code = CODE.replace("// Requirement: AUTH-04", "// Requirement: AUTH-04, AUTH-05");
    made_of(REQUIREMENTS, MUTATIONS, &code, "").unwrap();
}

#[test]
fn a_test_is_one_that_runs() {
    let ignored = TEST.replace("#[test]", "#[test]\n#[ignore = \"slow\"]");
    assert_refused(&made_of(REQUIREMENTS, MUTATIONS, "", &ignored), "it.rs:4: the test is ignored");
    let none = TEST.replace("#[test]\n", "");
    assert_refused(
        &made_of(REQUIREMENTS, MUTATIONS, "", &none),
        "it.rs:2: not directly above a test",
    );
    for attribute in
        ["#[test]\n#[cfg(unix)]", "#[cfg(unix)]\n#[test]", "#[tokio::test(start_paused = true)]"]
    {
        let test = TEST.replace("#[test]", attribute);
        let page = made_of(REQUIREMENTS, MUTATIONS, "", &test).unwrap();
        assert!(row_of("AUTH-04", &page).contains("a_code_is_random"));
    }
}

#[test]
fn what_was_changed_and_what_failed_are_still_there() {
    let mutations = MUTATIONS.to_owned() + ROW;
    let renamed = TEST.replace("a_code_is_random", "a_code_is_new");
    assert_refused(
        &made_of(REQUIREMENTS, &mutations, CODE, &renamed),
        "mutations.md:7: crates/a/tests/it.rs has no test",
    );
    let of_another = TEST.replace("AUTH-04", "AUTH-05");
    assert_refused(
        &made_of(REQUIREMENTS, &mutations, CODE, &of_another),
        "mutations.md:7: crates/a/tests/it.rs has no test",
    );
    let rewritten = CODE.replace("is_random", "is_drawn");
    assert_refused(
        &made_of(REQUIREMENTS, &mutations, &rewritten, TEST),
        "mutations.md:7: no item of crates/a/src/lib.rs",
    );
    let elsewhere = CODE.replace("code.is_random() || refuse()", "true")
        + "fn other() {\n    code.is_random() || refuse()\n}\n";
    assert_refused(
        &made_of(REQUIREMENTS, &mutations, &elsewhere, TEST),
        "mutations.md:7: no item of crates/a/src/lib.rs",
    );
    assert_refused(
        &made_of(REQUIREMENTS, &(mutations.clone() + ROW), CODE, TEST),
        "mutations.md:8: the row stands twice",
    );
    let nothing = mutations.replace("`true`", "`code.is_random() \\|\\| refuse()`");
    assert_refused(
        &made_of(REQUIREMENTS, &nothing, CODE, TEST),
        "mutations.md:7: nothing is changed",
    );
    let short = mutations.replace(" | a_code_is_random", "");
    assert_refused(&made_of(REQUIREMENTS, &short, CODE, TEST), "mutations.md:7: 5 cells, not 6");
}

/// A workspace of one crate, whose test cannot but fail, or cannot fail, once the code is changed.
#[test]
fn a_change_is_made_its_test_run_and_the_code_put_back() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("made");
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let code = "// Requirement: AUTH-04\npub fn is_random() -> bool {\n    true\n}\n";
    let test = |expected: &str| {
        format!("#[test]\n// Requirement: AUTH-04\nfn it_is() {{ assert!({expected}); }}\n")
    };
    let row = |becomes: &str| {
        format!(
            "{MUTATIONS}| AUTH-04 | crates/a/src/lib.rs | `true` | `{becomes}` | crates/a/tests/it.rs | it_is |\n"
        )
    };
    write("Cargo.toml", "[workspace]\nmembers = [\"crates/a\"]\nresolver = \"3\"\n");
    write("Cargo.lock", "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n");
    write(
        "crates/a/Cargo.toml",
        "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    write("docs/traceability/tests/table.rs", "");
    write("docs/requirements.md", REQUIREMENTS);
    write("crates/a/src/lib.rs", code);
    let outcome = |test: &str, mutations: &str| {
        write("crates/a/tests/it.rs", test);
        write("docs/mutations.md", mutations);
        let repository = Repository::read(&folder).unwrap();
        let (_, mutations) = trace(&repository).unwrap();
        let outcome = mutations.first().unwrap().run(&repository).unwrap();
        assert_eq!(std::fs::read_to_string(folder.join("crates/a/src/lib.rs")).unwrap(), code);
        outcome
    };
    assert_eq!(outcome(&test("a::is_random()"), &row("false")), Outcome::Noticed);
    assert_eq!(outcome(&test("a::is_random() || true"), &row("false")), Outcome::Unnoticed);
    assert!(matches!(outcome(&test("a::is_random()"), &row("nonsense")), Outcome::NotRun(_)));
    let behind_cfg = test("a::is_random()").replace("#[test]", "#[test]\n#[cfg(any())]");
    assert!(matches!(outcome(&behind_cfg, &row("false")), Outcome::NotRun(_)));
}
