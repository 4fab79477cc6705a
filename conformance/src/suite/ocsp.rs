//! OCSP requests and responses in the form `ocsp-manifest-1`.
//!
//! Nearly all sources sign with SHA-1, so the algorithm policy is the legacy one except for `made`.

use std::path::Path;
use std::time::Duration;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::localized::Localized as _;
use jpki_core::report::{Reason, Verdict};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_revocation::ocsp::{
    AnsweredStatus, OcspPolicy, OcspRequest, OcspResponse, OcspVerifier, ProductionTime,
};
use jpki_revocation::{RevocationAssessment, RevocationTarget, Status};
use jpki_x509::authority::Authority;
use jpki_x509::path::{PathInputs, PathValidator};
use serde::Deserialize;
use serde_json::Value;

use crate::input::{Answer, Folder, Obstacle, crypto, json, time, verdict};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
struct Manifest {
    cases: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(tag = "set", rename_all = "lowercase")]
enum Case {
    Openssl(Verification),
    Made(Verification),
    Boringssl(Verification),
    Certvalidator(WholePath),
    Pyca(Decoding),
}

/// One response about one certificate.
#[derive(Deserialize)]
struct Verification {
    response: String,
    trust_anchor: Option<String>,
    /// openssl's hint at the issuer (`-issuer`).
    untrusted: Option<String>,
    issuer: String,
    certificate: String,
    request: Option<String>,
    response_time_hint: Option<String>,
    validation_time: Option<String>,
    max_age_seconds: Option<u64>,
    expected: Option<Expected>,
    expected_status: Option<Expected>,
    /// boringssl's name of what it finds.
    expected_result: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Expected {
    Accept,
    Reject,
    Good,
    Revoked,
    Unknown,
    NoMatch,
    ErrorStatus,
    NotStated,
}

/// A path whose certificates are asked about as far as there are responses.
#[derive(Deserialize)]
struct WholePath {
    trust_anchor: String,
    #[serde(default)]
    untrusted: Vec<String>,
    certificate: String,
    #[serde(default)]
    responses: Vec<String>,
    validation_time: String,
    expected: Expected,
}

#[derive(Deserialize)]
struct Decoding {
    kind: Kind,
    message: String,
    expected_decode: Decoded,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Request,
    Response,
}

#[derive(Deserialize)]
struct Decoded {
    parse: String,
    serial: Option<String>,
    count: Option<usize>,
    cert_status: Option<String>,
    this_update: Option<String>,
    next_update: Option<String>,
    revocation_time: Option<String>,
    reason: Option<String>,
}

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let folder = Folder::of(manifest);
    let manifest: Manifest = json(manifest)?;
    Ok(Results::of_each(manifest.cases, |case: &Case| match case {
        Case::Openssl(case) | Case::Boringssl(case) => case.run(AlgorithmPolicy::legacy(), &folder),
        Case::Made(case) => case.run(AlgorithmPolicy::current(), &folder),
        Case::Certvalidator(case) => case.run(&folder),
        Case::Pyca(case) => case.run(&folder),
    }))
}

/// RFC 6960 does not say who must know that a delegate is in force, and no suite gives lists for it.
fn not_asked(_: &RevocationTarget<'_>) -> Status {
    Status::Unknown(Reason::CrlMissing)
}

fn describe(judgement: &RevocationAssessment) -> String {
    match judgement.status() {
        Status::Good => "good".to_owned(),
        Status::Revoked(revoked) => format!("revoked: {}", revoked.reason.code()),
        Status::Unknown(reason) => format!("unknown: {}", reason.code()),
    }
}

impl Verification {
    fn run(&self, algorithms: AlgorithmPolicy, folder: &Folder) -> Answer {
        let at = [&self.validation_time, &self.response_time_hint].into_iter().flatten().next();
        let at = time(at.ok_or_else(|| "the case has no time".to_owned())?)?;
        let Some(issuer) = self.issuer(algorithms, at, folder)? else {
            let is_right = self.expected == Some(Expected::Reject);
            let note = "the issuer has no path to the trust anchor";
            return Ok(verdict(is_right, note.to_owned()));
        };
        let certificate = folder.certificate(&self.certificate)?;
        let target = RevocationTarget::end_entity(&certificate, &issuer, &issuer);
        let verifier = self.verifier(algorithms);
        let bytes = folder.bytes(&self.response)?;
        let request = match &self.request {
            Some(file) => read_request(&folder.bytes(file)?).ok(),
            None => None,
        };
        let judgement =
            verifier.process_response(&target, request.as_ref(), Ok(&bytes), &not_asked, at);
        let expected = self.expected.or(self.expected_status);
        let expected =
            expected.ok_or_else(|| Obstacle::NotOffered("the case expects nothing".to_owned()))?;
        let note = describe(&judgement);
        let reasons = self.expected_result.as_deref().map_or(&[][..], reasons);
        Ok(match judgement.status() {
            Status::Unknown(reason) if !reasons.is_empty() && !reasons.contains(&reason) => {
                CaseResult::failed(format!("for another reason: {note}"))
            }
            _ => verdict(expected.fits(&judgement), note),
        })
    }

