use jpki_core::report::{Check, CheckId, Reason, Subject};
use jpki_x509::trust::TrustDomain;

/// The world whose certificates log in: the other one's never do, whatever the verifier was given to trust.
///
/// The policy of the certificates for authentication in the test domain of J-LIS is not public: if you have its
/// object identifier, give it to the verifier, in the
/// [`PolicyTable`](jpki_x509::kind::PolicyTable::with) of [`TrustDomain::JlisTest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoginDomain {
    /// What people live by; of the invented certificates of tests and examples those too, which only a
    /// verifier that was given their anchor finds valid.
    Production,
    /// The test domain of J-LIS, to rehearse in: no real person logs in.
    JlisTest,
}

impl LoginDomain {
    // Requirement: PATH-08
    pub(super) fn check(self, domain: TrustDomain) -> Check {
        let is_test = domain == TrustDomain::JlisTest;
        let result = if is_test == (self == Self::JlisTest) {
            Ok(())
        } else {
            Err(Reason::TrustDomainMismatch)
        };
        Check::of(CheckId::LoginDomain, Subject::EndEntity, result)
    }
}
