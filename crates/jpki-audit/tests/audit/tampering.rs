//! What an examiner is shown when a log was changed: each change is found, with the log's own key in the wrong hands,
//! too, as long as one older checkpoint is elsewhere.

use jpki_audit::checkpoint::VerifiedCheckpoint;
use jpki_audit::proof::{ConsistencyProof, InclusionProof, ProofError};
use jpki_audit::segment::{SegmentError, SegmentReader};
use proptest::prelude::*;

use crate::support::{checkpoint, event, export, fill, open};

/// A log with checkpoints of some sizes, and the segment between each two that follow each other.
struct Examined {
    checkpoints: Vec<VerifiedCheckpoint>,
    segments: Vec<Vec<u8>>,
}

fn examined(sizes: &[u64]) -> Examined {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    let (mut checkpoints, mut segments) = (Vec::new(), Vec::new());
    for size in sizes {
        fill(&log, log.size()..*size);
        checkpoints.push(checkpoint(&log));
        let older = checkpoints.iter().rev().nth(1);
        segments.push(export(&log, older, checkpoints.last().unwrap()));
    }
    Examined { checkpoints, segments }
}

fn verify(
    segment: &[u8],
    older: Option<&VerifiedCheckpoint>,
    newer: &VerifiedCheckpoint,
) -> Result<Vec<Vec<u8>>, SegmentError> {
    let mut lines = Vec::new();
    SegmentReader::new(segment)?.verify(older, newer, |number, line| {
        assert_eq!(number, older.map_or(0, VerifiedCheckpoint::size) + lines.len() as u64);
        lines.push(line.to_vec());
    })?;
    Ok(lines)
}

const SIZES: [u64; 4] = [5, 12, 13, 30];

#[test]
fn segments_hold_every_entry_once() {
    let log = examined(&SIZES);
    let mut all = Vec::new();
    for (place, segment) in log.segments.iter().enumerate() {
        let older = place.checked_sub(1).map(|place| &log.checkpoints[place]);
        all.extend(verify(segment, older, &log.checkpoints[place]).unwrap());
    }
    let keys = jpki_audit::token::TokenKeys::of_ring(&crate::support::ring());
    let expected = (0..30).map(|number| {
        jpki_audit::entry::Entry::new(&event(number), &keys).unwrap().to_line().into_bytes()
    });
    assert_eq!(all, expected.collect::<Vec<_>>());
}

#[test]
fn a_segment_fits_its_own_checkpoints_only() {
    let log = examined(&SIZES);
    let pairs = |place: usize| {
        let older = place.checked_sub(1);
        (older.map(|place| &log.checkpoints[place]), &log.checkpoints[place])
    };
    for segment in 0..SIZES.len() {
        for place in 0..SIZES.len() {
            let (older, newer) = pairs(place);
            assert_eq!(verify(&log.segments[segment], older, newer).is_ok(), segment == place);
        }
    }
}

#[test]
// Requirement: ACC-4
fn every_changed_bit_of_a_segment_is_found() {
    let log = examined(&[5, 9]);
    let segment = &log.segments[1];
    for at in 0..segment.len() {
        for bit in 0..8 {
            let mut changed = segment.clone();
            changed[at] ^= 1 << bit;
            let outcome = verify(&changed, Some(&log.checkpoints[0]), &log.checkpoints[1]);
            assert!(outcome.is_err(), "{at} {bit}");
        }
    }
}

#[test]
fn a_segment_cut_anywhere_is_found() {
    let log = examined(&[5, 9]);
    let segment = &log.segments[1];
    for length in 0..segment.len() {
        let outcome = verify(&segment[..length], Some(&log.checkpoints[0]), &log.checkpoints[1]);
        assert!(outcome.is_err(), "{length}");
    }
}

