-- The committees that consider the review, each with the guidance as it was
-- when the event was notified.
CREATE TABLE review_committee (
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    guidance TEXT NOT NULL,
    PRIMARY KEY (review_id, committee_id)
);

-- What has been recorded, and what was left out, by whom and why.
CREATE TABLE review_record (
    review_id TEXT NOT NULL REFERENCES review (id),
    record TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor TEXT NOT NULL,
    skipped BOOLEAN NOT NULL,
    reason BYTEA,
    PRIMARY KEY (review_id, record)
);

-- The stages a review went through. next is where it goes when that is not the
-- stage that follows, such as from a decision against a review to its close.
CREATE TABLE review_stage (
    review_id TEXT NOT NULL REFERENCES review (id),
    stage INTEGER NOT NULL,
    entered_at TIMESTAMPTZ NOT NULL,
    entered_by TEXT NOT NULL,
    next INTEGER,
    PRIMARY KEY (review_id, stage)
);

-- What waits for somebody: a person, or whoever has a role (for an agency).
CREATE TABLE review_task (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    key TEXT NOT NULL,
    account_id TEXT,
    role INTEGER NOT NULL,
    agency_id TEXT,
    what TEXT NOT NULL,
    path TEXT NOT NULL,
    due DATE,
    asked_at TIMESTAMPTZ NOT NULL,
    settled_at TIMESTAMPTZ
);
CREATE INDEX review_task_of_review ON review_task (review_id, key);

-- Time limits that run. Pauses are their own rows.
CREATE TABLE review_clock (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    key TEXT NOT NULL,
    what TEXT NOT NULL,
    agency_id TEXT,
    source TEXT NOT NULL,
    started DATE NOT NULL,
    amount INTEGER NOT NULL,
    unit TEXT NOT NULL,
    stopped DATE,
    late_reason BYTEA,
    UNIQUE (review_id, key)
);
CREATE TABLE review_pause (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    clock_id TEXT NOT NULL REFERENCES review_clock (id),
    paused DATE NOT NULL,
    resumed DATE,
    reason BYTEA NOT NULL
);

-- People of the case. The code is what texts use; the name is sealed apart.
CREATE TABLE review_person (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    code TEXT NOT NULL,
    name BYTEA NOT NULL,
    aliases BYTEA NOT NULL,
    relation BYTEA NOT NULL,
    UNIQUE (review_id, code)
);
