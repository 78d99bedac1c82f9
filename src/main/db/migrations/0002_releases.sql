-- What can be released. Points to no app: history outlives the inventory.
CREATE TABLE releases (
  app TEXT NOT NULL,
  version TEXT NOT NULL,
  sha256 TEXT CHECK (length(sha256) = 64),
  source TEXT,
  kind TEXT NOT NULL DEFAULT 'package' CHECK (kind IN ('package', 'config', 'command')),
  notes TEXT,
  created_at_ms INTEGER NOT NULL,
  blocked_at_ms INTEGER,
  blocked_by TEXT,
  blocked_reason TEXT,
  unblocked_at_ms INTEGER,
  unblocked_by TEXT,
  unblocked_reason TEXT,
  PRIMARY KEY (app, version),
  CHECK ((blocked_at_ms IS NULL) = (blocked_by IS NULL) AND (blocked_at_ms IS NULL) = (blocked_reason IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX releases_by_time ON releases (app, created_at_ms);

-- Checklist templates: what an app, a tier or every environment of a name asks at a gate.
CREATE TABLE checklists (
  scope TEXT NOT NULL CHECK (scope IN ('app', 'tier', 'environment')),
  name TEXT NOT NULL,
  gate TEXT NOT NULL,
  items TEXT NOT NULL CHECK (json_valid(items)),
  updated_at_ms INTEGER NOT NULL,
  PRIMARY KEY (scope, name, gate)
) STRICT, WITHOUT ROWID;
