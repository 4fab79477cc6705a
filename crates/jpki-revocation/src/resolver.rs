//! Which methods answer for a certificate, in which order, and what their answers amount to.
//!
//! A [`StatusResolver`] says what it needs next, takes the answer, and ends. It does no network call: what it
//! needs may be in memory, in a store, or at the other end of a transport.

mod policy;
mod resolve;
mod state;
mod step;

pub use policy::{StatusMethod, StatusPolicy, WhenUnknown};
pub use state::StatusResolver;
pub use step::NextStep;
