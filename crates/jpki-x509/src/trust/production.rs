use crate::kind::{CertificateKind, Generation};

/// One self-signed certificate of J-LIS (機構の自己署名証明書): what it can be recognised by.
///
/// jpki-profile §1.2, from certificates that are the same bytes in several public places. Before
/// production use compare with the fingerprints that J-LIS publishes for its 署名用認証局 and
/// 利用者証明用認証局.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProductionRoot {
    /// The kind of certificates that it issues.
    pub issues: CertificateKind,
    /// Which of the authority's keys it is.
    pub generation: Generation,
    /// SHA-256 of the certificate, in hexadecimal.
    pub certificate: &'static str,
    /// SHA-256 of its `SubjectPublicKeyInfo`, in hexadecimal.
    pub public_key: &'static str,
    /// Its subjectKeyIdentifier, in hexadecimal.
    pub key_identifier: &'static str,
}

impl ProductionRoot {
    /// All six.
    // Requirement: PATH-06
    pub const ALL: [Self; 6] = [
        Self {
            issues: CertificateKind::Signature,
            generation: Generation::FIRST,
            certificate: "19645405a1fe14377434bd55957628ac4038557c542403a2243f21c706fc9355",
            public_key: "1e72c29c1d990fa8c00395f1380dbb174ac25d9b4fa610344c020b5fbf3ad23a",
            key_identifier: "0d034cbb34d0714f45e45a1cafd8fd143fab54a7",
        },
        Self {
            issues: CertificateKind::Signature,
            generation: Generation::SECOND,
            certificate: "79679c33e4cc9319440f1ad120a597ff1844e2ef217063adb176966fd5e6fbeb",
            public_key: "dc3961b11b8b4d37e687b3242f75849b29c7da71ca2b55b90df4e0a03b7d5a1d",
            key_identifier: "4de017de4b7f473dcd867a62d38b134ace83558a",
        },
        Self {
            issues: CertificateKind::Signature,
            generation: Generation::THIRD,
            certificate: "d227f6cde11d35c5252178f106f843d24651944975413b539fa2fb68dbfa365f",
            public_key: "96859c8794dd919172cccee9e35c1d93e0bdc4298164c24be946886165daaff9",
            key_identifier: "d21ea55895617e93adbf966b941ab4edf653f08f",
        },
        Self {
            issues: CertificateKind::UserAuthentication,
            generation: Generation::FIRST,
            certificate: "4dcfc4ca0aaf9fb2a3081b3f0c991c320b3acc008667a341eeaec5af1d58ca7d",
            public_key: "ca1b80dbe6eb2040d8258ec96474febfd3b8764526a1cb6a90aa0a80426f43b0",
            key_identifier: "9567951b5ca70d84a0fff1d85a87f1aab1340385",
        },
        Self {
            issues: CertificateKind::UserAuthentication,
            generation: Generation::SECOND,
            certificate: "0d98de47fc11b7f67126874b7028b6026a803d2638d6edfe53176953961fade6",
            public_key: "7cafb046dca6d458982d2b9683ebae9b024d9b37832adb3c2e3f4a44cac30912",
            key_identifier: "8cd5586a891485e559379b7e29d410cfd28b3593",
        },
        Self {
            issues: CertificateKind::UserAuthentication,
            generation: Generation::THIRD,
            certificate: "64114f29620c24ed2631d46476a040e7ee740d956089c00b036a6a8118c322b5",
            public_key: "22fc93a11eb272bcb3d2586a8f2db8d2aa60c7c2a2e7621a03dbab0c8e5ab57a",
            key_identifier: "1ac100f596a3bc8c4b3df195e32699249e9e308a",
        },
    ];
}

/// Name that all generations of an authority of J-LIS have (jpki-profile §1.3).
pub(super) const fn authority_name(issues: CertificateKind) -> &'static [u8] {
    match issues {
        CertificateKind::Signature => {
            b"\x30\x81\x80\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02JP\
              \x31\x0d\x30\x0b\x06\x03\x55\x04\x0a\x0c\x04JPKI\
              \x31\x23\x30\x21\x06\x03\x55\x04\x0b\x0c\x1aJPKI for digital signature\
              \x31\x3d\x30\x3b\x06\x03\x55\x04\x0b\x0c\x34\
              Japan Agency for Local Authority Information Systems"
        }
        CertificateKind::UserAuthentication => {
            b"\x30\x81\x82\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02JP\
              \x31\x0d\x30\x0b\x06\x03\x55\x04\x0a\x0c\x04JPKI\
              \x31\x25\x30\x23\x06\x03\x55\x04\x0b\x0c\x1cJPKI for user authentication\
              \x31\x3d\x30\x3b\x06\x03\x55\x04\x0b\x0c\x34\
              Japan Agency for Local Authority Information Systems"
        }
    }
}
