//! Every bound on what others send, in one place, with its reason.
//!
//! Whatever exceeds a bound is refused with an error or a finding of its own, never cut short: a
//! bounded answer to half of the input would be a wrong answer.

pub use crate::budget::Budget;

/// Bounds on input and work.
///
/// [`Limits::default`] suits a server that takes JPKI, GPKI, LGPKI and HPKI input. Bounds that decide
/// whether an object can be read again later are constants, so that two readers cannot disagree.
///
/// ```
/// use jpki_core::limits::Limits;
///
/// let limits = Limits::default().with_message_bytes(1 << 20);
/// assert_eq!(limits.message_bytes(), 1 << 20);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    certificate_bytes: usize,
    certificate_extensions: usize,
    crl_bytes: usize,
    response_bytes: usize,
    response_answers: usize,
    response_certificates: usize,
    message_bytes: usize,
    message_signers: usize,
    message_certificates: usize,
    signer_attributes: usize,
    nesting_depth: usize,
    path_certificates: usize,
    path_candidates: usize,
    signature_checks: usize,
    policy_nodes: usize,
    name_comparisons: usize,
    hashed_bytes: usize,
}

impl Limits {
    /// Attributes of one distinguished name. Names of Japanese PKIs have 2 to 6; RFC 5280 sets no
    /// bound, and the attributes of one multi-valued RDN are compared as a set.
    pub const NAME_ATTRIBUTES: usize = 64;

    /// Bytes of one distinguished name: 4 KiB. JPKI names have 100 to 300. To prepare a text for
    /// comparison costs up to a microsecond an byte, and a candidate issuer is compared by its name.
    pub const NAME_BYTES: u32 = 0x1000;

    /// Characters of a text from a certificate that are shown to a person. X.520 upper bounds are at
    /// most 128 characters an attribute, addresses in JPKI certificates 200; the rest is cut with `…`.
    pub const DISPLAYED_CHARACTERS: usize = 1024;

    /// The default bounds.
    pub const DEFAULT: Self = Self {
        certificate_bytes: 0x1_0000,
        certificate_extensions: 64,
        crl_bytes: 0x4000_0000,
        response_bytes: 0x1_0000,
        response_answers: 64,
        response_certificates: 8,
        message_bytes: 0x400_0000,
        message_signers: 64,
        message_certificates: 256,
        signer_attributes: 64,
        nesting_depth: 64,
        path_certificates: 16,
        path_candidates: 256,
        signature_checks: 300,
        policy_nodes: 4096,
        name_comparisons: 500_000,
        hashed_bytes: 0x80_0000,
    };

    /// Bytes of one certificate: 64 KiB. JPKI certificates have 1.3 to 2 KiB.
    #[must_use]
    pub const fn certificate_bytes(&self) -> usize {
        self.certificate_bytes
    }

    /// Sets [`Self::certificate_bytes`].
    #[must_use]
    pub const fn with_certificate_bytes(self, certificate_bytes: usize) -> Self {
        Self { certificate_bytes, ..self }
    }

    /// Extensions of one certificate or list: 64. JPKI certificates have 5 to 9. No two may be of one
    /// type (RFC 5280 §4.2), so they are compared with each other.
    #[must_use]
    pub const fn certificate_extensions(&self) -> usize {
        self.certificate_extensions
    }

    /// Sets [`Self::certificate_extensions`].
    #[must_use]
    pub const fn with_certificate_extensions(self, certificate_extensions: usize) -> Self {
        Self { certificate_extensions, ..self }
    }

    /// Bytes of one revocation list: 1 GiB, some 20 million entries, which is more certificates than
    /// one JPKI key revokes in its life.
    #[must_use]
    pub const fn crl_bytes(&self) -> usize {
        self.crl_bytes
    }

    /// Sets [`Self::crl_bytes`].
    #[must_use]
    pub const fn with_crl_bytes(self, crl_bytes: usize) -> Self {
        Self { crl_bytes, ..self }
    }

    /// Bytes of one OCSP response: 64 KiB. One with a delegate's certificate has 2 KiB.
    #[must_use]
    pub const fn response_bytes(&self) -> usize {
        self.response_bytes
    }

    /// Sets [`Self::response_bytes`].
    #[must_use]
    pub const fn with_response_bytes(self, response_bytes: usize) -> Self {
        Self { response_bytes, ..self }
    }

    /// Certificates that one OCSP request asks about or one response answers for: 64. A responder may
    /// refuse more than a few.
    #[must_use]
    pub const fn response_answers(&self) -> usize {
        self.response_answers
    }

    /// Sets [`Self::response_answers`].
    #[must_use]
    pub const fn with_response_answers(self, response_answers: usize) -> Self {
        Self { response_answers, ..self }
    }

    /// Certificates in one OCSP response: 8. One suffices, and each may cost two signature checks.
    #[must_use]
    pub const fn response_certificates(&self) -> usize {
        self.response_certificates
    }

    /// Sets [`Self::response_certificates`].
    #[must_use]
    pub const fn with_response_certificates(self, response_certificates: usize) -> Self {
        Self { response_certificates, ..self }
    }

