//! 2,000 random responses, right and wrong: OpenSSL and these crates say the same.

use core::time::Duration;

use jpki_core::localized::Localized as _;
use jpki_core::time::ClockAllowance;
use jpki_revocation::Status;
use jpki_revocation::ocsp::{NonceMode, OcspPolicy};
use jpki_test_support::with;
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::Generation;
use jpki_testkit::key::Key;
use jpki_testkit::ocsp::{
    CertId, CertificateStatus, Responder, ResponseBuilder, ResponseStatus, SingleResponse, nonce,
    unsuccessful,
};
use jpki_testkit::oid;
use jpki_testkit::pki::{Extension, ReasonCode, SerialNumber, Validity};
use jpki_testkit::seed::{Choices, Seed};

use crate::ocsp::openssl::{OpenSsl, Word};
use crate::ocsp::world::{NONCE, World, unknown};

const RESPONSES: u64 = 2000;

#[test]
fn openssl_agrees_on_random_responses() {
    let counts: Vec<[u64; 3]> = std::thread::scope(|scope| {
        let halves = [0, 1].map(|half| scope.spawn(move || compare(half)));
        halves.into_iter().map(|half| half.join().unwrap()).collect()
    });
    let total = counts.iter().fold([0; 3], |sum, count| [0, 1, 2].map(|at| sum[at] + count[at]));
    println!("good, revoked, nothing: {total:?}");
    // Without the command line nothing was compared; else each kind of answer occurred often.
    assert!(total == [0; 3] || total.iter().all(|count| *count > RESPONSES / 10), "{total:?}");
}

fn compare(half: u64) -> [u64; 3] {
    let mut counts = [0; 3];
    let Some(openssl) = OpenSsl::find() else { return counts };
    let world = World::new();
    // OpenSSL cannot judge the times of a response by another day than today, so neither does this.
    let policy = with(OcspPolicy::rfc_6960(), |policy| {
        policy.freshness.maximum_age = None;
        policy.freshness.clock_skew = ClockAllowance::new(Duration::from_secs(1_000_000_000));
        policy.nonce = NonceMode::AbsenceAccepted;
    });
    let verifier = world.verifier(policy);
    let request = world.request(policy);
    for number in (half..RESPONSES).step_by(2) {
        let mut draft = Draft::new(&world, Seed::new(number).derive("ocsp").choices());
        let response = draft.response();
        let judgement = verifier.process_response(
            &world.target(),
            Some(&request),
            Ok(&response),
            &unknown,
            world.now(),
        );
        let mut word = openssl.ask(
            &response,
            world.hanako.certificate(),
            &world.synthetic.certificate(),
            option(draft.hash),
            world.instant(),
        );
        let features = &draft.features;
        let anchor = world.synthetic.certificate();
        if features.iter().any(|feature| feature.contains("nonce"))
            && openssl.nonces_differ(request.expose_protected(), &response, &anchor)
        {
            word = Word::Nothing("the nonces differ".to_owned());
        }
        let kind = match (judgement.status(), &word) {
            (Status::Good, Word::Good) => 0,
            (Status::Revoked(found), Word::Revoked(reason)) => {
                // OpenSSL spells two of them with other capitals, and has no name for those from 9 on.
                let ours = found.reason.code().to_lowercase();
                match reason.as_deref().unwrap_or("unspecified") {
                    "(UNKNOWN)" => assert!(found.reason.number() >= 9, "{features:?}: {ours}"),
                    theirs => assert_eq!(ours, theirs.to_lowercase(), "{features:?}"),
                }
                1
            }
            (Status::Unknown(_), Word::Nothing(_)) => 2,
            (ours, theirs) => panic!("{number} {features:?}: {ours:?}, OpenSSL {theirs:?}"),
        };
        counts[kind] += 1;
    }
    counts
}

const HASHES: [HashAlgorithm; 4] =
    [HashAlgorithm::Sha1, HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512];

fn option(hash: HashAlgorithm) -> &'static str {
    match hash {
        HashAlgorithm::Sha256 => "-sha256",
        HashAlgorithm::Sha384 => "-sha384",
        HashAlgorithm::Sha512 => "-sha512",
        _ => "-sha1",
    }
}

/// A response in the making, with what is odd about it.
struct Draft<'w> {
    world: &'w World,
    choices: Choices,
    hash: HashAlgorithm,
    features: Vec<&'static str>,
}

impl<'w> Draft<'w> {
    fn new(world: &'w World, mut choices: Choices) -> Self {
        let hash = *choices.pick(&HASHES).unwrap();
        Self { world, choices, hash, features: Vec::new() }
    }

