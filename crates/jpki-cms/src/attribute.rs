//! Values of attributes.

mod algorithm_protection;
mod signing_certificate;

pub(crate) use algorithm_protection::AlgorithmProtection;
pub(crate) use signing_certificate::{CertificateBinding, EssVersion, PathRestriction};
