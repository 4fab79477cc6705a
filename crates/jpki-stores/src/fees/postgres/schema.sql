-- Fees of jpki-platform, version 1. Two who run this at once wait for each other; a later version is left alone.
SELECT pg_advisory_xact_lock(hashtext('jpki_fee_schema'));
DO $$
DECLARE
    found integer;
BEGIN
    IF to_regclass('jpki_fee_schema') IS NOT NULL THEN
        EXECUTE 'SELECT version FROM jpki_fee_schema' INTO found;
        IF found > 1 THEN
            RAISE EXCEPTION 'the schema is of version %, which is newer than this script', found;
        END IF;
    END IF;
END
$$;

CREATE TABLE IF NOT EXISTS jpki_fee_schema (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version integer NOT NULL
);
INSERT INTO jpki_fee_schema (version) VALUES (1) ON CONFLICT (one) DO UPDATE SET version = 1;

CREATE TABLE IF NOT EXISTS jpki_fee_open (
    id bytea PRIMARY KEY CHECK (length(id) = 16),
    tenant text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    method text NOT NULL,
    price bigint NOT NULL CHECK (price >= 0),
    asked_at bigint NOT NULL,
    day text NOT NULL,
    month text NOT NULL
);
CREATE TABLE IF NOT EXISTS jpki_fee_month (
    tenant text COLLATE "C" NOT NULL,
    month text COLLATE "C" NOT NULL,
    committed bigint NOT NULL CHECK (committed >= 0),
    PRIMARY KEY (tenant, month)
);
CREATE TABLE IF NOT EXISTS jpki_fee_count (
    month text COLLATE "C" NOT NULL,
    tenant text COLLATE "C" NOT NULL,
    day text NOT NULL,
    kind text NOT NULL,
    method text NOT NULL,
    price bigint NOT NULL CHECK (price >= 0),
    outcome text NOT NULL,
    is_billed boolean NOT NULL,
    number bigint NOT NULL CHECK (number > 0),
    PRIMARY KEY (month, tenant, day, kind, method, price, outcome, is_billed)
);
CREATE TABLE IF NOT EXISTS jpki_fee_checked (
    month text COLLATE "C" NOT NULL,
    tenant text COLLATE "C" NOT NULL,
    method text NOT NULL,
    certificate bytea NOT NULL CHECK (length(certificate) = 32),
    PRIMARY KEY (month, tenant, method, certificate)
);

-- Each step is one function, so that it is one statement: atomic without a transaction of the client, and one journey
-- to the server. Each takes the row of its month first, so that none waits for another that waits for it.

-- Commits the price of a check to its month, if the limit leaves room.
CREATE OR REPLACE FUNCTION jpki_fee_admit(payer text, in_month text, cost bigint, room bigint)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO jpki_fee_month VALUES (payer, in_month, 0) ON CONFLICT DO NOTHING;
    UPDATE jpki_fee_month SET committed = committed + cost
        WHERE tenant = payer AND month = in_month AND (room IS NULL OR committed <= room);
    RETURN FOUND;
END $$;

-- Counts how a check ended, of which nothing is open any more.
CREATE OR REPLACE FUNCTION jpki_fee_add(
    it jpki_fee_open, ended text, if_first boolean, if_again boolean, checked bytea
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    billed boolean := false;
    is_first boolean := true;
BEGIN
    IF ended IS NOT NULL THEN
        IF checked IS NOT NULL THEN
            INSERT INTO jpki_fee_checked VALUES (it.month, it.tenant, it.method, checked)
                ON CONFLICT DO NOTHING;
            is_first := FOUND;
        END IF;
        billed := CASE WHEN is_first THEN if_first ELSE if_again END;
        INSERT INTO jpki_fee_count AS counted VALUES
            (it.month, it.tenant, it.day, it.kind, it.method, it.price, ended, billed, 1)
            ON CONFLICT (month, tenant, day, kind, method, price, outcome, is_billed)
            DO UPDATE SET number = counted.number + 1;
    END IF;
    IF NOT billed THEN
        UPDATE jpki_fee_month SET committed = committed - it.price
            WHERE tenant = it.tenant AND month = it.month;
    END IF;
    RETURN CASE WHEN ended IS NULL THEN 'dropped' WHEN billed THEN 'billed' ELSE 'not-billed' END;
END $$;

CREATE OR REPLACE FUNCTION jpki_fee_intend(it jpki_fee_open, room bigint)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT jpki_fee_admit(it.tenant, it.month, it.price, room) THEN
        RETURN false;
    END IF;
    INSERT INTO jpki_fee_open SELECT it.*;
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION jpki_fee_settle(
    intent bytea, ended text, if_first boolean, if_again boolean, checked bytea
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    it jpki_fee_open;
BEGIN
    DELETE FROM jpki_fee_open WHERE id = intent RETURNING * INTO it;
    IF NOT FOUND THEN
        RETURN 'not-open';
    END IF;
    PERFORM FROM jpki_fee_month WHERE tenant = it.tenant AND month = it.month FOR UPDATE;
    RETURN jpki_fee_add(it, ended, if_first, if_again, checked);
END $$;

CREATE OR REPLACE FUNCTION jpki_fee_count_at_once(
    it jpki_fee_open, room bigint,
    ended text, if_first boolean, if_again boolean, checked bytea
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT jpki_fee_admit(it.tenant, it.month, it.price, room) THEN
        RETURN false;
    END IF;
    PERFORM jpki_fee_add(it, ended, if_first, if_again, checked);
    RETURN true;
END $$;
