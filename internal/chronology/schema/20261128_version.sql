-- What an agency's entries are now: another id at each change, so that what was
-- worked out of them in memory is known to be old.
CREATE TABLE chronology_version (
    review_id TEXT NOT NULL REFERENCES review (id),
    agency_id TEXT NOT NULL REFERENCES agency (id),
    version TEXT NOT NULL,
    PRIMARY KEY (review_id, agency_id)
);