    fn verifier(&self, algorithms: AlgorithmPolicy) -> OcspVerifier {
        // boringssl alone looks at producedAt; responses of the set `made` were signed after the time
        // that is judged.
        let production = match self.max_age_seconds {
            Some(_) => ProductionTime::NotLater,
            None => ProductionTime::Ignored,
        };
        let maximum_age = self.max_age_seconds.map(Duration::from_secs);
        let mut policy = OcspPolicy::rfc_6960();
        policy.freshness.maximum_age = maximum_age;
        policy.freshness.production = production;
        OcspVerifier::new(policy, crypto()).with_algorithms(algorithms)
    }

    /// The issuer of the certificate: the trust anchor, or what has a valid path to it.
    fn issuer(
        &self,
        algorithms: AlgorithmPolicy,
        at: ValidationTime,
        folder: &Folder,
    ) -> Result<Option<Authority>, Obstacle> {
        let issuer = self.untrusted.as_ref().unwrap_or(&self.issuer);
        let trusted = match &self.trust_anchor {
            Some(file) if file != issuer => file,
            _ => return Ok(Some(folder.anchor(issuer)?.authority().clone())),
        };
        let certificate = folder.certificate(issuer)?;
        let validator = PathValidator::new(crypto()).with_algorithms(algorithms);
        let inputs = PathInputs::at(at);
        let path = validator.validate(
            core::slice::from_ref(&certificate),
            &folder.anchor(trusted)?,
            &inputs,
        );
        if path.verdict() != Verdict::Valid {
            return Ok(None);
        }
        let authority =
            Authority::new(certificate.subject(), certificate.public_key_bytes(), &*crypto());
        authority.map(Some).map_err(|error| Obstacle::Refused(error.to_string()))
    }
}

/// What a result of boringssl means here; nothing where it says no more than that the response is not usable.
fn reasons(result: &str) -> &'static [Reason] {
    match result {
        // A response without any answer is malformed here.
        "NO_MATCHING_RESPONSE" => &[Reason::ResponseOtherCertificate, Reason::ResponseMalformed],
        "INVALID_DATE" => {
            &[Reason::ResponseStale, Reason::ResponseFromFuture, Reason::ResponseWithoutNextUpdate]
        }
        "UNHANDLED_CRITICAL_EXTENSION" => &[Reason::ResponseUnknownCriticalExtension],
        _ => &[],
    }
}

impl Expected {
    fn fits(self, judgement: &RevocationAssessment) -> bool {
        match (self, judgement.status()) {
            (Self::NotStated, _)
            | (Self::Accept, Status::Good | Status::Revoked(_))
            | (Self::Good, Status::Good)
            | (Self::Revoked, Status::Revoked(_))
            | (Self::Reject | Self::Unknown, Status::Unknown(_)) => true,
            (Self::NoMatch, Status::Unknown(reason)) => reason == Reason::ResponseOtherCertificate,
            (Self::ErrorStatus, Status::Unknown(reason)) => matches!(
                reason,
                Reason::ResponderTryLater
                    | Reason::ResponderSignatureRequired
                    | Reason::ResponderUnauthorized
                    | Reason::ResponderInternalError
                    | Reason::ResponderMalformedRequest
            ),
            _ => false,
        }
    }
}

