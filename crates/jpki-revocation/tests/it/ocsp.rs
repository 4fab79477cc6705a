//! OCSP: requests, responses, who may answer, and what an answer means.

mod candidates;
mod costly_names;
mod faults;
mod hindsight;
mod openssl;
mod pss_keys;
mod random;
mod request;
mod structure;
mod tree;
mod world;
