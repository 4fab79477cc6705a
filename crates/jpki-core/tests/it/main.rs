//! DER and BER, names, algorithms, times, reports, protected data.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod algorithm;
mod algorithm_openssl;
mod ber;
mod ber_openssl;
mod conversions;
mod der;
mod event;
#[cfg(feature = "std")]
mod key_sources;
mod keys;
mod name_display;
mod name_matching;
mod name_reading;
mod protected;
mod report;
mod report_reading;
mod support;
mod time;
mod validation_report;
