//! What every store must do.

pub(crate) mod bindings;
pub(crate) mod challenges;
