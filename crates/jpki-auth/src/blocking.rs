//! Store traits and the drivers of [`flow`](crate::flow) for threads that may wait.

mod bindings;
mod logins;
mod traits;

pub use bindings::{AccountBindings, erase_whole_store};
pub use logins::LoginService;
pub use traits::{AttemptLimiter, BindingStore, ChallengeStore, SerialLinkage};
