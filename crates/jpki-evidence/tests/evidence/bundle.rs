//! Bundles: made on the day of the test vectors, judged again six years later.

mod forger;
mod hostile;
mod kinds;
mod openssl;
mod policies;
mod stored;
mod tampering;
mod world;
