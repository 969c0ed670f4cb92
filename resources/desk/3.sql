-- What agents say is wrong or out of date in articles; `place` is a line's id or a heading's anchor, '' the whole.
CREATE TABLE reports (
    id TEXT PRIMARY KEY, article TEXT NOT NULL, lang TEXT NOT NULL, place TEXT NOT NULL, wording TEXT NOT NULL,
    flaw TEXT NOT NULL, words TEXT NOT NULL, call TEXT NOT NULL, customer TEXT NOT NULL, agent TEXT NOT NULL,
    made TEXT NOT NULL, status TEXT NOT NULL, answer TEXT NOT NULL, editor TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE INDEX reports_by_status ON reports (status, made);
