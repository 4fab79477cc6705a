//! A chain of authorities down to a holder, to be changed at one place and judged.

use std::sync::Arc;

use jpki_core::report::{Assessed, Check, CheckId, Outcome, Reason, Subject, Verdict};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_testkit::asn1::ObjectIdentifier;
use jpki_testkit::jpki::VECTOR_INSTANT;
use jpki_testkit::key::Key;
use jpki_testkit::pki::{
    AuthorityKeyIdentifier, BasicConstraints, CertificateBuilder, DistinguishedName, Extension,
    KeyUsage,
};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathInputs, PathValidator, TrustAnchor, ValidPath};

/// Builders from the one that the anchor issues down to the holder's, with the key that signs each.
#[derive(Clone)]
pub(crate) struct Chain {
    pub(crate) anchor: CertificateBuilder,
    pub(crate) links: Vec<(CertificateBuilder, Key)>,
}

pub(crate) fn policy(number: u32) -> ObjectIdentifier {
    ObjectIdentifier::new(&format!("1.3.6.1.4.1.32473.1.{number}")).expect("an object identifier")
}

pub(crate) fn name(text: &str) -> DistinguishedName {
    DistinguishedName::common_name(text)
}

impl Chain {
    /// As many authorities below the anchor, then the holder; nothing is wrong with it.
    pub(crate) fn new(authorities: usize) -> Self {
        let anchor = authority("Anchor", "Anchor", Key::p256(0), Key::p256(0));
        let mut links = Vec::new();
        let mut issuer = ("Anchor".to_owned(), Key::p256(0));
        for place in 1..=authorities {
            let (subject, key) = (format!("Authority {place}"), Key::p256(place));
            links.push((authority(&issuer.0, &subject, issuer.1, key), issuer.1));
            issuer = (subject, key);
        }
        let holder = certificate(&issuer.0, "Holder", issuer.1, Key::p256(authorities + 1))
            .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical());
        links.push((holder, issuer.1));
        Self { anchor, links }
    }

    /// Changes the certificate of the authority at this place, the first below the anchor being 0.
    pub(crate) fn authority(
        mut self,
        place: usize,
        change: impl FnOnce(CertificateBuilder) -> CertificateBuilder,
    ) -> Self {
        let link = &mut self.links[place];
        link.0 = change(link.0.clone());
        self
    }

    /// Changes the holder's certificate.
    pub(crate) fn holder(
        self,
        change: impl FnOnce(CertificateBuilder) -> CertificateBuilder,
    ) -> Self {
        let last = self.links.len() - 1;
        self.authority(last, change)
    }

    /// Changes the anchor's certificate.
    pub(crate) fn with_anchor(
        mut self,
        change: impl FnOnce(CertificateBuilder) -> CertificateBuilder,
    ) -> Self {
        self.anchor = change(self.anchor);
        self
    }

    /// Gives every certificate of the path the same extensions.
    pub(crate) fn everywhere(mut self, extension: &Extension) -> Self {
        for (builder, _) in &mut self.links {
            *builder = builder.clone().extension(extension.clone());
        }
        self
    }

    /// The certificates, the holder's first.
    pub(crate) fn certificates(&self) -> Vec<Certificate> {
        let sign = |(builder, key): &(CertificateBuilder, Key)| read(&builder.sign(*key));
        self.links.iter().rev().map(sign).collect()
    }

    pub(crate) fn anchor(&self) -> TrustAnchor {
        anchor_of(read(&self.anchor.sign(Key::p256(0))))
    }

    pub(crate) fn validate(&self, inputs: &PathInputs) -> Assessed<ValidPath> {
        validator().validate(&self.certificates(), &self.anchor(), inputs)
    }

    /// Judged without demands.
    pub(crate) fn judge(&self) -> Assessed<ValidPath> {
        self.validate(&inputs())
    }
}

/// A certificate with key identifiers and nothing else.
pub(crate) fn certificate(
    issuer: &str,
    subject: &str,
    issuer_key: Key,
    key: Key,
) -> CertificateBuilder {
    CertificateBuilder::new()
        .serial(7)
        .issuer(name(issuer))
        .subject(name(subject))
        .public_key(key)
        .extension(Extension::subject_key_identifier(&key.identifier()))
        .extension(Extension::authority_key_identifier(&AuthorityKeyIdentifier::of_key(issuer_key)))
}

/// The certificate of an authority.
pub(crate) fn authority(
    issuer: &str,
    subject: &str,
    issuer_key: Key,
    key: Key,
) -> CertificateBuilder {
    certificate(issuer, subject, issuer_key, key)
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .extension(Extension::key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]).critical())
}

pub(crate) fn read(der: &[u8]) -> Certificate {
    Certificate::from_der(der).expect("a certificate")
}

pub(crate) fn anchor_of(certificate: Certificate) -> TrustAnchor {
    TrustAnchor::from_certificate(certificate, &RustCrypto).expect("an anchor")
}

pub(crate) fn validator() -> PathValidator {
    PathValidator::new(Arc::new(RustCrypto))
}

pub(crate) fn instant() -> ValidationTime {
    ValidationTime::at(Timestamp::from_unix_seconds(VECTOR_INSTANT.unix_timestamp()))
}

/// No demands, judged at the instant of the vectors.
pub(crate) fn inputs() -> PathInputs {
    PathInputs::at(instant())
}

/// The failed and warned checks that no other explains.
pub(crate) fn findings<T>(assessed: &Assessed<T>) -> Vec<(CheckId, Subject, Reason)> {
    let mut findings = Vec::new();
    let mut pending: Vec<&Check> = assessed.report().checks().iter().rev().collect();
    while let Some(check) = pending.pop() {
        match check.outcome() {
            Outcome::Failed(reason) | Outcome::Warned(reason) if check.parts().is_empty() => {
                findings.push((check.id(), check.subject(), reason));
            }
            _ => {}
        }
        pending.extend(check.parts().iter().rev());
    }
    findings
}

#[track_caller]
pub(crate) fn assert_valid(assessed: &Assessed<ValidPath>) {
    assert_eq!(assessed.verdict(), Verdict::Valid, "{:?}", findings(assessed));
}

/// The path is refused for this and nothing else.
#[track_caller]
pub(crate) fn assert_refused(
    assessed: &Assessed<ValidPath>,
    id: CheckId,
    subject: Subject,
    reason: Reason,
) {
    assert_eq!(assessed.verdict(), reason.verdict(), "{:?}", findings(assessed));
    assert_eq!(findings(assessed), [(id, subject, reason)]);
    assert!(assessed.value().is_none());
}
