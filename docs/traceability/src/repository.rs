use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::Finding;
use crate::mark::{self, Mark};

/// Where Rust files bear ids. What tests this crate holds ids in texts, which are no marks.
const PLACES: [&str; 4] =
    ["crates", "docs/traceability/src", "docs/traceability/tests/table.rs", "examples"];

/// The files that the table is made from, as they were when read.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
    requirements: String,
    mutations: String,
    sources: BTreeMap<String, String>,
}

impl Repository {
    /// Takes the files as they are given, each source with its path.
    #[must_use]
    pub fn new(requirements: &str, mutations: &str, sources: &[(&str, &str)]) -> Self {
        let sources = sources.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect();
        Self {
            root: PathBuf::new(),
            requirements: requirements.into(),
            mutations: mutations.into(),
            sources,
        }
    }

    /// Reads the files of a working tree.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut sources = BTreeMap::new();
        let mut paths: Vec<PathBuf> = PLACES.iter().map(|place| root.join(place)).collect();
        while let Some(path) = paths.pop() {
            if path.is_dir() && !path.ends_with("target") {
                for entry in std::fs::read_dir(path)? {
                    paths.push(entry?.path());
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name =
                    path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                sources.insert(name, std::fs::read_to_string(&path)?);
            }
        }
        Ok(Self {
            root: root.into(),
            requirements: std::fs::read_to_string(root.join(crate::requirement::PATH))?,
            mutations: std::fs::read_to_string(root.join(crate::mutation::PATH))?,
            sources,
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn requirements(&self) -> &str {
        &self.requirements
    }

    pub(crate) fn mutations(&self) -> &str {
        &self.mutations
    }

    pub(crate) fn file(&self, path: &str) -> Option<&str> {
        self.sources.get(path).map(String::as_str)
    }

    /// Returns all marks, in the order of paths and lines.
    pub(crate) fn marks(&self, findings: &mut Vec<Finding>) -> Vec<Mark> {
        self.sources.iter().flat_map(|(path, text)| mark::read(path, text, findings)).collect()
    }
}
