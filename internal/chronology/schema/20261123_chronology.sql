-- What an agency says happened. All of it is sealed, days included; number is
-- the order in which the agency's entries came.
CREATE TABLE chronology_entry (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    agency_id TEXT NOT NULL REFERENCES agency (id),
    number INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    content BYTEA NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at TIMESTAMPTZ NOT NULL,
    removed_at TIMESTAMPTZ,
    UNIQUE (review_id, agency_id, number)
);

-- What an entry said before it was changed.
CREATE TABLE chronology_past (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    entry_id TEXT NOT NULL REFERENCES chronology_entry (id),
    version INTEGER NOT NULL,
    content BYTEA NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (entry_id, version)
);

-- Rows of a pasted table that could not be taken in, until somebody puts them
-- right or says that they are not needed.
CREATE TABLE chronology_refused (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    agency_id TEXT NOT NULL REFERENCES agency (id),
    content BYTEA NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at TIMESTAMPTZ NOT NULL,
    settled_at TIMESTAMPTZ
);
