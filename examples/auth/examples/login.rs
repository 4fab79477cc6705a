//! A user logs in with the 利用者証明用電子証明書; challenges and bindings are kept in memory.
//!
//! ```text
//! cargo run --example login
//! ```

use std::error::Error;
use std::sync::Arc;

use jpki_auth::binding::{BindingScheme, LinkageKeys};
use jpki_auth::blocking::{AccountBindings, LoginService};
use jpki_auth::identifiers::{Purpose, RelyingParty, ServiceProvider, SessionId, UserIdentifier};
use jpki_auth::login::{ClientAnswer, LocalLogin, LocalRegistration, LoginRules};
use jpki_auth::memory::{MemoryAttempts, MemoryBindings, MemoryChallenges};
use jpki_auth_examples::{Card, World, now, synthetic_keys};
use jpki_testkit::jpki::Person;
use jpki_verify::Locale;
use jpki_verify::crypto::RustCrypto;
use jpki_verify::localized::Localized;

fn main() -> Result<(), Box<dyn Error>> {
    let world = World::with_revoked(Arc::new(RustCrypto), &[])?;

    // In production the keys come from a file (`KeyRing::from_file`), the session from the web framework.
    let keys = LinkageKeys::of_ring(&synthetic_keys()?, now())?;
    let book = BindingScheme::new(ServiceProvider::new("synth-bank")?, keys);
    let bindings = AccountBindings::new(book, MemoryBindings::new());
    let rules = LoginRules::new(RelyingParty::new("https://bank.example")?, Arc::new(RustCrypto));
    let challenges = MemoryChallenges::with_capacity(100_000);
    let logins = LoginService::new(rules, challenges, bindings.clone(), MemoryAttempts::default());

    let card = Card::for_login(&Person::hanako());
    let user = UserIdentifier::new(b"member-0001")?;
    let session = SessionId::new(b"a session identifier nobody guesses")?;

    // The first use, in a session whose user the bank has identified: the certificate is bound.
    let purpose = Purpose::registration();
    let challenge = logins.challenge(&session, &purpose, now())?;
    let attempt = card.answer(&challenge, &user, &session, &purpose)?;
    if let LocalRegistration::Pending(pending) = logins.begin_registration(attempt, now())? {
        let answer = world.judge(pending.certificate());
        let possession = pending.finish(answer, now()).into_assessed().into_result()?;
        println!("{:?}", bindings.bind_first_use(&possession, now())?);
    }

    // From now on it logs in.
    let purpose = Purpose::login();
    let challenge = logins.challenge(&session, &purpose, now())?;
    let attempt = card.answer(&challenge, &user, &session, &purpose)?;
    let assessed = match logins.begin(attempt, now())? {
        LocalLogin::Refused(conclusion) => conclusion.into_parts().0,
        LocalLogin::Pending(pending) => {
            let answer = world.judge(pending.certificate());
            logins.finish(*pending, answer, now())?.into_parts().0
        }
    };
    println!("{}", assessed.report().render(Locale::Ja));
    println!("{}", ClientAnswer::to(&assessed).text(Locale::Ja));
    let login = assessed.into_result()?;
    println!("利用者: {}", login.binding().identifier());
    Ok(())
}
