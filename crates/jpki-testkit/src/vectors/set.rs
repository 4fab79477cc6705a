//! The vectors in the making.

use std::collections::BTreeMap;

use ::time::UtcDateTime;

use super::manifest::{
    Anchor, Case, Check, Expected, Kind, List, MANIFEST, Manifest, OpenSsl, PersonCertificate,
    Policies, Reason, Scheme, Trust, Verdict,
};
use crate::jpki::{
    Authority, EndEntity, Environment, Generation, Person, Purpose, SignatureScheme, SyntheticJpki,
};
use crate::pki::CrlBuilder;

/// The application form that the document signatures sign.
pub(super) const APPLICATION: &str = "content/application.txt";

/// Files and manifest while cases are added.
pub(super) struct VectorSet {
    jpki: SyntheticJpki,
    files: BTreeMap<String, Vec<u8>>,
    manifest: Manifest,
}

impl VectorSet {
    pub(super) fn new() -> Self {
        let jpki = SyntheticJpki::of_vectors();
        let environment = Environment::Synthetic;
        let mut set = Self {
            jpki,
            files: BTreeMap::new(),
            manifest: Manifest {
                format: "jpki-test-vectors-1".to_owned(),
                instant: rfc_3339(jpki.instant()),
                policies: Policies {
                    sign: environment.policy(Purpose::Sign).to_string(),
                    auth: environment.policy(Purpose::Auth).to_string(),
                },
                trust: Trust { sign: Vec::new(), auth: Vec::new() },
                anchors: Vec::new(),
                lists: Vec::new(),
                persons: Vec::new(),
                cases: Vec::new(),
            },
        };
        set.files.insert(APPLICATION.to_owned(), application().into_bytes());
        for purpose in [Purpose::Sign, Purpose::Auth] {
            for generation in Generation::TRUSTED {
                let authority = jpki.authority(purpose, generation);
                let file = set.anchor(&authority);
                match purpose {
                    Purpose::Sign => set.manifest.trust.sign.push(file),
                    Purpose::Auth => set.manifest.trust.auth.push(file),
                }
            }
        }
        set
    }

    pub(super) fn jpki(&self) -> SyntheticJpki {
        self.jpki
    }

    pub(super) fn file(&self, name: &str) -> &[u8] {
        self.files.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Stores an authority's certificate under its usual name.
    pub(super) fn anchor(&mut self, authority: &Authority) -> String {
        self.anchor_certificate(&anchor_name(authority), authority.certificate(), None)
    }

    /// Stores a certificate of an authority, and what differs from the profile.
    pub(super) fn anchor_certificate(
        &mut self,
        name: &str,
        certificate: Vec<u8>,
        deviation: Option<&str>,
    ) -> String {
        let file = format!("trust/{name}.cer");
        let anchor = Anchor { file: file.clone(), deviation: deviation.map(str::to_owned) };
        self.manifest.anchors.push(anchor);
        self.store(file, certificate)
    }

    /// Stores a list signed by its authority.
    pub(super) fn list(&mut self, name: &str, list: &CrlBuilder, authority: &Authority) -> String {
        self.list_signed_by(name, list.sign(authority.key()), Some(authority))
    }

    /// Stores a list, and the authority whose key verifies it.
    pub(super) fn list_signed_by(
        &mut self,
        name: &str,
        list: Vec<u8>,
        signed_by: Option<&Authority>,
    ) -> String {
        let file = format!("lists/{name}.crl");
        let signed_by = signed_by.map(|authority| format!("trust/{}.cer", anchor_name(authority)));
        self.manifest.lists.push(List { file: file.clone(), signed_by });
        self.store(file, list)
    }

    /// Stores a person's certificate; in the manifest under `persons` if `person` is given.
    pub(super) fn person(
        &mut self,
        name: &str,
        certificate: &EndEntity,
        person: Option<&Person>,
    ) -> String {
        let file = format!("persons/{name}.cer");
        if let Some(person) = person {
            self.manifest.persons.push(PersonCertificate {
                file: file.clone(),
                name: person.name.clone(),
                name_substitution: person.name_substitution.clone(),
                birth_date: person.birth_date.clone(),
                sex: person.sex.clone(),
                address: person.address.clone(),
                address_substitution: person.address_substitution.clone(),
            });
        }
        self.store(file, certificate.certificate().to_vec())
    }

    /// Stores any file; a file is stored once.
    pub(super) fn store(&mut self, file: String, content: Vec<u8>) -> String {
        let before = self.files.insert(file.clone(), content);
        assert!(before.is_none(), "two files are named {file}");
        file
    }

    /// A case about a certificate file, with today's lists of its authority, expected to be valid.
    pub(super) fn certificate_case(
        &self,
        id: &str,
        description: &str,
        authority: &Authority,
        certificate: &str,
    ) -> Case {
        let name = anchor_name(authority);
        Case {
            id: id.to_owned(),
            description: description.to_owned(),
            kind: Kind::Certificate,
            purpose: authority.purpose(),
            certificate: certificate.to_owned(),
            content: None,
            signature: None,
            scheme: None,
            crl: vec![format!("lists/{name}.crl")],
            arl: vec![format!("lists/{name}-arl.crl")],
            at: rfc_3339(self.jpki.instant()),
            expected: Expected {
                verdict: Verdict::Valid,
                check: None,
                alternatives: Vec::new(),
                reason: None,
            },
            openssl: OpenSsl {
                verify: Some("ok".to_owned()),
                crl_check: Some("ok".to_owned()),
                crl_check_all: Some("ok".to_owned()),
                signature: None,
                note: None,
            },
        }
    }

    /// A case about a signature over the application form, expected to be valid.
    pub(super) fn signature_case(
        &mut self,
        id: &str,
        description: &str,
        certificate: (&str, &EndEntity),
        made: SignatureScheme,
        presented: Scheme,
    ) -> Case {
        let (_, end_entity) = certificate;
        let signature = end_entity.sign(made, self.file(APPLICATION));
        self.given_signature_case(id, description, certificate, signature, presented)
    }

    /// A case about given signature bytes over the application form, expected to be valid.
    pub(super) fn given_signature_case(
        &mut self,
        id: &str,
        description: &str,
        certificate: (&str, &EndEntity),
        signature: Vec<u8>,
        presented: Scheme,
    ) -> Case {
        let (file, end_entity) = certificate;
        let signature = self.store(format!("signatures/{id}.sig"), signature);
        let mut case = self.certificate_case(id, description, end_entity.authority(), file);
        case.kind = Kind::Signature;
        case.content = Some(APPLICATION.to_owned());
        case.signature = Some(signature);
        case.scheme = Some(presented);
        case.openssl.signature = Some("ok".to_owned());
        case
    }

    pub(super) fn add(&mut self, case: Case) {
        let known = self.manifest.cases.iter().any(|present| present.id == case.id);
        assert!(!known, "two cases are named {}", case.id);
        self.manifest.cases.push(case);
    }

    pub(super) fn into_files(mut self) -> BTreeMap<String, Vec<u8>> {
        let mut manifest =
            serde_json::to_vec_pretty(&self.manifest).expect("a manifest of plain texts");
        manifest.push(b'\n');
        self.files.insert(MANIFEST.to_owned(), manifest);
        self.files
    }
}

/// `sign-ca-3` and the like.
pub(super) fn anchor_name(authority: &Authority) -> String {
    let purpose = match authority.purpose() {
        Purpose::Sign => "sign",
        Purpose::Auth => "auth",
    };
    let generation = match authority.generation() {
        Generation::First => "1",
        Generation::Second => "2",
        Generation::Third => "3",
        Generation::Fourth => "4",
        Generation::Foreign => "foreign",
    };
    let environment = match authority.environment() {
        Environment::Synthetic => "",
        Environment::SyntheticTest => "test-",
        Environment::Parity => "parity-",
    };
    format!("{environment}{purpose}-ca-{generation}")
}

pub(super) fn rfc_3339(instant: UtcDateTime) -> String {
    let (date, time) = (instant.date(), instant.time());
    format!("{date}T{:02}:{:02}:{:02}Z", time.hour(), time.minute(), time.second())
}

/// An account opening form of 見本　花子, in the words of her certificate.
fn application() -> String {
    let hanako = Person::hanako();
    format!(
        "口座開設申込書\n\
         \n\
         模擬銀行株式会社　御中\n\
         \n\
         私は、貴行の規定を承認のうえ、下記のとおり普通預金口座の開設を申し込みます。\n\
         \n\
         申込日　　：令和８年６月１日\n\
         氏名　　　：{}\n\
         生年月日　：平成２年４月１日\n\
         性別　　　：女\n\
         住所　　　：{}\n\
         口座の種類：普通預金\n\
         取引の目的：給与の受け取り\n",
        hanako.name, hanako.address
    )
}

impl Case {
    pub(super) fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    pub(super) fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    pub(super) fn content(mut self, file: &str) -> Self {
        self.content = Some(file.to_owned());
        self
    }

