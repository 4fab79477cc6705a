use std::fmt;

use jpki_core::localized::messages;
use jpki_core::report::InquiryMethod;
use jpki_x509::kind::CertificateKind;

/// One check of a certificate's validity (有効性確認), as a tariff sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct Check {
    /// 署名用 or 利用者証明用
    pub kind: CertificateKind,
    /// By list or by OCSP.
    pub method: InquiryMethod,
}

messages! {
    /// How a check that was made ended.
    #[non_exhaustive]
    CheckOutcome {
        Good => "good", ja "有効", en "in force";
        Revoked => "revoked", ja "失効", en "revoked";
        Unknown => "unknown", ja "不明", en "an answer that tells nothing of the certificate";
        NoAnswer => "no-answer", ja "回答なし", en "sent, and no answer that could be read";
        Reconciled => "reconciled", ja "請求との突合による", en "settled by hand against J-LIS's bill";
    }
}

/// The certificate that was checked, as a keyed digest: enough to see that one was checked twice.
///
/// Take the digest by which a vault finds the certificate; never a serial number or its plain digest. Shown by no `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CheckedCertificate([u8; 32]);

impl CheckedCertificate {
    /// Takes a keyed digest.
    #[must_use]
    pub const fn from_keyed_digest(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// Returns the digest, to be stored.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for CheckedCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckedCertificate")
    }
}
