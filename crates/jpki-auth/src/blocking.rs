//! Stores, inquiry and login for threads that may wait. The same contracts, and the same code, as
//! [`asynchronous`](crate::asynchronous).

mod bindings;
mod face;
mod logins;
mod traits;

pub use bindings::{AccountBindings, erase_whole_store};
pub use logins::Logins;
pub use traits::{AttemptLimiter, BindingStore, ChallengeStore, SerialLinkage};
