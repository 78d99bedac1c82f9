-- What was removed on purpose, by whom and why: evidence that something is gone, chained like a journal (pruning-hash.ts).
-- `rollout` may also be a shell. A journal leaves its number of rows and its last hash.
CREATE TABLE prunings (
  seq INTEGER NOT NULL PRIMARY KEY CHECK (seq >= 1),
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  rollout TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('logs', 'journal')),
  reason TEXT NOT NULL,
  size_bytes INTEGER,
  head_seq INTEGER,
  head_hash TEXT CHECK (length(head_hash) = 64),
  prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  CHECK ((what = 'journal') = (head_hash IS NOT NULL) AND (head_seq IS NULL) = (head_hash IS NULL))
) STRICT;

CREATE INDEX prunings_by_rollout ON prunings (rollout, what);
CREATE TRIGGER prunings_update BEFORE UPDATE ON prunings
BEGIN SELECT RAISE(ABORT, 'what was pruned is recorded for good: rows never change'); END;
CREATE TRIGGER prunings_delete BEFORE DELETE ON prunings
BEGIN SELECT RAISE(ABORT, 'what was pruned is recorded for good: rows are never deleted'); END;

-- A journal is removed as a whole, and only once that is recorded together with its end.
DROP TRIGGER journal_delete;
CREATE TRIGGER journal_delete BEFORE DELETE ON journal
WHEN NOT EXISTS (
  SELECT 1 FROM prunings JOIN journal_heads USING (rollout)
  WHERE rollout = OLD.rollout AND what = 'journal' AND head_seq = journal_heads.seq AND head_hash = journal_heads.hash
)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only: rows are never deleted'); END;
