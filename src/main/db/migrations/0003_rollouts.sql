-- The list of rollouts: the query side of the journal, written in the same transaction as the events it reflects.
CREATE TABLE rollouts (
  id TEXT NOT NULL PRIMARY KEY,
  app TEXT NOT NULL,
  environment TEXT NOT NULL,
  version TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('release', 'rollback')),
  started_by TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  finished_at_ms INTEGER,
  result TEXT CHECK (result IN ('succeeded', 'failed', 'revoked')),
  rolls_back TEXT REFERENCES rollouts (id),
  CHECK ((finished_at_ms IS NULL) = (result IS NULL))
) STRICT, WITHOUT ROWID;

-- One cluster has at most one rollout in progress: a fact of the file, not of the code.
CREATE UNIQUE INDEX rollouts_in_progress ON rollouts (app, environment) WHERE result IS NULL;
CREATE INDEX rollouts_by_time ON rollouts (created_at_ms);
CREATE INDEX rollouts_by_cluster ON rollouts (app, environment, created_at_ms);
CREATE INDEX rollouts_by_origin ON rollouts (rolls_back) WHERE rolls_back IS NOT NULL;

-- The truth. Rows are added at the end and never change (triggers); how `hash` is made stands in journal-hash.ts.
CREATE TABLE journal (
  rollout TEXT NOT NULL REFERENCES rollouts (id),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (rollout, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER journal_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only: rows never change'); END;
CREATE TRIGGER journal_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only: rows are never deleted'); END;

-- How long each journal is and its last hash, so that rows missing at the end are noticed.
CREATE TABLE journal_heads (
  rollout TEXT NOT NULL PRIMARY KEY REFERENCES rollouts (id),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Undo debts: written before a host is muted or taken out, settled when the reverse is confirmed.
-- `settled_by`: the rollout that did it, or the person who said so.
CREATE TABLE debts (
  id TEXT NOT NULL PRIMARY KEY,
  app TEXT NOT NULL,
  environment TEXT NOT NULL,
  host TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('mute', 'drain')),
  rollout TEXT NOT NULL REFERENCES rollouts (id),
  recorded_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER,
  settled_at_ms INTEGER,
  settled_by TEXT,
  how TEXT,
  CHECK ((settled_at_ms IS NULL) = (settled_by IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX debts_open ON debts (app, environment, host) WHERE settled_at_ms IS NULL;
CREATE INDEX debts_by_rollout ON debts (rollout);
CREATE TRIGGER debts_delete BEFORE DELETE ON debts
BEGIN SELECT RAISE(ABORT, 'a debt is settled, never deleted'); END;
