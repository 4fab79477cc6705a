//! OpenSSL, and a reader of DER.

pub(crate) mod der;
pub(crate) mod openssl;
