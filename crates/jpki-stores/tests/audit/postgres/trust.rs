//! What a log rests on: settings of the server, rights of roles, space on its disk.

use jpki_audit::{EventSink as _, LogError};
use jpki_core::localized::{Locale, Localized as _};
use jpki_stores::audit::{PostgresAppender, PostgresLogStore};

use super::server::{self, Database, patiently};
use super::{appender, checkpoint, examine, sequence_all, take_over};
use crate::support::{Place, event, ring};

/// What whoever appends and whoever sequences are told.
fn errors(database: &Database) -> [LogError; 2] {
    let appender = PostgresAppender::open(database.server(), &ring()).map(drop);
    [appender.unwrap_err(), PostgresLogStore::open(database.server()).map(drop).unwrap_err()]
}

#[test]
fn other_versions_and_no_schema_are_refused_by_name() {
    let Some(database) = Database::empty("log_versions") else { return };
    for error in errors(&database) {
        assert!(
            matches!(&error, LogError::Database(text) if text.contains("create_schema")),
            "{error}"
        );
    }
    drop(PostgresLogStore::create_schema(database.server()).unwrap());
    database.run("UPDATE jpki_log_schema SET version = 2");
    assert_eq!(errors(&database), [LogError::NewerFormat, LogError::NewerFormat]);
    let created = PostgresLogStore::create_schema(database.server()).map(drop);
    assert_eq!(created, Err(LogError::NewerFormat));
    let version: i32 = database.row("SELECT version FROM jpki_log_schema").get(0);
    assert_eq!(version, 2, "what is refused is left alone");
    // As it is, it may be made again.
    database.run("UPDATE jpki_log_schema SET version = 1");
    appender(&database).append(&event(0)).unwrap();
    drop(patiently(|| PostgresLogStore::create_schema(database.server()).ok()));
    let log = take_over(&database, &Place::default());
    assert_eq!(log.sequence(), Ok(1));
}

#[test]
fn a_table_that_a_crash_empties_is_refused() {
    let Some(database) = Database::new("log_unlogged") else { return };
    for table in ["jpki_log_waiting", "jpki_log_entry", "jpki_log_node"] {
        database.run(&format!("ALTER TABLE {table} SET UNLOGGED"));
        for error in errors(&database) {
            assert!(matches!(error, LogError::Unfit(_)), "{error}");
            assert_eq!(error.code(), "log.unfit");
            assert!(error.text(Locale::Ja).contains("失う"));
        }
        database.run(&format!("ALTER TABLE {table} SET LOGGED"));
    }
    take_over(&database, &Place::default());
}

#[test]
fn what_is_not_synced_is_refused() {
    let Some((administrator, _alone)) = server::alone() else { return };
    administrator.run("CREATE SCHEMA IF NOT EXISTS log_fsync");
    let database = administrator.with("options='-c search_path=log_fsync'");
    let set = |value: &str| {
        administrator.run(&format!("ALTER SYSTEM SET fsync = {value}"));
        administrator.run("SELECT pg_reload_conf()");
        // Each new session has it.
        patiently(|| {
            let row = administrator.row("SHOW fsync");
            (row.get::<_, &str>(0) == value).then_some(())
        });
    };
    drop(PostgresLogStore::create_schema(database.server()).unwrap());
    let log = take_over(&database, &Place::default());
    let appender = appender(&database);
    appender.append(&event(0)).unwrap();
    set("off");
    let fsync = LogError::Unfit("fsync is off");
    assert_eq!(errors(&database), [fsync.clone(), fsync.clone()]);
    // Who had looked before looks again.
    patiently(|| appender.append(&event(1)).is_err().then_some(()));
    assert_eq!(appender.append(&event(1)), Err(fsync.clone()));
    assert_eq!(patiently(|| log.sequence().err()), fsync);
    set("on");
    patiently(|| appender.append(&event(2)).ok());
    administrator.run("DROP SCHEMA log_fsync CASCADE");
}

#[test]
fn commits_are_synchronous_in_hasty_sessions() {
    let Some(database) = Database::new("log_hasty") else { return };
    for (asked, got) in [("off", "on"), ("local", "on"), ("remote_apply", "remote_apply")] {
        for step in
            ["SELECT jpki_log_append('{}')", "SELECT jpki_log_commit(0, '{}', 0, '{}', '{}')"]
        {
            database.run(&format!(
                "SET synchronous_commit = {asked}; BEGIN; {step};
                 DO $$ BEGIN ASSERT current_setting('synchronous_commit') = '{got}'; END $$; COMMIT"
            ));
        }
    }
}

