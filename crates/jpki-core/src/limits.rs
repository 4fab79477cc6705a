//! Every bound on what others send, in one place, with its reason.
//!
//! Whatever exceeds a bound is refused with an error or a finding of its own, never cut short: a
//! bounded answer to half of the input would be a wrong answer.

pub use crate::budget::Budget;

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident, $with:ident = $default:expr;)*) => {
        /// Bounds on input and work.
        ///
        /// [`Limits::DEFAULT`] suits a server that takes JPKI, GPKI, LGPKI and HPKI input. Bounds that decide
        /// whether an object can be read again later are constants, so that two readers cannot disagree.
        ///
        /// ```
        /// use jpki_core::limits::Limits;
        ///
        /// let limits = Limits::DEFAULT.with_message_bytes(1 << 20);
        /// assert_eq!(limits.message_bytes, 1 << 20);
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Limits {
            $($(#[$doc])* pub $name: usize,)*
        }

        impl Limits {
            /// The default bounds.
            pub const DEFAULT: Self = Self { $($name: $default,)* };

            $(
                #[doc = concat!("Sets [`Self::", stringify!($name), "`].")]
                #[must_use]
                pub const fn $with(self, $name: usize) -> Self {
                    Self { $name, ..self }
                }
            )*
        }
    };
}

limits! {
    /// Bytes of one certificate: 64 KiB. JPKI certificates have 1.3 to 2 KiB.
    certificate_bytes, with_certificate_bytes = 0x1_0000;
    /// Extensions of one certificate or list: 64. JPKI certificates have 5 to 9. No two may be of one
    /// type (RFC 5280 §4.2), so they are compared with each other.
    certificate_extensions, with_certificate_extensions = 64;
    /// Bytes of one revocation list: 1 GiB, some 20 million entries, which is more certificates than
    /// one JPKI key revokes in its life.
    crl_bytes, with_crl_bytes = 0x4000_0000;
    /// Bytes of one OCSP response: 64 KiB. One with a delegate's certificate has 2 KiB.
    response_bytes, with_response_bytes = 0x1_0000;
    /// Certificates that one OCSP request asks about or one response answers for: 64. A responder may
    /// refuse more than a few.
    response_answers, with_response_answers = 64;
    /// Certificates in one OCSP response: 8. One suffices, and each may cost two signature checks.
    response_certificates, with_response_certificates = 8;
    /// Bytes of one CMS message, its content included: 64 MiB. Larger content is signed detached.
    message_bytes, with_message_bytes = 0x400_0000;
    /// Signers of one CMS message, and countersigners or time-stamps of one signer: 64. A form has one, a
    /// contract a handful.
    message_signers, with_message_signers = 64;
    /// Certificates of one CMS message, and likewise its revocation lists: 256. A chain has 1 to 5 for each
    /// signer and time-stamp.
    message_certificates, with_message_certificates = 256;
    /// Attributes of one signer, signed or not: 64. CAdES with archive data has some 15.
    signer_attributes, with_signer_attributes = 64;
    /// Elements around an element: 64. A certificate nests 10 deep, a CMS message with a time-stamp
    /// token in a countersignature some 30.
    nesting_depth, with_nesting_depth = 64;
    /// Certificates of one path below its trust anchor: 16. JPKI has 1, GPKI with its bridge 4.
    path_certificates, with_path_certificates = 16;
    /// Issuer candidates looked at while one path is sought: 256. Certificates of one name and many
    /// keys must not multiply at every step.
    path_candidates, with_path_candidates = 256;
    /// Signatures checked for one answer: 300 by RSA of 2048 bits, some 10 to 30 ms; larger keys count for
    /// as many as they take time. An answer about one signer needs fewer than 20 with every kind of
    /// evidence, a contract of ten stamped signers some 60.
    signature_checks, with_signature_checks = 300;
    /// Nodes and edges of policy graphs (RFC 9618) for one answer: 4096. A path of GPKI has some 20; an
    /// attacker can put thousands of policies and mappings into each certificate.
    policy_nodes, with_policy_nodes = 4096;
    /// Comparisons of names with each other and with subtrees for one answer: 500,000, some 25 ms.
    /// Distinguished names count by their [cost](crate::name::Name::comparison_cost). Names multiply with
    /// subtrees and with candidates, so that two certificates could cost minutes.
    name_comparisons, with_name_comparisons = 500_000;
    /// Bytes hashed for one answer beside the content: 8 MiB, 5 to 30 ms. An answer needs some 10 KiB for
    /// each signer; certificates and signed attributes multiply with signers and time-stamps.
    hashed_bytes, with_hashed_bytes = 0x80_0000;
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

    /// Bytes of one stored report: 4 MiB. That of a document has 6 KiB; one of 256 candidates for a path, each with its
    /// checks, 2 MiB.
    pub const REPORT_BYTES: usize = 0x40_0000;

    /// Checks within checks of one report: 24. The deepest, a certificate of a path of a time-stamp, has 7.
    pub const REPORT_DEPTH: usize = 24;

    /// Checks, facts, rules and lists of one report: 65,536. That of a document has 100.
    pub const REPORT_PARTS: usize = 0x1_0000;
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
