use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::Arc;

use jpki_core::event::{Action, OperatorName, Tenant};
use jpki_core::report::InquiryMethod::{self, Lists, Responder};
use jpki_core::time::Timestamp;
use jpki_platform::fees::{
    Admission, BillingMonth, Check, CheckOutcome, CheckedCertificate, DatedPrices, EachCheck,
    FeeMeter, FeeStore, IntentId, ListChecksOnceAMonth, OpenPage, SettleOutcome, SpendingLimit,
    Statement, Tariff, UnitPrices, Yen,
};
use jpki_platform::operator::{
    AccountKind, FeeReconciliation, Founders, GrantTerms, Grants, Operator, OperatorSession,
    Permit, Right,
};
use jpki_x509::kind::CertificateKind::{self, Signature, UserAuthentication};

pub(crate) fn instant(text: &str) -> Timestamp {
    Timestamp::from_rfc3339(text).unwrap()
}

pub(crate) fn tenant(name: &str) -> Tenant {
    Tenant::new(name).unwrap()
}

/// 20 and 2 yen by OCSP from 2026 on.
pub(crate) fn tariff() -> Tariff {
    let from = instant("2026-01-01T00:00:00+09:00");
    Tariff::of_jlis(&[DatedPrices { from, prices: UnitPrices::GUIDELINE }], &[]).unwrap()
}

pub(crate) fn meter() -> FeeMeter {
    FeeMeter::new(tariff(), Arc::new(EachCheck))
}

pub(crate) const fn check(kind: CertificateKind, method: InquiryMethod) -> Check {
    Check { kind, method }
}

/// Of somebody who may hold what is open against the bill.
pub(crate) fn permit(now: Timestamp) -> Permit<FeeReconciliation> {
    let name = |name| OperatorName::new(name).unwrap();
    let session = |name, account| Operator::of(&Session(name, account, now), now).unwrap();
    let until = now.after(std::time::Duration::from_secs(86_400));
    let founders = Founders::new(name("one"), name("two")).unwrap();
    let mut grants = Grants::founded_by(founders, now, until).unwrap();
    let right = Right::FeeReconciliation;
    let terms = GrantTerms { to: name("three"), right, from: now, until };
    let [one, two] = ["one", "two"].map(|name| session(name, AccountKind::Privileged));
    let (request, _) = grants.request(&one, terms, now).unwrap();
    let _approved = grants.approve(&two, request, now).unwrap();
    grants.permit(&session("three", AccountKind::Daily), FeeReconciliation, now).unwrap()
}

