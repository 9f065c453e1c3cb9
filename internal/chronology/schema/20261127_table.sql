-- A table that an agency brought, until its rows are taken in or it is left.
-- The file and what was said of its columns are sealed together.
CREATE TABLE chronology_table (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    agency_id TEXT NOT NULL REFERENCES agency (id),
    content BYTEA NOT NULL,
    brought_by TEXT NOT NULL,
    brought_at TIMESTAMPTZ NOT NULL
);

-- What the columns of an agency's tables hold, by their headings, so that it is
-- said once.
CREATE TABLE chronology_columns (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    agency_id TEXT NOT NULL REFERENCES agency (id),
    content BYTEA NOT NULL,
    UNIQUE (review_id, agency_id)
);
