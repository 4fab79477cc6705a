use jpki_core::event::OperatorName;

use super::OperatorRefused;

/// The two persons by whose privileged accounts grants begin: each may request, and approve what the other requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founders(pub(super) [OperatorName; 2]);

impl Founders {
    /// Names two persons.
    ///
    /// # Errors
    /// [`OperatorRefused::Founders`] if they are one.
    pub fn new(one: OperatorName, other: OperatorName) -> Result<Self, OperatorRefused> {
        if one == other { Err(OperatorRefused::Founders) } else { Ok(Self([one, other])) }
    }
}
