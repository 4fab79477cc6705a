//! Stores, inquiry and login for threads that may wait. The same contracts, and the same code, as
//! [`asynchronous`](crate::asynchronous).

mod adapter;
mod bindings;
mod logins;
mod traits;

pub use bindings::{AccountBindings, erase_whole_store};
pub use logins::LoginService;
pub use traits::{AttemptLimiter, BindingStore, ChallengeStore, SerialLinkage};
