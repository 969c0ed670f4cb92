-- The call record alone, as the first release kept it.
CREATE TABLE calls (
    id TEXT PRIMARY KEY, started TEXT NOT NULL, ended TEXT, note TEXT NOT NULL, channel TEXT NOT NULL,
    salutation TEXT NOT NULL, name TEXT NOT NULL, lang TEXT NOT NULL, phase TEXT NOT NULL, used TEXT NOT NULL
);
CREATE INDEX open_calls ON calls (started) WHERE ended IS NULL;
