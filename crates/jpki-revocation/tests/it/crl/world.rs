//! A synthetic JPKI, its lists verified by these crates.

use std::path::PathBuf;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::name::Name;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_revocation::{
    Crl, CrlError, CrlIssuer, CrlPool, RevocationAssessment, RevocationPolicy, RevocationTarget,
    Status, VerifiedCrl,
};
use jpki_testkit::jpki::{
    Authority as SyntheticAuthority, EndEntity, Generation, Person, SyntheticJpki,
};
use jpki_testkit::pki::{CrlBuilder, DistinguishedName};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use time::UtcDateTime;

/// The signing authority of the third generation, and a certificate that it issued.
pub(crate) struct World {
    pub(crate) jpki: SyntheticJpki,
    pub(crate) authority: SyntheticAuthority,
    pub(crate) person: EndEntity,
}

impl World {
    pub(crate) fn new() -> Self {
        let jpki = SyntheticJpki::of_vectors();
        let authority = jpki.sign_ca(Generation::Third);
        let person = jpki.sign_certificate(&Person::hanako()).issue();
        Self { jpki, authority, person }
    }

    /// Noon in Japan. Lists are of the midnight before.
    pub(crate) fn now(&self) -> UtcDateTime {
        self.jpki.instant()
    }

    /// Today's complete list, still without entries.
    pub(crate) fn list(&self) -> CrlBuilder {
        self.jpki.crl(&self.authority)
    }

    pub(crate) fn sign(&self, list: &CrlBuilder) -> Vec<u8> {
        list.sign(self.authority.key())
    }

    /// What these lists, signed by the authority, say of the person under the daily policy.
    pub(crate) fn ask(&self, lists: &[CrlBuilder]) -> RevocationAssessment {
        let lists: Vec<_> = lists.iter().map(|list| self.sign(list)).collect();
        self.ask_about(self.person.certificate(), &lists, &RevocationPolicy::daily())
    }

    pub(crate) fn status(&self, lists: &[CrlBuilder]) -> Status {
        self.ask(lists).status()
    }

    /// What lists say of a certificate of the authority; all generations may have signed them.
    pub(crate) fn ask_about(
        &self,
        certificate: &[u8],
        lists: &[Vec<u8>],
        policy: &RevocationPolicy,
    ) -> RevocationAssessment {
        let (certificate, anchor) = (self::certificate(certificate), anchor(&self.authority));
        let target = RevocationTarget::end_entity(&certificate, &anchor, &anchor);
        self.pool(lists).judge(policy, &target, at(self.now()))
    }

    pub(crate) fn pool(&self, lists: &[Vec<u8>]) -> CrlPool {
        let issuers = Generation::TRUSTED.map(|it| anchor_issuer(&self.jpki.sign_ca(it)));
        let mut pool = CrlPool::new();
        for list in lists {
            pool.add(list.clone(), &issuers, &AlgorithmPolicy::current());
        }
        pool
    }
}

pub(crate) fn at(instant: UtcDateTime) -> ValidationTime {
    ValidationTime::at(self::instant(instant))
}

pub(crate) fn instant(instant: UtcDateTime) -> Timestamp {
    Timestamp::from_unix_seconds(instant.unix_timestamp())
}

/// The authority with this name (DER) and key.
pub(crate) fn authority(name: &[u8], public_key: &[u8]) -> Authority {
    Authority::new(Name::from_der(name).unwrap(), public_key, &RustCrypto).unwrap()
}

pub(crate) fn certificate(der: &[u8]) -> Certificate {
    Certificate::from_der(der).unwrap()
}

pub(crate) fn anchor(synthetic: &SyntheticAuthority) -> Authority {
    authority(&synthetic.name().to_der(), synthetic.key().subject_public_key_info())
}

pub(crate) fn anchor_issuer(synthetic: &SyntheticAuthority) -> CrlIssuer {
    let authority = anchor(synthetic);
    CrlIssuer::certified(authority.clone(), &certificate(&synthetic.certificate()), authority)
        .unwrap()
}

pub(crate) fn verify(list: &[u8], issuer: &CrlIssuer) -> Result<VerifiedCrl, CrlError> {
    Crl::from_der(list)?.verify(issuer, &AlgorithmPolicy::current())
}

/// A new directory that is removed in the end.
pub(crate) fn directory() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("lists");
    (directory, path)
}

/// The same name in PrintableString.
pub(crate) fn printable(name: &DistinguishedName) -> DistinguishedName {
    let attributes = name.relative_names().iter().flatten();
    attributes.fold(DistinguishedName::new(), |name, attribute| {
        let text = core::str::from_utf8(&attribute.value[2..]).unwrap();
        name.printable(attribute.oid, text)
    })
}
