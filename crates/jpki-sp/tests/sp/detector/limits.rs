//! Files made to take time or memory: undecided, never clean.

use std::io::{self, Read, Write as _};
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding as _};
use jpki_sp::detector::{Detector, Limits, Obstacle, Outcome};
use jpki_test_support::with;

use super::{certificate, told};

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn limited(change: impl FnOnce(&mut Limits)) -> Detector {
    Detector::with_limits(with(Limits::default(), change))
}

#[test]
fn a_file_as_large_as_the_limit_is_inspected_and_a_larger_one_is_not() {
    let detector = limited(|limits| limits.input = 1000);
    let mut file = vec![b'.'; 1000];
    assert_eq!(detector.inspect(&file), Outcome::Clean);
    assert_eq!(detector.inspect_reader(&*file).expect("memory"), Outcome::Clean);
    file.push(b'.');
    let too_large = Outcome::Undecided(Obstacle::InputTooLarge);
    assert_eq!(detector.inspect(&file), too_large);
    assert_eq!(detector.inspect_reader(io::repeat(b'.')).expect("memory"), too_large);
}

#[test]
fn a_reader_that_fails_is_an_error() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("broken"))
        }
    }
    assert!(Detector::new().inspect_reader(Broken).is_err());
}

#[test]
fn what_is_decoded_is_limited() {
    let bomb = zlib(&vec![b'.'; 1 << 20]);
    assert!(bomb.len() < 2048);
    let detector = limited(|limits| limits.decoded = 1 << 20);
    assert_eq!(detector.inspect(&bomb), Outcome::Clean);
    let detector = limited(|limits| limits.decoded = (1 << 20) - 1);
    assert_eq!(detector.inspect(&bomb), Outcome::Undecided(Obstacle::TooMuchDecoded));
    // Behind a bomb nothing is called clean.
    let behind = [bomb, certificate()[..100].to_vec()].concat();
    assert_eq!(detector.inspect(&behind), Outcome::Undecided(Obstacle::TooMuchDecoded));
}

#[test]
fn a_bomb_in_a_bomb_takes_bounded_time() {
    let bomb = zlib(&zlib(&vec![0; 64 << 20]));
    let start = Instant::now();
    let detector = limited(|limits| limits.decoded = 4 << 20);
    assert_eq!(detector.inspect(&bomb), Outcome::Undecided(Obstacle::TooMuchDecoded));
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn encodings_are_nested_as_deep_as_the_limit() {
    let mut file = certificate();
    for depth in 1..=12 {
        file = Base64::encode_string(&file).into_bytes();
        let expected = match depth {
            0..=10 => format!("{}certificate", "base64 > ".repeat(depth)),
            _ => "too-deep".to_owned(),
        };
        assert_eq!(told(&Detector::new().inspect(&file)), expected);
    }
}

#[test]
fn structures_made_to_be_walked_again_and_again_take_bounded_time() {
    // Each SEQUENCE begins a name, and all of them share what follows.
    let relative = [0x31, 0x0C, 0x30, 0x0A, 6, 3, 0x55, 4, 3, 0x0C, 3, b'a', b'b', b'c'];
    let endless_name = [&[0x30, 0x80, 0x30, 0x80][..], &relative.repeat(2000)].concat();
    let nested = [0x30, 0x80].repeat(200_000);
    let open = [&[0x30, 0x80, 0x02, 1, 1][..], &[0x30, 0x80].repeat(1000)].concat().repeat(100);
    let segments = [0x24, 0x80, 0x04, 0x01, 0x24].repeat(50_000);
    let headers = [0x78, 0x01].repeat(100_000);
    for file in [endless_name, nested, open, segments, headers] {
        let start = Instant::now();
        let detector = limited(|limits| limits.work = 1 << 21);
        let outcome = detector.inspect(&file);
        assert!(!matches!(outcome, Outcome::Holds(_)));
        assert!(start.elapsed() < Duration::from_secs(20), "{outcome:?}");
    }
    let detector = limited(|limits| limits.work = 10);
    let outcome = detector.inspect(&[0x30, 0x80].repeat(100));
    assert_eq!(outcome, Outcome::Undecided(Obstacle::TooMuchWork));
}
