//! Certificates, profiles, trust anchors, paths.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod basic_four_info;
mod certificate;
mod debug;
mod doors;
mod extension;
mod general_name;
mod message;
mod path_building;
mod path_name_constraints;
mod path_policies;
mod path_profile;
mod path_validation;
mod profile;
mod rsa_pss;
mod serial_number;
mod support;
mod trust;
