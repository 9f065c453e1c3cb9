-- The picture of what happened, where the report has one: as it was drawn when
-- somebody put it in.
CREATE TABLE report_picture (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL UNIQUE REFERENCES review (id),
    content BYTEA NOT NULL,
    put_by TEXT NOT NULL,
    put_at TIMESTAMPTZ NOT NULL
);
