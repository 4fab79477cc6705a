-- Version 1. Two who run this at once wait for each other; a later version is left alone.
SELECT pg_advisory_xact_lock(hashtext('jpki_vault_schema'));
DO $$
DECLARE
    found integer;
BEGIN
    IF to_regclass('jpki_vault_schema') IS NOT NULL THEN
        EXECUTE 'SELECT version FROM jpki_vault_schema' INTO found;
        IF found > 1 THEN
            RAISE EXCEPTION 'the schema is of version %, which is newer than this script', found;
        END IF;
    END IF;
END
$$;

CREATE TABLE IF NOT EXISTS jpki_vault_schema (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version integer NOT NULL
);
INSERT INTO jpki_vault_schema (version) VALUES (1) ON CONFLICT (one) DO UPDATE SET version = 1;

CREATE TABLE IF NOT EXISTS jpki_vault_tenant_key (
    tenant text NOT NULL,
    number bigint NOT NULL,
    under bigint NOT NULL,
    wrapped bytea NOT NULL,
    PRIMARY KEY (tenant, number)
);

-- Numbers are never given twice.
CREATE TABLE IF NOT EXISTS jpki_vault_user (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant text NOT NULL,
    pairwise bytea NOT NULL CHECK (length(pairwise) = 16),
    revision bigint NOT NULL,
    UNIQUE (tenant, pairwise)
);
CREATE INDEX IF NOT EXISTS jpki_vault_user_number ON jpki_vault_user (tenant, number);

-- The key of a user, in a row of its own.
CREATE TABLE IF NOT EXISTS jpki_vault_user_key (
    number bigint PRIMARY KEY REFERENCES jpki_vault_user ON DELETE CASCADE,
    tenant text NOT NULL,
    tenant_key bigint NOT NULL,
    key_id bytea NOT NULL CHECK (length(key_id) = 16),
    wrapped bytea NOT NULL,
    FOREIGN KEY (tenant, tenant_key) REFERENCES jpki_vault_tenant_key
);
CREATE INDEX IF NOT EXISTS jpki_vault_user_key_under ON jpki_vault_user_key (tenant, tenant_key);

CREATE TABLE IF NOT EXISTS jpki_vault_entry (
    number bigint NOT NULL REFERENCES jpki_vault_user ON DELETE CASCADE,
    place smallint NOT NULL,
    tenant text NOT NULL,
    certificate bytea NOT NULL CHECK (length(certificate) = 36),
    generation smallint NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (number, place),
    UNIQUE (tenant, certificate)
);

-- What a transaction does is on the disk before its answer is given, whatever the session says.
CREATE OR REPLACE FUNCTION jpki_vault_durably() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('synchronous_commit') IN ('off', 'local') THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
END
$$;

-- Those who claim one certificate, by any of its indexes, wait for each other: two may write it by different keys. At READ
-- COMMITTED, which the store sets, whoever waited sees what came before.
CREATE OR REPLACE FUNCTION jpki_vault_put(
    of_tenant text, of_user bytea, known_revision bigint, new_tenant_key bigint, new_key_id bytea,
    new_wrapped bytea, claims bytea[], places smallint[], certificates bytea[],
    generations smallint[], sealed_entries bytea[]
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    found_number bigint;
    found_revision bigint;
BEGIN
    PERFORM jpki_vault_durably();
    -- Held against its being dropped until this has ended.
    PERFORM FROM jpki_vault_tenant_key WHERE tenant = of_tenant AND number = new_tenant_key
        FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN 'key-gone';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(of_tenant, 0) # hashtextextended(it.claim, 1))
        FROM (SELECT encode(claim, 'hex') AS claim FROM unnest(claims) AS claim ORDER BY 1) AS it;
    IF known_revision = 0 THEN
        INSERT INTO jpki_vault_user (tenant, pairwise, revision) VALUES (of_tenant, of_user, 1)
            ON CONFLICT (tenant, pairwise) DO NOTHING RETURNING number INTO found_number;
        IF NOT FOUND THEN
            RETURN 'outdated';
        END IF;
    ELSE
        SELECT number, revision INTO found_number, found_revision FROM jpki_vault_user
            WHERE tenant = of_tenant AND pairwise = of_user FOR UPDATE;
        IF NOT FOUND OR found_revision <> known_revision THEN
            RETURN 'outdated';
        END IF;
    END IF;
    IF EXISTS (SELECT FROM jpki_vault_entry WHERE tenant = of_tenant
        AND certificate = ANY (claims) AND number <> found_number) THEN
        IF known_revision = 0 THEN
            DELETE FROM jpki_vault_user WHERE number = found_number;
        END IF;
        RETURN 'certificate-held';
    END IF;
    UPDATE jpki_vault_user SET revision = known_revision + 1 WHERE number = found_number;
    INSERT INTO jpki_vault_user_key (number, tenant, tenant_key, key_id, wrapped)
        VALUES (found_number, of_tenant, new_tenant_key, new_key_id, new_wrapped)
        ON CONFLICT (number) DO UPDATE SET tenant_key = excluded.tenant_key,
            key_id = excluded.key_id, wrapped = excluded.wrapped;
    DELETE FROM jpki_vault_entry WHERE number = found_number;
    INSERT INTO jpki_vault_entry (number, place, tenant, certificate, generation, sealed)
        SELECT found_number, it.place, of_tenant, it.certificate, it.generation, it.sealed
        FROM unnest(places, certificates, generations, sealed_entries)
            AS it (place, certificate, generation, sealed);
    RETURN 'stored';
END
$$;

CREATE OR REPLACE FUNCTION jpki_vault_drop_key(of_tenant text, of_number bigint)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    users bigint;
BEGIN
    PERFORM jpki_vault_durably();
    -- Waits for those who put users under it; nobody does after this.
    PERFORM FROM jpki_vault_tenant_key WHERE tenant = of_tenant AND number = of_number FOR UPDATE;
    SELECT count(*) INTO users FROM jpki_vault_user_key
        WHERE tenant = of_tenant AND tenant_key = of_number;
    IF users = 0 THEN
        DELETE FROM jpki_vault_tenant_key WHERE tenant = of_tenant AND number = of_number;
    END IF;
    RETURN users;
END
$$;

CREATE OR REPLACE FUNCTION jpki_vault_erase(what text, of_tenant text, of_user bytea)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    erased bigint;
BEGIN
    PERFORM jpki_vault_durably();
    -- Nobody puts a user under a key that goes.
    IF what <> 'user' THEN
        PERFORM FROM jpki_vault_tenant_key WHERE what = 'everything' OR tenant = of_tenant
            ORDER BY tenant, number FOR UPDATE;
    END IF;
    -- Entries and keys go with their users.
    CASE what
        WHEN 'user' THEN
            DELETE FROM jpki_vault_user WHERE tenant = of_tenant AND pairwise = of_user;
        WHEN 'tenant' THEN DELETE FROM jpki_vault_user WHERE tenant = of_tenant;
        WHEN 'everything' THEN DELETE FROM jpki_vault_user;
    END CASE;
    GET DIAGNOSTICS erased = ROW_COUNT;
    DELETE FROM jpki_vault_tenant_key
        WHERE what = 'everything' OR what = 'tenant' AND tenant = of_tenant;
    RETURN erased;
END
$$;