    pub(super) fn at(mut self, instant: UtcDateTime) -> Self {
        self.at = rfc_3339(instant);
        self
    }

    pub(super) fn crl(mut self, files: &[&str]) -> Self {
        self.crl = files.iter().map(|file| (*file).to_owned()).collect();
        self
    }

    pub(super) fn arl(mut self, files: &[&str]) -> Self {
        self.arl = files.iter().map(|file| (*file).to_owned()).collect();
        self
    }

    /// Something is wrong, and this check says so. The other steps do not matter any more.
    pub(super) fn invalid(self, check: Check, reason: Reason) -> Self {
        self.not_valid(Verdict::Invalid, check, reason)
    }

    /// Something cannot be known, and this check says so.
    pub(super) fn indeterminate(self, check: Check, reason: Reason) -> Self {
        self.not_valid(Verdict::Indeterminate, check, reason)
    }

    pub(super) fn or_by(mut self, alternatives: &[Check]) -> Self {
        self.expected.alternatives = alternatives.to_vec();
        self
    }

    /// `openssl verify` refuses the path, so revocation is not reached.
    pub(super) fn openssl_verify(mut self, answer: &str) -> Self {
        self.openssl.verify = Some(answer.to_owned());
        self.openssl.crl_check = None;
        self.openssl.crl_check_all = None;
        self
    }

    /// `openssl verify -crl_check` refuses, so the authority's revocation is not reached.
    pub(super) fn openssl_crl(mut self, answer: &str) -> Self {
        self.openssl.crl_check = Some(answer.to_owned());
        self.openssl.crl_check_all = None;
        self
    }

    /// `openssl verify -crl_check_all` refuses.
    pub(super) fn openssl_arl(mut self, answer: &str) -> Self {
        self.openssl.crl_check_all = Some(answer.to_owned());
        self
    }

    /// The signature over the content is refused.
    pub(super) fn openssl_signature(mut self, answer: &str) -> Self {
        self.openssl.signature = Some(answer.to_owned());
        self
    }

    pub(super) fn openssl_note(mut self, note: &str) -> Self {
        self.openssl.note = Some(note.to_owned());
        self
    }

    fn not_valid(mut self, verdict: Verdict, check: Check, reason: Reason) -> Self {
        self.expected = Expected {
            verdict,
            check: Some(check),
            alternatives: Vec::new(),
            reason: Some(reason),
        };
        self
    }
}
