//! Rows that do not lie where they were sealed for.

use jpki_core::keys::KeyId;
use jpki_core::localized::Localized as _;
use jpki_platform::vault::{
    CertificateIndex, KeyEncryption as _, KeyEncryptionError, Place, StoredTenantKey, StoredUser,
    VaultEntry, VaultError, VaultKeys, VaultScheme,
};
use jpki_test_support::needle;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::{CertificateKind, Generation, Medium};

use super::support::*;

fn stored(world: &World, number: u128) -> StoredUser {
    world.scheme.seal(&world.keys, &world.user(number), now()).unwrap()
}

fn refused(world: &World, stored: &StoredUser, why: &str) {
    let error = world.scheme.open(&world.keys, stored).expect_err(why);
    assert!(matches!(error, VaultError::RowRefused), "{why}: {error}");
    assert_eq!(error.code(), "vault.row-refused");
}

#[test]
// Requirement: LINK-01
fn a_user_comes_back_as_sealed() {
    let world = World::of("bank");
    let mut user = world.user(1);
    for second in 0..70 {
        user.note_use(LOGIN, jpki_core::time::Timestamp::from_unix_seconds(second));
    }
    let opened =
        world.scheme.open(&world.keys, &world.scheme.seal(&world.keys, &user, now()).unwrap());
    let opened = opened.unwrap();
    assert_eq!((opened.tenant(), opened.user()), (user.tenant(), user.user()));
    assert_eq!(opened.entries().len(), 2);
    for (opened, sealed) in opened.entries().iter().zip(user.entries()) {
        let (one, other) = (opened.certificate(), sealed.certificate());
        assert_eq!((one.place(), one.generation()), (other.place(), other.generation()));
        assert_eq!(one.not_after(), other.not_after());
        assert_eq!(opened.consents(), sealed.consents());
        assert_eq!((opened.last_good(), opened.uses()), (sealed.last_good(), sealed.uses()));
        let number = |entry: &VaultEntry| {
            entry.periodic_check(now()).unwrap().serial_number().expose_protected().to_vec()
        };
        assert_eq!(number(opened), number(sealed));
    }
}

#[test]
// Requirement: LINK-03
fn rows_that_lie_elsewhere_are_refused() {
    let (world, shop) = (World::of("bank"), World::of("shop"));
    let (one, other) = (stored(&world, 1), stored(&world, 2));
    let foreign = stored(&shop, 1);
    let changed = |change: &dyn Fn(&mut StoredUser)| {
        let mut changed = one.clone();
        change(&mut changed);
        changed
    };
    world.scheme.open(&world.keys, &changed(&|_| ())).unwrap();
    type Change<'a> = (&'a str, Box<dyn Fn(&mut StoredUser) + 'a>);
    let cases: Vec<Change<'_>> = vec![
        (
            "another user's row",
            Box::new(|it| it.entries[0].sealed = other.entries[0].sealed.clone()),
        ),
        ("another user's entry", Box::new(|it| it.entries[0] = other.entries[0].clone())),
        ("another user's key", Box::new(|it| it.wrapped = other.wrapped.clone())),
        ("another user's name", Box::new(|it| it.user = other.user)),
        ("all of another user", Box::new(|it| *it = StoredUser { user: it.user, ..other.clone() })),
        ("another tenant's row", Box::new(|it| it.entries[0] = foreign.entries[0].clone())),
        ("another tenant's key", Box::new(|it| it.wrapped = foreign.wrapped.clone())),
        ("another tenant's user", Box::new(|it| *it = foreign.clone())),
        (
            "under our name",
            Box::new(|it| {
                *it = StoredUser { tenant: it.tenant.clone(), ..foreign.clone() };
            }),
        ),
        (
            "of the other kind",
            Box::new(|it| {
                let [one, other] = &mut it.entries[..] else { panic!() };
                std::mem::swap(&mut one.sealed, &mut other.sealed);
            }),
        ),
        (
            "called the other kind",
            Box::new(|it| {
                it.entries[0].place = Place::new(CertificateKind::UserAuthentication, Medium::Card);
            }),
        ),
        (
            "called another medium",
            Box::new(|it| {
                it.entries[0].place = Place::new(CertificateKind::Signature, Medium::Smartphone);
            }),
        ),
        ("of another generation", Box::new(|it| it.entries[0].generation = Generation::SECOND)),
        ("found as another", Box::new(|it| it.entries[0].index = other.entries[0].index)),
        ("twice", Box::new(|it| it.entries.push(it.entries[1].clone()))),
        ("in another order", Box::new(|it| it.entries.reverse())),
        ("another key's name", Box::new(|it| it.key_id = other.key_id)),
        ("no form", Box::new(|it| it.entries[0].sealed[0] = 0)),
        ("nothing", Box::new(|it| it.entries[0].sealed.clear())),
        ("no key", Box::new(|it| it.wrapped.clear())),
    ];
    for (why, change) in cases {
        refused(&world, &changed(&*change), why);
    }
    let unknown = changed(&|it| it.tenant_key = KeyId(2));
    let error = world.scheme.open(&world.keys, &unknown).unwrap_err();
    assert_eq!(error.code(), "vault.tenant-key-missing");
    let newer = changed(&|it| it.entries[0].sealed[0] = 2);
    let error = world.scheme.open(&world.keys, &newer).unwrap_err();
    assert!(matches!(error, VaultError::NewerForm(2)), "{error}");
}

