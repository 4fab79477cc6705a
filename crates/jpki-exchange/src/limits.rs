//! Every bound on what is read, held before it is read.

/// The bounds.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Limits;

impl Limits {
    /// Octets of a sealed submission: a document of twelve million octets.
    pub const SEALED_BYTES: usize = 16 * 1024 * 1024;
    /// Octets of its header, of which the longest that is accepted has fewer.
    pub const HEADER_BYTES: usize = 1024;
    /// Octets of a message without a sealed submission.
    pub const MESSAGE_BYTES: usize = 64 * 1024;
    /// Octets of a message with one, and with what the user was shown.
    pub const SUBMISSION_BYTES: usize = Self::SEALED_BYTES + 256 * 1024;
    /// Arrays and objects within each other. The deepest message has 3.
    pub const DEPTH: usize = 8;
    /// Keys that a platform publishes, of each kind.
    pub const KEYS: usize = 64;
    /// Pieces of advice of a result.
    pub const ADVICE: usize = 64;
}
