-- Whose name somebody opened for a short time, and why. The person of the case is
-- named by id alone.
CREATE TABLE chronology_name_opened (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL,
    reason BYTEA NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    until_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX chronology_name_opened_by ON chronology_name_opened (review_id, account_id);

-- Words of an entry that are read as a code, because the lead officer says whose
-- name they are. The agency's own words stay as they are.
CREATE TABLE chronology_mask (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    entry_id TEXT NOT NULL REFERENCES chronology_entry (id),
    content BYTEA NOT NULL,
    masked_by TEXT NOT NULL,
    masked_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX chronology_mask_of_review ON chronology_mask (review_id);
