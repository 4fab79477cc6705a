use std::sync::Arc;

use jpki_platform::vault::MemoryVault;

use super::contract;

#[test]
// Requirement: LINK-01, LINK-07, REV-01
fn the_contract() {
    let store = Arc::new(MemoryVault::new());
    contract::all(&store, &store);
}

#[test]
fn keys_change_while_serving() {
    let store = Arc::new(MemoryVault::new());
    contract::keys_change_while_serving(&store, &store, 100);
}
