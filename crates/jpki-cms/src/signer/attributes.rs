use jpki_core::crypto::Digest;
use jpki_core::der::Tag;
use jpki_core::limits::Limits;
use jpki_core::report::{CheckId, Outcome, Reason};
use jpki_core::time::Timestamp;

use super::content::Signed;
use super::policy::UnattributedSignatures;
use crate::attribute::AlgorithmProtection;
use crate::oid;
use crate::signer_info::{Attributes, SignerInfo};

/// The signed attributes of a signer. What each must say is an [`Outcome`]: skipped where they are
/// refused, not applicable where there are none.
pub(super) enum SignedAttributes<'a> {
    Refused(Reason),
    /// There are none, and the signature may do without.
    Absent,
    Present(Attributes<'a>),
}

impl<'a> SignedAttributes<'a> {
    pub(super) fn of(
        signer: &'a SignerInfo,
        signed: &Signed<'_>,
        policy: UnattributedSignatures,
        limits: &Limits,
    ) -> Self {
        match signer.signed_attributes(limits) {
            Some(Err(error)) => Self::Refused(error.into()),
            // RFC 5652 §11.4: a countersignature is an unsigned attribute
            Some(Ok(attributes)) if attributes.find(oid::COUNTERSIGNATURE).is_some() => {
                Self::Refused(Reason::AttributeForbidden)
            }
            Some(Ok(attributes)) => Self::Present(attributes),
            None => {
                let admitted = match policy {
                    UnattributedSignatures::Refused => Err(Reason::SignedAttributesMissing),
                    UnattributedSignatures::Accepted => signed.admit_unattributed(),
                };
                admitted.map_or_else(Self::Refused, |()| Self::Absent)
            }
        }
    }

    /// Whether they may be as they are.
    pub(super) const fn form(&self) -> Result<(), Reason> {
        match self {
            Self::Refused(reason) => Err(*reason),
            Self::Absent | Self::Present(_) => Ok(()),
        }
    }

    fn outcome(&self, rule: impl FnOnce(&Attributes<'a>) -> Result<Outcome, Reason>) -> Outcome {
        match self {
            Self::Refused(_) => Outcome::Skipped(CheckId::SignerAttributes),
            Self::Absent => Outcome::NotApplicable,
            Self::Present(attributes) => rule(attributes).unwrap_or_else(Outcome::Failed),
        }
    }

    // RFC 5652 §5.6, §11.1
    pub(super) fn content_type(&self, signed: &Signed<'_>) -> Outcome {
        self.outcome(|attributes| {
            match (attributes.find(oid::CONTENT_TYPE), signed.content_type()) {
                (Some(attribute), Some(content_type)) => {
                    let stated = attribute.value()?.object_identifier();
                    match stated.map_err(|_| Reason::AttributeMalformed)? == content_type {
                        true => Ok(Outcome::Passed),
                        false => Err(Reason::ContentTypeMismatch),
                    }
                }
                (None, Some(_)) => Err(Reason::ContentTypeMissing),
                // RFC 5652 §11.4: a countersignature must not have it
                (Some(_), None) => Err(Reason::AttributeForbidden),
                (None, None) => Ok(Outcome::NotApplicable),
            }
        })
    }

    // RFC 5652 §5.6, §11.2
    // Requirement: SIG-02, SIG-03
    pub(super) fn message_digest(&self, digest: Result<&Digest, Reason>) -> Outcome {
        self.outcome(|attributes| {
            let attribute =
                attributes.find(oid::MESSAGE_DIGEST).ok_or(Reason::MessageDigestMissing)?;
            let mut value = attribute.value()?;
            let stated = value.read(Tag::OCTET_STRING).map_err(|_| Reason::AttributeMalformed)?;
            match digest {
                Err(_) => Ok(Outcome::Skipped(CheckId::SignerContent)),
                Ok(digest) if value.bytes(stated.content) == digest.as_bytes() => {
                    Ok(Outcome::Passed)
                }
                Ok(_) => Err(Reason::MessageDigestMismatch),
            }
        })
    }

    /// The claimed time of signing, if there is one that can be read.
    // RFC 5652 §11.3
    pub(super) fn signing_time(&self) -> (Option<Timestamp>, Outcome) {
        let mut claimed = None;
        let outcome = self.outcome(|attributes| {
            let Some(attribute) = attributes.find(oid::SIGNING_TIME) else {
                return Ok(Outcome::NotApplicable);
            };
            claimed = Some(attribute.value()?.time().map_err(|_| Reason::AttributeMalformed)?);
            Ok(Outcome::Passed)
        });
        (claimed, outcome)
    }

    // RFC 6211 §2
    pub(super) fn algorithm_protection(&self, signer: &SignerInfo) -> Outcome {
        self.outcome(|attributes| {
            let Some(attribute) = attributes.find(oid::ALGORITHM_PROTECTION) else {
                return Ok(Outcome::NotApplicable);
            };
            let protection = AlgorithmProtection::read(attribute.value()?)
                .map_err(|_| Reason::AttributeMalformed)?;
            let digest = signer.digest_algorithm_identifier();
            let signature = signer.signature_algorithm_identifier();
            match (digest, signature) {
                (Some(digest), Some(signature)) if protection.protects(&digest, &signature) => {
                    Ok(Outcome::Passed)
                }
                _ => Err(Reason::AlgorithmProtectionMismatch),
            }
        })
    }
}
