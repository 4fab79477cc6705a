//! The archive of lists.

mod digests;
