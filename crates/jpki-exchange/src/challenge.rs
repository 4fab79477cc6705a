//! The octets that a card signs for a login: who asks, what for, and a random code (乱数コード).
//!
//! They are built in one place, here. A client that can builds them itself, from the origin that *it* sees.

mod message;
mod nonce;

pub use message::{SignedForm, SignedMessage};
pub use nonce::{Nonce, NonceError};
