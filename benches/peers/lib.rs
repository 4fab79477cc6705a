//! Shared parts of the benches beside other libraries.
