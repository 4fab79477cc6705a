//! The tree beside the test vectors of Certificate Transparency and beside RFC 6962 §2.1 written out.

use std::convert::Infallible;

use jpki_audit::proof::StoredNodes;
use jpki_audit::tree::{Frontier, TreeHash, node_count};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

struct Nodes(Vec<TreeHash>);

impl StoredNodes for Nodes {
    type Error = Infallible;

    fn node(&mut self, number: u64) -> Result<TreeHash, Infallible> {
        Ok(self.0[number as usize])
    }
}

fn grow(entries: &[Vec<u8>]) -> (Nodes, Frontier) {
    let (mut nodes, mut frontier) = (Vec::new(), Frontier::empty());
    for entry in entries {
        frontier.push(TreeHash::of_leaf(entry), |node| nodes.push(node));
    }
    (Nodes(nodes), frontier)
}

/// RFC 6962 §2.1, word for word.
fn root(entries: &[Vec<u8>]) -> [u8; 32] {
    match entries {
        [] => Sha256::digest([]).into(),
        [entry] => Sha256::digest([&[0], entry.as_slice()].concat()).into(),
        _ => {
            let k = split(entries.len());
            let (left, right) = (root(&entries[..k]), root(&entries[k..]));
            Sha256::digest([&[1], &left[..], &right[..]].concat()).into()
        }
    }
}

/// RFC 6962 §2.1.1.
fn path(m: usize, entries: &[Vec<u8>]) -> Vec<[u8; 32]> {
    if entries.len() == 1 {
        return Vec::new();
    }
    let k = split(entries.len());
    let (mut path, other) = if m < k {
        (path(m, &entries[..k]), root(&entries[k..]))
    } else {
        (path(m - k, &entries[k..]), root(&entries[..k]))
    };
    path.push(other);
    path
}

/// RFC 6962 §2.1.2.
fn proof(m: usize, entries: &[Vec<u8>], is_whole: bool) -> Vec<[u8; 32]> {
    if m == entries.len() {
        return if is_whole { Vec::new() } else { vec![root(entries)] };
    }
    let k = split(entries.len());
    let (mut path, other) = if m <= k {
        (proof(m, &entries[..k], is_whole), root(&entries[k..]))
    } else {
        (proof(m - k, &entries[k..], false), root(&entries[..k]))
    };
    path.push(other);
    path
}

/// The largest power of two smaller than n.
fn split(n: usize) -> usize {
    (1..).map(|power| 1 << power).find(|power| *power >= n).unwrap() / 2
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap())
        .collect()
}

/// Entries of the reference implementation of RFC 6962 (google/certificate-transparency, merkle_tree_test.cc).
fn reference() -> Vec<Vec<u8>> {
    [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    .map(hex)
    .to_vec()
}

#[test]
fn roots_are_those_of_the_reference_implementation() {
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let entries = reference();
    for (size, expected) in (1..).zip(roots) {
        let (_, frontier) = grow(&entries[..size]);
        assert_eq!(frontier.root().as_bytes().as_slice(), hex(expected), "{size}");
    }
    let empty = hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(Frontier::empty().root().as_bytes().as_slice(), empty);
}

#[test]
fn proofs_are_those_of_the_reference_implementation() {
    let (mut nodes, _) = grow(&reference());
    let inclusion = [
        (1, 0, ""),
        (2, 1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (3, 2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (
            5,
            1,
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d\
             5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e\
             bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ),
        (
            8,
            5,
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b\
             ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0\
             d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ];
    for (size, entry, expected) in inclusion {
        let proof = nodes.prove_inclusion(entry, size).unwrap().unwrap();
        assert_eq!(proof.as_bytes(), hex(expected), "{entry} in {size}");
    }
    let consistency = [
        (1, 1, ""),
        (
            1,
            8,
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7\
             5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e\
             6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
        (
            2,
            5,
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e\
             bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ),
        (
            6,
            8,
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a\
             ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0\
             d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ];
    for (older, newer, expected) in consistency {
        let proof = nodes.prove_consistency(older, newer).unwrap().unwrap();
        assert_eq!(proof.as_bytes(), hex(expected), "{older} to {newer}");
    }
    assert!(nodes.prove_inclusion(8, 8).unwrap().is_none());
    assert!(nodes.prove_consistency(8, 7).unwrap().is_none());
}

#[test]
fn every_proof_of_small_trees_is_that_of_the_rfc() {
    let entries: Vec<_> = (0..20_u8).map(|number| vec![number; 3]).collect();
    let (mut nodes, _) = grow(&entries);
    assert_eq!(nodes.0.len() as u64, node_count(20));
    for size in 0..=entries.len() {
        let held = &entries[..size];
        let frontier = nodes.frontier(size as u64).unwrap().unwrap();
        assert_eq!(*frontier.root().as_bytes(), root(held));
        assert_eq!(frontier, grow(held).1);
        for entry in 0..size {
            let made = nodes.prove_inclusion(entry as u64, size as u64).unwrap().unwrap();
            assert_eq!(made.as_bytes(), path(entry, held).concat(), "{entry} in {size}");
        }
        for older in 1..=size {
            let made = nodes.prove_consistency(older as u64, size as u64).unwrap().unwrap();
            assert_eq!(made.as_bytes(), proof(older, held, true).concat(), "{older} to {size}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn proofs_of_larger_trees_are_those_of_the_rfc(size in 1_usize..600, entry: prop::sample::Index, older: prop::sample::Index) {
        let entries: Vec<_> = (0..size).map(|number| number.to_be_bytes().to_vec()).collect();
        let (mut nodes, frontier) = grow(&entries);
        prop_assert_eq!(*frontier.root().as_bytes(), root(&entries));
        let (entry, older) = (entry.index(size), older.index(size) + 1);
        let made = nodes.prove_inclusion(entry as u64, size as u64).unwrap().unwrap();
        prop_assert_eq!(made.as_bytes(), path(entry, &entries).concat());
        let made = nodes.prove_consistency(older as u64, size as u64).unwrap().unwrap();
        prop_assert_eq!(made.as_bytes(), proof(older, &entries, true).concat());
    }
}
