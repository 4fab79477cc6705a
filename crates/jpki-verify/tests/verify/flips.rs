//! No single bit of what was signed, of a signature, or of the frames around them can change without
//! the verdict ceasing to be valid; and the lists do what they are for.

use jpki_examples::{SignedCase, Vectors};
use jpki_verify::revocation::RevocationPolicy;
use jpki_verify::{Certificate, LoadedCrls, SignedDocument, TrustStore, Verdict, Verifier};

struct Valid {
    case: SignedCase,
    trust: TrustStore,
}

impl Valid {
    fn open() -> Self {
        let vectors = Vectors::open().unwrap();
        Self { case: vectors.signed("sign-valid").unwrap(), trust: vectors.trust().unwrap() }
    }

    fn verifier(&self, crl: &[u8], arl: &[u8]) -> Verifier {
        let mut lists = LoadedCrls::new(RevocationPolicy::daily());
        // A list that is refused is a list that is missing.
        let _ = lists.add_crl(crl, &self.trust);
        let _ = lists.add_arl(arl, &self.trust);
        Verifier::builder().trust(self.trust.clone()).revocation(lists).build().unwrap()
    }

    fn own_verifier(&self) -> Verifier {
        self.verifier(&self.case.crls[0], &self.case.arls[0])
    }

    fn judge(
        &self,
        verifier: &Verifier,
        certificate: &[u8],
        signature: &[u8],
        content: &[u8],
    ) -> Verdict {
        let Ok(certificate) = Certificate::from_der(certificate) else {
            return Verdict::Invalid;
        };
        let document = SignedDocument::raw(&certificate, signature, content);
        verifier.verify_signature(&document, self.case.at).verdict()
    }
}

fn flipped(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> + '_ {
    (0..bytes.len() * 8).map(|bit| {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 0x80 >> (bit % 8);
        (bit, changed)
    })
}

fn assert_refused(what: &str, bytes: &[u8], judge: impl Fn(&[u8]) -> Verdict) {
    assert_eq!(judge(bytes), Verdict::Valid, "{what} as it is");
    for (bit, changed) in flipped(bytes) {
        assert_ne!(judge(&changed), Verdict::Valid, "{what}, bit {bit}");
    }
}

#[test]
fn certificate() {
    let valid = Valid::open();
    let (case, verifier) = (&valid.case, valid.own_verifier());
    assert_refused("certificate", &case.certificate, |certificate| {
        valid.judge(&verifier, certificate, &case.signature, &case.content)
    });
}

#[test]
// Requirement: SIG-03
fn signature() {
    let valid = Valid::open();
    let (case, verifier) = (&valid.case, valid.own_verifier());
    assert_refused("signature", &case.signature, |signature| {
        valid.judge(&verifier, &case.certificate, signature, &case.content)
    });
}

#[test]
// Requirement: SIG-03
fn content() {
    let valid = Valid::open();
    let (case, verifier) = (&valid.case, valid.own_verifier());
    assert_refused("content", &case.content, |content| {
        valid.judge(&verifier, &case.certificate, &case.signature, content)
    });
}

#[test]
fn revocation_list() {
    let valid = Valid::open();
    let case = &valid.case;
    assert_refused("CRL", &case.crls[0], |crl| {
        let verifier = valid.verifier(crl, &case.arls[0]);
        valid.judge(&verifier, &case.certificate, &case.signature, &case.content)
    });
}

#[test]
fn authority_revocation_list() {
    let valid = Valid::open();
    let case = &valid.case;
    assert_refused("ARL", &case.arls[0], |arl| {
        let verifier = valid.verifier(&case.crls[0], arl);
        valid.judge(&verifier, &case.certificate, &case.signature, &case.content)
    });
}

#[test]
fn neither_kind_of_list_stands_in_for_the_other() {
    let valid = Valid::open();
    let case = &valid.case;
    let (crl, arl, none) = (&case.crls[0], &case.arls[0], Vec::new());
    for (users, authorities, expected) in [
        (crl, arl, Verdict::Valid),
        (crl, &none, Verdict::Indeterminate),
        (&none, arl, Verdict::Indeterminate),
        (arl, arl, Verdict::Indeterminate),
    ] {
        let verifier = valid.verifier(users, authorities);
        let verdict = valid.judge(&verifier, &case.certificate, &case.signature, &case.content);
        assert_eq!(verdict, expected);
    }
}
