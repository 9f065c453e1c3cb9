-- Accounts of which a person said that they are of one event. What was undone
-- stays; into_id is the join that took its accounts over, with more.
CREATE TABLE chronology_join (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version INTEGER NOT NULL DEFAULT 1,
    joined_by TEXT NOT NULL,
    joined_at TIMESTAMPTZ NOT NULL,
    undone_by TEXT,
    undone_at TIMESTAMPTZ,
    into_id TEXT REFERENCES chronology_join (id)
);

-- The accounts of a join, each at the version that was joined.
CREATE TABLE chronology_join_entry (
    review_id TEXT NOT NULL REFERENCES review (id),
    join_id TEXT NOT NULL REFERENCES chronology_join (id),
    entry_id TEXT NOT NULL REFERENCES chronology_entry (id),
    entry_version INTEGER NOT NULL,
    PRIMARY KEY (join_id, entry_id)
);

-- Accounts of which a person said that they are not of one event, and why.
CREATE TABLE chronology_apart (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version INTEGER NOT NULL DEFAULT 1,
    reason BYTEA NOT NULL,
    set_by TEXT NOT NULL,
    set_at TIMESTAMPTZ NOT NULL,
    back_by TEXT,
    back_at TIMESTAMPTZ
);

CREATE TABLE chronology_apart_pair (
    review_id TEXT NOT NULL REFERENCES review (id),
    apart_id TEXT NOT NULL REFERENCES chronology_apart (id),
    one_id TEXT NOT NULL REFERENCES chronology_entry (id),
    other_id TEXT NOT NULL REFERENCES chronology_entry (id),
    PRIMARY KEY (apart_id, one_id, other_id)
);
