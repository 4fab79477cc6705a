//! Certificates and paths as these tests make them.

pub(crate) mod hierarchy;
pub(crate) mod synthetic;
