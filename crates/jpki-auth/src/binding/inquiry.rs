use core::fmt;

use jpki_core::event::{Action, ActionResult, Operation};
use jpki_core::name::Name;
use jpki_core::time::Timestamp;
use jpki_x509::certificate::{Certificate, SerialNumber};
use jpki_x509::kind::CertificateKind;

use super::IssuedSerial;
use crate::vouched::Vouched;

/// A signature of the 署名用電子証明書 that was verified whole: path, validity, revocation, signature value.
///
/// Implemented by the verifier's own value alone: the trait is sealed. The caller sees to it that the signed
/// document names the account or a code of ours, and that this document is the one that was verified, by its
/// content digest: an application that somebody else brings must not bind.
pub trait AuthenticatedSigner: Vouched {
    /// The signer's certificate.
    fn certificate(&self) -> &Certificate;

    /// Its kind, as the path to its CA proved it.
    fn kind(&self) -> CertificateKind;

    /// The instant as of which all of this was found.
    fn judged_at(&self) -> Timestamp;
}

/// A question to J-LIS about a serial number. Made here only, from what was verified: nobody asks about
/// numbers found elsewhere.
pub struct SerialInquiry<'a> {
    certificate: &'a Certificate,
    kind: CertificateKind,
}

impl<'a> SerialInquiry<'a> {
    pub(crate) const fn new(certificate: &'a Certificate, kind: CertificateKind) -> Self {
        Self { certificate, kind }
    }

    /// Returns the kind of certificate that is asked about.
    #[must_use]
    pub const fn kind(&self) -> CertificateKind {
        self.kind
    }

    /// Returns the CA that gave the number.
    #[must_use]
    pub fn issuer(&self) -> Name<'a> {
        self.certificate.issuer()
    }

    /// Returns the number (発行番号): protected data.
    #[must_use]
    pub fn serial_number(&self) -> SerialNumber<'a> {
        self.certificate.serial_number()
    }

    /// Returns what an operation log is to be told of this inquiry: whoever asks J-LIS knows when, and how it ended.
    // Requirement: ACC-4
    pub fn operation(&self, result: ActionResult, now: Timestamp) -> Operation {
        Operation::new(Action::SerialInquiry, result, now)
            .about(self.certificate.as_event_subject())
    }
}

impl fmt::Debug for SerialInquiry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SerialInquiry({:?})", self.kind)
    }
}

/// A certificate that J-LIS named by its CA and number.
#[derive(Clone, Debug)]
pub struct LinkedCertificate {
    serial: IssuedSerial,
}

impl LinkedCertificate {
    /// Names the certificate with this number of this CA.
    #[must_use]
    pub fn new(issuer: Name<'_>, serial: SerialNumber<'_>) -> Self {
        Self { serial: IssuedSerial::new(issuer, serial) }
    }

    pub(crate) const fn serial(&self) -> &IssuedSerial {
        &self.serial
    }
}

/// The person's certificate of the other kind (guideline 001 ch. 4 (1) イ).
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the contract with an adapter")]
pub enum Counterpart {
    /// This one.
    Linked(LinkedCertificate),
    /// The person has none: some hold only one kind (guideline 001 ch. 3, minors for instance).
    NoCounterpart,
}

/// The person's certificate of the same kind one generation before (guideline 001 ch. 3, 新旧シリアル番号の
/// 紐付けサービス).
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the contract with an adapter")]
pub enum Predecessor {
    /// This one.
    Linked(LinkedCertificate),
    /// There was none, or J-LIS does not know it.
    NoPredecessor,
}

/// The user's consent to the inquiry for the certificate before (guideline 001 ch. 3, 利用者の同意).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenewalConsent {
    obtained_at: Timestamp,
}

impl RenewalConsent {
    /// States that the user consented at this instant. The caller keeps the proof.
    #[must_use]
    pub const fn obtained_at(instant: Timestamp) -> Self {
        Self { obtained_at: instant }
    }

    /// Returns when it was given.
    #[must_use]
    pub const fn instant(&self) -> Timestamp {
        self.obtained_at
    }
}
