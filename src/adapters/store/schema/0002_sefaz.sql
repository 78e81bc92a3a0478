-- Version 2: cancellation, inutilização, the archive, and what SEFAZ told us to remember.
-- A CHECK cannot be changed in place: lives and numbers are written anew under the same names
-- (https://www.sqlite.org/lang_altertable.html, section 7; foreign keys are off while this runs,
-- and are checked before it counts).

-- A note may be cancelled or corrected (`register` is NFeRecepcaoEvento4); one that is cancelled
-- has ended.
CREATE TABLE lives_2 (
    seller      TEXT NOT NULL,
    shipment    TEXT NOT NULL,
    order_id    TEXT NOT NULL,
    state       TEXT NOT NULL
        CONSTRAINT known_state CHECK (state IN (
            'received', 'fetched', 'numbered', 'signed', 'authorizing', 'authorized',
            'submitting', 'submitted', 'accepted', 'cancelling', 'correcting', 'voided', 'held',
            'dropped', 'discarded')),
    lane        TEXT
        CONSTRAINT known_lane CHECK (lane IN (
            'ask_amazon', 'ask_sefaz', 'submit', 'authorize', 'register', 'local', 'fetch')),
    due_us      INTEGER NOT NULL,
    version     INTEGER NOT NULL CHECK (version >= 1),
    key         TEXT CONSTRAINT an_access_key_has_44_characters CHECK (length(key) = 44),
    total_cents INTEGER CONSTRAINT a_total_is_not_below_zero CHECK (total_cents >= 0),
    fault       TEXT,
    began_us    INTEGER NOT NULL,
    updated_us  INTEGER NOT NULL,
    PRIMARY KEY (seller, shipment),
    CONSTRAINT what_has_ended_waits_in_no_lane
        CHECK (lane IS NULL
               OR state NOT IN ('accepted', 'voided', 'held', 'dropped', 'discarded'))
) STRICT, WITHOUT ROWID;

INSERT INTO lives_2 (seller, shipment, order_id, state, lane, due_us, version, key, total_cents,
                     fault, began_us, updated_us)
SELECT seller, shipment, order_id, state, lane, due_us, version, key, total_cents,
       fault, began_us, updated_us FROM lives;

DROP TABLE lives;
ALTER TABLE lives_2 RENAME TO lives;

CREATE INDEX lives_due ON lives (seller, lane, due_us) WHERE lane IS NOT NULL;
CREATE INDEX lives_by_state ON lives (state, updated_us);
CREATE INDEX lives_by_fault ON lives (fault, updated_us) WHERE state = 'held';
CREATE INDEX lives_by_shipment ON lives (shipment);
CREATE INDEX lives_by_order ON lives (order_id);
CREATE UNIQUE INDEX lives_by_key ON lives (key) WHERE key IS NOT NULL;

