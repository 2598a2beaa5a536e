"""The tables of a ledger in a PostgreSQL schema, the functions that write it, and who may do what.

Whoever holds the row of `ledger` writes; so positions are dense and become visible in their order. Events and commands
can neither be changed nor removed; a claim can only be given back, once. Prose is the one table that can be erased.

`kronika_application` is a role that cannot log in: grant it to whoever the application connects as. It may read, append
and erase prose, nothing more. It belongs to the whole server and is made where the initialising user may make roles.

Statements are formatted with {schema}; text is compared byte by byte, whatever the language of the database.
"""

from adapters.timeline import SCHEMA_VERSION

ROLE = "kronika_application"

TABLES = f"""
CREATE TABLE {{schema}}.ledger (
    only_row boolean PRIMARY KEY CHECK (only_row),
    head bigint NOT NULL CHECK (head >= 0),
    recorded_at timestamptz NOT NULL,
    schema_version integer NOT NULL
);
INSERT INTO {{schema}}.ledger VALUES (true, 0, 'epoch', {SCHEMA_VERSION});

CREATE TABLE {{schema}}.stored_events (
    position bigint PRIMARY KEY,
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL CHECK (originator_version >= 0),
    topic text COLLATE "C" NOT NULL,
    state bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT stored_events_version UNIQUE (originator_id, originator_version)
);

CREATE TABLE {{schema}}.commands (
    number bigint GENERATED ALWAYS AS IDENTITY,
    actor text COLLATE "C" NOT NULL,
    command_id uuid NOT NULL,
    topic text COLLATE "C" NOT NULL,
    aggregate_id uuid NOT NULL,
    body bytea NOT NULL,
    decision bytea NOT NULL,
    first_position bigint NOT NULL,
    last_position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT commands_once PRIMARY KEY (actor, command_id)
);
CREATE INDEX commands_of_aggregate ON {{schema}}.commands (aggregate_id, number);
CREATE INDEX commands_of_positions ON {{schema}}.commands USING brin (first_position, last_position)
WITH (pages_per_range = 16, autosummarize = on);

CREATE TABLE {{schema}}.claims (
    kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    aggregate_id uuid NOT NULL,
    taken_at bigint NOT NULL,
    released_at bigint CHECK (released_at >= taken_at)
);
CREATE UNIQUE INDEX claims_held_once ON {{schema}}.claims (kind, key) WHERE released_at IS NULL;
CREATE INDEX claims_on_key ON {{schema}}.claims (kind, key, taken_at);
CREATE INDEX claims_of_aggregate ON {{schema}}.claims (aggregate_id);

CREATE TABLE {{schema}}.prose (
    commitment text COLLATE "C" PRIMARY KEY,
    salt text NOT NULL,
    text text NOT NULL
);
"""

# Rows come with offsets in place of positions, and without their time. What is checked here is true until the commit:
# whoever else writes waits for the row of the head. An exception takes everything back. The loop over what is expected
# costs half of one statement over all of it: most writes expect two.
WRITE = """
CREATE FUNCTION {schema}.ledger_write(
    now timestamptz, count bigint, expected_ids uuid[], expected_versions bigint[],
    new_events {schema}.stored_events[], new_commands {schema}.commands[], changes {schema}.claims[],
    new_prose {schema}.prose[], OUT head_before bigint, OUT written_at timestamptz
)
LANGUAGE plpgsql AS $body$
DECLARE
    version bigint;
BEGIN
    UPDATE {schema}.ledger
    SET head = head + count, recorded_at = greatest(recorded_at, coalesce(now, clock_timestamp()))
    RETURNING head - count, recorded_at INTO head_before, written_at;

    IF new_commands IS NOT NULL THEN
        INSERT INTO {schema}.commands (
            actor, command_id, topic, aggregate_id, body, decision, first_position, last_position, recorded_at
        )
        SELECT
            c.actor, c.command_id, c.topic, c.aggregate_id, c.body, c.decision,
            head_before + c.first_position, head_before + c.last_position, written_at
        FROM unnest(new_commands) AS c;
    END IF;

    FOR i IN 1 .. cardinality(expected_ids) LOOP
        SELECT max(e.originator_version) INTO version
        FROM {schema}.stored_events AS e
        WHERE e.originator_id = expected_ids[i];
        IF expected_versions[i] <> coalesce(version, least(expected_versions[i], 0)) THEN
            RAISE EXCEPTION 'aggregate % does not stand at version %', expected_ids[i], expected_versions[i]
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'stored_events_version';
        END IF;
    END LOOP;

    INSERT INTO {schema}.stored_events
    SELECT head_before + e.position, e.originator_id, e.originator_version, e.topic, e.state, written_at
    FROM unnest(new_events) AS e;

    IF changes IS NOT NULL THEN
        PERFORM {schema}.ledger_claim(head_before, changes);
    END IF;
    IF new_prose IS NOT NULL THEN
        INSERT INTO {schema}.prose SELECT p.* FROM unnest(new_prose) AS p ON CONFLICT DO NOTHING;
    END IF;
    NOTIFY stored_events;
END $body$;
"""

