//! Names as bytes.

pub(crate) mod certificate;
pub(crate) mod names;
