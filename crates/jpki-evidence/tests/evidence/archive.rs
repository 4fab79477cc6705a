//! The archive of lists: what it keeps, what it refuses, and what it is after a crash.

mod crashes;
mod digests;
mod erasing;
mod faults;
mod folder;
mod intake;
mod keeping;
mod world;
