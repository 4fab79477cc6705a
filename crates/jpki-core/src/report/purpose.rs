use crate::localized::messages;

messages! {
    /// What a certificate was verified for. What the operator may use the outcome for is another thing: see
    /// [`PurposeOfUse`](crate::event::PurposeOfUse).
    #[expect(clippy::exhaustive_enums, reason = "the two certificates of the law")]
    CertificatePurpose {
        Signature => "signature", ja "電子署名", en "signature";
        UserAuthentication => "user-authentication", ja "利用者証明", en "user authentication";
    }
}

messages! {
    /// How the status of a certificate was found: by what decided, of several methods.
    #[expect(clippy::exhaustive_enums, reason = "the two ways in which J-LIS gives revocation information")]
    InquiryMethod {
        Lists => "lists", ja "CRL方式", en "by lists";
        Responder => "responder", ja "OCSP方式", en "by a responder";
    }
}
