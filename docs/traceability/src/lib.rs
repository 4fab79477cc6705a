//! Which code keeps which rule, and which test fails without it.
//!
//! `docs/requirements.md` lists the rules. A line `// Requirement: AUTH-04` stands directly above the item that keeps
//! a rule, and directly above the `fn` of a test of it; a doctest that must not compile holds
//! `# // Requirement: CRL-02`. `docs/mutations.md` lists what was deleted of the code and which test failed then. From
//! these three `docs/traceability.md` is made.

mod finding;
mod mark;
mod markdown;
mod matrix;
mod mutation;
mod repository;
mod requirement;

pub use finding::Finding;
pub use matrix::trace;
pub use mutation::{Mutation, Outcome};
pub use repository::Repository;
