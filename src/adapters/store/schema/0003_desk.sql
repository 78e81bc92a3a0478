-- Version 3: the review desk: causes, people, approvals, bulk actions, kept corrections, the audit.

-- What a held sale is worth before there is a note: the items as Amazon prices them.
ALTER TABLE lives ADD COLUMN worth_cents INTEGER
    CONSTRAINT a_worth_is_not_below_zero CHECK (worth_cents >= 0);
UPDATE lives SET worth_cents = total_cents;
CREATE INDEX lives_by_began ON lives (began_us);
CREATE INDEX numbers_by_n_nf ON numbers (n_nf);

-- Why a life waits for a person: one row per cause of each time that it was held. `field` has no
-- item's place in it; of a rejection it is the cStat.
CREATE TABLE causes (
    seller      TEXT NOT NULL,
    shipment    TEXT NOT NULL,
    opened_seq  INTEGER NOT NULL,   -- the entry that held it
    stage       TEXT NOT NULL,
    code        TEXT NOT NULL,
    field       TEXT NOT NULL,
    mender      TEXT NOT NULL,
    opened_us   INTEGER NOT NULL,
    closed_us   INTEGER,            -- when it was sent on or ended
    worth_cents INTEGER,
    PRIMARY KEY (seller, shipment, opened_seq, stage, code, field),
    FOREIGN KEY (seller, shipment) REFERENCES lives (seller, shipment)
) STRICT, WITHOUT ROWID;

CREATE INDEX causes_open ON causes (stage, code, field, opened_us) WHERE closed_us IS NULL;
CREATE INDEX causes_by_cause ON causes (stage, code, field, closed_us)
    WHERE closed_us IS NOT NULL;