/// The rights that the schema's documentation names are enough, and no more can be done with them.
#[test]
fn roles_need_few_rights() {
    let Some(database) = Database::new("log_roles") else { return };
    database.run(
        "DO $$ BEGIN CREATE ROLE log_appender LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;
         DO $$ BEGIN CREATE ROLE log_sequencer LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;
         GRANT SELECT ON ALL TABLES IN SCHEMA public TO log_appender, log_sequencer;
         GRANT INSERT ON jpki_log_waiting TO log_appender, log_sequencer;
         GRANT DELETE ON jpki_log_waiting TO log_sequencer;
         GRANT INSERT ON jpki_log_entry, jpki_log_node TO log_sequencer;",
    );
    let as_role = |role: &str| {
        Database::at(database.parameters().replace("user=jpki", &format!("user={role}")))
    };
    let (appending, sequencing) = (as_role("log_appender"), as_role("log_sequencer"));
    let appender = appender(&appending);
    appender.append(&event(0)).unwrap();
    {
        let log = take_over(&sequencing, &Place::default());
        sequence_all(&log);
        log.append(&event(1)).unwrap();
        assert_eq!(examine(&log, &checkpoint(&log)).unwrap().len(), 2);
    }
    for (role, changes) in [
        (
            "log_appender",
            &[
                "UPDATE jpki_log_waiting SET line = line",
                "DELETE FROM jpki_log_waiting",
                "INSERT INTO jpki_log_entry VALUES (5, 'x')",
                "INSERT INTO jpki_log_node SELECT 9, hash FROM jpki_log_node",
            ][..],
        ),
        (
            "log_sequencer",
            &[
                "UPDATE jpki_log_entry SET line = line",
                "DELETE FROM jpki_log_entry",
                "UPDATE jpki_log_node SET hash = hash",
                "DELETE FROM jpki_log_node",
                "TRUNCATE jpki_log_entry",
            ][..],
        ),
    ] {
        for change in changes {
            let refused = server::RUNTIME.block_on(async {
                as_role(role).client().await.batch_execute(change).await.unwrap_err()
            });
            assert_eq!(refused.code().unwrap().code(), "42501", "{change}");
        }
    }
    // Without the right to append nothing is appended.
    database.run("REVOKE INSERT ON jpki_log_waiting FROM log_appender");
    assert_eq!(appender.append(&event(2)), Err(LogError::ReadOnly));
    database.run("GRANT INSERT ON jpki_log_waiting TO log_appender");
    appender.append(&event(2)).unwrap();
}

#[test]
fn a_full_or_read_only_disk_refuses_and_the_log_goes_on() {
    let Some(database) = Database::new("log_full") else { return };
    let (log, appender) = (take_over(&database, &Place::default()), appender(&database));
    appender.append(&event(0)).unwrap();
    // The errors that the server gives then.
    for (code, expected) in
        [("disk_full", LogError::NoSpace), ("read_only_sql_transaction", LogError::ReadOnly)]
    {
        database.run(&format!(
            "CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$;
             CREATE TRIGGER fail BEFORE INSERT ON jpki_log_waiting EXECUTE FUNCTION fail();
             CREATE TRIGGER fail BEFORE INSERT ON jpki_log_node EXECUTE FUNCTION fail();"
        ));
        assert_eq!(appender.append(&event(1)), Err(expected.clone()));
        let size = log.size();
        assert_eq!(log.sequence(), Err(expected.clone()));
        assert_eq!(log.append(&event(1)), Err(expected));
        assert_eq!(log.size(), size);
        database.run("DROP TRIGGER fail ON jpki_log_waiting; DROP TRIGGER fail ON jpki_log_node");
        // Not stopped: what failed was undone whole.
        assert_eq!(log.sequence(), Ok(1));
        appender.append(&event(1)).unwrap();
    }
    assert_eq!(log.sequence(), Ok(1));
    assert_eq!(examine(&log, &checkpoint(&log)).unwrap().len(), 3);
    let read_only = database.with("options='-c default_transaction_read_only=on'");
    assert_eq!(super::appender(&read_only).append(&event(2)), Err(LogError::ReadOnly));
}
