-- Records that a stage asks for in this review and not in every one.
CREATE TABLE review_needed (
    review_id TEXT NOT NULL REFERENCES review (id),
    record TEXT NOT NULL,
    PRIMARY KEY (review_id, record)
);

-- Whether the committee holds the review; nothing until the committees decided.
ALTER TABLE review_committee ADD COLUMN holds BOOLEAN;

-- What the lead officer typed for a field of a form for the Care Inspectorate
-- that the program knows nothing for. The last one counts.
CREATE TABLE review_notice (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    form TEXT NOT NULL,
    field TEXT NOT NULL,
    words BYTEA NOT NULL,
    written_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX review_notice_of_review ON review_notice (review_id, committee_id, form);
