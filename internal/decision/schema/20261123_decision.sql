-- What a person said of their own involvement, before anything of the case
-- opened to them. The last one counts. [SEED recommend]
CREATE TABLE decision_declaration (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    clear BOOLEAN NOT NULL,
    words BYTEA NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX decision_declaration_of_review ON decision_declaration (review_id, account_id);

-- What one member of the working group thinks, given before they saw what others think.
CREATE TABLE decision_view (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    outcome BYTEA NOT NULL,
    reasons BYTEA NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, committee_id, account_id)
);

-- What the group found on each criterion of a committee's guidance. A sheet is
-- never changed: the next version takes its place.
CREATE TABLE decision_finding (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    version INTEGER NOT NULL,
    limb TEXT NOT NULL,
    answer BYTEA NOT NULL,
    reason BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, committee_id, version, limb)
);

-- What the group recommends to a committee; the last version counts.
CREATE TABLE decision_recommendation (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    version INTEGER NOT NULL,
    outcome BYTEA NOT NULL,
    reasons BYTEA NOT NULL,
    immediate BYTEA NOT NULL,
    dissent BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, committee_id, version)
);

-- What a committee decided; the last version counts. answer is what the lead
-- officer found out when the committee asked for more.
CREATE TABLE decision_made (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    version INTEGER NOT NULL,
    outcome BYTEA NOT NULL,
    limbs BYTEA NOT NULL,
    decided_on BYTEA NOT NULL,
    reasons BYTEA NOT NULL,
    split BYTEA NOT NULL,
    answer BYTEA,
    recorded_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, committee_id, version)
);

-- What chief officers did with one version of a committee's decision. told is
-- what the lead officer wrote down for all of them; the others are their own.
CREATE TABLE decision_chief (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    version INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    deed TEXT NOT NULL CHECK (deed IN ('read', 'told', 'ratified', 'returned')),
    on_day BYTEA NOT NULL,
    words BYTEA NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX decision_chief_of_review ON decision_chief (review_id, committee_id);

-- That the notifier, or the Care Inspectorate, was told, when and how.
CREATE TABLE decision_told (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    whom TEXT NOT NULL CHECK (whom IN ('notifier', 'inspectorate')),
    on_day BYTEA NOT NULL,
    words BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX decision_told_of_review ON decision_told (review_id);
