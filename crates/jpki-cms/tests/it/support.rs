//! Messages and what is said of them.

pub(crate) mod changes;
pub(crate) mod messages;
pub(crate) mod tree;

pub(crate) use messages::*;
