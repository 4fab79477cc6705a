//! Fees: each engine against one contract.

mod contract;
mod engines;
mod killed;
