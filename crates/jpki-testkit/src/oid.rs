//! Object identifiers, named as their standards name them.

use crate::asn1::ObjectIdentifier;

macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: ObjectIdentifier = ObjectIdentifier::new_unwrap($text);)*
    };
}

// X.520 attribute types, RFC 5280 appendix A.1, RFC 4519.
oids! {
    /// commonName.
    COMMON_NAME = "2.5.4.3";
    /// surname.
    SURNAME = "2.5.4.4";
    /// serialNumber (of a subject).
    SERIAL_NUMBER = "2.5.4.5";
    /// countryName.
    COUNTRY = "2.5.4.6";
    /// localityName.
    LOCALITY = "2.5.4.7";
    /// stateOrProvinceName.
    STATE_OR_PROVINCE = "2.5.4.8";
    /// organizationName.
    ORGANIZATION = "2.5.4.10";
    /// organizationalUnitName.
    ORGANIZATIONAL_UNIT = "2.5.4.11";
    /// title.
    TITLE = "2.5.4.12";
    /// givenName.
    GIVEN_NAME = "2.5.4.42";
    /// dnQualifier.
    DN_QUALIFIER = "2.5.4.46";
    /// pseudonym.
    PSEUDONYM = "2.5.4.65";
    /// domainComponent.
    DOMAIN_COMPONENT = "0.9.2342.19200300.100.1.25";
    /// emailAddress of PKCS #9.
    EMAIL_ADDRESS = "1.2.840.113549.1.9.1";
}

// Extensions, RFC 5280 §4.2, §5.2, §5.3; RFC 6960 §4.2.2.2.1.
oids! {
    /// subjectDirectoryAttributes.
    SUBJECT_DIRECTORY_ATTRIBUTES = "2.5.29.9";
    /// subjectKeyIdentifier.
    SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    /// keyUsage.
    KEY_USAGE = "2.5.29.15";
    /// subjectAltName.
    SUBJECT_ALT_NAME = "2.5.29.17";
    /// issuerAltName.
    ISSUER_ALT_NAME = "2.5.29.18";
    /// basicConstraints.
    BASIC_CONSTRAINTS = "2.5.29.19";
    /// cRLNumber.
    CRL_NUMBER = "2.5.29.20";
    /// reasonCode of a CRL entry.
    REASON_CODE = "2.5.29.21";
    /// invalidityDate of a CRL entry.
    INVALIDITY_DATE = "2.5.29.24";
    /// deltaCRLIndicator.
    DELTA_CRL_INDICATOR = "2.5.29.27";
    /// issuingDistributionPoint.
    ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    /// certificateIssuer of an indirect CRL's entry.
    CERTIFICATE_ISSUER = "2.5.29.29";
    /// nameConstraints.
    NAME_CONSTRAINTS = "2.5.29.30";
    /// cRLDistributionPoints.
    CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    /// certificatePolicies.
    CERTIFICATE_POLICIES = "2.5.29.32";
    /// anyPolicy.
    ANY_POLICY = "2.5.29.32.0";
    /// policyMappings.
    POLICY_MAPPINGS = "2.5.29.33";
    /// authorityKeyIdentifier.
    AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    /// policyConstraints.
    POLICY_CONSTRAINTS = "2.5.29.36";
    /// extKeyUsage.
    EXTENDED_KEY_USAGE = "2.5.29.37";
    /// anyExtendedKeyUsage.
    ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
    /// freshestCRL.
    FRESHEST_CRL = "2.5.29.46";
    /// inhibitAnyPolicy.
    INHIBIT_ANY_POLICY = "2.5.29.54";
    /// authorityInfoAccess.
    AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1";
    /// subjectInfoAccess.
    SUBJECT_INFO_ACCESS = "1.3.6.1.5.5.7.1.11";
    /// id-pkix-ocsp-nocheck.
    OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5";
}