#[test]
// Requirement: LINK-03
fn a_flipped_bit_or_a_cut_row_is_refused() {
    let world = World::of("bank");
    let one = stored(&world, 1);
    let fields: [fn(&mut StoredUser) -> &mut Vec<u8>; 2] =
        [|it| &mut it.entries[1].sealed, |it| &mut it.wrapped];
    for field in fields {
        let length = field(&mut one.clone()).len();
        assert!(length > 60);
        for bit in 0..length * 8 {
            let mut flipped = one.clone();
            field(&mut flipped)[bit / 8] ^= 1 << (bit % 8);
            assert!(world.scheme.open(&world.keys, &flipped).is_err(), "bit {bit}");
        }
        for end in 0..length {
            let mut cut = one.clone();
            field(&mut cut).truncate(end);
            refused(&world, &cut, "cut");
        }
        let mut longer = one.clone();
        field(&mut longer).push(0);
        refused(&world, &longer, "longer");
    }
    for bit in 0..CertificateIndex::BYTES * 8 {
        let mut flipped = one.clone();
        let mut index = flipped.entries[0].index.to_bytes();
        index[bit / 8] ^= 1 << (bit % 8);
        flipped.entries[0].index = CertificateIndex::from_bytes(&index).unwrap();
        refused(&world, &flipped, "index");
    }
}

#[test]
fn tenants_keys_are_wrapped_for_their_tenant_and_number() {
    let ring = one_ring();
    let scheme = VaultScheme::new(VaultKeys::of_ring(&ring));
    let (bank, shop) = (tenant("bank"), tenant("shop"));
    let key = scheme.draw_tenant_key(&bank, KeyId(1), now()).unwrap();
    assert_eq!(
        scheme.open_tenant_keys(&bank, std::slice::from_ref(&key)).unwrap().current(),
        Some(KeyId(1))
    );
    assert!(scheme.open_tenant_keys(&shop, std::slice::from_ref(&key)).is_err());
    let changes: [fn(&mut StoredTenantKey); 4] = [
        |it| it.tenant = tenant("shop"),
        |it| it.number = KeyId(2),
        |it| it.wrapped[20] ^= 1,
        |it| it.wrapped.truncate(30),
    ];
    for change in changes {
        let mut changed = key.clone();
        change(&mut changed);
        let error = scheme.open_tenant_keys(&changed.tenant, &[changed.clone()]).unwrap_err();
        assert_eq!(error.code(), "vault.wrapped-key-refused");
    }
    let mut unknown = key.clone();
    unknown.under = KeyId(7);
    let error = scheme.open_tenant_keys(&bank, &[unknown]).unwrap_err();
    assert_eq!(error.code(), "vault.key-encryption-key-missing");
    // Before the period of the first key.
    let early = at("2025-12-31T23:59:59+09:00");
    let error = scheme.draw_tenant_key(&bank, KeyId(1), early).unwrap_err();
    assert_eq!(error.code(), "vault.no-key-encryption-key");
    let wrapped = ring.wrap(KeyId(1), b"here", &[9; 32]).unwrap();
    assert_eq!(*ring.unwrap(KeyId(1), b"here", &wrapped).unwrap(), [9; 32]);
    let elsewhere = ring.unwrap(KeyId(1), b"there", &wrapped).unwrap_err();
    assert!(matches!(elsewhere, KeyEncryptionError::Refused));
}

