use core::fmt;

use jpki_application::intent::IntentCommitment;
use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::event::{PurposeOfUse, Tenant};
use jpki_core::protected::ProtectedBytes;
use jpki_core::time::{ClockAllowance, Timestamp};
use zeroize::Zeroizing;

use crate::ExchangeError;
use crate::challenge::{Nonce, SignedForm};
use crate::context::Context;
use crate::identifiers::ServiceName;

/// What a client seals: certificate, signature, what was signed, and for whom and when.
///
/// | octets | what |
/// | --- | --- |
/// | 19 | `JPKI-SUBMISSION-V1` and a line feed |
/// | field | the service provider |
/// | field | its service |
/// | field | 利用目的 |
/// | 8 | when it was sealed: seconds since 1970, big-endian |
/// | field | the certificate in DER |
/// | field | the code of the signature's scheme |
/// | field | the signature |
/// | field | `login`, `document` or `digest` |
/// | fields | of a login: the form of what was signed (`relying-party-and-nonce` or `nonce-only`), the nonce; else the document or its SHA-256, and the [commitment](jpki_application::intent::SigningIntent::commitment) to what was shown |
///
/// A field is its length in four octets, big-endian, and that many octets. Nothing follows.
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct SealedContent {
    /// For whom it was sealed. [`Self::check`] compares it with who brings it.
    pub context: Context,
    /// When, by the client's clock.
    pub sealed_at: Timestamp,
    /// The certificate in DER.
    pub certificate: ProtectedBytes,
    /// How it was signed.
    pub scheme: SignatureScheme,
    /// The signature.
    pub signature: ProtectedBytes,
    /// What was signed.
    pub matter: SealedMatter,
}

/// What was signed.
#[expect(clippy::exhaustive_enums, reason = "another one is another version of the form")]
pub enum SealedMatter {
    /// A challenge.
    Login {
        /// Which octets.
        form: SignedForm,
        /// The random code.
        nonce: Nonce,
    },
    /// A document.
    Signature {
        /// The document.
        content: SignedContent,
        /// What the client showed.
        intent: IntentCommitment,
    },
}

/// A document, or what stands for it.
#[expect(clippy::exhaustive_enums, reason = "another one is another version of the form")]
pub enum SignedContent {
    /// The document itself.
    Document(ProtectedBytes),
    /// Its SHA-256.
    Digest([u8; 32]),
}

const HEAD: &[u8] = b"JPKI-SUBMISSION-V1\n";

/// The schemes that a card or the デジタル認証アプリ makes, and their codes here.
const SCHEMES: [(SignatureScheme, &str); 6] = [
    (SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256), "rsa-pkcs1-sha256"),
    (SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha384), "rsa-pkcs1-sha384"),
    (SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha512), "rsa-pkcs1-sha512"),
    (SignatureScheme::RsaPkcs1BareDigest(DigestAlgorithm::Sha256), "rsa-pkcs1-bare-sha256"),
    (SignatureScheme::Ecdsa(DigestAlgorithm::Sha256), "ecdsa-sha256"),
    (SignatureScheme::Ecdsa(DigestAlgorithm::Sha384), "ecdsa-sha384"),
];

impl SealedContent {
    /// Checks that it was sealed for those who bring it, and not longer ago than `lifetime`.
    ///
    /// # Errors
    /// [`ExchangeError::SealedForOther`], [`ExchangeError::SealedTime`].
    // Requirement: PRIV-02
    pub fn check(
        &self,
        outer: &Context,
        lifetime: core::time::Duration,
        now: Timestamp,
        allowance: ClockAllowance,
    ) -> Result<(), ExchangeError> {
        if self.context != *outer {
            return Err(ExchangeError::SealedForOther);
        }
        let is_late = now.before(allowance.span()) > self.sealed_at.after(lifetime);
        if is_late || !allowance.admits(self.sealed_at, now) {
            return Err(ExchangeError::SealedTime);
        }
        Ok(())
    }

