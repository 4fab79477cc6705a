//! Protected data shows its kind and never its content, and is wiped.

use std::cell::Cell;
use std::fmt::Display;
use std::hash::Hash;
use std::rc::Rc;

use jpki_core::protected::{Protected, ProtectedBytes, ProtectedItem};
use static_assertions::{assert_impl_all, assert_not_impl_any};
use zeroize::Zeroize;

assert_impl_all!(ProtectedBytes: Clone, Send, Sync, AsRef<[u8]>);
assert_not_impl_any!(ProtectedBytes: Display, Hash, PartialEq, PartialOrd, serde::Serialize, Copy);
assert_not_impl_any!(ProtectedBytes: std::ops::Deref, Into<Vec<u8>>);
assert_not_impl_any!(Protected<String>: Display, Hash, PartialEq, PartialOrd, serde::Serialize, Copy);
assert_not_impl_any!(Protected<Vec<u8>>: Display, Hash, PartialEq, PartialOrd, serde::Serialize);
assert_not_impl_any!(Protected<String>: std::ops::Deref, AsRef<str>, AsRef<[u8]>, Into<String>);

const ITEMS: [ProtectedItem; 7] = [
    ProtectedItem::SignaturePublicKey,
    ProtectedItem::AuthenticationPublicKey,
    ProtectedItem::RevocationInformation,
    ProtectedItem::Crl,
    ProtectedItem::SerialNumber,
    ProtectedItem::Certificate,
    ProtectedItem::BasicFourInformation,
];

#[test]
// Requirement: PRIV-07, ACC-4b
fn debug_names_the_item_and_its_rule_only() {
    for item in ITEMS {
        let shown = format!("{:#?}", Protected::new(String::from("日本花子"), item));
        assert_eq!(shown, format!("Protected({}, {})", item.name(), item.rule()));
    }
    let bytes = ProtectedBytes::from(vec![0xde, 0xad, 0xbe, 0xef]);
    assert_eq!(format!("{bytes:#?}"), "ProtectedBytes(4 bytes)");
}

#[test]
fn items_have_names_of_their_own_in_both_languages() {
    for (index, item) in ITEMS.iter().enumerate() {
        for other in &ITEMS[index + 1..] {
            assert_ne!(item.name(), other.name());
            assert_ne!(item.japanese_name(), other.japanese_name());
        }
    }
}

#[test]
fn comparison_looks_at_bytes() {
    let serial = |bytes: &[u8]| Protected::new(bytes.to_vec(), ProtectedItem::SerialNumber);
    let same = Protected::new([1_u8, 2, 3, 4], ProtectedItem::SerialNumber);
    assert!(serial(&[1, 2, 3, 4]).is_same(&same));
    for near_miss in [&[1, 2, 3, 5][..], &[1, 2, 3], &[1, 2, 3, 4, 0], &[0, 1, 2, 3, 4], &[]] {
        assert!(!serial(near_miss).is_same(&same));
    }
}

#[derive(Clone)]
struct Witness(Rc<Cell<u32>>);

impl Zeroize for Witness {
    fn zeroize(&mut self) {
        self.0.update(|times| times.saturating_add(1));
    }
}

#[test]
// Requirement: PRIV-07
fn each_clone_is_wiped_when_it_goes() {
    let wiped = Rc::new(Cell::new(0));
    let first = Protected::new(Witness(wiped.clone()), ProtectedItem::SerialNumber);
    let second = first.clone();
    drop(first);
    assert_eq!(wiped.get(), 1);
    drop(second);
    assert_eq!(wiped.get(), 2);
}

#[test]
fn bytes_are_shared_and_do_not_move() {
    let buffer = vec![7; 1500];
    let address = buffer.as_ptr();
    let bytes = ProtectedBytes::from(buffer);
    let clone = bytes.clone();
    drop(bytes);
    assert_eq!(clone.expose_protected(), [7; 1500]);
    assert_eq!(clone.as_ref().as_ptr(), address);
}
