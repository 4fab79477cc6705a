//! An application is signed, the account is bound, the user logs in, renews the certificate, and logs in
//! again, and leaves; challenges and bindings are kept in SQLite. Every outcome waits until the operation log has it.
//!
//! ```text
//! cargo run --example onboard_then_login -- [FILE]
//! ```
//!
//! FILE is the database; beside it lie the operation log (`.log`) and its second place (`.checkpoints`), which belongs on
//! another machine. Without FILE all are gone afterwards.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

use jpki_audit::file::{CheckpointFolder, FileStore};
use jpki_audit::note::NoteName;
use jpki_audit::{Log, LogError, Logged};
use jpki_auth::binding::{
    BindingOutcome, BindingScheme, Counterpart, Erasure, LinkageKeys, Predecessor, RenewalConsent,
    SerialInquiry,
};
use jpki_auth::blocking::{AccountBindings, LoginService, SerialLinkage};
use jpki_auth::identifiers::{Purpose, RelyingParty, ServiceProvider, SessionId, UserIdentifier};
use jpki_auth::login::{
    ClientAnswer, LocalLogin, LoginRules, Renewal, RenewalCandidate, VerifiedLogin,
};
use jpki_auth::memory::MemoryAttempts;
use jpki_auth_examples::{Card, Inquiries, ReasonCode, World, now, synthetic_keys};
use jpki_stores::sqlite::SqliteStore;
use jpki_testkit::jpki::Person;
use jpki_verify::CryptoBackend;
use jpki_verify::crypto::RustCrypto;
use jpki_verify::event::{ActionResult, Operation, OperatorName, PurposeOfUse, Requester, Tenant};
use jpki_verify::localized::Localized;
use jpki_verify::{Assessed, Locale};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = std::env::args_os().nth(1).map(PathBuf::from);
    let file = file.unwrap_or_else(|| folder.path().join("auth.sqlite"));
    let beside = |what: &str| file.with_extension(what);

    // In production the keys come from a file (`KeyRing::from_file`), the session from the web framework.
    let ring = synthetic_keys()?;
    let keys = LinkageKeys::of_ring(&ring, now())?;
    let second_place = CheckpointFolder::open(beside("checkpoints"))?;
    let log = Log::open(
        FileStore::open(beside("log"))?,
        NoteName::new("log.example/operations")?,
        ring,
        second_place,
    )?;
    let journal = Journal {
        log,
        requester: Requester::service(Tenant::new("synth-bank")?),
        purpose: PurposeOfUse::new("account-opening")?,
    };
    let store = SqliteStore::open(&file)?;
    let book = BindingScheme::new(ServiceProvider::new("synth-bank")?, keys);
    let bindings = AccountBindings::new(book, store.clone());
    let rules = LoginRules::new(RelyingParty::new("https://bank.example")?, Arc::new(RustCrypto));
    let bank = Bank {
        journal: &journal,
        logins: LoginService::new(rules, store, bindings.clone(), MemoryAttempts::default()),
        session: SessionId::new(b"a session identifier nobody guesses")?,
        user: UserIdentifier::new(b"member-0001")?,
    };

    let person = Person::hanako();
    let (signing, old) = (Card::for_signing(&person), Card::for_login(&person));
    let new = Card::renewed(&person, 7);
    let inquiries = Inquiries::default().pair(&signing, &old).renewal(&new, &old);
    let inquiries = LoggedInquiries { inquiries, journal: &journal };

    println!("1. 申込書の署名を検証し、利用者証明用電子証明書を紐付ける");
    let today = World::with_revoked(Arc::new(RustCrypto), &[])?;
    let application = "口座開設申込書 会員番号 member-0001".as_bytes();
    let settled = today.judge_application(&signing, application)?;
    let operation = settled.operation();
    let signer = journal.open(settled.into_assessed(), operation)?.into_result()?;
    // Of this application, and of no other that the person ever signed.
    let signed = signer.content_digest();
    if *signed != RustCrypto.digest(signed.algorithm(), application) {
        return Err("another document".into());
    }
    let outcome = bindings.bind_signer(&signer, &bank.user, &inquiries, now())?;
    let operation = outcome.operation(&bank.user, now());
    let BindingOutcome::Bound(binding) = journal.open(outcome, operation)? else {
        return Err("not bound".into());
    };
    println!("   利用者: {}", binding.identifier());

    println!("2. ログイン");
    show(&bank.log_in(&today, &old)?.0);

    println!("3. 電子証明書の更新後: 古いものは失効し、新しいものはまだ紐付いていない");
    let later = World::with_revoked(Arc::new(RustCrypto), &[(&old, ReasonCode::Superseded)])?;
    show(&bank.log_in(&later, &old)?.0);
    let (refused, candidate) = bank.log_in(&later, &new)?;
    show(&refused);

    println!("4. 利用者の同意を得て、一世代前の発行番号を照会し、紐付けを更新する");
    let candidate = candidate.ok_or("nothing to renew")?;
    let consent = RenewalConsent::obtained_at(now());
    let renewal = bindings.renew(*candidate, &consent, &inquiries, now())?;
    let operation = renewal.operation(&bank.user, now());
    match journal.open(renewal, operation)? {
        Renewal::Renewed(assessed) => show(&assessed),
        other => return Err(format!("not renewed: {other:?}").into()),
    }

    println!("5. 再びログイン");
    let (assessed, _) = bank.log_in(&later, &new)?;
    show(&assessed);
    println!("{}", assessed.report().render(Locale::Ja));
    println!("   利用者: {}", assessed.into_result()?.binding().identifier());

    println!("6. 退会: 紐付けを消去する");
    let operator = OperatorName::new("運用 花子")?;
    let erased = bindings.erase(Erasure::Account(&bank.user), operator, now())?;
    let operation = erased.operation();
    println!("{}", journal.open(erased, operation)?.render(Locale::Ja));

    journal.log.checkpoint(now())?;
    println!("操作ログ: {} 件", journal.log.size());
    Ok(())
}

