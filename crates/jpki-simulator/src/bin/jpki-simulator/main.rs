//! A simulated J-LIS on one machine.

mod arguments;
mod folder;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::Parser as _;
use jpki_core::time::Timestamp;
use jpki_simulator::{Card, Resident, Server, Simulator};
use jpki_testkit::jpki::{Generation, Person, Purpose};

use arguments::{Arguments, Event, Happening};
use folder::Folder;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let simulator = Simulator::new(arguments.seed, arguments.at.unwrap_or_else(Timestamp::now));
    simulator.set_ocsp_signer(arguments.ocsp_signer.into());
    let folder = Folder::make(&arguments.folder)?;
    folder.write_authorities(&simulator)?;
    let person = simulator.person(Person::hanako());
    let mut cards = Vec::from_iter(person.card());
    cards.extend(arguments.events.iter().filter_map(|event| happen(&person, event)));
    for (number, card) in (1..).zip(&cards) {
        folder.write_card(number, card)?;
    }
    let server = Server::start(&simulator, arguments.listen, arguments.tls()?.as_ref())?;
    print_addresses(&server)?;
    loop {
        thread::sleep(Duration::from_secs(1));
        if arguments.at.is_none() {
            simulator.set_clock(Timestamp::now());
        }
    }
}

/// Lets it happen, and returns the card that comes of it.
fn happen(person: &Resident, Happening { event, on }: &Happening) -> Option<Card> {
    match event {
        Event::Moves => person.moves(*on),
        Event::Dies => person.dies(*on),
        Event::MovesAbroad => person.moves_abroad(*on),
        Event::LosesCard => person.loses_card(*on),
        Event::FindsCard => person.finds_card(*on),
        Event::GivesCardUp => person.gives_card_up(*on),
        Event::Renews => return Some(person.renews(*on)),
    }
    None
}

fn print_addresses(server: &Server) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for purpose in [Purpose::Sign, Purpose::Auth] {
        for generation in [Generation::Second, Generation::Third] {
            writeln!(out, "{}", server.crl(purpose, generation, None))?;
            writeln!(out, "{}", server.arl(purpose, generation))?;
        }
        writeln!(out, "{}", server.ocsp(purpose))?;
    }
    writeln!(out, "{}", server.linkage())?;
    writeln!(out, "{}", server.previous_serial())?;
    out.flush()
}
