#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    reason = "a tool for tests: its numbers are small, and it must stop loudly at a mistake of its caller"
)]

mod fault;
mod holder;
mod issued;
mod linkage;
mod lists;
mod ports;
mod register;
mod resident;
mod responder;
#[cfg(feature = "server")]
mod server;
mod shared;
mod simulator;
mod wire;

pub use fault::{Fault, FaultRule, Service};
pub use linkage::{HttpLinkage, LinkageError};
pub use ports::{ListPort, OcspPort, Partition};
pub use resident::{Card, Resident};
#[cfg(feature = "server")]
pub use server::{Server, ServerError, ServerTls};
pub use shared::OcspSigner;
pub use simulator::Simulator;
