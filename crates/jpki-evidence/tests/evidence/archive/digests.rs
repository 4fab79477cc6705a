use jpki_evidence::archive::CrlDigest;

/// FIPS 180-4's own example, the digest of `abc`.
const TEXT: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[test]
fn a_digest_is_64_digits_and_nothing_else() {
    let digest: CrlDigest = TEXT.parse().unwrap();
    assert_eq!(digest.to_string(), TEXT);
    assert_eq!(digest.as_bytes()[..2], [0xba, 0x78]);
    let long = format!("{TEXT}00");
    let capital = TEXT.to_uppercase();
    let signed = TEXT.replacen('b', "+", 1);
    for wrong in ["", &TEXT[1..], &TEXT[2..], &long, &capital, &signed, "../../x"] {
        assert!(wrong.parse::<CrlDigest>().is_err(), "{wrong}");
    }
}
