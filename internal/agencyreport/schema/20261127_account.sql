-- The saved text that an approver read when they gave the draft back.
ALTER TABLE agency_return ADD COLUMN text_version INTEGER NOT NULL DEFAULT 0;

-- What an approver said about one part of the draft, and what the author did
-- about it. An answer, even an empty one, settles it.
CREATE TABLE agency_comment (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    request_id TEXT NOT NULL REFERENCES agency_request (id),
    return_id TEXT NOT NULL REFERENCES agency_return (id),
    part TEXT NOT NULL,
    comment BYTEA NOT NULL,
    answer BYTEA,
    answered_by TEXT,
    answered_at TIMESTAMPTZ
);

-- How many entries an agency's part of the chronology has, and the SHA-256 of
-- their words, which is sealed.
CREATE TABLE agency_chronology (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    agency_id TEXT NOT NULL REFERENCES agency (id),
    entries INTEGER NOT NULL,
    hash BYTEA NOT NULL,
    UNIQUE (review_id, agency_id)
);

-- When the released reports of a review open to others: each as it comes, or all
-- together. There is a row once somebody chose, and from the first release on.
CREATE TABLE agency_opening (
    review_id TEXT PRIMARY KEY REFERENCES review (id),
    id TEXT NOT NULL,
    mode TEXT NOT NULL,
    opened_at TIMESTAMPTZ,
    closed_by TEXT,
    reason BYTEA
);
