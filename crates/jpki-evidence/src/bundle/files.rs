use std::borrow::Cow;

use jpki_core::crypto::SignedInput;
use jpki_revocation::{Evidence, RevocationValues};
use jpki_x509::certificate::Certificate;

use super::application::{self, ApplicationRecord};
use super::error::BundleError;
use super::exhibit::{Exhibit, Verified};
use super::statement::{Content, Purpose, Response, Scheme, Verified as Recorded};
use super::zip::Member;

/// Content that is there whole.
pub(super) const DOCUMENT: &str = "content/document.bin";

/// The files of a bundle that is being made.
#[derive(Default)]
pub(super) struct Files<'a>(Vec<Member<'a>>);

impl<'a> Files<'a> {
    pub(super) fn into_members(self) -> Vec<Member<'a>> {
        self.0
    }

    pub(super) fn sha_256(&self, name: &str) -> Option<&[u8; 32]> {
        self.0.iter().find(|file| file.name() == name).map(Member::sha_256)
    }

    pub(super) fn add(
        &mut self,
        name: &str,
        bytes: impl Into<Cow<'a, [u8]>>,
    ) -> Result<String, BundleError> {
        self.0.push(Member::new(name.to_owned(), bytes)?);
        Ok(name.to_owned())
    }

    /// Adds a numbered file, or finds the one that has these bytes.
    fn add_once(
        &mut self,
        stem: &str,
        extension: &str,
        bytes: &'a [u8],
    ) -> Result<String, BundleError> {
        let is_numbered = |name: &str| {
            let number = name.strip_prefix(stem).and_then(|name| name.strip_suffix(extension));
            number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let of_kind = || self.0.iter().filter(|file| is_numbered(file.name()));
        if let Some(same) = of_kind().find(|file| file.bytes() == bytes) {
            return Ok(same.name().to_owned());
        }
        let number = of_kind().count().saturating_add(1);
        self.add(&format!("{stem}{number}{extension}"), bytes)
    }

    fn certificate(&mut self, certificate: &'a Certificate) -> Result<String, BundleError> {
        self.add_once("evidence/certificate-", ".cer", certificate.as_der())
    }

    fn crls(
        &mut self,
        stem: &str,
        values: &'a RevocationValues,
    ) -> Result<Vec<String>, BundleError> {
        values.crls().iter().map(|crl| self.add_once(stem, ".crl", crl.as_der())).collect()
    }

    pub(super) fn exhibit(&mut self, exhibit: &Exhibit<'a>) -> Result<Recorded, BundleError> {
        let record = ApplicationRecord::of(&exhibit.application);
        let application = record.map(|record| self.add(application::NAME, record.to_json()));
        let application = application.transpose()?;
        Ok(match &exhibit.verified {
            Verified::Certificate { certificate, purpose } => {
                let certificate = self.certificate(certificate)?;
                Recorded::Certificate { certificate, purpose: Purpose::new(*purpose) }
            }
            Verified::Signature { certificate, signature, scheme, content } => {
                Recorded::Signature {
                    certificate: self.certificate(certificate)?,
                    signature: self.add("signed/signature.bin", *signature)?,
                    scheme: Scheme::new(*scheme)?,
                    content: match content {
                        SignedInput::Bytes(bytes) => Content::Bytes(self.add(DOCUMENT, *bytes)?),
                        SignedInput::Digest(digest) => Content::Digest {
                            algorithm: digest.algorithm().name().to_owned(),
                            file: self.add("content/digest.bin", digest.as_bytes().to_vec())?,
                        },
                    },
                    application,
                }
            }
            Verified::Login { certificate, signature, scheme, challenge } => Recorded::Login {
                certificate: self.certificate(certificate)?,
                signature: self.add("signed/signature.bin", *signature)?,
                scheme: Scheme::new(*scheme)?,
                challenge: self.add("content/challenge.bin", *challenge)?,
            },
            Verified::Message { message, content, certificates, time_stamped } => {
                let given = certificates.iter().map(|certificate| {
                    self.add_once("signed/certificate-", ".cer", certificate.as_der())
                });
                let certificates = given.collect::<Result<_, _>>()?;
                let content = content.map(|bytes| self.add(DOCUMENT, bytes));
                Recorded::Message {
                    message: self.add("signed/message.p7m", *message)?,
                    content: content.transpose()?,
                    certificates,
                    time_stamped: *time_stamped,
                    application,
                }
            }
        })
    }

    pub(super) fn path(&mut self, evidence: &'a Evidence) -> Result<Vec<String>, BundleError> {
        let path = evidence.path().map_or(&[][..], |path| path.certificates());
        let alone = evidence.certificate().filter(|_| path.is_empty());
        path.iter().chain(alone).map(|certificate| self.certificate(certificate)).collect()
    }

    pub(super) fn anchor(&mut self, evidence: &'a Evidence) -> Result<Option<String>, BundleError> {
        let anchor = evidence.path().and_then(|path| path.anchor().certificate());
        let file = anchor.map(|anchor| self.add_once("evidence/anchor-", ".cer", anchor.as_der()));
        file.transpose()
    }

    pub(super) fn anchor_crls(
        &mut self,
        evidence: &'a Evidence,
    ) -> Result<Vec<String>, BundleError> {
        self.crls("evidence/arl-", evidence.anchor_values())
    }

    pub(super) fn user_crls(&mut self, evidence: &'a Evidence) -> Result<Vec<String>, BundleError> {
        self.crls("evidence/crl-", evidence.values())
    }

    pub(super) fn time_stamp_crls(
        &mut self,
        evidence: &'a Evidence,
    ) -> Result<Vec<String>, BundleError> {
        self.crls("evidence/time-stamp-crl-", evidence.time_stamp_values())
    }

    pub(super) fn response(
        &mut self,
        evidence: &'a Evidence,
    ) -> Result<Option<Response>, BundleError> {
        let Some(value) = evidence.values().responses().first() else { return Ok(None) };
        let file = self.add_once("evidence/ocsp-", ".ors", value.response_der())?;
        let nonce = value.sent_nonce();
        let nonce = nonce.map(|nonce| self.add_once("evidence/nonce-", ".bin", nonce));
        Ok(Some(Response { file, nonce: nonce.transpose()? }))
    }
}
