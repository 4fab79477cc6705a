//! Proofs that stand by themselves.

use jpki_audit::entry::Entry;
use jpki_audit::proof::{EntryProof, EntryProofError, ProofError};
use jpki_audit::token::TokenKeys;
use jpki_core::event::{
    Action, ActionResult, EventSubject, Operation, PurposeOfUse, Requester, SubjectKind,
};

use crate::support::{checkpoint_keys, fill, open, ring, second, tenant};

/// A log of seven entries whose fourth exports a bundle, and the proof of that.
fn proof() -> (String, [u8; 32]) {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    fill(&log, 0..3);
    let manifest = [7; 32];
    let operation = Operation::new(Action::EvidenceExport, ActionResult::Done, second(3))
        .about(EventSubject::bundle(manifest))
        .requested_by(Requester::service(tenant()), PurposeOfUse::new("audit").unwrap());
    let receipt = log.append(&operation).unwrap();
    fill(&log, 4..7);
    let note = log.checkpoint(second(1000)).unwrap();
    (log.prove_entry(receipt.number(), &note).unwrap().to_text(), manifest)
}

#[test]
// Requirement: ACC-4
fn a_proof_shows_the_entry_to_whoever_has_the_keys_of_the_log() {
    let (text, manifest) = proof();
    let proven = EntryProof::from_text(&text).unwrap().verify(&checkpoint_keys()).unwrap();
    assert_eq!((proven.number(), proven.checkpoint().size()), (3, 7));
    let subject = proven.entry().subject().unwrap();
    assert_eq!((subject.kind(), subject.key()), (SubjectKind::Bundle, None));
    assert_eq!(*subject.digest(), manifest);
}

/// Each bit of the text: nothing else is proven.
#[test]
// Requirement: ACC-4
fn a_changed_proof_proves_nothing() {
    let (text, _) = proof();
    let keys = checkpoint_keys();
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut changed = text.clone().into_bytes();
            changed[at] ^= 1 << bit;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            let proven = EntryProof::from_text(&changed).map(|proof| proof.verify(&keys));
            assert!(!matches!(proven, Ok(Ok(_))), "byte {at}, bit {bit}");
        }
    }
    for cut in 0..text.len() {
        let cut = text.get(..cut).unwrap_or_default();
        assert!(EntryProof::from_text(cut).is_err());
    }
}

#[test]
fn another_number_or_log_is_not_proven() {
    let (text, _) = proof();
    let moved = text.replace("index 3\n", "index 4\n");
    let moved = EntryProof::from_text(&moved).unwrap().verify(&checkpoint_keys());
    assert_eq!(moved.unwrap_err(), EntryProofError::Inclusion(ProofError::Wrong));
    for (from, to) in
        [("index 3\n", "index 03\n"), ("tlog-proof@v1", "tlog-proof@v2"), ("extra ", "extra  ")]
    {
        assert_eq!(EntryProof::from_text(&text.replace(from, to)), Err(ProofError::Malformed));
    }
    let tail = format!("{text}\n");
    assert_eq!(EntryProof::from_text(&tail), Err(ProofError::Malformed));
}

#[test]
// Requirement: ACC-4b
fn only_a_bundle_is_kept_by_its_plain_digest() {
    let keys = TokenKeys::of_ring(&ring());
    let line = |subject| {
        let operation = Operation::new(Action::EvidenceExport, ActionResult::Done, second(3));
        let purpose = PurposeOfUse::new("audit").unwrap();
        let event = operation.about(subject).requested_by(Requester::service(tenant()), purpose);
        Entry::new(&event, &keys).unwrap().to_line()
    };
    let bundle = line(EventSubject::bundle([0; 32]));
    assert!(
        bundle.ends_with("\tbundle\t\tAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        "{bundle}"
    );
    assert_eq!(Entry::from_line(bundle.as_bytes()).unwrap().to_line(), bundle);
    // No other kind may be without a key.
    let certificate = bundle.replace("\tbundle\t", "\tcertificate\t");
    assert!(Entry::from_line(certificate.as_bytes()).is_err());
    let certificate = line(EventSubject::new(SubjectKind::Certificate, &[0; 32]));
    assert!(certificate.contains("\tcertificate\t1\t") && !certificate.contains("AAAAAAAA"));
}
