//! What answers amount to: the policy's truth table, the refresh schedule.

mod policy;
mod refresh;
