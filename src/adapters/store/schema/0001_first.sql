-- Version 1. Never edited once released: what comes later is a step of its own.
-- Moments are whole microseconds since 1970, UTC. Digests are hexadecimal, for people to read.

-- Bytes under the name of their SHA-256. The only place with personal data.
CREATE TABLE bodies (
    sha256 TEXT NOT NULL PRIMARY KEY
        CONSTRAINT sha256_is_64_hexadecimal_digits
        CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    bytes  BLOB,                -- NULL: purged, as the law or Amazon's policy says
    at_us  INTEGER NOT NULL
) STRICT;

-- What came from the queue, once per body.
CREATE TABLE deliveries (
    sha256      TEXT NOT NULL PRIMARY KEY REFERENCES bodies (sha256),
    received_us INTEGER NOT NULL,
    message_id  TEXT,
    kind        TEXT NOT NULL
        CONSTRAINT known_delivery_kind CHECK (kind IN ('event', 'foreign', 'unreadable')),
    seller      TEXT,
    shipment    TEXT,
    problem     TEXT,
    state       TEXT
        CONSTRAINT known_delivery_state CHECK (state IN ('open', 'resumed', 'discarded')),
    CONSTRAINT only_the_unreadable_have_a_state CHECK ((kind = 'unreadable') = (state IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX deliveries_unreadable ON deliveries (state, received_us) WHERE kind = 'unreadable';
CREATE INDEX deliveries_by_kind ON deliveries (kind, state);

-- What people did with the unreadable.
CREATE TABLE delivery_actions (
    id     INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL REFERENCES deliveries (sha256),
    action TEXT NOT NULL
        CONSTRAINT known_delivery_action CHECK (action IN ('resumed', 'discarded')),
    by     TEXT NOT NULL CONSTRAINT an_action_says_who CHECK (length(trim(by)) > 0),
    why    TEXT NOT NULL CONSTRAINT an_action_says_why CHECK (length(trim(why)) > 0),
    at_us  INTEGER NOT NULL
) STRICT;

CREATE INDEX delivery_actions_by_delivery ON delivery_actions (sha256, id);

CREATE TRIGGER delivery_actions_stay_1 BEFORE UPDATE ON delivery_actions
BEGIN SELECT RAISE(ABORT, 'what people did is never changed'); END;
CREATE TRIGGER delivery_actions_stay_2 BEFORE DELETE ON delivery_actions
BEGIN SELECT RAISE(ABORT, 'what people did is never deleted'); END;

-- One row per life: an index over the journal, never the truth.
CREATE TABLE lives (
    seller      TEXT NOT NULL,
    shipment    TEXT NOT NULL,
    order_id    TEXT NOT NULL,
    state       TEXT NOT NULL
        CONSTRAINT known_state CHECK (state IN (
            'received', 'fetched', 'numbered', 'signed', 'authorizing', 'authorized',
            'submitting', 'submitted', 'accepted', 'held', 'dropped', 'discarded')),
    lane        TEXT
        CONSTRAINT known_lane CHECK (lane IN (
            'ask_amazon', 'ask_sefaz', 'submit', 'authorize', 'local', 'fetch')),
    due_us      INTEGER NOT NULL,
    version     INTEGER NOT NULL CHECK (version >= 1),
    key         TEXT CONSTRAINT an_access_key_has_44_characters CHECK (length(key) = 44),
    total_cents INTEGER CONSTRAINT a_total_is_not_below_zero CHECK (total_cents >= 0),
    fault       TEXT,
    began_us    INTEGER NOT NULL,
    updated_us  INTEGER NOT NULL,
    PRIMARY KEY (seller, shipment),
    CONSTRAINT what_has_ended_waits_in_no_lane
        CHECK (lane IS NULL OR state NOT IN ('accepted', 'held', 'dropped', 'discarded'))
) STRICT, WITHOUT ROWID;

CREATE INDEX lives_due ON lives (seller, lane, due_us) WHERE lane IS NOT NULL;
CREATE INDEX lives_by_state ON lives (state, updated_us);
CREATE INDEX lives_by_fault ON lives (fault, updated_us) WHERE state = 'held';
CREATE INDEX lives_by_shipment ON lives (shipment);
CREATE INDEX lives_by_order ON lives (order_id);
CREATE UNIQUE INDEX lives_by_key ON lives (key) WHERE key IS NOT NULL;

-- The truth: append-only, numbered from 1 without gaps. `entry` is the line verbatim, with its
-- moment to the nanosecond; `at_us` is for queries.
CREATE TABLE journal (
    seller   TEXT NOT NULL,
    shipment TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    at_us    INTEGER NOT NULL,
    entry    TEXT NOT NULL CONSTRAINT an_entry_is_json CHECK (json_valid(entry)),
    PRIMARY KEY (seller, shipment, seq),
    FOREIGN KEY (seller, shipment) REFERENCES lives (seller, shipment)
) STRICT, WITHOUT ROWID;

-- Refuses gaps, and INSERT OR REPLACE, which fires no DELETE trigger.
CREATE TRIGGER journal_grows_by_one BEFORE INSERT ON journal
WHEN NEW.seq IS NOT 1 + (SELECT coalesce(max(seq), 0) FROM journal
                         WHERE seller = NEW.seller AND shipment = NEW.shipment)
BEGIN SELECT RAISE(ABORT, 'a journal grows by one entry at its end'); END;
CREATE TRIGGER journal_stays_1 BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_stays_2 BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never deleted'); END;

-- The next number of each sequence: a row, so that a number is taken in the same transaction
-- that records what it was taken for.
CREATE TABLE series (
    tp_amb INTEGER NOT NULL CONSTRAINT known_tp_amb CHECK (tp_amb IN (1, 2)),
    cnpj   TEXT NOT NULL CONSTRAINT a_cnpj_has_14_characters CHECK (length(cnpj) = 14),
    serie  INTEGER NOT NULL CONSTRAINT serie_is_0_to_999 CHECK (serie BETWEEN 0 AND 999),
    next   INTEGER NOT NULL CHECK (next BETWEEN 1 AND 1000000000),
    PRIMARY KEY (tp_amb, cnpj, serie)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER series_go_on_1 BEFORE UPDATE ON series
WHEN NEW.next <= OLD.next OR NEW.tp_amb <> OLD.tp_amb OR NEW.cnpj <> OLD.cnpj
    OR NEW.serie <> OLD.serie
BEGIN SELECT RAISE(ABORT, 'a series never goes back'); END;
CREATE TRIGGER series_go_on_2 BEFORE DELETE ON series
BEGIN SELECT RAISE(ABORT, 'a series is never deleted'); END;
CREATE TRIGGER series_go_on_3 BEFORE INSERT ON series
WHEN EXISTS (SELECT 1 FROM series
             WHERE tp_amb = NEW.tp_amb AND cnpj = NEW.cnpj AND serie = NEW.serie)
BEGIN SELECT RAISE(ABORT, 'a series begins once'); END;

-- One row per number, for ever.
CREATE TABLE numbers (
    tp_amb   INTEGER NOT NULL,
    cnpj     TEXT NOT NULL,
    model    INTEGER NOT NULL DEFAULT 55 CONSTRAINT model_is_55 CHECK (model = 55),
    serie    INTEGER NOT NULL,
    n_nf     INTEGER NOT NULL
        CONSTRAINT n_nf_is_1_to_999999999 CHECK (n_nf BETWEEN 1 AND 999999999),
    c_nf     INTEGER NOT NULL
        CONSTRAINT c_nf_is_below_100000000 CHECK (c_nf BETWEEN 0 AND 99999999),
    seller   TEXT NOT NULL,
    shipment TEXT NOT NULL,
    fate     TEXT NOT NULL
        CONSTRAINT known_fate
        CHECK (fate IN ('taken', 'authorized', 'rejected', 'denied', 'lost', 'gap')),
    reason   TEXT NOT NULL,     -- the name of the event that made it so
    seq      INTEGER NOT NULL,  -- and its place in the journal
    at_us    INTEGER NOT NULL,
    PRIMARY KEY (tp_amb, cnpj, model, serie, n_nf),
    FOREIGN KEY (tp_amb, cnpj, serie) REFERENCES series (tp_amb, cnpj, serie),
    FOREIGN KEY (seller, shipment, seq) REFERENCES journal (seller, shipment, seq)
) STRICT, WITHOUT ROWID;

-- The last line against a second invoice.
CREATE UNIQUE INDEX numbers_one_live_note ON numbers (seller, shipment)
    WHERE fate IN ('taken', 'authorized');
CREATE INDEX numbers_by_shipment ON numbers (seller, shipment, seq);

CREATE TRIGGER numbers_begin_1 BEFORE INSERT ON numbers
WHEN EXISTS (SELECT 1 FROM numbers WHERE tp_amb = NEW.tp_amb AND cnpj = NEW.cnpj
             AND model = NEW.model AND serie = NEW.serie AND n_nf = NEW.n_nf)
BEGIN SELECT RAISE(ABORT, 'a number is taken once'); END;
CREATE TRIGGER numbers_begin_2 BEFORE INSERT ON numbers WHEN NEW.fate <> 'taken'
BEGIN SELECT RAISE(ABORT, 'a number begins as taken'); END;
CREATE TRIGGER numbers_begin_3 BEFORE INSERT ON numbers
WHEN NOT EXISTS (SELECT 1 FROM series WHERE tp_amb = NEW.tp_amb AND cnpj = NEW.cnpj
                 AND serie = NEW.serie AND next > NEW.n_nf)
BEGIN SELECT RAISE(ABORT, 'a number is taken from its series'); END;
CREATE TRIGGER numbers_one_live_1 BEFORE INSERT ON numbers
WHEN EXISTS (SELECT 1 FROM numbers WHERE seller = NEW.seller AND shipment = NEW.shipment
             AND fate IN ('taken', 'authorized'))
BEGIN SELECT RAISE(ABORT, 'a shipment has at most one live note'); END;
CREATE TRIGGER numbers_one_live_2 BEFORE UPDATE ON numbers
WHEN NEW.fate IN ('taken', 'authorized')
    AND EXISTS (SELECT 1 FROM numbers WHERE seller = NEW.seller AND shipment = NEW.shipment
                AND fate IN ('taken', 'authorized')
                AND (tp_amb, cnpj, serie, n_nf) <> (NEW.tp_amb, NEW.cnpj, NEW.serie, NEW.n_nf))
BEGIN SELECT RAISE(ABORT, 'a shipment has at most one live note'); END;
CREATE TRIGGER numbers_stay_1 BEFORE UPDATE ON numbers
WHEN (NEW.tp_amb, NEW.cnpj, NEW.model, NEW.serie, NEW.n_nf, NEW.seller, NEW.shipment)
    <> (OLD.tp_amb, OLD.cnpj, OLD.model, OLD.serie, OLD.n_nf, OLD.seller, OLD.shipment)
BEGIN SELECT RAISE(ABORT, 'a number belongs to one shipment for ever'); END;
CREATE TRIGGER numbers_stay_2 BEFORE UPDATE ON numbers
WHEN NEW.c_nf <> OLD.c_nf AND NOT (OLD.fate = 'rejected' AND NEW.fate = 'taken')
BEGIN SELECT RAISE(ABORT, 'only a corrected note changes cNF'); END;
CREATE TRIGGER numbers_stay_3 BEFORE UPDATE ON numbers
WHEN NEW.fate <> OLD.fate AND OLD.fate NOT IN ('taken', 'rejected')
BEGIN SELECT RAISE(ABORT, 'this fate of a number is final'); END;
CREATE TRIGGER numbers_stay_4 BEFORE UPDATE ON numbers
WHEN OLD.fate = 'rejected' AND NEW.fate = 'authorized'
BEGIN SELECT RAISE(ABORT, 'a rejected number is taken again before it is authorised'); END;
CREATE TRIGGER numbers_stay_5 BEFORE DELETE ON numbers
BEGIN SELECT RAISE(ABORT, 'a number is never deleted'); END;

-- One GCRA moment per rate-limited operation of a seller.
CREATE TABLE buckets (
    seller    TEXT NOT NULL,
    operation TEXT NOT NULL,
    tat_us    INTEGER NOT NULL,
    PRIMARY KEY (seller, operation)
) STRICT, WITHOUT ROWID;

-- Letters for the dead-letter queue: written with what they tell of, marked once confirmed.
CREATE TABLE outbox (
    place      INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    body       BLOB NOT NULL,
    created_us INTEGER NOT NULL,
    sent_us    INTEGER
) STRICT;

CREATE INDEX outbox_unsent ON outbox (place) WHERE sent_us IS NULL;
