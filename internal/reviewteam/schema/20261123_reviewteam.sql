-- Who was asked into the review team. What they declared is sealed.
CREATE TABLE reviewteam_member (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    role INTEGER NOT NULL,
    agency_id TEXT REFERENCES agency (id),
    named_at TIMESTAMPTZ NOT NULL,
    declared_at TIMESTAMPTZ,
    answers BYTEA,
    ended_at TIMESTAMPTZ
);
CREATE INDEX reviewteam_member_of_review ON reviewteam_member (review_id, account_id);

-- What the review looks at, and how. One row a review.
CREATE TABLE reviewteam_scope (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL UNIQUE REFERENCES review (id),
    version INTEGER NOT NULL DEFAULT 1,
    period_from BYTEA NOT NULL,
    period_to BYTEA NOT NULL,
    questions BYTEA NOT NULL,
    why BYTEA NOT NULL,
    scale BYTEA NOT NULL,
    agencies BYTEA NOT NULL,
    family BYTEA NOT NULL,
    proceedings BYTEA NOT NULL
);
