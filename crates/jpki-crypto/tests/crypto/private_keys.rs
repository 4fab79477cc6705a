//! Nothing but tests reaches code for private keys: RUSTSEC-2023-0071 is about their timing.

use std::fs;
use std::path::{Path, PathBuf};

/// Names by which the libraries under the backends offer private-key operations.
const PRIVATE: [&str; 9] = [
    "RsaPrivateKey",
    "SigningKey",
    "SecretKey",
    "KeyPair",
    "PrivateKey",
    "rsa_decrypt",
    "fn sign",
    ".sign(",
    "RandomizedSigner",
];

#[test]
fn no_source_names_private_key_code() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources(&own);
    assert!(files.len() > 5, "the sources of this crate");
    for path in files {
        let text = fs::read_to_string(&path).expect("a source file in UTF-8");
        for name in PRIVATE {
            assert!(!text.contains(name), "{} names {name}", path.display());
        }
    }
}

/// Only this crate may depend on `rsa`, and the testkit, which none but the simulator depends on outside tests; and nothing
/// depends on the simulator.
#[test]
fn no_other_crate_depends_on_rsa() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of all crates");
    for entry in fs::read_dir(crates).expect("a folder") {
        let folder = entry.expect("an entry").path();
        let Ok(manifest) = fs::read_to_string(folder.join("Cargo.toml")) else { continue };
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        for dependency in dependencies(&manifest) {
            assert!(
                dependency != "rsa" || ["jpki-crypto", "jpki-testkit"].contains(&name.as_str()),
                "{name} depends on rsa"
            );
            assert!(
                dependency != "jpki-testkit" || name == "jpki-simulator",
                "{name} depends on jpki-testkit"
            );
            assert!(dependency != "jpki-simulator", "{name} depends on jpki-simulator");
        }
    }
}

#[test]
fn dependencies_are_found() {
    let manifest =
        "[dependencies]\nrsa = { workspace = true }\n\n[dev-dependencies]\nserde = \"1\"\n";
    assert_eq!(dependencies(manifest).collect::<Vec<_>>(), ["rsa"]);
    let own = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    assert!(dependencies(&own).any(|name| name == "rsa"));
}

/// Names in `[dependencies]`, where each stands at the begin of a line.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split([' ', '=', '.']).next())
        .filter(|name| !name.is_empty())
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .flat_map(|entry| {
            let path = entry.expect("an entry").path();
            if path.is_dir() { sources(&path) } else { vec![path] }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}