-- What the first page shows, counted as it changes: a hundred thousand cases are not counted anew
-- for each look at it. `hour` is whole hours since 1970.
CREATE TABLE cause_sums (
    stage       TEXT NOT NULL,
    code        TEXT NOT NULL,
    field       TEXT NOT NULL,
    mender      TEXT NOT NULL,
    cases       INTEGER NOT NULL CONSTRAINT no_cause_has_less_than_no_case CHECK (cases >= 0),
    worth_cents INTEGER NOT NULL,
    PRIMARY KEY (stage, code, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE cause_hours (
    stage TEXT NOT NULL,
    code  TEXT NOT NULL,
    field TEXT NOT NULL,
    hour  INTEGER NOT NULL,
    came  INTEGER NOT NULL,
    PRIMARY KEY (stage, code, field, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE held_sum (
    one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    lives       INTEGER NOT NULL CONSTRAINT no_less_than_none_are_held CHECK (lives >= 0),
    worth_cents INTEGER NOT NULL
) STRICT;
INSERT INTO held_sum
SELECT 1, count(*), coalesce(sum(coalesce(total_cents, worth_cents)), 0)
FROM lives WHERE state = 'held';

CREATE TRIGGER causes_count_1 AFTER INSERT ON causes WHEN NEW.closed_us IS NULL
BEGIN
    INSERT INTO cause_sums (stage, code, field, mender, cases, worth_cents)
    VALUES (NEW.stage, NEW.code, NEW.field, NEW.mender, 1, coalesce(NEW.worth_cents, 0))
    ON CONFLICT DO UPDATE SET mender = excluded.mender, cases = cases + 1,
        worth_cents = worth_cents + excluded.worth_cents;
    INSERT INTO cause_hours (stage, code, field, hour, came)
    VALUES (NEW.stage, NEW.code, NEW.field, NEW.opened_us / 3600000000, 1)
    ON CONFLICT DO UPDATE SET came = came + 1;
END;
CREATE TRIGGER causes_count_2 AFTER UPDATE OF closed_us ON causes
WHEN OLD.closed_us IS NULL AND NEW.closed_us IS NOT NULL
BEGIN
    UPDATE cause_sums SET cases = cases - 1, worth_cents = worth_cents - coalesce(OLD.worth_cents, 0)
    WHERE stage = OLD.stage AND code = OLD.code AND field = OLD.field;
END;
CREATE TRIGGER lives_count_1 AFTER INSERT ON lives WHEN NEW.state = 'held'
BEGIN
    UPDATE held_sum SET lives = lives + 1,
        worth_cents = worth_cents + coalesce(NEW.total_cents, NEW.worth_cents, 0);
END;
CREATE TRIGGER lives_count_2 AFTER UPDATE OF state, total_cents, worth_cents ON lives
WHEN OLD.state = 'held' OR NEW.state = 'held'
BEGIN
    UPDATE held_sum SET
        lives = lives + (NEW.state = 'held') - (OLD.state = 'held'),
        worth_cents = worth_cents
            + (NEW.state = 'held') * coalesce(NEW.total_cents, NEW.worth_cents, 0)
            - (OLD.state = 'held') * coalesce(OLD.total_cents, OLD.worth_cents, 0);
END;

-- The held of an older version: their last list of faults.
INSERT INTO causes (seller, shipment, opened_seq, stage, code, field, mender, opened_us, worth_cents)
SELECT l.seller, l.shipment, j.seq, f.value ->> 'stage', f.value ->> 'code',
       CASE f.value ->> 'field' WHEN 'cStat' THEN 'cStat ' || coalesce(f.value ->> 'value', '')
            ELSE f.value ->> 'field' END,
       max(f.value ->> 'mender'), j.at_us, l.total_cents
FROM lives l
JOIN journal j ON j.seller = l.seller AND j.shipment = l.shipment
     AND j.seq = (SELECT max(seq) FROM journal WHERE seller = l.seller AND shipment = l.shipment
                  AND json_array_length(entry, '$.faults') > 0)
JOIN json_each(j.entry, '$.faults') f
WHERE l.state = 'held'
GROUP BY 1, 2, 3, 4, 5, 6;

-- What a case is found by beside its ids. A document stands here as a keyed hash.
CREATE TABLE lookups (
    kind     TEXT NOT NULL CONSTRAINT known_lookup CHECK (kind IN ('sku', 'document')),
    term     TEXT NOT NULL,
    seller   TEXT NOT NULL,
    shipment TEXT NOT NULL,
    PRIMARY KEY (kind, term, seller, shipment)
) STRICT, WITHOUT ROWID;

-- What people noted of a case, beside its life.
CREATE TABLE marks (
    seller    TEXT NOT NULL,
    shipment  TEXT NOT NULL,
    assignee  TEXT REFERENCES users (name),
    follow_up TEXT CONSTRAINT follow_up_is_a_day CHECK (follow_up GLOB '????-??-??'),
    version   INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (seller, shipment)
) STRICT, WITHOUT ROWID;

CREATE TABLE comments (
    id       INTEGER PRIMARY KEY,
    seller   TEXT NOT NULL,
    shipment TEXT NOT NULL,
    at_us    INTEGER NOT NULL,
    by       TEXT NOT NULL,
    text     TEXT NOT NULL CONSTRAINT a_comment_says_something CHECK (length(trim(text)) > 0)
) STRICT;
CREATE INDEX comments_by_case ON comments (seller, shipment, id);

-- People. `password` is an argon2id string; none: only by the identity provider.
CREATE TABLE users (
    name       TEXT NOT NULL PRIMARY KEY
        CONSTRAINT a_user_has_a_plain_name
        CHECK (length(name) BETWEEN 1 AND 80 AND name NOT GLOB '*[^a-z0-9._@-]*'),
    full_name  TEXT NOT NULL,
    role       TEXT NOT NULL CONSTRAINT known_role
        CHECK (role IN ('leitor', 'analista', 'aprovador', 'administrador')),
    password   TEXT,
    lang       TEXT NOT NULL CONSTRAINT known_lang CHECK (lang IN ('pt-BR', 'en')),
    active     INTEGER NOT NULL CHECK (active IN (0, 1)),
    created_us INTEGER NOT NULL,
    changed_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER users_stay BEFORE DELETE ON users
BEGIN SELECT RAISE(ABORT, 'a person is switched off, never deleted'); END;

-- `id` is the SHA-256 of what the browser holds.
CREATE TABLE sessions (
    id         TEXT NOT NULL PRIMARY KEY,
    user       TEXT NOT NULL REFERENCES users (name),
    csrf       TEXT NOT NULL,
    created_us INTEGER NOT NULL,
    seen_us    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user);

-- Failed logins, by the name that was tried and by the address that tried.
CREATE TABLE login_failures (
    id    INTEGER PRIMARY KEY,
    who   TEXT NOT NULL,
    at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX login_failures_by_who ON login_failures (who, at_us);

-- Which actions need a second person, as the configuration says: above a worth, above a count.
CREATE TABLE four_eyes (
    action      TEXT NOT NULL PRIMARY KEY,
    above_cents INTEGER NOT NULL,
    above_cases INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What one person asked for and another decides, bound to the version that both looked at.
CREATE TABLE approvals (
    id           INTEGER PRIMARY KEY,
    action       TEXT NOT NULL,
    seller       TEXT,
    shipment     TEXT,
    version      INTEGER,
    bulk         INTEGER,
    payload      TEXT NOT NULL CHECK (json_valid(payload)),
    why          TEXT NOT NULL CHECK (length(trim(why)) > 0),
    worth_cents  INTEGER,
    cases        INTEGER NOT NULL CHECK (cases >= 1),
    requested_by TEXT NOT NULL REFERENCES users (name),
    requested_us INTEGER NOT NULL,
    state        TEXT NOT NULL
        CONSTRAINT known_approval CHECK (state IN ('open', 'approved', 'refused', 'expired', 'void')),
    decided_by   TEXT REFERENCES users (name),
    decided_us   INTEGER,
    decided_why  TEXT,
    CONSTRAINT two_people_approve
        CHECK (state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> requested_by)),
    CONSTRAINT a_decision_has_its_moment CHECK ((state = 'open') = (decided_us IS NULL)),
    CONSTRAINT of_a_case_or_a_bulk CHECK ((shipment IS NULL) <> (bulk IS NULL))
) STRICT;
CREATE UNIQUE INDEX approvals_one_open ON approvals (seller, shipment)
    WHERE state = 'open' AND shipment IS NOT NULL;
CREATE INDEX approvals_by_state ON approvals (state, requested_us);
CREATE TRIGGER approvals_stay_1 BEFORE UPDATE ON approvals WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
CREATE TRIGGER approvals_stay_2 BEFORE DELETE ON approvals
BEGIN SELECT RAISE(ABORT, 'a request is never deleted'); END;
CREATE TRIGGER approvals_stay_3 BEFORE UPDATE ON approvals
WHEN (NEW.action, NEW.seller, NEW.shipment, NEW.version, NEW.bulk, NEW.payload, NEW.why,
      NEW.worth_cents, NEW.cases, NEW.requested_by, NEW.requested_us)
  IS NOT (OLD.action, OLD.seller, OLD.shipment, OLD.version, OLD.bulk, OLD.payload, OLD.why,
      OLD.worth_cents, OLD.cases, OLD.requested_by, OLD.requested_us)
BEGIN SELECT RAISE(ABORT, 'what was asked for is never changed'); END;
CREATE TRIGGER approvals_begin BEFORE INSERT ON approvals WHEN NEW.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'a request begins open'); END;

-- One action on many cases, at a pace.
CREATE TABLE bulks (
    id          INTEGER PRIMARY KEY,
    action      TEXT NOT NULL CONSTRAINT known_bulk_action CHECK (action IN ('resume', 'discard')),
    filter      TEXT NOT NULL,
    by          TEXT NOT NULL REFERENCES users (name),
    role        TEXT NOT NULL,
    origin      TEXT NOT NULL,
    why         TEXT NOT NULL CHECK (length(trim(why)) > 0),
    per_minute  INTEGER NOT NULL CHECK (per_minute BETWEEN 1 AND 6000),
    made_us     INTEGER NOT NULL,
    cases       INTEGER NOT NULL CHECK (cases >= 1),
    worth_cents INTEGER NOT NULL,
    state       TEXT NOT NULL CONSTRAINT known_bulk
        CHECK (state IN ('asked', 'running', 'paused', 'stopped', 'done')),
    told        TEXT NOT NULL,     -- why it stands there, as a code
    since_us    INTEGER NOT NULL,  -- since when it stands there
    next_us     INTEGER NOT NULL,
    lease_by    TEXT,              -- who carries it out, and until when nobody else does
    lease_us    INTEGER
) STRICT;
CREATE INDEX bulks_by_state ON bulks (state, next_us);
CREATE TRIGGER bulks_begin BEFORE INSERT ON bulks WHEN NEW.state NOT IN ('asked', 'running')
BEGIN SELECT RAISE(ABORT, 'a bulk begins asked for or running'); END;
CREATE TRIGGER bulks_stay_1 BEFORE DELETE ON bulks
BEGIN SELECT RAISE(ABORT, 'a bulk is never deleted'); END;
CREATE TRIGGER bulks_stay_2 BEFORE UPDATE ON bulks
WHEN (NEW.id, NEW.action, NEW.filter, NEW.by, NEW.role, NEW.origin, NEW.why, NEW.per_minute,
      NEW.made_us, NEW.cases, NEW.worth_cents)
  <> (OLD.id, OLD.action, OLD.filter, OLD.by, OLD.role, OLD.origin, OLD.why, OLD.per_minute,
      OLD.made_us, OLD.cases, OLD.worth_cents)
BEGIN SELECT RAISE(ABORT, 'what a bulk does is never changed'); END;
CREATE TRIGGER bulks_follow BEFORE UPDATE OF state ON bulks
WHEN NOT (NEW.state = OLD.state
  OR (OLD.state = 'asked' AND NEW.state IN ('running', 'stopped'))
  OR (OLD.state = 'running' AND NEW.state IN ('paused', 'stopped', 'done'))
  OR (OLD.state = 'paused' AND NEW.state IN ('running', 'stopped')))
BEGIN SELECT RAISE(ABORT, 'this does not follow on what the bulk is'); END;
CREATE TRIGGER bulks_four_eyes BEFORE UPDATE OF state ON bulks
WHEN OLD.state = 'asked' AND NEW.state = 'running' AND NOT EXISTS (
    SELECT 1 FROM approvals WHERE bulk = NEW.id AND state = 'approved')
BEGIN SELECT RAISE(ABORT, 'no second person has approved this'); END;
CREATE TRIGGER bulks_refused AFTER UPDATE OF state ON approvals
WHEN NEW.bulk IS NOT NULL AND NEW.state IN ('refused', 'expired', 'void')
BEGIN
    UPDATE bulks SET state = 'stopped', told = NEW.state, since_us = NEW.decided_us
    WHERE id = NEW.bulk AND state = 'asked';
END;

CREATE TABLE bulk_items (
    bulk     INTEGER NOT NULL REFERENCES bulks (id),
    place    INTEGER NOT NULL,
    seller   TEXT NOT NULL,
    shipment TEXT NOT NULL,
    version  INTEGER NOT NULL,
    stage    TEXT NOT NULL,        -- where it failed
    code     TEXT NOT NULL,        -- the cause that it was chosen for
    state    TEXT NOT NULL CONSTRAINT known_item
        CHECK (state IN ('waiting', 'sent', 'good', 'again', 'refused')),
    told     TEXT,                 -- why it was refused, or is held again, as a code
    at_us    INTEGER,
    PRIMARY KEY (bulk, place)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX bulk_items_once ON bulk_items (bulk, seller, shipment);
CREATE INDEX bulk_items_by_state ON bulk_items (bulk, state, at_us, place, told);
CREATE INDEX bulk_items_sent ON bulk_items (seller, shipment) WHERE state = 'sent';
CREATE TRIGGER bulk_items_stay_1 BEFORE DELETE ON bulk_items
BEGIN SELECT RAISE(ABORT, 'an item is never deleted'); END;
CREATE TRIGGER bulk_items_stay_2 BEFORE UPDATE ON bulk_items
WHEN NOT ((OLD.state = 'waiting' AND NEW.state IN ('sent', 'good', 'refused'))
       OR (OLD.state = 'sent' AND NEW.state IN ('good', 'again')))
  OR (NEW.bulk, NEW.place, NEW.seller, NEW.shipment, NEW.version, NEW.stage, NEW.code)
  <> (OLD.bulk, OLD.place, OLD.seller, OLD.shipment, OLD.version, OLD.stage, OLD.code)
BEGIN SELECT RAISE(ABORT, 'an item is acted on once'); END;

-- Corrections kept for next time. `value` is no person's: a cell of the product file, a city.
CREATE TABLE kept (
    id         INTEGER PRIMARY KEY,
    seller     TEXT NOT NULL,
    kind       TEXT NOT NULL CONSTRAINT known_kept CHECK (kind IN ('product', 'city')),
    name       TEXT NOT NULL,        -- the SKU; the city as it was written, folded
    part       TEXT NOT NULL,        -- the column; the UF
    value      TEXT NOT NULL,
    by         TEXT NOT NULL,
    why        TEXT NOT NULL,
    made_us    INTEGER NOT NULL,
    removed_by TEXT,
    removed_us INTEGER,
    CONSTRAINT somebody_removes_it CHECK ((removed_by IS NULL) = (removed_us IS NULL))
) STRICT;
CREATE UNIQUE INDEX kept_once ON kept (seller, kind, name, part) WHERE removed_us IS NULL;
CREATE TRIGGER kept_stays_1 BEFORE DELETE ON kept
BEGIN SELECT RAISE(ABORT, 'a kept correction is removed by a mark, never deleted'); END;
CREATE TRIGGER kept_stays_2 BEFORE UPDATE ON kept
WHEN OLD.removed_us IS NOT NULL
  OR (NEW.id, NEW.seller, NEW.kind, NEW.name, NEW.part, NEW.value, NEW.by, NEW.why, NEW.made_us)
  <> (OLD.id, OLD.seller, OLD.kind, OLD.name, OLD.part, OLD.value, OLD.by, OLD.why, OLD.made_us)
BEGIN SELECT RAISE(ABORT, 'a kept correction is never changed'); END;

-- Who is at work, and since when.
CREATE TABLE heartbeats (
    name       TEXT NOT NULL PRIMARY KEY,
    started_us INTEGER NOT NULL,
    at_us      INTEGER NOT NULL,
    detail     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Our letters that were seen in the dead-letter queue.
ALTER TABLE outbox ADD COLUMN seen_us INTEGER;

-- Alerts that went out: not one message per case.
CREATE TABLE alerts (
    subject TEXT NOT NULL PRIMARY KEY,   -- what of: a cause, a certificate, a worker
    level   INTEGER NOT NULL,            -- how far it had grown
    at_us   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what: each row holds the hash of the one before it.
CREATE TABLE audit (
    seq         INTEGER PRIMARY KEY,
    at_us       INTEGER NOT NULL,
    by          TEXT NOT NULL CHECK (length(trim(by)) > 0),
    role        TEXT NOT NULL,
    origin      TEXT NOT NULL,       -- the address; cli
    action      TEXT NOT NULL,
    outcome     TEXT NOT NULL CONSTRAINT known_outcome CHECK (outcome IN ('done', 'denied', 'failed')),
    seller      TEXT,
    shipment    TEXT,
    subject     TEXT,                -- what else it was done to: a user, a bulk, a delivery
    version     INTEGER,             -- the entry that it made
    approval    INTEGER REFERENCES approvals (id),
    worth_cents INTEGER,
    cases       INTEGER NOT NULL CHECK (cases >= 0),
    why         TEXT NOT NULL,
    before      TEXT,
    after       TEXT,
    previous    TEXT NOT NULL,
    hash        TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX audit_by_case ON audit (shipment, seller, seq) WHERE shipment IS NOT NULL;
CREATE INDEX audit_by_person ON audit (by, seq);
CREATE TRIGGER audit_grows_by_one BEFORE INSERT ON audit
WHEN NEW.seq IS NOT 1 + (SELECT coalesce(max(seq), 0) FROM audit)
  OR NEW.previous IS NOT coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), '')
BEGIN SELECT RAISE(ABORT, 'the audit grows by one row at its end'); END;
CREATE TRIGGER audit_stays_1 BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
CREATE TRIGGER audit_stays_2 BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never deleted'); END;
CREATE TRIGGER audit_four_eyes_1 BEFORE INSERT ON audit
WHEN NEW.outcome = 'done' AND NEW.approval IS NULL AND EXISTS (
    SELECT 1 FROM four_eyes WHERE action = NEW.action AND NEW.cases > above_cases
    AND coalesce(NEW.worth_cents > above_cents, 1))
BEGIN SELECT RAISE(ABORT, 'this needs a second person'); END;
CREATE TRIGGER audit_four_eyes_2 BEFORE INSERT ON audit
WHEN NEW.approval IS NOT NULL AND NEW.outcome = 'done' AND NOT EXISTS (
    SELECT 1 FROM approvals WHERE id = NEW.approval AND (
        (state = 'approved' AND ((action = NEW.action AND seller IS NEW.seller
                                  AND shipment IS NEW.shipment) OR bulk IS NOT NULL))
        OR NEW.action IN ('request', 'refuse')))
BEGIN SELECT RAISE(ABORT, 'no second person has approved this'); END;
