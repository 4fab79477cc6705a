//! Data that the law protects, wrapped so that it cannot slip into a log, a message or a file.
//!
//! Guideline 001 table 4-1 names five items that a verifier (署名検証者) may use for their purpose only
//! and must not let out; certificates contain them, and the basic four information (基本4情報) is
//! personal data. The wrappers here show their kind, never their content; have no `Display`,
//! `Serialize`, `Hash` or `==`; and wipe the content when they go. The one way in is
//! `expose_protected`, so that `grep expose_protected` lists every use.
//!
//! What this does not prove: that a caller keeps no copy of what was exposed to it, or that the
//! bytes were never elsewhere before they were wrapped.

mod bytes;
mod item;
mod value;

pub use bytes::ProtectedBytes;
pub use item::ProtectedItem;
pub use value::Protected;
