//! Revocation lists: read, verified, asked, stored.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

mod agreement;
mod authorities;
mod deltas;
mod entries;
mod faults;
mod folder;
mod hindsight;
mod indirect;
mod intake;
mod issuers;
mod lookup;
mod openssl;
mod options;
mod points;
mod pss_keys;
mod store;
mod world;
