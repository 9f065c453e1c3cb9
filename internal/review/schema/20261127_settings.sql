-- The settings of a committee go from version to version. number is the version
-- in force; 0 is what the committee began with.
ALTER TABLE committee ADD COLUMN number INTEGER NOT NULL DEFAULT 0;

CREATE TABLE committee_version (
    committee_id TEXT NOT NULL REFERENCES committee (id),
    number INTEGER NOT NULL,
    settings JSONB NOT NULL,
    note TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at TIMESTAMPTZ,
    PRIMARY KEY (committee_id, number)
);

-- What the officers are working on. version counts every saving.
CREATE TABLE committee_draft (
    committee_id TEXT PRIMARY KEY REFERENCES committee (id),
    version INTEGER NOT NULL,
    settings JSONB NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

-- The version whose questions and criteria the review keeps: that of the day
-- on which the event was notified.
ALTER TABLE review_committee ADD COLUMN settings_number INTEGER NOT NULL DEFAULT 0;

-- An agency that is retired is asked no more; what it did stays.
ALTER TABLE agency ADD COLUMN retired_at TIMESTAMPTZ;
