//! What a revocation may mean for the person (失効事由の解釈), by two tables that disagree.
//!
//! A revocation is a fact, its meaning a guess: one reason code stands for several events, and what J-LIS
//! writes into it may change. Nothing here says that somebody died; it says what may have happened, which
//! table says so, and what to do next.

mod advice;
mod cause;
mod state;
mod table;

pub use advice::Advice;
pub use cause::Cause;
pub use state::{CertificateState, PairState};
pub use table::{Interpretation, ReasonTable, Recovery};
