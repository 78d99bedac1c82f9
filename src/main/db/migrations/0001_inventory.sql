-- What there is to release to. Times are UTC milliseconds since the epoch; JSON columns are checked by the repository.

CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- An app without its environments and hosts, which have their own rows: nothing is stored twice.
CREATE TABLE apps (
  name TEXT NOT NULL PRIMARY KEY,
  spec TEXT NOT NULL CHECK (json_valid(spec)),
  updated_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE environments (
  app TEXT NOT NULL REFERENCES apps (name) ON DELETE CASCADE,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  protected INTEGER NOT NULL CHECK (protected IN (0, 1)),
  spec TEXT NOT NULL CHECK (json_valid(spec)),
  PRIMARY KEY (app, name)
) STRICT, WITHOUT ROWID;

-- `other`: 1 for a host that is not released to but that steps run on, such as a load balancer.
CREATE TABLE hosts (
  app TEXT NOT NULL,
  environment TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT,
  port INTEGER,
  user TEXT,
  labels TEXT NOT NULL CHECK (json_valid(labels)),
  canary INTEGER NOT NULL CHECK (canary IN (0, 1)),
  position INTEGER NOT NULL,
  other INTEGER NOT NULL CHECK (other IN (0, 1)),
  PRIMARY KEY (app, environment, name),
  FOREIGN KEY (app, environment) REFERENCES environments (app, name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What the console saw last. Points to no host: a host may leave the inventory while a rollout still reports on it.
CREATE TABLE host_states (
  app TEXT NOT NULL,
  environment TEXT NOT NULL,
  host TEXT NOT NULL,
  version TEXT,
  digest TEXT,
  health TEXT NOT NULL CHECK (health IN ('healthy', 'unhealthy', 'unknown')),
  is_serving INTEGER CHECK (is_serving IN (0, 1)),
  observed_at_ms INTEGER NOT NULL,
  detail TEXT,
  PRIMARY KEY (app, environment, host)
) STRICT, WITHOUT ROWID;
