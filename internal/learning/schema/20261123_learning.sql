-- What the review learned. How a point is meant (learning or effective
-- practice) and its theme are sealed like its words.
CREATE TABLE learning_point (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version INTEGER NOT NULL DEFAULT 1,
    kind BYTEA NOT NULL,
    theme BYTEA NOT NULL,
    title BYTEA NOT NULL,
    what BYTEA NOT NULL,
    how BYTEA NOT NULL,
    why BYTEA NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX learning_point_of_review ON learning_point (review_id);

-- What a point came from. kind says in which step source_id is a row.
CREATE TABLE learning_source (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    point_id TEXT NOT NULL REFERENCES learning_point (id),
    kind TEXT NOT NULL,
    source_id TEXT NOT NULL,
    label BYTEA NOT NULL,
    UNIQUE (point_id, kind, source_id)
);

-- Contributions that no point uses, and why.
CREATE TABLE learning_aside (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    contribution_id TEXT NOT NULL,
    reason BYTEA NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, contribution_id)
);

-- Who has written in any point.
CREATE TABLE learning_writer (
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL,
    PRIMARY KEY (review_id, account_id)
);
