//! Stores, inquiry and login for tasks that do not block. The same contracts as
//! [`blocking`](crate::blocking), for any runtime.

mod bindings;
mod logins;
mod traits;

pub use bindings::{AccountBindings, erase_whole_store};
pub use logins::LoginService;
pub use traits::{AttemptLimiter, BindingStore, ChallengeStore, SerialLinkage};