    /// Bytes of one CMS message, its content included: 64 MiB. Larger content is signed detached.
    #[must_use]
    pub const fn message_bytes(&self) -> usize {
        self.message_bytes
    }

    /// Sets [`Self::message_bytes`].
    #[must_use]
    pub const fn with_message_bytes(self, message_bytes: usize) -> Self {
        Self { message_bytes, ..self }
    }

    /// Signers of one CMS message, and countersigners or time-stamps of one signer: 64. A form has one, a
    /// contract a handful.
    #[must_use]
    pub const fn message_signers(&self) -> usize {
        self.message_signers
    }

    /// Sets [`Self::message_signers`].
    #[must_use]
    pub const fn with_message_signers(self, message_signers: usize) -> Self {
        Self { message_signers, ..self }
    }

    /// Certificates of one CMS message, and likewise its revocation lists: 256. A chain has 1 to 5 for each
    /// signer and time-stamp.
    #[must_use]
    pub const fn message_certificates(&self) -> usize {
        self.message_certificates
    }

    /// Sets [`Self::message_certificates`].
    #[must_use]
    pub const fn with_message_certificates(self, message_certificates: usize) -> Self {
        Self { message_certificates, ..self }
    }

    /// Attributes of one signer, signed or not: 64. CAdES with archive data has some 15.
    #[must_use]
    pub const fn signer_attributes(&self) -> usize {
        self.signer_attributes
    }

    /// Sets [`Self::signer_attributes`].
    #[must_use]
    pub const fn with_signer_attributes(self, signer_attributes: usize) -> Self {
        Self { signer_attributes, ..self }
    }

    /// Elements around an element: 64. A certificate nests 10 deep, a CMS message with a time-stamp
    /// token in a countersignature some 30.
    #[must_use]
    pub const fn nesting_depth(&self) -> usize {
        self.nesting_depth
    }

    /// Sets [`Self::nesting_depth`].
    #[must_use]
    pub const fn with_nesting_depth(self, nesting_depth: usize) -> Self {
        Self { nesting_depth, ..self }
    }

    /// Certificates of one path below its trust anchor: 16. JPKI has 1, GPKI with its bridge 4.
    #[must_use]
    pub const fn path_certificates(&self) -> usize {
        self.path_certificates
    }

    /// Sets [`Self::path_certificates`].
    #[must_use]
    pub const fn with_path_certificates(self, path_certificates: usize) -> Self {
        Self { path_certificates, ..self }
    }

    /// Issuer candidates looked at while one path is sought: 256. Certificates of one name and many
    /// keys must not multiply at every step.
    #[must_use]
    pub const fn path_candidates(&self) -> usize {
        self.path_candidates
    }

    /// Sets [`Self::path_candidates`].
    #[must_use]
    pub const fn with_path_candidates(self, path_candidates: usize) -> Self {
        Self { path_candidates, ..self }
    }

    /// Signatures checked for one answer: 300 by RSA of 2048 bits, some 10 to 30 ms; larger keys count for
    /// as many as they take time. An answer about one signer needs fewer than 20 with every kind of
    /// evidence, a contract of ten stamped signers some 60.
    #[must_use]
    pub const fn signature_checks(&self) -> usize {
        self.signature_checks
    }

    /// Sets [`Self::signature_checks`].
    #[must_use]
    pub const fn with_signature_checks(self, signature_checks: usize) -> Self {
        Self { signature_checks, ..self }
    }

    /// Nodes and edges of policy graphs (RFC 9618) for one answer: 4096. A path of GPKI has some 20; an
    /// attacker can put thousands of policies and mappings into each certificate.
    #[must_use]
    pub const fn policy_nodes(&self) -> usize {
        self.policy_nodes
    }

    /// Sets [`Self::policy_nodes`].
    #[must_use]
    pub const fn with_policy_nodes(self, policy_nodes: usize) -> Self {
        Self { policy_nodes, ..self }
    }

    /// Comparisons of names with each other and with subtrees for one answer: 500,000, some 25 ms.
    /// Distinguished names count by their [cost](crate::name::Name::comparison_cost). Names multiply with
    /// subtrees and with candidates, so that two certificates could cost minutes.
    #[must_use]
    pub const fn name_comparisons(&self) -> usize {
        self.name_comparisons
    }

    /// Sets [`Self::name_comparisons`].
    #[must_use]
    pub const fn with_name_comparisons(self, name_comparisons: usize) -> Self {
        Self { name_comparisons, ..self }
    }

    /// Bytes hashed for one answer beside the content: 8 MiB, 5 to 30 ms. An answer needs some 10 KiB for
    /// each signer; certificates and signed attributes multiply with signers and time-stamps.
    #[must_use]
    pub const fn hashed_bytes(&self) -> usize {
        self.hashed_bytes
    }

    /// Sets [`Self::hashed_bytes`].
    #[must_use]
    pub const fn with_hashed_bytes(self, hashed_bytes: usize) -> Self {
        Self { hashed_bytes, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
