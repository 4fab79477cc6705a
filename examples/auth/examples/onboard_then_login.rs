//! An application is signed, the account is bound, the user logs in, renews the certificate, and logs in
//! again; challenges and bindings are kept in SQLite.
//!
//! ```text
//! cargo run --example onboard_then_login -- [FILE]
//! ```
//!
//! FILE is the database; without it, one that is gone afterwards.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

use jpki_auth::binding::{BindingOutcome, BindingScheme, LinkageKeys, RenewalConsent};
use jpki_auth::blocking::{AccountBindings, LoginService};
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
use jpki_verify::localized::Localized;
use jpki_verify::{Assessed, Locale};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = std::env::args_os().nth(1).map(PathBuf::from);
    let store = SqliteStore::open(file.unwrap_or_else(|| folder.path().join("auth.sqlite")))?;

    // In production the keys come from a file (`KeyRing::from_file`), the session from the web framework.
    let keys = LinkageKeys::of_ring(&synthetic_keys()?, now())?;
    let book = BindingScheme::new(ServiceProvider::new("synth-bank")?, keys);
    let bindings = AccountBindings::new(book, store.clone());
    let rules = LoginRules::new(RelyingParty::new("https://bank.example")?, Arc::new(RustCrypto));
    let bank = Bank {
        logins: LoginService::new(rules, store, bindings.clone(), MemoryAttempts::default()),
        session: SessionId::new(b"a session identifier nobody guesses")?,
        user: UserIdentifier::new(b"member-0001")?,
    };

    let person = Person::hanako();
    let (signing, old) = (Card::for_signing(&person), Card::for_login(&person));
    let new = Card::renewed(&person, 7);
    let inquiries = Inquiries::default().pair(&signing, &old).renewal(&new, &old);

    println!("1. 申込書の署名を検証し、利用者証明用電子証明書を紐付ける");
    let today = World::with_revoked(Arc::new(RustCrypto), &[])?;
    let application = "口座開設申込書 会員番号 member-0001".as_bytes();
    let signer = today.judge_application(&signing, application)?.into_result()?;
    // Of this application, and of no other that the person ever signed.
    let signed = signer.content_digest();
    if *signed != RustCrypto.digest(signed.algorithm(), application) {
        return Err("another document".into());
    }
    let BindingOutcome::Bound(binding) =
        bindings.bind_signer(&signer, &bank.user, &inquiries, now())?
    else {
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
    match bindings.renew(*candidate, &consent, &inquiries, now())? {
        Renewal::Renewed(assessed) => show(&assessed),
        other => return Err(format!("not renewed: {other:?}").into()),
    }

    println!("5. 再びログイン");
    let (assessed, _) = bank.log_in(&later, &new)?;
    show(&assessed);
    println!("{}", assessed.report().render(Locale::Ja));
    println!("   利用者: {}", assessed.into_result()?.binding().identifier());
    Ok(())
}

struct Bank {
    logins: LoginService<SqliteStore, SqliteStore, MemoryAttempts>,
    session: SessionId,
    user: UserIdentifier,
}

type Ended = (Assessed<VerifiedLogin>, Option<Box<RenewalCandidate>>);

impl Bank {
    fn log_in(&self, world: &World, card: &Card) -> Result<Ended, Box<dyn Error>> {
        let purpose = Purpose::login();
        let challenge = self.logins.challenge(&self.session, &purpose, now())?;
        let attempt = card.answer(&challenge, &self.user, &self.session, &purpose)?;
        Ok(match self.logins.begin(attempt, now())? {
            LocalLogin::Refused(conclusion) => conclusion.into_parts(),
            LocalLogin::Pending(pending) => {
                let answer = world.judge(pending.certificate());
                self.logins.finish(*pending, answer, now())?.into_parts()
            }
        })
    }
}

fn show(assessed: &Assessed<VerifiedLogin>) {
    println!("   {}", ClientAnswer::to(assessed).text(Locale::Ja));
    for reason in assessed.report().reasons() {
        println!("   (内部の記録: {})", reason.text(Locale::Ja));
    }
}
