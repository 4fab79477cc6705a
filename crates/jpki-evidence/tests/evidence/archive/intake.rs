//! An archive beside a store of lists, and what verdicts rest on.

use std::path::Path;
use std::sync::Arc;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::limits::Limits;
use jpki_core::localized::Localized as _;
use jpki_core::name::Name;
use jpki_core::time::ValidationTime;
use jpki_crypto::RustCrypto;
use jpki_evidence::archive::CrlArchiveWriter;
use jpki_revocation::store::{CrlImporter, ExpectedCrl, ImportError, InsertError, UserCrlStore};
use jpki_revocation::{CrlIssuer, CrlPool, RevocationPolicy, RevocationTarget, Status};
use jpki_testkit::jpki::Person;
use jpki_testkit::pki::CrlBuilder;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;

use super::world::{World, digest, folder, open, reader};

fn issuer(world: &World) -> CrlIssuer {
    let name = world.authority.name().to_der();
    let key = world.authority.key().subject_public_key_info();
    let authority = Authority::new(Name::from_der(&name).unwrap(), key, &RustCrypto).unwrap();
    let certificate = Certificate::from_der(&world.authority.certificate()).unwrap();
    CrlIssuer::certified(authority.clone(), &certificate, authority).unwrap()
}

fn import(store: &Arc<UserCrlStore>, world: &World, list: &CrlBuilder) -> Result<(), ImportError> {
    let expected = ExpectedCrl::complete(issuer(world));
    let importer = CrlImporter::new(Arc::clone(store), expected, Limits::DEFAULT);
    importer.import(list.sign(world.authority.key()), world.now()).map(drop)
}

fn kept(path: &Path) -> usize {
    reader(path).unwrap().digests().unwrap().len()
}

#[test]
// Requirement: H06-09
fn every_list_that_a_store_takes_in_is_archived_first() {
    let world = World::new();
    let (folder, path) = folder();
    let lists = folder.path().join("lists");
    let open_store = || {
        let issuers = [issuer(&world)];
        UserCrlStore::open(&lists, &issuers, Arc::new(RustCrypto), &Limits::DEFAULT).unwrap().0
    };
    let store = Arc::new(open_store());
    import(&store, &world, &world.builder(1)).unwrap();
    drop(store);
    // One that was there before the archive is kept too.
    let writer: Arc<CrlArchiveWriter> = Arc::new(open(&path));
    let store = Arc::new(open_store().with_keeper(Arc::clone(&writer) as _).unwrap());
    assert_eq!(kept(&path), 1);
    for number in 2..6 {
        import(&store, &world, &world.builder(number)).unwrap();
    }
    assert_eq!((store.lists().len(), kept(&path)), (1, 5));
    // What the store refuses is not archived.
    let older = import(&store, &world, &world.builder(1));
    assert!(matches!(older, Err(ImportError::Store(InsertError::Older))));
    assert_eq!(kept(&path), 5);
    // What cannot be archived does not get in.
    std::fs::write(path.join("erasing"), "2026-01-01T00:00:00Z\n5\n0\n").unwrap();
    match import(&store, &world, &world.builder(6)) {
        Err(ImportError::Store(error @ InsertError::NotKept(_))) => {
            assert_eq!(error.code(), "take-in.not-kept");
            assert!(error.to_string().contains("erasure"), "{error}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(digest(store.lists()[0].list()), digest(&world.crl(5)));
    let refused = Arc::into_inner(store).unwrap().with_keeper(Arc::clone(&writer) as _);
    assert!(matches!(refused, Err(InsertError::NotKept(_))));
    assert_eq!(writer.erase(world.now()).unwrap().lists(), 5);
    let store = Arc::new(open_store().with_keeper(writer).unwrap());
    import(&store, &world, &world.builder(6)).unwrap();
    assert_eq!(kept(&path), 2);
}

#[test]
// Requirement: H06-09
fn what_an_answer_rests_on_is_kept_also_where_it_was_not_believed() {
    let world = World::new();
    let (_folder, path) = folder();
    let writer = open(&path);
    let person = world.jpki.sign_certificate(&Person::hanako()).issue();
    let certificate = Certificate::from_der(person.certificate()).unwrap();
    let issuer = issuer(&world);
    let target = RevocationTarget::end_entity(&certificate, issuer.authority(), issuer.authority());
    let at = ValidationTime::at(world.now());
    let judge = |list: &CrlBuilder| {
        let mut pool = CrlPool::new();
        let issuers = std::slice::from_ref(&issuer);
        let der = list.sign(world.authority.key());
        pool.add(der, issuers, &AlgorithmPolicy::current());
        pool.judge(&RevocationPolicy::daily(), &target, at)
    };
    let good = judge(&world.builder(1));
    assert_eq!(good.status(), Status::Good);
    writer.keep_values(good.values()).unwrap();
    assert_eq!(writer.archive().digests().unwrap(), [digest(&world.crl(1))]);
    // Of a time when it was not fresh any more.
    let long_ago = world.jpki.instant() - std::time::Duration::from_secs(90 * 86_400);
    let stale = world.builder(2).this_update(long_ago).next_update(long_ago);
    let unknown = judge(&stale);
    assert!(matches!(unknown.status(), Status::Unknown(_)));
    writer.keep_values(unknown.values()).unwrap();
    assert!(writer.archive().find(&digest(&world.sign(&stale))).unwrap().is_some());
}