# In order: a number may be given back by one and taken by another in the same write.
CLAIM = """
CREATE FUNCTION {schema}.ledger_claim(head bigint, changes {schema}.claims[]) RETURNS void
LANGUAGE plpgsql AS $body$
DECLARE
    change {schema}.claims;
    holder uuid;
BEGIN
    FOREACH change IN ARRAY changes LOOP
        SELECT c.aggregate_id INTO holder FROM {schema}.claims AS c
        WHERE c.kind = change.kind AND c.key = change.key AND c.released_at IS NULL;

        IF change.released_at IS NULL AND holder IS NULL THEN
            INSERT INTO {schema}.claims
            VALUES (change.kind, change.key, change.aggregate_id, head + change.taken_at);
        ELSIF change.released_at IS NULL AND holder <> change.aggregate_id THEN
            RAISE EXCEPTION '% % is held by %', change.kind, change.key, holder
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'claims_held',
                    DETAIL = jsonb_build_array(change.kind, change.key, holder);
        ELSIF change.released_at IS NOT NULL AND holder = change.aggregate_id THEN
            UPDATE {schema}.claims AS c SET released_at = head + change.released_at
            WHERE c.kind = change.kind AND c.key = change.key AND c.released_at IS NULL;
        END IF;
    END LOOP;
END $body$;
"""

GUARDS = """
CREATE FUNCTION {schema}.ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'a ledger is append-only: no % on %', tg_op, tg_table_name USING ERRCODE = 'restrict_violation';
END $body$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {schema}.stored_events
FOR EACH STATEMENT EXECUTE FUNCTION {schema}.ledger_refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {schema}.commands
FOR EACH STATEMENT EXECUTE FUNCTION {schema}.ledger_refuse();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON {schema}.claims
FOR EACH STATEMENT EXECUTE FUNCTION {schema}.ledger_refuse();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON {schema}.ledger
FOR EACH STATEMENT EXECUTE FUNCTION {schema}.ledger_refuse();
CREATE TRIGGER released_once BEFORE UPDATE ON {schema}.claims
FOR EACH ROW WHEN (
    OLD.released_at IS NOT NULL OR NEW.released_at IS NULL
    OR (NEW.kind, NEW.key, NEW.aggregate_id, NEW.taken_at) <> (OLD.kind, OLD.key, OLD.aggregate_id, OLD.taken_at)
) EXECUTE FUNCTION {schema}.ledger_refuse();
"""

RIGHTS = f"""
DO $body$
BEGIN
    CREATE ROLE {ROLE} NOLOGIN;
EXCEPTION
    WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
END $body$;
DO $body$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
        GRANT USAGE ON SCHEMA {{schema}} TO {ROLE};
        GRANT SELECT, UPDATE (head, recorded_at) ON {{schema}}.ledger TO {ROLE};
        GRANT SELECT, INSERT ON {{schema}}.stored_events, {{schema}}.commands TO {ROLE};
        GRANT SELECT, INSERT, UPDATE (released_at) ON {{schema}}.claims TO {ROLE};
        GRANT SELECT, INSERT, DELETE ON {{schema}}.prose TO {ROLE};
    END IF;
END $body$;
"""

STATEMENTS = (TABLES, CLAIM, WRITE, GUARDS)
"""Run once, when the ledger is made."""
