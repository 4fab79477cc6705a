//! The policy's state machine under any order of answers, and the refresh schedule under any clock.

#![no_main]

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::name::Name;
use jpki_core::report::{Outcome, Reason, Verdict};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::{OcspPolicy, OcspVerifier, TransportError};
use jpki_revocation::resolver::{StatusMethod, StatusPolicy, StatusResolver, WhenUnknown};
use jpki_revocation::refresh::{Refresh, RefreshAction, RefreshSchedule, Staleness};
use jpki_revocation::{Crl, CrlIssuer, RevocationAssessment, RevocationPolicy, Status, RevocationTarget};
use jpki_testkit::jpki::{Generation, Person, SyntheticJpki};
use jpki_testkit::pki::ReasonCode;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use libfuzzer_sys::fuzz_target;

struct World {
    certificate: Certificate,
    authority: Authority,
    at: ValidationTime,
    /// Good, revoked, unknown because nobody had an answer (two), and because one was not believed.
    answers: [RevocationAssessment; 5],
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let jpki = SyntheticJpki::of_vectors();
    let synthetic = jpki.auth_ca(Generation::Third);
    let user = jpki.auth_certificate(&Person::hanako()).issue();
    let certificate = Certificate::from_der(user.certificate()).expect("a certificate");
    let name = synthetic.name().to_der();
    let name = Name::from_der(&name).expect("a name");
    let key = synthetic.key().subject_public_key_info();
    let authority = Authority::new(name, key, &RustCrypto).expect("an authority");
    let at = ValidationTime::at(Timestamp::from_unix_seconds(jpki.instant().unix_timestamp()));
    let issuer = CrlIssuer::anchor(authority.clone());
    let target = RevocationTarget::end_entity(&certificate, &authority, &authority);
    let judge = |der: Vec<u8>| {
        let list = Crl::from_der(der).expect("a list");
        let list = list.verify(&issuer, &AlgorithmPolicy::current()).expect("a verified list");
        RevocationPolicy::daily().judge(&target, [&list], at)
    };
    let empty = jpki.crl(&synthetic);
    let listed = empty.clone().revoke(user.serial(), jpki.instant(), ReasonCode::Superseded);
    let verifier = OcspVerifier::new(OcspPolicy::immediate(), Arc::new(RustCrypto));
    let standing = |_: &RevocationTarget<'_>| Status::Unknown(Reason::CrlMissing);
    let answers = [
        judge(empty.sign(synthetic.key())),
        judge(listed.sign(synthetic.key())),
        RevocationPolicy::daily().judge(&target, [], at),
        verifier.process_response(&target, None, Err(TransportError::TimedOut), &standing, at),
        verifier.process_response(&target, None, Ok(b"no response"), &standing, at),
    ];
    World { certificate, authority, at, answers }
});

fuzz_target!(|bytes: &[u8]| {
    let [choice, time @ .., _, _, _] = bytes else { return };
    inquire(*choice, time);
    schedule(bytes);
});

fn inquire(choice: u8, answers: &[u8]) {
    let World { certificate, authority, at, answers: known } = &*WORLD;
    let method = StatusMethod::ALL[usize::from(choice) % StatusMethod::ALL.len()];
    let when_unknown = match choice & 0x80 {
        0 => WhenUnknown::Indeterminate,
        _ => WhenUnknown::AbsenceAcceptedWithWarning,
    };
    let mut policy = StatusPolicy::by(method);
    policy.when_unknown = when_unknown;
    let expired = certificate.not_after().after(Duration::from_secs(1));
    let at = if choice & 0x40 == 0 { *at } else { ValidationTime::at(expired) };
    let target = RevocationTarget::end_entity(certificate, authority, authority);
    let mut inquiry = StatusResolver::begin(&policy, target, at);
    let (mut given, mut needed) = (Vec::new(), 0);
    for answer in answers {
        let judgement = &known[usize::from(*answer) % known.len()];
        if inquiry.next_step().is_some() {
            given.push(judgement.status());
            needed += 1;
        }
        inquiry.process_answer(judgement.clone());
    }
    assert!(needed <= 2, "at most one question by each method");
    let pending = inquiry.next_step().is_some();
    let end = inquiry.finish();
    let revoked = given.iter().any(|status| matches!(status, Status::Revoked(_)));
    match end.status() {
        Status::Revoked(_) => assert!(revoked),
        Status::Good => {
            assert!(!revoked && !pending && given.contains(&Status::Good));
            assert!(method != StatusMethod::Both || given == [Status::Good, Status::Good]);
        }
        Status::Unknown(_) => {
            assert!(!revoked);
            let accepted = matches!(end.check().outcome(), Outcome::Warned(_));
            assert_eq!(accepted, end.check().outcome().verdict() == Verdict::Valid);
            assert!(!accepted || when_unknown == WhenUnknown::AbsenceAcceptedWithWarning);
            assert!(!accepted || (!pending && !given.is_empty()));
            assert!(!accepted || !given.contains(&Status::Unknown(Reason::ResponseMalformed)));
        }
    }
}

fn schedule(bytes: &[u8]) {
    let (settings, pieces) = bytes.split_at(bytes.len().min(6));
    let schedule = match settings {
        // Any number of seconds to some days, so that the parts need not fit together.
        [1, of @ ..] => {
            let seconds = |place: usize| {
                Duration::from_secs(u64::from(of.get(place).copied().unwrap_or(0)).pow(2) * 7)
            };
            let mut schedule = RefreshSchedule::daily_crls();
            schedule.interval = seconds(0);
            schedule.lead = seconds(1);
            schedule.jitter = seconds(2);
            schedule.first_retry = seconds(3);
            schedule.longest_retry = seconds(4);
            schedule
        }
        _ => RefreshSchedule::daily_crls(),
    };
    let second = Duration::from_secs(1);
    let longest = schedule.interval.max(schedule.longest_retry).max(second) + schedule.jitter;
    let mut now = Timestamp::from_unix_seconds(1_700_000_000);
    let mut refresh = match settings {
        [_, 1, ..] => Refresh::held_since(schedule, now).until(now.after(schedule.lead)),
        _ => Refresh::due_now(schedule),
    };
    let mut until = None;
    for piece in pieces.chunks_exact(8) {
        let number = u64::from_be_bytes(piece.try_into().expect("eight bytes"));
        let jump = Duration::from_secs(number % 100_000);
        match refresh.next_action(now) {
            RefreshAction::Fetch if number & 1 == 0 => refresh.failed(now, number),
            RefreshAction::Fetch => {
                until = Some(if number & 4 == 0 { now.after(jump) } else { now.before(jump) });
                refresh.fetched(now, until, number);
            }
            RefreshAction::Wait(until) => assert!(until > now && until.since(now) <= longest),
        }
        assert!(refresh.next_action(now) != RefreshAction::Fetch, "fetched twice at one instant");
        now = if number & 2 == 0 { now.after(jump) } else { now.before(jump) };
        let has_run_out = until.is_some_and(|until| until < now);
        assert!(!has_run_out || refresh.staleness(now) > Staleness::Fresh, "called fresh");
    }
}