struct Session(&'static str, AccountKind, Timestamp);

impl OperatorSession for Session {
    fn operator(&self) -> OperatorName {
        OperatorName::new(self.0).unwrap()
    }

    fn account(&self) -> AccountKind {
        self.1
    }

    fn authenticated_at(&self) -> Timestamp {
        self.2
    }
}

/// What all of a month cost.
pub(crate) fn total<S: FeeStore<Error: Debug>>(store: &S, at: Timestamp) -> Yen {
    let month = BillingMonth::of(at);
    Statement::new(month, &store.counts(month, None).unwrap(), &tariff()).total()
}

pub(crate) fn open<S: FeeStore<Error: Debug>>(store: &S) -> Vec<IntentId> {
    let page = OpenPage { before: Timestamp::MAX, after: None, at_most: u32::MAX };
    store.open(page).unwrap().iter().map(|open| open.id).collect()
}

/// Guideline 001 ch. 4 (3) イ: 20 and 2 yen; lists free, OCSP free until the end of 2025 in Japan.
pub(crate) fn costs_what_the_guideline_says<S: FeeStore<Error: Debug>>(store: impl Fn() -> S) {
    let cases = [
        ("2026-01-01T00:00:00+09:00", Responder, 70),
        ("2025-12-31T23:59:59.999999999+09:00", Responder, 0),
        ("2025-12-31T15:00:00Z", Responder, 70),
        ("2023-01-01T00:00:00+09:00", Responder, 0),
        ("2022-12-31T23:59:59+09:00", Responder, 70),
        ("2022-12-31T23:59:59+09:00", Lists, 70),
        ("2023-01-01T00:00:00+09:00", Lists, 0),
        ("2025-12-31T23:59:59+09:00", Lists, 0),
        ("2026-01-01T00:00:00+09:00", Lists, 0),
        ("2030-06-01T12:00:00+09:00", Lists, 0),
    ];
    for (at, method, yen) in cases {
        let (store, meter, at) = (store(), meter(), instant(at));
        let kinds = [[Signature].repeat(3), [UserAuthentication].repeat(5)].concat();
        for kind in kinds {
            let before = total(&store, at);
            let intent =
                meter.intent(&tenant("bank"), check(kind, method), None, None, at).unwrap();
            let admission = store.intend(&intent).unwrap();
            assert_eq!(total(&store, at), before, "an open one is in no sum");
            let check = intent.admitted(admission).expect("there is no limit");
            let settled = store.settle(&check.sent(CheckOutcome::Good, &meter)).unwrap();
            assert_eq!(settled, SettleOutcome::Billed);
        }
        assert_eq!(total(&store, at), Yen(yen), "{at} {method:?}");
        let count: u64 =
            store.counts(BillingMonth::of(at), None).unwrap().iter().map(|it| it.count).sum();
        assert_eq!(count, 8, "checks are counted, whatever they cost");
    }
}

/// An intent is open until it is settled, once; a question that was not sent is in no sum.
pub(crate) fn counts_what_was_sent<S: FeeStore<Error: Debug>>(store: &S) {
    let (meter, at) = (meter(), instant("2026-06-01T12:00:00+09:00"));
    let sign = check(Signature, Responder);
    let intend = || {
        let intent = meter.intent(&tenant("bank"), sign, None, None, at).unwrap();
        let admission = store.intend(&intent).unwrap();
        intent.admitted(admission).unwrap()
    };
    let (sent, unsent, lost) = (intend(), intend(), intend());
    let lost_id = lost.intent().id();
    assert_eq!(open(store).len(), 3);
    assert_eq!(total(store, at), Yen(0));

    let settlement = sent.sent(CheckOutcome::Revoked, &meter);
    assert_eq!(store.settle(&settlement).unwrap(), SettleOutcome::Billed);
    assert_eq!(store.settle(&settlement).unwrap(), SettleOutcome::NotOpen, "once");
    assert_eq!(store.settle(&unsent.not_sent()).unwrap(), SettleOutcome::Dropped);
    drop(lost);
    assert_eq!(open(store), [lost_id]);
    assert_eq!(total(store, at), Yen(20));

    // What is under way is not shown to whoever holds J-LIS's bill in hand.
    let page = |before, after| OpenPage { before, after, at_most: 10 };
    assert!(store.open(page(at, None)).unwrap().is_empty());
    let later = instant("2026-06-01T12:00:01+09:00");
    assert!(store.open(page(later, Some(lost_id))).unwrap().is_empty());
    let found = store.open(page(later, None)).unwrap();
    assert_eq!(found[0].tenant, tenant("bank"));
    assert_eq!((found[0].check, found[0].price, found[0].asked_at), (sign, Yen(20), at));
    let (settlement, operation) = found[0].reconcile(&permit(at), true);
    assert_eq!((operation.action(), operation.time()), (Action::FeeReconciliation, at));
    assert_eq!(store.settle(&settlement).unwrap(), SettleOutcome::Billed);
    assert_eq!((open(store).len(), total(store, at)), (0, Yen(40)));
    let counts = store.counts(BillingMonth::of(at), None).unwrap();
    let by_hand = counts.iter().find(|it| it.outcome == CheckOutcome::Reconciled).unwrap();
    assert_eq!((by_hand.count, by_hand.is_billed), (1, true));
}

/// The limit holds for what is billed and what is open together, for each tenant and month.
pub(crate) fn stops_before_the_limit<S: FeeStore<Error: Debug>>(store: &S) {
    let meter = meter();
    let june = instant("2026-06-30T23:59:59+09:00");
    let july = instant("2026-07-01T00:00:00+09:00");
    let limit = Some(SpendingLimit(Yen(50)));
    let ask = |name: &str, kind, at| {
        let it = check(kind, Responder);
        let intent = meter.intent(&tenant(name), it, None, limit, at).unwrap();
        let admission = store.intend(&intent).unwrap();
        intent.admitted(admission)
    };
    let first = ask("bank", Signature, june).expect("20");
    let second = ask("bank", Signature, june).expect("40");
    assert!(ask("bank", Signature, june).is_none(), "60 is beyond 50");
    for _ in 0..5 {
        let small = ask("bank", UserAuthentication, june).expect("up to 50, and not beyond");
        store.settle(&small.sent(CheckOutcome::Good, &meter)).unwrap();
    }
    assert!(ask("bank", UserAuthentication, june).is_none());
    assert!(ask("other", Signature, june).is_some(), "another tenant's money");
    assert!(ask("bank", Signature, july).is_some(), "another month's money");

    // What was not sent is free again; what was sent is not.
    store.settle(&first.not_sent()).unwrap();
    store.settle(&second.sent(CheckOutcome::NoAnswer, &meter)).unwrap();
    let again = ask("bank", Signature, june).expect("50 again");
    assert!(ask("bank", UserAuthentication, june).is_none());
    drop(again);

    // What costs nothing passes, and what was refused left nothing.
    let free = check(Signature, Lists);
    let intent = meter.intent(&tenant("bank"), free, None, limit, june).unwrap();
    assert_eq!(store.intend(&intent).unwrap(), Admission::Admitted);
    assert_eq!(total(store, june), Yen(5 * 2 + 20));
    let of_bank = |id: &&_| store_tenant(store, **id) == tenant("bank");
    assert_eq!(open(store).iter().filter(of_bank).count(), 3, "june's again and free, july's");

    // A limit below one check admits none.
    let low = Some(SpendingLimit(Yen(19)));
    let intent = meter.intent(&tenant("low"), check(Signature, Responder), None, low, june);
    assert_eq!(store.intend(&intent.unwrap()).unwrap(), Admission::LimitReached);
}

fn store_tenant<S: FeeStore<Error: Debug>>(store: &S, id: IntentId) -> Tenant {
    let page = OpenPage { before: Timestamp::MAX, after: None, at_most: u32::MAX };
    store.open(page).unwrap().into_iter().find(|open| open.id == id).unwrap().tenant
}

/// However many ask at once, no more is admitted than the limit holds.
pub(crate) fn stops_rivals_before_the_limit<S: FeeStore<Error: Debug>>(stores: &[S]) {
    let (meter, at) = (meter(), instant("2026-06-01T12:00:00+09:00"));
    let limit = Some(SpendingLimit(Yen(1019)));
    let admitted: usize = std::thread::scope(|scope| {
        let rivals = (0..8).map(|number| {
            let (store, meter) = (&stores[number % stores.len()], &meter);
            scope.spawn(move || {
                let mut admitted = 0;
                for _ in 0..20 {
                    let it = check(Signature, Responder);
                    let intent = meter.intent(&tenant("bank"), it, None, limit, at).unwrap();
                    let admission = store.intend(&intent).unwrap();
                    if let Some(check) = intent.admitted(admission) {
                        admitted += 1;
                        store.settle(&check.sent(CheckOutcome::Good, meter)).unwrap();
                    }
                }
                admitted
            })
        });
        let rivals: Vec<_> = rivals.collect();
        rivals.into_iter().map(|rival| rival.join().unwrap()).sum()
    });
    assert_eq!(admitted, 50, "50 of 20 yen are 1000, 51 are 1020");
    assert_eq!(total(&stores[0], at), Yen(1000));
}

/// A certificate by lists once a month and tenant, by OCSP each time; answers that tell nothing never.
pub(crate) fn follows_the_counting_rule<S: FeeStore<Error: Debug>>(store: &S) {
    let meter = FeeMeter::new(tariff(), Arc::new(ListChecksOnceAMonth));
    let june = instant("2026-06-01T00:00:00+09:00");
    let july = instant("2026-07-01T00:00:00+09:00");
    let billed = |name: &str, method, certificate: Option<u8>, outcome, at| {
        let certificate = certificate.map(|it| CheckedCertificate::from_keyed_digest([it; 32]));
        let it = check(Signature, method);
        let intent = meter.intent(&tenant(name), it, certificate, None, at).unwrap();
        let admission = store.intend(&intent).unwrap();
        let settlement = intent.admitted(admission).unwrap().sent(outcome, &meter);
        match store.settle(&settlement).unwrap() {
            SettleOutcome::Billed => true,
            SettleOutcome::NotBilled => false,
            other => panic!("{other:?}"),
        }
    };
    assert!(billed("bank", Lists, Some(1), CheckOutcome::Good, june));
    assert!(!billed("bank", Lists, Some(1), CheckOutcome::Good, june), "again");
    assert!(!billed("bank", Lists, Some(1), CheckOutcome::Revoked, june), "again");
    assert!(billed("bank", Lists, Some(2), CheckOutcome::Good, june), "another certificate");
    assert!(billed("other", Lists, Some(1), CheckOutcome::Good, june), "another tenant");
    assert!(billed("bank", Lists, Some(1), CheckOutcome::Good, july), "another month");
    for _ in 0..2 {
        assert!(billed("bank", Responder, Some(1), CheckOutcome::Good, june), "each by OCSP");
        assert!(billed("bank", Lists, None, CheckOutcome::Good, june), "not told which");
    }
    assert!(!billed("bank", Responder, Some(1), CheckOutcome::Unknown, june));
    assert!(!billed("bank", Responder, Some(1), CheckOutcome::NoAnswer, june));

    let forgotten = store.forget_certificates(BillingMonth::of(july)).unwrap();
    assert_eq!(forgotten, 4, "two of the bank by lists, one by OCSP, one of the other");
    assert_eq!(store.forget_certificates(BillingMonth::of(july)).unwrap(), 0);
    assert!(!billed("bank", Lists, Some(1), CheckOutcome::Good, july), "july's is kept");
    let counts = store.counts(BillingMonth::of(june), None).unwrap();
    assert_eq!(counts.iter().map(|it| it.count).sum::<u64>(), 11, "counts stay");
}

/// Random operations give what a list of them adds up to.
pub(crate) fn follows_the_model<S: FeeStore<Error: Debug>>(store: &S, rounds: u64) {
    let mut random = Random(0x5eed_0014 + rounds);
    let meter = meter();
    let times: Vec<_> = ["2025-12-31T23:59:59+09:00", "2026-01-01T00:00:00+09:00"]
        .into_iter()
        .chain(["2026-01-31T23:59:59+09:00", "2026-02-01T00:00:00+09:00"])
        .map(instant)
        .collect();
    let outcomes =
        [CheckOutcome::Good, CheckOutcome::Revoked, CheckOutcome::Unknown, CheckOutcome::NoAnswer];
    let mut under_way = BTreeMap::new();
    let mut lost = BTreeSet::new();
    let (mut expected, mut committed) = (BTreeMap::new(), BTreeMap::<_, u64>::new());
    for _ in 0..rounds {
        let name = ["a", "b"][random.below(2)];
        let at = times[random.below(times.len())];
        let kind = [Signature, UserAuthentication][random.below(2)];
        let method = [Lists, Responder][random.below(2)];
        let it = check(kind, method);
        let limit = [None, Some(300)][random.below(2)];
        let price = meter.tariff().price(it, at).0;
        let month = (name, BillingMonth::of(at));
        let key = |outcome: CheckOutcome| {
            (at.day_in_japan(), tenant(name), it, Yen(price), outcome, true)
        };
        let intent =
            meter.intent(&tenant(name), it, None, limit.map(Yen).map(SpendingLimit), at).unwrap();
        let used = committed.entry(month).or_default();
        let fits = limit.is_none_or(|limit| *used + price <= limit);
        let answer = if fits { Admission::Admitted } else { Admission::LimitReached };
        if random.below(4) == 0 {
            let settlement = intent.made_here(CheckOutcome::Good, &meter);
            assert_eq!(store.count(&intent, &settlement).unwrap(), answer);
            if fits {
                *used += price;
                *expected.entry(key(CheckOutcome::Good)).or_insert(0) += 1;
            }
            continue;
        }
        let admission = store.intend(&intent).unwrap();
        assert_eq!(admission, answer);
        let id = intent.id();
        if let Some(check) = intent.admitted(admission) {
            *used += price;
            under_way.insert(id, (check, month, price, key(CheckOutcome::Good)));
        }
        // One of those under way ends, or is lost.
        if random.below(3) > 0
            && let Some((id, (check, month, price, mut key))) = under_way.pop_first()
        {
            match random.below(6) {
                0 => {
                    lost.insert(id);
                }
                1 => {
                    assert_eq!(store.settle(&check.not_sent()).unwrap(), SettleOutcome::Dropped);
                    *committed.get_mut(&month).unwrap() -= price;
                }
                outcome => {
                    key.4 = outcomes[outcome - 2];
                    let settlement = check.sent(key.4, &meter);
                    assert_eq!(store.settle(&settlement).unwrap(), SettleOutcome::Billed);
                    *expected.entry(key).or_insert(0) += 1;
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    for month in [(2025, 12), (2026, 1), (2026, 2)] {
        let month = BillingMonth::new(month.0, month.1).unwrap();
        let all = store.counts(month, None).unwrap();
        assert!(all.is_sorted());
        let mut by_tenant = Vec::new();
        for name in ["a", "b", "nobody"] {
            by_tenant.extend(store.counts(month, Some(&tenant(name))).unwrap());
        }
        by_tenant.sort();
        assert_eq!(by_tenant, all);
        for it in all {
            let key = (it.day, it.tenant, it.check, it.price, it.outcome, it.is_billed);
            assert_eq!(found.insert(key, it.count), None);
        }
    }
    assert_eq!(found, expected);
    lost.extend(under_way.into_keys());
    assert_eq!(open(store), Vec::from_iter(lost));
}

/// SplitMix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((it ^ (it >> 31)) % u64::try_from(end).unwrap()).unwrap()
    }
}