    fn is(&mut self, feature: &'static str, one_in: u64) -> bool {
        let chosen = self.choices.chance(1, one_in);
        if chosen {
            self.features.push(feature);
        }
        chosen
    }

    fn response(&mut self) -> Vec<u8> {
        if self.is("unsuccessful", 25) {
            let statuses = [
                ResponseStatus::MalformedRequest,
                ResponseStatus::InternalError,
                ResponseStatus::TryLater,
                ResponseStatus::SignatureRequired,
                ResponseStatus::Unauthorized,
            ];
            return unsuccessful(*self.choices.pick(&statuses).unwrap());
        }
        let mut builder = ResponseBuilder::new(self.world.instant());
        let hash = self.hash;
        if self.is("another certificate first", 5) {
            builder = builder.single(self.single_of(hash, SerialNumber::from(0x4444_4444)));
        }
        let id = self.id(hash);
        let status = self.status();
        builder = builder.single(SingleResponse::new(id, status, self.world.instant()));
        if self.is("another certificate last", 5) {
            builder = builder.single(self.single_of(hash, SerialNumber::from(0x5555_5555)));
        }
        if self.is("nonce", 2) {
            builder = builder.extension(nonce(&NONCE));
        } else if self.is("other nonce", 12) {
            builder = builder.extension(nonce(&[9; 32]));
        }
        let (builder, responder) = self.signer(builder);
        let mut response = builder.sign(&responder);
        if self.is("a bit of the signature changed", 20) {
            let position = response.len() / 3;
            response[position] ^= 1 << self.choices.below(8);
        }
        response
    }

    fn id(&mut self, hash: HashAlgorithm) -> CertId {
        let world = self.world;
        let (name, key, serial) =
            (world.synthetic.name(), world.synthetic.key(), world.hanako.serial());
        if self.is("another serial", 15) {
            return CertId::new(hash, &name, key, SerialNumber::from(0x6666_6666));
        }
        if self.is("another generation's key", 15) {
            let second = world.jpki.auth_ca(Generation::Second);
            return CertId::new(hash, &name, second.key(), serial);
        }
        if self.is("the other authority's name", 15) {
            let other = world.jpki.sign_ca(Generation::Third);
            return CertId::new(hash, &other.name(), key, serial);
        }
        CertId::new(hash, &name, key, serial)
    }

    fn single_of(&mut self, hash: HashAlgorithm, serial: SerialNumber) -> SingleResponse {
        let id =
            CertId::new(hash, &self.world.synthetic.name(), self.world.synthetic.key(), serial);
        let status = self.status();
        SingleResponse::new(id, status, self.world.instant())
    }

    fn status(&mut self) -> CertificateStatus {
        match self.choices.below(8) {
            0..4 => CertificateStatus::Good,
            4 => CertificateStatus::Unknown,
            _ => {
                let reason = (!self.choices.chance(1, 5))
                    .then(|| *self.choices.pick(&ReasonCode::NAMED).unwrap());
                CertificateStatus::Revoked(self.world.instant() - time::Duration::days(1), reason)
            }
        }
    }

    fn signer(&mut self, builder: ResponseBuilder) -> (ResponseBuilder, Responder) {
        let world = self.world;
        let (name, key) = (world.synthetic.name(), world.synthetic.key());
        let second = world.jpki.auth_ca(Generation::Second);
        let certificate = || world.jpki.responder_certificate(&world.synthetic);
        let delegate = |der: Vec<u8>| (builder.clone().certificate(&der), world.delegate());
        match self.choices.below(14) {
            0..3 => (builder, Responder::by_key(key)),
            3..5 => (builder, Responder::by_name(&name, key)),
            5..8 => delegate(certificate().sign(key)),
            8 => {
                self.features.push("delegate without the purpose");
                let other = Extension::extended_key_usage(&[oid::CLIENT_AUTH]);
                delegate(certificate().replace_extension(other).sign(key))
            }
            9 => {
                self.features.push("delegate expired");
                let now = world.instant();
                let day = time::Duration::days(1);
                delegate(certificate().validity(Validity::new(now - day * 9, now - day)).sign(key))
            }
            10 => {
                self.features.push("delegate of another generation");
                delegate(certificate().sign(second.key()))
            }
            11 => {
                self.features.push("signed by another generation");
                (builder.certificate(&second.certificate()), Responder::by_key(second.key()))
            }
            12 => {
                self.features.push("signed with another key");
                (builder, Responder::by_name(&name, Key::rsa_2048(39)))
            }
            _ => {
                self.features.push("delegate that is not in the response");
                (builder, world.delegate())
            }
        }
    }
}