impl WholePath {
    /// As certvalidator: a certificate without a response is not refused for that, a response that is given
    /// and says nothing of any certificate of the path refuses it.
    fn run(&self, folder: &Folder) -> Answer {
        let at = time(&self.validation_time)?;
        let algorithms = AlgorithmPolicy::legacy();
        let validator = PathValidator::new(crypto()).with_algorithms(algorithms);
        let pool = self.untrusted.iter().map(|file| folder.certificate(file));
        let pool: Vec<_> = pool.collect::<Result<_, _>>()?;
        let certificate = folder.certificate(&self.certificate)?;
        let anchors = [folder.anchor(&self.trust_anchor)?];
        let built = validator.build(&certificate, &pool, &anchors, &PathInputs::at(at));
        let Some(path) = built.value() else {
            let note = crate::input::describe(&built);
            return Ok(verdict(self.expected == Expected::Reject, note));
        };
        let verifier = OcspVerifier::new(OcspPolicy::rfc_6960(), crypto());
        let verifier = verifier.with_algorithms(algorithms);
        let mut is_accepted = true;
        let mut notes = Vec::new();
        for file in &self.responses {
            let bytes = folder.bytes(file)?;
            let judgements = path.links().map(|(certificate, issuer)| {
                let target =
                    RevocationTarget::end_entity(certificate, issuer, path.anchor().authority());
                verifier.process_response(&target, None, Ok(&bytes), &not_asked, at)
            });
            let judgements: Vec<_> = judgements.collect();
            is_accepted &= judgements.iter().any(|judgement| judgement.status() == Status::Good);
            notes.extend(judgements.iter().map(describe));
        }
        let note = notes.join(", ");
        Ok(verdict(is_accepted == (self.expected == Expected::Accept), note))
    }
}

impl Decoding {
    fn run(&self, folder: &Folder) -> Answer {
        let bytes = folder.bytes(&self.message)?;
        let found = match self.kind {
            Kind::Request => read_request(&bytes).map(|request| self.compare_request(&request)),
            Kind::Response => OcspResponse::from_der(&bytes)
                .map_err(|error| error.to_string())
                .map(|response| self.compare_response(&response)),
        };
        let must_read = self.expected_decode.parse == "ok";
        Ok(match (found, must_read) {
            (Ok(Ok(())), true) => CaseResult::passed("as decoded elsewhere"),
            (Ok(Err(difference)), true) => CaseResult::failed(difference),
            (Ok(_), false) => CaseResult::failed("read"),
            (Err(error), true) => CaseResult::failed(error),
            (Err(error), false) => CaseResult::passed(error),
        })
    }

    fn compare_request(&self, request: &OcspRequest) -> Result<(), String> {
        let first = request.certificates().next().ok_or("no certificate")?;
        let serial = decimal(first.serial_number().expose_protected());
        agree("serial", &self.expected_decode.serial, &Some(serial))
    }

    fn compare_response(&self, response: &OcspResponse) -> Result<(), String> {
        let expected = &self.expected_decode;
        let basic = response.basic().ok_or("not successful")?;
        agree("count", &expected.count, &Some(basic.answers().count()))?;
        let answer = basic.answers().next().ok_or("no answer")?;
        let serial = answer.certificate().map(|id| decimal(id.serial_number().expose_protected()));
        agree("serial", &expected.serial, &serial)?;
        let (status, at, reason) = match answer.status() {
            AnsweredStatus::Good => ("GOOD", None, None),
            AnsweredStatus::Unknown => ("UNKNOWN", None, None),
            AnsweredStatus::Revoked { at, reason } => ("REVOKED", Some(at), Some(reason)),
        };
        agree("status", &expected.cert_status, &Some(status.to_owned()))?;
        agree("thisUpdate", &instant(&expected.this_update)?, &Some(answer.this_update()))?;
        agree("nextUpdate", &instant(&expected.next_update)?, &answer.next_update())?;
        agree("revocationTime", &instant(&expected.revocation_time)?, &at)?;
        // pyca tells an absent reason from unspecified, which mean the same (RFC 5280 §5.3.1).
        let reason = reason.map(|reason| reason.code()).filter(|code| *code != "unspecified");
        agree("reason", &expected.reason, &reason.map(str::to_owned))
    }
}

fn read_request(bytes: &[u8]) -> Result<OcspRequest, String> {
    OcspRequest::from_der(bytes).map_err(|error| error.to_string())
}

fn instant(text: &Option<String>) -> Result<Option<Timestamp>, String> {
    text.as_deref().map(|text| time(text).map(ValidationTime::instant)).transpose()
}

fn agree<T: PartialEq + std::fmt::Debug>(
    what: &str,
    expected: &T,
    found: &T,
) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("{what}: {found:?}, not {expected:?}")) }
}

/// The decimal digits of a number that is not negative.
fn decimal(bytes: &[u8]) -> String {
    let mut digits = vec![0_u8];
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            let value = u32::from(*digit) * 256 + carry;
            *digit = u8::try_from(value % 10).expect("a digit");
            carry = value / 10;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 10).expect("a digit"));
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}