    /// Writes the octets that are sealed.
    ///
    /// # Errors
    /// [`ExchangeError::UnknownCode`] if the scheme has no code.
    pub fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, ExchangeError> {
        let scheme = SCHEMES.iter().find(|(scheme, _)| *scheme == self.scheme);
        let (_, scheme) = scheme.ok_or(ExchangeError::UnknownCode)?;
        let (kind, first, second): (&str, &[u8], &[u8]) = match &self.matter {
            SealedMatter::Login { form, nonce } => {
                ("login", form.code().as_bytes(), nonce.as_bytes())
            }
            SealedMatter::Signature { content: SignedContent::Document(document), intent } => {
                ("document", document.expose_protected(), intent.as_bytes())
            }
            SealedMatter::Signature { content: SignedContent::Digest(digest), intent } => {
                ("digest", digest, intent.as_bytes())
            }
        };
        let certificate = self.certificate.expose_protected();
        let signature = self.signature.expose_protected();
        let length = [certificate, signature, first].map(<[u8]>::len);
        let length = length.into_iter().fold(1024_usize, usize::saturating_add);
        // Whole from the start, so that no part of it is left behind where a buffer grew.
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        bytes.extend_from_slice(HEAD);
        let names = &self.context;
        for name in [names.tenant.text(), names.service.text(), names.purpose.text()] {
            append(&mut bytes, name.as_bytes());
        }
        bytes.extend_from_slice(&self.sealed_at.unix_seconds().to_be_bytes());
        for field in [certificate, scheme.as_bytes(), signature, kind.as_bytes(), first, second] {
            append(&mut bytes, field);
        }
        Ok(bytes)
    }

    /// Reads what was sealed.
    ///
    /// # Errors
    /// [`ExchangeError::UnknownVersion`]; [`ExchangeError::SealedContent`] if it is anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ExchangeError> {
        let Some(rest) = bytes.strip_prefix(HEAD) else {
            return Err(match bytes.strip_prefix(b"JPKI-SUBMISSION-V") {
                Some(_) => ExchangeError::UnknownVersion,
                None => ExchangeError::SealedContent,
            });
        };
        Fields(rest).content().ok_or(ExchangeError::SealedContent)
    }
}

impl fmt::Debug for SealedContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedContent(protected)")
    }
}

fn append(bytes: &mut Vec<u8>, field: &[u8]) {
    bytes.extend_from_slice(&u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend_from_slice(field);
}

/// What is left to read.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn content(mut self) -> Option<SealedContent> {
        let context = Context {
            tenant: Tenant::new(self.text()?).ok()?,
            service: ServiceName::new(self.text()?).ok()?,
            purpose: PurposeOfUse::new(self.text()?).ok()?,
        };
        let (seconds, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        let seconds = i64::from_be_bytes(*seconds);
        let sealed_at = Timestamp::from_unix_seconds(seconds);
        let certificate = self.next()?.into();
        let scheme = self.text()?;
        let (scheme, _) = *SCHEMES.iter().find(|(_, code)| *code == scheme)?;
        let signature = self.next()?.into();
        let kind = self.text()?;
        let (first, second) = (self.next()?, self.next()?);
        let signed = |content| {
            let intent = IntentCommitment::from_bytes(second)?;
            Some(SealedMatter::Signature { content, intent })
        };
        let matter = match kind {
            "login" => SealedMatter::Login {
                form: SignedForm::from_code(core::str::from_utf8(first).ok()?)?,
                nonce: Nonce::from_bytes(second.try_into().ok()?),
            },
            "document" => signed(SignedContent::Document(first.into()))?,
            "digest" => signed(SignedContent::Digest(first.try_into().ok()?))?,
            _ => return None,
        };
        let is_whole = self.0.is_empty() && sealed_at.unix_seconds() == seconds;
        is_whole.then_some(SealedContent {
            context,
            sealed_at,
            certificate,
            scheme,
            signature,
            matter,
        })
    }

    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (field, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(field)
    }

    fn text(&mut self) -> Option<&'a str> {
        core::str::from_utf8(self.next()?).ok()
    }
}
