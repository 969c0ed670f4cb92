-- The call desk. Moments are ISO texts in UTC, days ISO dates, lists and mappings JSON; '' stands for what is unknown.
ALTER TABLE calls ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE calls ADD COLUMN customer TEXT NOT NULL DEFAULT '';
ALTER TABLE calls ADD COLUMN held TEXT;
ALTER TABLE calls ADD COLUMN wrapped TEXT;
ALTER TABLE calls ADD COLUMN state TEXT NOT NULL DEFAULT '{}';
UPDATE calls SET wrapped = ended;
DROP INDEX open_calls;
CREATE INDEX open_calls ON calls (agent, started) WHERE ended IS NULL;
CREATE INDEX calls_to_wrap_up ON calls (agent, started) WHERE wrapped IS NULL;
CREATE INDEX calls_of_agent ON calls (agent, started);
CREATE INDEX calls_by_time ON calls (started);
CREATE INDEX calls_of_customer ON calls (customer, started);

CREATE TABLE wrapups (
    call TEXT PRIMARY KEY, at TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL, product TEXT NOT NULL,
    offer TEXT NOT NULL, offer_result TEXT NOT NULL, offer_reason TEXT NOT NULL, csat INTEGER, nps INTEGER,
    summary TEXT NOT NULL, draft TEXT NOT NULL
);
CREATE INDEX wrapups_by_time ON wrapups (at);
CREATE TABLE people (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, passphrase TEXT NOT NULL, made TEXT NOT NULL
);
CREATE TABLE customers (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, salutation TEXT NOT NULL, contact TEXT NOT NULL, lang TEXT NOT NULL,
    notes TEXT NOT NULL, made TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE INDEX customers_by_name ON customers (name);
CREATE TABLE consents (
    id TEXT PRIMARY KEY, customer TEXT NOT NULL, purpose TEXT NOT NULL, given TEXT NOT NULL, withdrawn TEXT
);
CREATE INDEX consents_of_customer ON consents (customer);
CREATE TABLE orders (
    id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, form TEXT NOT NULL, title TEXT NOT NULL, purpose TEXT NOT NULL,
    unit TEXT NOT NULL, customer TEXT NOT NULL, call TEXT NOT NULL, agent TEXT NOT NULL, fields TEXT NOT NULL,
    status TEXT NOT NULL, due TEXT, made TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE INDEX orders_of_customer ON orders (customer);
CREATE TABLE complaints (
    id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, customer TEXT NOT NULL, name TEXT NOT NULL, call TEXT NOT NULL,
    agent TEXT NOT NULL, product TEXT NOT NULL, reason TEXT NOT NULL, words TEXT NOT NULL, channel TEXT NOT NULL,
    unit TEXT NOT NULL, line TEXT NOT NULL, documents TEXT NOT NULL, handover TEXT NOT NULL, opened TEXT NOT NULL,
    due TEXT NOT NULL, extended TEXT, waiting TEXT NOT NULL, status TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE INDEX complaints_of_customer ON complaints (customer);
CREATE TABLE follow_ups (
    id TEXT PRIMARY KEY, call TEXT NOT NULL, customer TEXT NOT NULL, name TEXT NOT NULL, agent TEXT NOT NULL,
    due TEXT NOT NULL, promise TEXT NOT NULL, bulletin TEXT NOT NULL, status TEXT NOT NULL, made TEXT NOT NULL,
    changed TEXT NOT NULL
);
CREATE INDEX follow_ups_by_due ON follow_ups (status, due);
CREATE INDEX follow_ups_of_customer ON follow_ups (customer);
CREATE TABLE feedback (
    id TEXT PRIMARY KEY, call TEXT NOT NULL, customer TEXT NOT NULL, agent TEXT NOT NULL, day TEXT NOT NULL,
    kind TEXT NOT NULL, product TEXT NOT NULL, reason TEXT NOT NULL, words TEXT NOT NULL, status TEXT NOT NULL,
    answer TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE INDEX feedback_by_day ON feedback (day);
CREATE TABLE favours (
    id TEXT PRIMARY KEY, customer TEXT NOT NULL, name TEXT NOT NULL, call TEXT NOT NULL, agent TEXT NOT NULL,
    line TEXT NOT NULL, gesture TEXT NOT NULL, amount INTEGER, currency TEXT NOT NULL, approver TEXT NOT NULL,
    day TEXT NOT NULL
);
CREATE INDEX favours_of_customer ON favours (customer, day);
CREATE TABLE steps (
    id TEXT PRIMARY KEY, subject TEXT NOT NULL, place INTEGER NOT NULL, at TEXT NOT NULL, agent TEXT NOT NULL,
    status TEXT NOT NULL, words TEXT NOT NULL
);
CREATE UNIQUE INDEX steps_of_subject ON steps (subject, place);
CREATE TABLE numbers (series TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE chores (name TEXT PRIMARY KEY);
