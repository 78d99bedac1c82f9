-- One log per attempt of a step on a host.
CREATE TABLE logs (
  id INTEGER PRIMARY KEY,
  rollout TEXT NOT NULL,
  host TEXT NOT NULL,
  step TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  UNIQUE (rollout, host, step, attempt)
) STRICT;

-- Bytes [start, start + size) of a log, zstd-compressed. Blocks of a log never overlap and never change; what is between
-- them is a gap. AUTOINCREMENT: ids only grow, so that the index knows how far it got by one number.
CREATE TABLE blocks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  log INTEGER NOT NULL REFERENCES logs (id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0),
  newlines INTEGER NOT NULL,
  ends_line INTEGER NOT NULL CHECK (ends_line IN (0, 1)),
  at_ms INTEGER NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (log, start)
) STRICT;

-- Full text over blocks (rowid = blocks.id) without the text. What is fed to it are grams: see grams.ts.
CREATE VIRTUAL TABLE block_grams USING fts5 (grams, content = '', contentless_delete = 1, tokenize = 'ascii');

-- Blocks up to this id are in the index.
CREATE TABLE index_state (only INTEGER PRIMARY KEY CHECK (only = 1), indexed_to INTEGER NOT NULL) STRICT;
INSERT INTO index_state VALUES (1, 0);