-- A number that was authorised may be cancelled, and SEFAZ may be told of a gap.
CREATE TABLE numbers_2 (
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
        CHECK (fate IN ('taken', 'authorized', 'rejected', 'denied', 'lost', 'gap',
                        'cancelled', 'inutilized')),
    reason   TEXT NOT NULL,     -- the name of the event that made it so
    seq      INTEGER NOT NULL,  -- and its place in the journal
    at_us    INTEGER NOT NULL,
    PRIMARY KEY (tp_amb, cnpj, model, serie, n_nf),
    FOREIGN KEY (tp_amb, cnpj, serie) REFERENCES series (tp_amb, cnpj, serie),
    FOREIGN KEY (seller, shipment, seq) REFERENCES journal (seller, shipment, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO numbers_2 (tp_amb, cnpj, model, serie, n_nf, c_nf, seller, shipment, fate, reason,
                       seq, at_us)
SELECT tp_amb, cnpj, model, serie, n_nf, c_nf, seller, shipment, fate, reason, seq, at_us
FROM numbers;

DROP TABLE numbers;
ALTER TABLE numbers_2 RENAME TO numbers;

-- The last line against a second invoice.
CREATE UNIQUE INDEX numbers_one_live_note ON numbers (seller, shipment)
    WHERE fate IN ('taken', 'authorized');
CREATE INDEX numbers_by_shipment ON numbers (seller, shipment, seq);
CREATE INDEX numbers_gaps ON numbers (tp_amb, cnpj, serie, n_nf) WHERE fate = 'gap';

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
    AND NOT (OLD.fate = 'authorized' AND NEW.fate = 'cancelled')
    AND NOT (OLD.fate = 'gap' AND NEW.fate = 'inutilized')
BEGIN SELECT RAISE(ABORT, 'this fate of a number is final'); END;
CREATE TRIGGER numbers_stay_4 BEFORE UPDATE ON numbers
WHEN OLD.fate = 'rejected' AND NEW.fate = 'authorized'
BEGIN SELECT RAISE(ABORT, 'a rejected number is taken again before it is authorised'); END;
CREATE TRIGGER numbers_stay_5 BEFORE DELETE ON numbers
BEGIN SELECT RAISE(ABORT, 'a number is never deleted'); END;
CREATE TRIGGER numbers_stay_6 BEFORE UPDATE ON numbers
WHEN NEW.fate = 'cancelled' AND OLD.fate NOT IN ('authorized', 'cancelled')
BEGIN SELECT RAISE(ABORT, 'only an authorised note is cancelled'); END;
CREATE TRIGGER numbers_stay_7 BEFORE UPDATE ON numbers
WHEN NEW.fate = 'inutilized' AND OLD.fate NOT IN ('gap', 'inutilized')
BEGIN SELECT RAISE(ABORT, 'only a gap is inutilised'); END;

-- What must lie in the archive on disk: listed with what made it true, `filed_us` once it is
-- there. `name` is a file's name, so it holds nothing that a path would read as its own.
CREATE TABLE archive (
    kind      TEXT NOT NULL
        CONSTRAINT known_filing CHECK (kind IN ('nfe_proc', 'proc_evento', 'proc_inut')),
    name      TEXT NOT NULL
        CONSTRAINT a_filing_has_a_plain_name
        CHECK (length(name) BETWEEN 43 AND 60 AND name NOT GLOB '*[^0-9A-Z]*'),
    cnpj      TEXT NOT NULL
        CONSTRAINT a_filing_has_a_cnpj CHECK (length(cnpj) = 14 AND cnpj NOT GLOB '*[^0-9A-Z]*'),
    year      INTEGER NOT NULL CONSTRAINT year_is_2000_to_2099 CHECK (year BETWEEN 2000 AND 2099),
    month     INTEGER NOT NULL CONSTRAINT month_is_1_to_12 CHECK (month BETWEEN 1 AND 12),
    sha256    TEXT NOT NULL REFERENCES bodies (sha256),
    listed_us INTEGER NOT NULL,
    filed_us  INTEGER,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX archive_unfiled ON archive (kind, name, listed_us) WHERE filed_us IS NULL;
CREATE INDEX archive_by_month ON archive (year, month, cnpj);

CREATE TRIGGER archive_begins_1 BEFORE INSERT ON archive
WHEN EXISTS (SELECT 1 FROM archive WHERE kind = NEW.kind AND name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'a document is archived once'); END;
CREATE TRIGGER archive_begins_2 BEFORE INSERT ON archive WHEN NEW.filed_us IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a document is listed before it is filed'); END;
CREATE TRIGGER archive_stays_1 BEFORE UPDATE ON archive
WHEN OLD.filed_us IS NOT NULL OR NEW.filed_us IS NULL
    OR (NEW.kind, NEW.name, NEW.cnpj, NEW.year, NEW.month, NEW.sha256, NEW.listed_us)
    <> (OLD.kind, OLD.name, OLD.cnpj, OLD.year, OLD.month, OLD.sha256, OLD.listed_us)
BEGIN SELECT RAISE(ABORT, 'what is archived is never changed'); END;
CREATE TRIGGER archive_stays_2 BEFORE DELETE ON archive
BEGIN SELECT RAISE(ABORT, 'what is archived is never deleted'); END;

-- What was authorised before there was an archive is listed now: `cnpj`, year and month stand in
-- the key (MOC 7.0, 2.2.6: cUF AAMM CNPJ ...).
INSERT INTO archive (kind, name, cnpj, year, month, sha256, listed_us)
SELECT 'nfe_proc', l.key, substr(l.key, 7, 14), 2000 + CAST(substr(l.key, 3, 2) AS INTEGER),
       CAST(substr(l.key, 5, 2) AS INTEGER), j.entry ->> 'nfe_proc', max(j.at_us)
FROM lives l
JOIN numbers n ON n.seller = l.seller AND n.shipment = l.shipment AND n.fate = 'authorized'
JOIN journal j ON j.seller = l.seller AND j.shipment = l.shipment
    AND j.entry ->> 'event' = 'authorized'
JOIN bodies b ON b.sha256 = j.entry ->> 'nfe_proc'
WHERE l.key IS NOT NULL
GROUP BY l.seller, l.shipment;

-- Requests to inutilise numbers: written before they are sent, with SEFAZ's answer afterwards.
CREATE TABLE inutilizations (
    id        INTEGER PRIMARY KEY,
    tp_amb    INTEGER NOT NULL,
    cnpj      TEXT NOT NULL,
    serie     INTEGER NOT NULL,
    first     INTEGER NOT NULL,
    last      INTEGER NOT NULL,
    x_just    TEXT NOT NULL
        CONSTRAINT x_just_has_15_to_255_characters CHECK (length(x_just) BETWEEN 15 AND 255),
    by        TEXT NOT NULL CONSTRAINT an_inutilization_says_who CHECK (length(trim(by)) > 0),
    request   TEXT NOT NULL REFERENCES bodies (sha256),
    asked_us  INTEGER NOT NULL,
    state     TEXT NOT NULL
        CONSTRAINT known_inutilization_state CHECK (state IN ('sending', 'registered', 'refused')),
    c_stat    INTEGER,
    n_prot    TEXT,
    dh_recbto TEXT,
    proc      TEXT REFERENCES bodies (sha256),
    FOREIGN KEY (tp_amb, cnpj, serie) REFERENCES series (tp_amb, cnpj, serie),
    CONSTRAINT a_range_goes_forward
        CHECK (first >= 1 AND last BETWEEN first AND 999999999),
    CONSTRAINT an_answer_has_a_c_stat CHECK ((state = 'sending') = (c_stat IS NULL)),
    CONSTRAINT what_was_not_registered_has_no_protocol
        CHECK (state = 'registered' OR (n_prot IS NULL AND proc IS NULL))
) STRICT;

CREATE INDEX inutilizations_by_series ON inutilizations (tp_amb, cnpj, serie, first);
CREATE INDEX inutilizations_sending ON inutilizations (asked_us) WHERE state = 'sending';

CREATE TRIGGER inutilizations_begin_1 BEFORE INSERT ON inutilizations WHEN NEW.state <> 'sending'
BEGIN SELECT RAISE(ABORT, 'an inutilization begins as sending'); END;
CREATE TRIGGER inutilizations_begin_2 BEFORE INSERT ON inutilizations
WHEN EXISTS (SELECT 1 FROM inutilizations WHERE tp_amb = NEW.tp_amb AND cnpj = NEW.cnpj
             AND serie = NEW.serie AND state <> 'refused'
             AND first <= NEW.last AND last >= NEW.first)
BEGIN SELECT RAISE(ABORT, 'a number is inutilised once'); END;
-- INSERT OR REPLACE fires no DELETE trigger.
CREATE TRIGGER inutilizations_begin_3 BEFORE INSERT ON inutilizations
WHEN EXISTS (SELECT 1 FROM inutilizations WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an inutilization is written once'); END;
CREATE TRIGGER inutilizations_stay_1 BEFORE UPDATE ON inutilizations
WHEN OLD.state <> 'sending'
    OR (NEW.id, NEW.tp_amb, NEW.cnpj, NEW.serie, NEW.first, NEW.last, NEW.x_just, NEW.by,
        NEW.request, NEW.asked_us)
    <> (OLD.id, OLD.tp_amb, OLD.cnpj, OLD.serie, OLD.first, OLD.last, OLD.x_just, OLD.by,
        OLD.request, OLD.asked_us)
BEGIN SELECT RAISE(ABORT, 'an inutilization only goes forward'); END;
CREATE TRIGGER inutilizations_stay_2 BEFORE DELETE ON inutilizations
BEGIN SELECT RAISE(ABORT, 'an inutilization is never deleted'); END;

-- Services that answered 656 (consumo indevido): closed for this CNPJ until then, in every
-- worker and after every restart.
CREATE TABLE closures (
    cnpj     TEXT NOT NULL,
    service  TEXT NOT NULL,
    until_us INTEGER NOT NULL,
    PRIMARY KEY (cnpj, service)
) STRICT, WITHOUT ROWID;

-- What CadConsultaCadastro4 said of a company, so that it is not asked for every sale.
CREATE TABLE registrations (
    company  TEXT NOT NULL
        CONSTRAINT a_company_has_a_cnpj CHECK (length(company) = 14),
    uf       TEXT NOT NULL CONSTRAINT uf_has_2_letters CHECK (length(uf) = 2),
    asked_us INTEGER NOT NULL,
    c_stat   INTEGER NOT NULL,
    x_motivo TEXT NOT NULL,
    entries  TEXT NOT NULL CONSTRAINT entries_are_json CHECK (json_valid(entries)),
    PRIMARY KEY (company, uf)
) STRICT, WITHOUT ROWID;
