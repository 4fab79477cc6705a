-- Version 1. Two who run this at once wait for each other; a later version is left alone.
SELECT pg_advisory_xact_lock(hashtext('jpki_log_schema'));
DO $$
DECLARE
    found integer;
BEGIN
    IF to_regclass('jpki_log_schema') IS NOT NULL THEN
        EXECUTE 'SELECT version FROM jpki_log_schema' INTO found;
        IF found > 1 THEN
            RAISE EXCEPTION 'the schema is of version %, which is newer than this script', found;
        END IF;
    END IF;
END
$$;

CREATE TABLE IF NOT EXISTS jpki_log_schema (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version integer NOT NULL
);
INSERT INTO jpki_log_schema (version) VALUES (1) ON CONFLICT (one) DO UPDATE SET version = 1;

-- Events that are durable and have no number yet.
CREATE TABLE IF NOT EXISTS jpki_log_waiting (
    arrival bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line bytea NOT NULL CHECK (length(line) BETWEEN 1 AND 1024)
);

-- The tree. A number is given once, whoever believes that he holds the log.
CREATE TABLE IF NOT EXISTS jpki_log_entry (
    number bigint PRIMARY KEY CHECK (number >= 0),
    line bytea NOT NULL
);
CREATE TABLE IF NOT EXISTS jpki_log_node (
    number bigint PRIMARY KEY CHECK (number >= 0),
    hash bytea NOT NULL CHECK (length(hash) = 32)
);

-- What a transaction does is on the disk before its answer is given, whatever the session says.
CREATE OR REPLACE FUNCTION jpki_log_durably() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('fsync') <> 'on' THEN
        RAISE EXCEPTION 'fsync is off' USING ERRCODE = 'JP001';
    END IF;
    IF current_setting('synchronous_commit') IN ('off', 'local') THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION jpki_log_append(lines bytea[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM jpki_log_durably();
    INSERT INTO jpki_log_waiting (line)
        SELECT it.line FROM unnest(lines) WITH ORDINALITY AS it (line, place) ORDER BY it.place;
END
$$;

-- Entries and nodes from these numbers on; of the entries those that waited wait no more.
CREATE OR REPLACE FUNCTION jpki_log_commit(
    first_entry bigint, lines bytea[], first_node bigint, hashes bytea[], arrivals bigint[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    gone bigint;
BEGIN
    PERFORM jpki_log_durably();
    DELETE FROM jpki_log_waiting WHERE arrival = ANY (arrivals);
    GET DIAGNOSTICS gone = ROW_COUNT;
    IF gone <> cardinality(arrivals) THEN
        RAISE EXCEPTION 'what waited was taken by somebody else';
    END IF;
    INSERT INTO jpki_log_entry (number, line)
        SELECT first_entry + it.place - 1, it.line
        FROM unnest(lines) WITH ORDINALITY AS it (line, place);
    INSERT INTO jpki_log_node (number, hash)
        SELECT first_node + it.place - 1, it.hash
        FROM unnest(hashes) WITH ORDINALITY AS it (hash, place);
END
$$;
