-- What a decision says beside its outcome and reasons, each as far as it applies:
-- of a review, of another way to learn, of more information, of a decision
-- between meetings, of committees that differ, and why it was changed.
ALTER TABLE decision_made ADD COLUMN kind BYTEA;
ALTER TABLE decision_made ADD COLUMN scale BYTEA;
ALTER TABLE decision_made ADD COLUMN activity BYTEA;
ALTER TABLE decision_made ADD COLUMN owner BYTEA;
ALTER TABLE decision_made ADD COLUMN reported BYTEA;
ALTER TABLE decision_made ADD COLUMN report_by BYTEA;
ALTER TABLE decision_made ADD COLUMN asked_of BYTEA;
ALTER TABLE decision_made ADD COLUMN asked_by BYTEA;
ALTER TABLE decision_made ADD COLUMN delegate BYTEA;
ALTER TABLE decision_made ADD COLUMN urgent BYTEA;
ALTER TABLE decision_made ADD COLUMN meets BYTEA;
ALTER TABLE decision_made ADD COLUMN informed BYTEA;
ALTER TABLE decision_made ADD COLUMN changed BYTEA;

-- Of which version of which committee's decision somebody was told, with the
-- reference that the Care Inspectorate gave, and why it was late.
ALTER TABLE decision_told ADD COLUMN committee_id TEXT;
ALTER TABLE decision_told ADD COLUMN version INTEGER;
ALTER TABLE decision_told ADD COLUMN reference BYTEA;
ALTER TABLE decision_told ADD COLUMN late BYTEA;

-- What came of one version of a decision later: the committee confirmed what was
-- decided between its meetings or would not, or the learning of another activity
-- was sent to the Care Inspectorate.
CREATE TABLE decision_later (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    version INTEGER NOT NULL,
    deed TEXT NOT NULL CHECK (deed IN ('confirmed', 'refused', 'learned')),
    on_day BYTEA NOT NULL,
    words BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, committee_id, version, deed)
);

-- When a committee meets to consider the review.
CREATE TABLE decision_meeting (
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    meets DATE NOT NULL,
    PRIMARY KEY (review_id, committee_id)
);

-- The minutes of the meeting that made, or confirmed, one version of a decision.
-- A version of them never changes; drafts show to those who write them.
CREATE TABLE decision_minutes (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    decided INTEGER NOT NULL,
    version INTEGER NOT NULL,
    recorded BOOLEAN NOT NULL,
    met_on BYTEA NOT NULL,
    chaired BYTEA NOT NULL,
    present BYTEA NOT NULL,
    apologies BYTEA NOT NULL,
    quorum BYTEA NOT NULL,
    considered BYTEA NOT NULL,
    dissent BYTEA NOT NULL,
    written_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, committee_id, decided, version)
);

-- A letter about one version of a decision, to the notifier or to an agency. It
-- can change until it is issued.
CREATE TABLE decision_letter (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    decided INTEGER NOT NULL,
    whom TEXT NOT NULL,
    version INTEGER NOT NULL,
    title BYTEA NOT NULL,
    body BYTEA NOT NULL,
    written_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    issued_on BYTEA,
    how BYTEA,
    issued_by TEXT,
    UNIQUE (review_id, committee_id, decided, whom)
);
