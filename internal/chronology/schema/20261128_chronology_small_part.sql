-- What the lead officer decided about somebody with a small part at a turning
-- point. Who it is, by post or code, is sealed with the reason.
CREATE TABLE chronology_small_part (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version INTEGER NOT NULL DEFAULT 1,
    decision TEXT NOT NULL CHECK (decision IN ('ask', 'done', 'not', 'later')),
    content BYTEA NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX chronology_small_part_of_review ON chronology_small_part (review_id);
