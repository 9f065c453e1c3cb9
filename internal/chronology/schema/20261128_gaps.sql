-- The gap register: what is missing, who is asked, and how it ended. What is
-- missing and how it ended are sealed; entry_id is the entry that filled it.
CREATE TABLE chronology_gap (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL,
    agency_id TEXT REFERENCES agency (id),
    entry_id TEXT REFERENCES chronology_entry (id),
    content BYTEA NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

-- What a gap said before it was changed.
CREATE TABLE chronology_gap_past (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    gap_id TEXT NOT NULL REFERENCES chronology_gap (id),
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    content BYTEA NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (gap_id, version)
);

-- Suggestions that a person set aside, as they were then, with the reason.
CREATE TABLE chronology_aside (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version INTEGER NOT NULL DEFAULT 1,
    content BYTEA NOT NULL,
    set_by TEXT NOT NULL,
    set_at TIMESTAMPTZ NOT NULL,
    back_by TEXT,
    back_at TIMESTAMPTZ
);

-- How often a person expects a service to have been in contact. The last that
-- was said of a service counts; the earlier ones stay.
CREATE TABLE chronology_rhythm (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    number INTEGER NOT NULL,
    agency_id TEXT NOT NULL REFERENCES agency (id),
    content BYTEA NOT NULL,
    said_by TEXT NOT NULL,
    said_at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, number)
);
