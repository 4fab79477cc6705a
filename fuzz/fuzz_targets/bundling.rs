//! A bundle of evidence of a valid signature, and the container around other files.

use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::crypto::SignedInput;
use jpki_crypto::RustCrypto;
use jpki_evidence::bundle::{Draft, Exhibit};
use jpki_revocation::RevocationPolicy;
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{Generation, Person, SignatureScheme as Scheme, SyntheticJpki};
use jpki_verify::{
    Certificate, LoadedCrls, PolicyVersion, SignedDocument, Timestamp, TrustStore, ValidationTime,
    Verifier,
};
use jpki_x509::kind::{CertificateKind, Generation as IssuerGeneration};
use jpki_x509::trust::{Fingerprint, Pin, PinTable, TrustDomain};

const CONTENT: &[u8] = "普通預金口座の開設を申し込みます。".as_bytes();

pub fn policy() -> PolicyVersion {
    PolicyVersion::new("bank.example/onboarding", 1).expect("a name")
}

pub fn at() -> Timestamp {
    Timestamp::from_unix_seconds(SyntheticJpki::of_vectors().instant().unix_timestamp())
}

pub fn trust() -> TrustStore {
    let authority = SyntheticJpki::of_vectors().sign_ca(Generation::Third);
    let pins = PinTable::empty(TrustDomain::Synthetic).with(Pin {
        certificate: Fingerprint::of(&authority.certificate(), &RustCrypto),
        issues: CertificateKind::Signature,
        generation: IssuerGeneration::new(3),
    });
    TrustStore::from_pinned(&pins, [authority.certificate()], &RustCrypto).expect("an anchor")
}

pub fn good() -> Vec<u8> {
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.sign_ca(Generation::Third);
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    lists.add_arl(jpki.arl(&authority).sign(authority.key()), &trust()).expect("a list");
    lists.add_crl(jpki.crl(&authority).sign(authority.key()), &trust()).expect("a list");
    let verifier = Verifier::builder().trust(trust()).revocation(lists).policy_version(policy());
    let hanako = jpki.sign_certificate(&Person::hanako()).issue();
    let certificate = Certificate::from_der(hanako.certificate()).expect("a certificate");
    let value = hanako.sign(Scheme::Pkcs1(HashAlgorithm::Sha256), CONTENT);
    let document = SignedDocument::raw(&certificate, &value, CONTENT);
    let verifier = verifier.build().expect("a verifier");
    let settled = [verifier.begin_signature(&document, ValidationTime::at(at())).finish()];
    let scheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
    let content = SignedInput::Bytes(CONTENT);
    let exhibit = Exhibit::signature(&certificate, &value, scheme, content);
    let draft = Draft::new(&exhibit, &settled, &RustCrypto).expect("a draft");
    let mut bytes = Vec::new();
    draft.unprotected().expect("a bundle").write_to(&mut bytes).expect("memory");
    bytes
}
