-- What each committee told the Care Inspectorate of the outcome, instead of one
-- row for all of them.
DROP TABLE report_outcome;
CREATE TABLE report_told (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version_id TEXT NOT NULL REFERENCES report_version (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    day DATE NOT NULL,
    reference BYTEA NOT NULL,
    late BYTEA NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (version_id, committee_id)
);
