//! The committed vectors are complete, and the generator makes them again byte for byte.

use std::collections::BTreeSet;

use jpki_testkit::vectors::{self, Reason};

#[test]
fn generation_is_reproducible() {
    for (name, content) in vectors::generate() {
        let committed = vectors::read_file(&name).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(committed == content, "{name} differs");
    }
}

#[test]
fn every_reason_is_described_and_used() {
    let description = String::from_utf8(vectors::read_file("README.md").unwrap()).unwrap();
    let manifest = vectors::read_manifest().unwrap();
    for (reason, word) in Reason::ALL {
        assert!(description.contains(&format!("| `{word}` |")), "{word} is not in the README");
        let used = manifest.cases.iter().any(|case| case.expected.reason == Some(*reason));
        assert!(used, "{word} is not used");
    }
}

#[test]
fn every_file_is_named_in_the_manifest() {
    let manifest = vectors::read_manifest().unwrap();
    let mut named: BTreeSet<String> = BTreeSet::from([vectors::MANIFEST.to_owned()]);
    named.extend(manifest.anchors.iter().map(|anchor| anchor.file.clone()));
    named.extend(manifest.lists.iter().map(|list| list.file.clone()));
    named.extend(manifest.persons.iter().map(|person| person.file.clone()));
    for case in &manifest.cases {
        named.insert(case.certificate.clone());
        named.extend(case.content.clone());
        named.extend(case.signature.clone());
        named.extend(case.crl.iter().cloned());
        named.extend(case.arl.iter().cloned());
    }
    let files: BTreeSet<String> = vectors::generate().into_keys().collect();
    assert_eq!(
        files.difference(&named).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "files without a use"
    );
    assert_eq!(
        named.difference(&files).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "names without a file"
    );
}

/// A verdict other than valid names its check and reason; a valid one names none.
#[test]
fn expectations_are_whole() {
    for case in vectors::read_manifest().unwrap().cases {
        let valid = case.expected.verdict == vectors::Verdict::Valid;
        assert_eq!(case.expected.check.is_none(), valid, "{}", case.id);
        assert_eq!(case.expected.reason.is_none(), valid, "{}", case.id);
        assert!(!case.description.is_empty(), "{}", case.id);
    }
}