/// What is done to the lines of a segment.
#[derive(Clone, Debug)]
enum Change {
    Delete(prop::sample::Index),
    Insert(prop::sample::Index, prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    Replace(prop::sample::Index, prop::sample::Index),
    Cut(prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        index().prop_map(Change::Delete),
        (index(), index()).prop_map(|(at, of)| Change::Insert(at, of)),
        (index(), index()).prop_map(|(one, two)| Change::Swap(one, two)),
        (index(), index()).prop_map(|(at, of)| Change::Replace(at, of)),
        index().prop_map(Change::Cut),
    ]
}

impl Change {
    fn apply(&self, lines: &mut Vec<Vec<u8>>) {
        let length = lines.len();
        match self {
            Self::Delete(at) => drop(lines.remove(at.index(length))),
            Self::Insert(at, of) => {
                lines.insert(at.index(length + 1), lines[of.index(length)].clone())
            }
            Self::Swap(one, two) => lines.swap(one.index(length), two.index(length)),
            Self::Replace(at, of) => lines[at.index(length)] = lines[of.index(length)].clone(),
            Self::Cut(at) => lines.truncate(at.index(length)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_change_of_lines_is_found(start in 0_u64..20, length in 1_u64..20, change in change(), says_its_length: bool) {
        let log = examined(&[start, start + length]);
        let segment = String::from_utf8(log.segments[1].clone()).unwrap();
        let (head, entries) = segment.split_once("\n\n").unwrap();
        let lines: Vec<Vec<u8>> = entries.lines().map(|line| line.as_bytes().to_vec()).collect();
        let mut changed = lines.clone();
        change.apply(&mut changed);
        prop_assume!(changed != lines);
        // The head may say what is there now, or what was.
        let mut head: Vec<String> = head.lines().map(str::to_owned).collect();
        if says_its_length {
            head[2] = format!("{start} {}", start + changed.len() as u64);
        }
        let mut made = head.join("\n").into_bytes();
        made.extend_from_slice(b"\n\n");
        changed.iter().for_each(|line| made.extend([line.as_slice(), b"\n"].concat()));
        let outcome = verify(&made, Some(&log.checkpoints[0]), &log.checkpoints[1]);
        prop_assert!(matches!(outcome, Err(SegmentError::End | SegmentError::Changed)), "{outcome:?}");
    }

    /// Whoever has the key writes another log from some entry on, and signs it.
    #[test]
    fn a_rewritten_log_is_found_by_an_older_checkpoint(kept in 0_u64..10, old in 1_u64..12, new in 0_u64..12) {
        let older = kept.max(1) - 1 + old;
        prop_assume!(kept < older);
        let honest = examined(&[older]);
        let folder = tempfile::tempdir().unwrap();
        let log = open(folder.path());
        fill(&log, 0..kept);
        fill(&log, 1000..1000 + older + new - kept);
        let forged = checkpoint(&log);
        let then = &honest.checkpoints[0];
        // Neither the whole, nor what came since, nor any proof goes with the older checkpoint.
        let whole = export(&log, None, &forged);
        prop_assert!(verify(&whole, None, &forged).is_ok());
        prop_assert!(verify(&whole, Some(then), &forged).is_err());
        let since = export(&log, Some(then), &forged);
        prop_assert_eq!(verify(&since, Some(then), &forged), Err(SegmentError::Start));
        let proof = log.prove_consistency(then, &forged).unwrap();
        prop_assert_eq!(proof.verify(then, &forged), Err(ProofError::Wrong));
    }

    #[test]
    fn proofs_prove_their_own_entry_and_checkpoint_only(size in 1_u64..40, entry: prop::sample::Index, older: prop::sample::Index, at: prop::sample::Index, bit in 0_u8..8) {
        let folder = tempfile::tempdir().unwrap();
        let log = open(folder.path());
        let older = older.index(size as usize) as u64 + 1;
        fill(&log, 0..older);
        let then = checkpoint(&log);
        fill(&log, older..size);
        let now = checkpoint(&log);
        let entry = entry.index(size as usize) as u64;
        let mut line = Vec::new();
        log.entries(entry..entry + 1, |_, found| { line = found.to_vec(); Ok(()) }).unwrap();

        let proof = log.prove_inclusion(entry, &now).unwrap();
        prop_assert_eq!(proof.verify(&line, entry, &now), Ok(()));
        prop_assert_eq!(log.prove_inclusion(entry, &then).is_ok(), entry < older);
        for other in (0..size).filter(|other| *other != entry) {
            prop_assert_eq!(proof.verify(&line, other, &now), Err(ProofError::Wrong));
        }
        prop_assert_eq!(proof.verify(&line[1..], entry, &now), Err(ProofError::Wrong));
        if older < size {
            prop_assert_eq!(proof.verify(&line, entry, &then), Err(ProofError::Wrong));
        }
        if !proof.as_bytes().is_empty() {
            let mut bytes = proof.as_bytes().to_vec();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let changed = InclusionProof::from_bytes(&bytes).unwrap();
            prop_assert_eq!(changed.verify(&line, entry, &now), Err(ProofError::Wrong));
        }

        let proof = log.prove_consistency(&then, &now).unwrap();
        prop_assert_eq!(proof.verify(&then, &now), Ok(()));
        prop_assert_eq!(proof.verify(&now, &then).is_ok(), older == size);
        if !proof.as_bytes().is_empty() {
            let mut bytes = proof.as_bytes().to_vec();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let changed = ConsistencyProof::from_bytes(&bytes).unwrap();
            prop_assert_eq!(changed.verify(&then, &now), Err(ProofError::Wrong));
        }
    }
}

#[test]
fn the_empty_log_is_the_beginning_of_every_log() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    let empty = checkpoint(&log);
    fill(&log, 0..3);
    let now = checkpoint(&log);
    let proof = log.prove_consistency(&empty, &now).unwrap();
    assert_eq!(proof.verify(&empty, &now), Ok(()));
    let padded = ConsistencyProof::from_bytes(&[0; 32]).unwrap();
    assert_eq!(padded.verify(&empty, &now), Err(ProofError::Wrong));
    assert_eq!(ConsistencyProof::from_bytes(&[0; 33]), Err(ProofError::Malformed));
    assert_eq!(InclusionProof::from_bytes(&[0; 51 * 32]), Err(ProofError::Malformed));
}
