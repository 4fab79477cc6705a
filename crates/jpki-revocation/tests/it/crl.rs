//! Revocation lists: read, verified, asked, stored.

mod agreement;
mod authorities;
mod deltas;
mod entries;
mod faults;
mod folder;
mod hindsight;
mod indirect;
mod intake;
mod issuers;
mod lookup;
mod openssl;
mod options;
mod pem;
mod points;
mod pss_keys;
mod store;
mod world;
