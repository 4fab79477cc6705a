//! Trust anchors (トラストアンカー): the self-signed certificates (自己署名証明書) of the authorities, taken
//! from the operator, believed only if pinned, held per purpose.
//!
//! An anchor that comes with a message or from a card is never believed; nothing here takes one.

mod anchor;
mod class;
mod error;
mod pin;
mod production;
mod store;

pub use anchor::PinnedAnchor;
pub use class::CertificateClass;
pub use error::{AnchorError, TrustStoreError};
pub use pin::{Fingerprint, Pin, PinTable};
pub use production::ProductionRoot;
pub use store::TrustStore;

pub use crate::domain::TrustDomain;
