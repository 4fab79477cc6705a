//! Customers and lists to try the monitor on, all of them made up:
//!
//! `cargo run --release --example synthetic_customers -- FOLDER 10000000 1000000`
//!
//! writes that many customers with two certificates each, the authorities, their pins, and for each authority
//! a list that revokes both certificates of every so many customers. A third number is a day, on which other
//! customers are revoked than on the day before.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    reason = "an example that is given wrong numbers may stop"
)]

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use jpki_core::crypto::CryptoBackend as _;
use jpki_testkit::jpki::{Authority, Generation, SyntheticJpki};
use jpki_testkit::large_list::{Serials, large_list};

/// Serial numbers from here on belong to customers in their order, so that a run of them is revoked.
const FIRST: u32 = 0x0100_0000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, customers, revoked, day @ ..] = &*arguments else {
        return Err("FOLDER, a number of customers, how many are revoked".into());
    };
    let (customers, revoked): (u32, u32) = (customers.parse()?, revoked.parse()?);
    let day: u32 = day.first().map_or(Ok(0), |day| day.parse())?;
    let folder = Path::new(folder);
    fs::create_dir_all(folder.join("lists"))?;

    let jpki = SyntheticJpki::of_vectors();
    let authorities = [
        ("signature", jpki.sign_ca(Generation::Third)),
        ("user-authentication", jpki.auth_ca(Generation::Third)),
    ];
    let mut pins = File::create(folder.join("pins.txt"))?;
    for (kind, authority) in &authorities {
        let certificate = authority.certificate();
        writeln!(pins, "{kind} 3 {}", fingerprint(&certificate))?;
        fs::write(folder.join(format!("{kind}.cer")), certificate)?;
        let list = list(&jpki, authority, customers, revoked, day);
        fs::write(folder.join("lists").join(format!("{kind}.crl")), list)?;
    }

    let mut file = BufWriter::new(File::create(folder.join("customers.csv"))?);
    writeln!(
        file,
        "customer,consented_at,signature_generation,signature_serial,signature_not_after,\
         authentication_generation,authentication_serial,authentication_not_after"
    )?;
    for number in 0..customers {
        // Every hundredth gave no consent, every fiftieth holds no signature certificate.
        let consent = if number % 100 == 99 { "" } else { "2026-01-15T10:00:00+09:00" };
        let serial = FIRST + number;
        let until = "2030-04-01T23:59:59+09:00";
        write!(file, "{},{consent},", 1_000_000_000_u64 + u64::from(number))?;
        match number % 50 {
            49 => write!(file, ",,,")?,
            _ => write!(file, "3,{serial:08x},{until},")?,
        }
        writeln!(file, "3,{serial:08x},{until}")?;
    }
    file.flush()?;
    Ok(())
}

/// Serial numbers one after the other: those of the last customers, a hundredth further down each day.
fn list(
    jpki: &SyntheticJpki,
    authority: &Authority,
    customers: u32,
    revoked: u32,
    day: u32,
) -> Vec<u8> {
    let first = FIRST + customers - revoked - day * (revoked / 100);
    large_list(&jpki.crl(authority), authority.key(), Serials::Sequential { first }, revoked)
}

fn fingerprint(certificate: &[u8]) -> String {
    let digest =
        jpki_crypto::RustCrypto.digest(jpki_core::algorithm::DigestAlgorithm::Sha256, certificate);
    digest.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
