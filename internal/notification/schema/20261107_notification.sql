-- An event as it was brought to the committees. Every word is sealed.
CREATE TABLE notification (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL UNIQUE REFERENCES review (id),
    received_at TIMESTAMPTZ NOT NULL,
    route BYTEA NOT NULL,
    notifier_name BYTEA NOT NULL,
    notifier_post BYTEA NOT NULL,
    notifier_email BYTEA NOT NULL,
    notifier_phone BYTEA NOT NULL,
    born BYTEA NOT NULL,
    died BYTEA NOT NULL,
    happened BYTEA NOT NULL,
    event BYTEA NOT NULL,
    status BYTEA NOT NULL,
    risk BYTEA NOT NULL,
    risk_action BYTEA NOT NULL,
    agencies BYTEA NOT NULL,
    processes BYTEA NOT NULL
);

-- What the notifier says of each limb of the criteria, under each committee's guidance.
CREATE TABLE notification_answer (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    guidance TEXT NOT NULL,
    limb TEXT NOT NULL,
    answer BYTEA NOT NULL,
    reason BYTEA NOT NULL,
    UNIQUE (review_id, guidance, limb)
);