/// The log, and who asks for what here.
struct Journal {
    log: Log<FileStore>,
    requester: Requester,
    purpose: PurposeOfUse,
}

impl Journal {
    /// The outcome, when its operation is in the log.
    fn open<T>(&self, outcome: T, operation: Operation) -> Result<T, LogError> {
        let event = operation.requested_by(self.requester.clone(), self.purpose.clone());
        Ok(Logged::new(outcome, event).open(&self.log)?.0)
    }
}

/// Inquiries at J-LIS, whose answers wait for the log too.
struct LoggedInquiries<'a> {
    inquiries: Inquiries,
    journal: &'a Journal,
}

impl SerialLinkage for LoggedInquiries<'_> {
    type Error = LogError;

    fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, LogError> {
        let Ok(answer) = self.inquiries.counterpart(inquiry);
        self.journal.open(answer, inquiry.operation(ActionResult::Done, now()))
    }

    fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Predecessor, LogError> {
        let Ok(answer) = self.inquiries.predecessor(inquiry, consent);
        self.journal.open(answer, inquiry.operation(ActionResult::Done, now()))
    }
}

struct Bank<'a> {
    journal: &'a Journal,
    logins: LoginService<SqliteStore, SqliteStore, MemoryAttempts>,
    session: SessionId,
    user: UserIdentifier,
}

type Ended = (Assessed<VerifiedLogin>, Option<Box<RenewalCandidate>>);

impl Bank<'_> {
    fn log_in(&self, world: &World, card: &Card) -> Result<Ended, Box<dyn Error>> {
        let purpose = Purpose::login();
        let challenge = self.logins.challenge(&self.session, &purpose, now())?;
        let attempt = card.answer(&challenge, &self.user, &self.session, &purpose)?;
        let conclusion = match self.logins.begin(attempt, now())? {
            LocalLogin::Refused(conclusion) => conclusion,
            LocalLogin::Pending(pending) => {
                let answer = world.judge(pending.certificate());
                self.logins.finish(*pending, answer, now())?
            }
        };
        let operation = conclusion.operation();
        Ok(self.journal.open(conclusion, operation)?.into_parts())
    }
}

fn show(assessed: &Assessed<VerifiedLogin>) {
    println!("   {}", ClientAnswer::to(assessed).text(Locale::Ja));
    for reason in assessed.report().reasons() {
        println!("   (内部の記録: {})", reason.text(Locale::Ja));
    }
}
