-- Interactive shells that somebody opened on a host. What they printed is in logs.db, under their id.
CREATE TABLE shells (
  id TEXT NOT NULL PRIMARY KEY,
  rollout TEXT REFERENCES rollouts (id),
  app TEXT NOT NULL,
  environment TEXT NOT NULL,
  host TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  opened_at_ms INTEGER NOT NULL,
  closed_at_ms INTEGER,
  size_bytes INTEGER NOT NULL DEFAULT 0 CHECK (size_bytes >= 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX shells_by_time ON shells (opened_at_ms);
CREATE INDEX shells_by_rollout ON shells (rollout, opened_at_ms) WHERE rollout IS NOT NULL;
CREATE INDEX shells_by_host ON shells (app, environment, host, opened_at_ms);
CREATE INDEX shells_open ON shells (opened_at_ms) WHERE closed_at_ms IS NULL;
CREATE TRIGGER shells_delete BEFORE DELETE ON shells
BEGIN SELECT RAISE(ABORT, 'the record of a shell is never deleted'); END;
