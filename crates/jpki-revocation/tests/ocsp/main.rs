//! OCSP: requests, responses, who may answer, and what an answer means.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod candidates;
mod costly_names;
mod faults;
mod hindsight;
mod openssl;
mod pss_keys;
mod random;
mod request;
mod structure;
mod tree;
mod world;