// Values inside extensions, RFC 5280 §4.2.1.4, §4.2.1.12, §4.2.2.
oids! {
    /// id-qt-cps, the policy qualifier with an address.
    CPS_QUALIFIER = "1.3.6.1.5.5.7.2.1";
    /// id-qt-unotice, the policy qualifier with a text.
    USER_NOTICE_QUALIFIER = "1.3.6.1.5.5.7.2.2";
    /// id-kp-serverAuth.
    SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    /// id-kp-clientAuth.
    CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    /// id-kp-codeSigning.
    CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    /// id-kp-emailProtection.
    EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    /// id-kp-timeStamping.
    TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    /// id-kp-OCSPSigning.
    OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    /// id-ad-ocsp.
    OCSP = "1.3.6.1.5.5.7.48.1";
    /// id-ad-caIssuers.
    CA_ISSUERS = "1.3.6.1.5.5.7.48.2";
}

// Keys, digests and signatures, RFC 3279, RFC 4055, RFC 5758, RFC 8410.
oids! {
    /// rsaEncryption.
    RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    /// id-ecPublicKey.
    EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    /// The curve P-256.
    SECP256R1 = "1.2.840.10045.3.1.7";
    /// The curve P-384.
    SECP384R1 = "1.3.132.0.34";
    /// The curve P-521.
    SECP521R1 = "1.3.132.0.35";
    /// md5WithRSAEncryption.
    MD5_WITH_RSA = "1.2.840.113549.1.1.4";
    /// sha1WithRSAEncryption.
    SHA1_WITH_RSA = "1.2.840.113549.1.1.5";
    /// id-mgf1.
    MGF1 = "1.2.840.113549.1.1.8";
    /// id-RSASSA-PSS.
    RSASSA_PSS = "1.2.840.113549.1.1.10";
    /// sha256WithRSAEncryption.
    SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
    /// sha384WithRSAEncryption.
    SHA384_WITH_RSA = "1.2.840.113549.1.1.12";
    /// sha512WithRSAEncryption.
    SHA512_WITH_RSA = "1.2.840.113549.1.1.13";
    /// ecdsa-with-SHA1.
    ECDSA_WITH_SHA1 = "1.2.840.10045.4.1";
    /// ecdsa-with-SHA256.
    ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    /// ecdsa-with-SHA384.
    ECDSA_WITH_SHA384 = "1.2.840.10045.4.3.3";
    /// ecdsa-with-SHA512.
    ECDSA_WITH_SHA512 = "1.2.840.10045.4.3.4";
    /// id-Ed25519.
    ED25519 = "1.3.101.112";
    /// id-md5.
    MD5 = "1.2.840.113549.2.5";
    /// id-sha1.
    SHA1 = "1.3.14.3.2.26";
    /// id-sha256.
    SHA256 = "2.16.840.1.101.3.4.2.1";
    /// id-sha384.
    SHA384 = "2.16.840.1.101.3.4.2.2";
    /// id-sha512.
    SHA512 = "2.16.840.1.101.3.4.2.3";
}

// OCSP, RFC 6960 §4.2.1, §4.4.
oids! {
    /// id-pkix-ocsp-basic.
    OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1";
    /// id-pkix-ocsp-nonce.
    OCSP_NONCE = "1.3.6.1.5.5.7.48.1.2";
    /// id-pkix-ocsp-archive-cutoff.
    OCSP_ARCHIVE_CUTOFF = "1.3.6.1.5.5.7.48.1.6";
}

// CMS, RFC 5652, RFC 6211, RFC 2634, RFC 5035, RFC 3161.
oids! {
    /// id-data.
    CMS_DATA = "1.2.840.113549.1.7.1";
    /// id-signedData.
    CMS_SIGNED_DATA = "1.2.840.113549.1.7.2";
    /// content-type.
    CMS_CONTENT_TYPE = "1.2.840.113549.1.9.3";
    /// message-digest.
    CMS_MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    /// signing-time.
    CMS_SIGNING_TIME = "1.2.840.113549.1.9.5";
    /// countersignature.
    COUNTERSIGNATURE = "1.2.840.113549.1.9.6";
    /// CMSAlgorithmProtection.
    CMS_ALGORITHM_PROTECTION = "1.2.840.113549.1.9.52";
    /// signing-certificate.
    SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
    /// signing-certificate-v2.
    SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    /// signature-time-stamp.
    SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14";
    /// id-ct-TSTInfo.
    TIME_STAMP_INFO = "1.2.840.113549.1.9.16.1.4";
    /// A policy of no time-stamping authority, under the arc for documentation (RFC 5612).
    EXAMPLE_TIME_STAMP_POLICY = "1.3.6.1.4.1.32473.1";
}