/// Neither by index nor by row.
#[test]
// Requirement: LINK-03
fn two_tenants_have_nothing_in_common() {
    let (bank, shop) = (World::of("bank"), World::of("shop"));
    let (one, other) = (stored(&bank, 1), stored(&shop, 1));
    for (one, other) in one.entries.iter().zip(&other.entries) {
        assert_ne!(one.index.to_bytes()[4..], other.index.to_bytes()[4..]);
        assert_ne!(one.sealed, other.sealed);
    }
    // By another key, and for the other kind, another index.
    let two = ring(&[(1, FIRST), (2, FIRST)], &[(1, FIRST)]);
    let scheme = VaultScheme::new(VaultKeys::of_ring(&two));
    let number = serial(10);
    let number = SerialNumber::from_der_content(&number).unwrap();
    let mut indexes: Vec<_> = [CertificateKind::Signature, CertificateKind::UserAuthentication]
        .iter()
        .flat_map(|kind| scheme.indexes(&bank.tenant, *kind, number).unwrap())
        .map(|index| index.to_bytes()[4..].to_vec())
        .collect();
    assert!(indexes.contains(&one.entries[0].index.to_bytes()[4..].to_vec()));
    indexes.sort();
    indexes.dedup();
    assert_eq!(indexes.len(), 4);
}

/// As RFC 5869 and RFC 2104 make it: computed by OpenSSL.
#[test]
fn an_index_is_what_openssl_computes() {
    let world = World::of("bank");
    let field = |bytes: &[u8]| [&(bytes.len() as u64).to_be_bytes(), bytes].concat();
    let info = [field(b"jpki-platform/vault/index-key/v1"), field(b"bank")].concat();
    let hex = |bytes: &[u8]| bytes.iter().map(|it| format!("{it:02x}")).collect::<String>();
    let openssl = |arguments: &[&str], input: &[u8]| {
        use std::io::Write as _;
        use std::process::{Command, Stdio};
        let mut child = Command::new("openssl")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        child.stdin.take().unwrap().write_all(input).unwrap();
        Some(child.wait_with_output().unwrap().stdout)
    };
    let secret = format!("hexkey:{}", hex(&[0x11; 32]));
    let info = format!("hexinfo:{}", hex(&info));
    let hkdf = ["kdf", "-binary", "-keylen", "32", "-kdfopt", "digest:SHA256", "-kdfopt", &secret];
    let hkdf = [&hkdf[..], &["-kdfopt", &info, "-kdfopt", "mode:EXPAND_ONLY", "HKDF"]].concat();
    let Some(key) = openssl(&hkdf, &[]) else {
        jpki_test_support::skip("openssl");
        return;
    };
    let named = [b"jpki-platform/vault/index/v1".as_slice(), b"signature", &serial(10)];
    let key = format!("hexkey:{}", hex(&key));
    let hmac = ["dgst", "-sha256", "-mac", "HMAC", "-macopt", &key, "-binary"];
    let expected = openssl(&hmac, &named.map(field).concat()).unwrap();
    let index = stored(&world, 1).entries[0].index.to_bytes();
    assert_eq!(index[..4], [0, 0, 0, 1]);
    assert_eq!(index[4..], expected);
}

#[test]
// Requirement: LINK-03, LINK-08
fn nothing_that_is_stored_or_shown_holds_a_serial_number() {
    let world = World::of("bank");
    let (user, row) = (world.user(1), stored(&world, 1));
    let mut bytes = format!("{user:?} {user:#?} {:?} {row:?}", user.entries()).into_bytes();
    bytes.extend(format!("{:?} {:?}", world.scheme, world.keys).into_bytes());
    for entry in &row.entries {
        bytes.extend(entry.index.to_bytes());
        bytes.extend(&entry.sealed);
    }
    bytes.extend(&row.wrapped);
    for number in [10, 11] {
        let number = serial(number);
        assert!(!needle::holds(&bytes, &number));
        let mut leak = bytes.clone();
        leak.extend(number);
        assert!(needle::holds(&leak, &number), "a planted leak is found");
    }
}
