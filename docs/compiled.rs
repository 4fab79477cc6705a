//! The READMEs and guides as documentation of modules, so that `cargo test` compiles every Rust block in them. The
//! README of a published crate is the documentation of its root and is compiled there.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub mod readme {}

#[cfg(doctest)]
#[doc = include_str!("../README.ja.md")]
pub mod readme_ja {}

#[cfg(doctest)]
#[doc = include_str!("guide.md")]
pub mod guide {}

#[cfg(doctest)]
#[doc = include_str!("guide.ja.md")]
pub mod guide_ja {}

#[cfg(doctest)]
#[doc = include_str!("keys.md")]
pub mod keys {}
