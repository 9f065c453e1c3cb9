-- Work to do later. One row waits for each kind and object. due is when it is
-- wanted, again when it was asked for once more while it ran. A lease says that
-- a worker has it; a worker that died loses it when the lease ends.
CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    due TIMESTAMPTZ NOT NULL,
    again TIMESTAMPTZ,
    attempts INTEGER NOT NULL DEFAULT 0,
    lease TEXT,
    lease_until TIMESTAMPTZ,
    done_at TIMESTAMPTZ,
    given_up_at TIMESTAMPTZ,
    last_error TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX job_waits_once ON job (kind, object) WHERE done_at IS NULL AND given_up_at IS NULL;
CREATE INDEX job_waits ON job (due) WHERE done_at IS NULL AND given_up_at IS NULL;
