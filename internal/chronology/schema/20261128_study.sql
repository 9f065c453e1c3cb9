-- What the review team works out of the line: kind says what. All of its words
-- are sealed; place is its order among its kind.
CREATE TABLE chronology_study (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    kind TEXT NOT NULL,
    place INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    content BYTEA NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    removed_at TIMESTAMPTZ
);
CREATE INDEX chronology_study_of_review ON chronology_study (review_id, kind);

-- What it said before it was changed or taken out.
CREATE TABLE chronology_study_past (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    study_id TEXT NOT NULL REFERENCES chronology_study (id),
    version INTEGER NOT NULL,
    content BYTEA NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (study_id, version)
);
