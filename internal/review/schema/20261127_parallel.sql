-- What runs beside the review: proceedings and other reviews. A row is one
-- version; the last one counts, and none is changed. What kind it is and
-- everything that was written about it is sealed.
CREATE TABLE review_parallel (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    parallel_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    ended BOOLEAN NOT NULL,
    review_on DATE,
    words BYTEA NOT NULL,
    changed_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, parallel_id, version)
);

-- What was agreed with those who lead it.
CREATE TABLE review_agreement (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    parallel_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX review_agreement_of_review ON review_agreement (review_id, parallel_id);

-- A limit on one topic, as a version. topic and level are ids of the program's
-- own, so that whoever works on the review sees what they may not do without a
-- word of the case.
CREATE TABLE review_hold (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    hold_id TEXT NOT NULL,
    parallel_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('ask', 'never')),
    agency_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('on', 'ending', 'off')),
    review_on DATE NOT NULL,
    words BYTEA NOT NULL,
    changed_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, hold_id, version)
);

-- What somebody answered where a deed met a limit.
CREATE TABLE review_hold_answer (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    hold_id TEXT NOT NULL,
    deed TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('agreed', 'outside')),
    words BYTEA NOT NULL,
    answered_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX review_hold_answer_of_review ON review_hold_answer (review_id, hold_id);

-- Who started and stopped a clock, and who paused and resumed it and for which
-- kind of reason. name is what the lead officer calls a clock of their own.
ALTER TABLE review_clock ADD COLUMN name BYTEA;
ALTER TABLE review_clock ADD COLUMN started_by TEXT;
ALTER TABLE review_clock ADD COLUMN stopped_by TEXT;
ALTER TABLE review_clock ADD COLUMN late_by TEXT;
ALTER TABLE review_pause ADD COLUMN why BYTEA;
ALTER TABLE review_pause ADD COLUMN hold_id TEXT;
ALTER TABLE review_pause ADD COLUMN paused_by TEXT;
ALTER TABLE review_pause ADD COLUMN resumed_by TEXT;
