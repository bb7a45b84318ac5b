-- The audit log. Rows are only ever added; of an old one the body alone may be taken away.
CREATE TABLE IF NOT EXISTS audit_records (
    seq     BIGINT PRIMARY KEY,
    at      TEXT COLLATE "C" NOT NULL,
    clock   TEXT,
    kind    TEXT NOT NULL,
    body    BYTEA,                        -- canonical JSON; NULL: removed by the `prune` record that covers it
    digest  TEXT NOT NULL,                -- sha256 of the body
    prev    TEXT NOT NULL,
    hash    TEXT NOT NULL                 -- sha256 of the canonical header
);
CREATE INDEX IF NOT EXISTS audit_at ON audit_records (at);
CREATE INDEX IF NOT EXISTS audit_lists ON audit_records (digest) WHERE kind = 'lists';
CREATE INDEX IF NOT EXISTS audit_administration ON audit_records (seq) WHERE kind NOT IN ('screening', 'batch', 'lists');
CREATE TABLE IF NOT EXISTS audit_checkpoints (
    seq       BIGINT PRIMARY KEY,
    hash      TEXT NOT NULL,
    at        TEXT NOT NULL,
    key       TEXT NOT NULL,
    signature TEXT NOT NULL
);
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $body$;
CREATE OR REPLACE TRIGGER audit_records_stay BEFORE DELETE ON audit_records
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE OR REPLACE TRIGGER audit_records_stand BEFORE UPDATE ON audit_records FOR EACH ROW
WHEN (new.body IS NOT NULL OR (new.seq, new.at, new.clock, new.kind, new.digest, new.prev, new.hash)
      IS DISTINCT FROM (old.seq, old.at, old.clock, old.kind, old.digest, old.prev, old.hash))
EXECUTE FUNCTION audit_refuse();
CREATE OR REPLACE TRIGGER audit_checkpoints_stay BEFORE DELETE OR UPDATE ON audit_checkpoints
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE OR REPLACE TRIGGER audit_records_whole BEFORE TRUNCATE ON audit_records
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE OR REPLACE TRIGGER audit_checkpoints_whole BEFORE TRUNCATE ON audit_checkpoints
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
