//! The synthetic JPKI on the day of the test vectors.

use jpki_examples::Vectors;
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{EndEntity, Generation, Person, SignatureScheme, SyntheticJpki};
use jpki_testkit::pki::ReasonCode;
use jpki_verify::revocation::RevocationPolicy;
use jpki_verify::{
    Certificate, LoadedCrls, SignedDocument, Timestamp, TrustStore, ValidationTime, Verifier,
    VerifierBuilder,
};
use time::{Duration, UtcDateTime};

pub(crate) const CONTENT: &[u8] = "住所変更届 別紙のとおり届け出ます。".as_bytes();

pub(crate) fn jpki() -> SyntheticJpki {
    SyntheticJpki::of_vectors()
}

pub(crate) fn noon() -> ValidationTime {
    instant(jpki().instant())
}

pub(crate) fn instant(instant: UtcDateTime) -> ValidationTime {
    ValidationTime::at(Timestamp::from_unix_seconds(instant.unix_timestamp()))
}

pub(crate) fn hanako() -> EndEntity {
    jpki().sign_certificate(&Person::hanako()).issue()
}

/// The ARL and, if wanted, the CRL of the day, with these revoked since before.
pub(crate) fn lists(crl: Option<&[&EndEntity]>) -> LoadedCrls {
    lists_of(jpki().lists_issued_at(), crl)
}

pub(crate) fn trust() -> TrustStore {
    Vectors::open().unwrap().trust().unwrap()
}

pub(crate) fn lists_of(issued_at: UtcDateTime, crl: Option<&[&EndEntity]>) -> LoadedCrls {
    let trust = trust();
    let authority = jpki().sign_ca(Generation::Third);
    let dated = |list: jpki_testkit::pki::CrlBuilder| {
        list.this_update(issued_at).next_update(issued_at + Duration::days(1))
    };
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    lists.add_arl(dated(jpki().arl(&authority)).sign(authority.key()), &trust).unwrap();
    if let Some(revoked) = crl {
        let list = revoked.iter().fold(dated(jpki().crl(&authority)), |list, end_entity| {
            list.revoke(end_entity.serial(), issued_at, ReasonCode::AffiliationChanged)
        });
        lists.add_crl(list.sign(authority.key()), &trust).unwrap();
    }
    lists
}

pub(crate) fn verifier(lists: LoadedCrls) -> VerifierBuilder {
    Verifier::builder().trust(trust()).revocation(lists)
}

/// A document and the signature of a person's card over it.
pub(crate) struct Signed {
    pub(crate) certificate: Certificate,
    pub(crate) signature: Vec<u8>,
    pub(crate) content: Vec<u8>,
}

impl Signed {
    pub(crate) fn by(end_entity: &EndEntity, content: &[u8]) -> Self {
        Self {
            certificate: Certificate::from_der(end_entity.certificate()).unwrap(),
            signature: end_entity.sign(SignatureScheme::Pkcs1(HashAlgorithm::Sha256), content),
            content: content.to_vec(),
        }
    }

    pub(crate) fn document(&self) -> SignedDocument<'_> {
        SignedDocument::raw(&self.certificate, &self.signature, &self.content)
    }
}
