use jpki_application::Application;
use jpki_core::algorithm::SignatureScheme;
use jpki_core::crypto::SignedInput;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;

/// What was verified, as the verification was given it.
#[derive(Clone)]
pub struct Exhibit<'a> {
    pub(super) verified: Verified<'a>,
    pub(super) application: Application<'a>,
}

#[derive(Clone)]
pub(super) enum Verified<'a> {
    Certificate {
        certificate: &'a Certificate,
        purpose: CertificateKind,
    },
    Signature {
        certificate: &'a Certificate,
        signature: &'a [u8],
        scheme: SignatureScheme,
        content: SignedInput<'a>,
    },
    Login {
        certificate: &'a Certificate,
        signature: &'a [u8],
        scheme: SignatureScheme,
        challenge: &'a [u8],
    },
    Message {
        message: &'a [u8],
        content: Option<&'a [u8]>,
        certificates: &'a [Certificate],
        time_stamped: bool,
    },
}

impl<'a> Exhibit<'a> {
    const fn new(verified: Verified<'a>) -> Self {
        Self { verified, application: Application::new() }
    }

    /// Takes a certificate alone: [`begin_certificate`](jpki_verify::Verifier::begin_certificate).
    #[must_use]
    pub const fn certificate(certificate: &'a Certificate, purpose: CertificateKind) -> Self {
        Self::new(Verified::Certificate { certificate, purpose })
    }

    /// Takes a raw signature over content, or over content of which only the digest is known:
    /// [`begin_signature`](jpki_verify::Verifier::begin_signature).
    #[must_use]
    pub const fn signature(
        certificate: &'a Certificate,
        signature: &'a [u8],
        scheme: SignatureScheme,
        content: SignedInput<'a>,
    ) -> Self {
        Self::new(Verified::Signature { certificate, signature, scheme, content })
    }

    /// Takes a login: the challenge (乱数コード) as it was signed, `jpki_auth::challenge::SignedMessage::as_bytes`, beside
    /// the verdict of [`begin_certificate`](jpki_verify::Verifier::begin_certificate) on the certificate.
    ///
    /// Judged again are certificate and signature. That the challenge was issued, was fresh and was used once, and which
    /// account it was for, is known to the login's own report alone.
    #[must_use]
    pub const fn login(
        certificate: &'a Certificate,
        signature: &'a [u8],
        scheme: SignatureScheme,
        challenge: &'a [u8],
    ) -> Self {
        Self::new(Verified::Login { certificate, signature, scheme, challenge })
    }

    /// Takes a CMS message as it came, BER or DER, and its content where that is not inside:
    /// [`begin_message`](jpki_verify::Verifier::begin_message), with the verdict on each signer.
    #[must_use]
    pub const fn message(message: &'a [u8], content: Option<&'a [u8]>) -> Self {
        let certificates = &[];
        Self::new(Verified::Message { message, content, certificates, time_stamped: false })
    }

    /// As [`Self::message`], judged as of the time that its time-stamps prove:
    /// [`begin_time_stamped_message`](jpki_verify::Verifier::begin_time_stamped_message).
    #[must_use]
    pub const fn time_stamped_message(message: &'a [u8], content: Option<&'a [u8]>) -> Self {
        let certificates = &[];
        Self::new(Verified::Message { message, content, certificates, time_stamped: true })
    }

    /// Adds the certificates that came beside a message.
    #[must_use]
    pub fn with_certificates(mut self, given: &'a [Certificate]) -> Self {
        if let Verified::Message { certificates, .. } = &mut self.verified {
            *certificates = given;
        }
        self
    }

    /// Adds the application that a signature or message was required to agree with.
    #[must_use]
    pub const fn in_application(mut self, application: Application<'a>) -> Self {
        self.application = application;
        self
    }
}
