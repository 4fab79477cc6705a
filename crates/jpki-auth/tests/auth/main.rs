//! Challenges, logins and bindings, with certificates of the synthetic JPKI and the whole verifier.

mod bindings;
mod challenges;
mod limits;
mod logins;
mod secrets;
mod support;
