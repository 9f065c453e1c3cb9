-- Strategies for improving practice and systems.
CREATE TABLE strategy (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER NOT NULL,
    title BYTEA NOT NULL,
    case_for BYTEA NOT NULL,
    learning BYTEA NOT NULL,
    evidence BYTEA NOT NULL,
    would_see BYTEA NOT NULL,
    owner_id TEXT,
    agency_id TEXT,
    due DATE,
    look_on DATE NOT NULL,
    started DATE,
    finished BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (review_id, number)
);

-- The learning points that a strategy answers, in the words they had then.
CREATE TABLE strategy_point (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    strategy_id TEXT NOT NULL REFERENCES strategy (id),
    point_id TEXT NOT NULL,
    title BYTEA NOT NULL,
    UNIQUE (strategy_id, point_id)
);

-- Why the review has no strategy.
CREATE TABLE strategy_none (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL UNIQUE REFERENCES review (id),
    reason BYTEA NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);

-- What owners say was done.
CREATE TABLE strategy_report (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    strategy_id TEXT NOT NULL REFERENCES strategy (id),
    done BYTEA NOT NULL,
    evidence BYTEA NOT NULL,
    finished BOOLEAN NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);

-- That an owner asked for more time, and what was answered.
CREATE TABLE strategy_more_time (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    strategy_id TEXT NOT NULL REFERENCES strategy (id),
    until_day DATE NOT NULL,
    reason BYTEA NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    granted BOOLEAN,
    answer BYTEA,
    answered_by TEXT,
    answered_at TIMESTAMPTZ
);

-- What was seen when somebody looked whether a strategy worked.
CREATE TABLE strategy_outcome (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    strategy_id TEXT NOT NULL REFERENCES strategy (id),
    result BYTEA NOT NULL,
    looked_on BYTEA NOT NULL,
    looked_by BYTEA NOT NULL,
    found BYTEA NOT NULL,
    next BYTEA NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);

-- What people said, and what changed: told back to those who took part.
CREATE TABLE told_back (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    said BYTEA NOT NULL,
    changed BYTEA NOT NULL,
    public BOOLEAN NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);

-- That the chief officers considered the strategies and what they cost.
CREATE TABLE strategy_plan (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    considered_on BYTEA NOT NULL,
    words BYTEA NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
