-- The store of doisoat: one SQLite file. This text is the truth; src/store only knows how to reach it.
--
-- Part 1 holds facts: what files said and what was decided. Nothing in it is ever changed or deleted.
-- Part 2 is derived from part 1 and can be rebuilt (`doisoat check --rebuild`).
-- Part 3 are views, the definition of the sums in part 2. Part 4 are guards; the law itself is src/ledger.
--
-- An import writes the row of its file and its decision last, when counts and digest are known: what points to
-- them before is DEFERRABLE. (The pragma that defers all references would make every insert search all tables.)
--
-- A CHECK names three or more words by OR: for a longer IN list SQLite builds a table at every single insert.
--
-- An INSERT that fires a trigger and may fail alone opens a statement journal: a copy of each page that it touches.
-- `settlement_line`, written by the hundred thousand, does without: its references are DEFERRABLE too, and what its
-- guards refuse (and the OR ROLLBACK of src/store/gate) ends the whole transaction.
--
-- Amounts are whole minor units of the row's currency (VND: đồng). Days are local (UTC+7) and ISO.

PRAGMA application_id = 0x444F4953; -- "DOIS"
PRAGMA user_version = 1;

-------------------------------------------------------------------------------------------------- 1. facts

-- The currencies that this program accepts, filled from src/money.rs.
CREATE TABLE currency (
  code         TEXT    NOT NULL PRIMARY KEY CHECK (length(code) = 3),
  minor_digits INTEGER NOT NULL CHECK (minor_digits BETWEEN 0 AND 4)
) STRICT;

-- An account of the agency at a bank, or its merchant account at a gateway, as files name it.
CREATE TABLE account (
  id          INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind IN ('bank', 'gateway')),
  institution TEXT NOT NULL CHECK (institution <> ''),
  number      TEXT NOT NULL CHECK (number <> ''),
  UNIQUE (institution, number)
) STRICT;

-- A run of match or nightly: what its decisions were made under.
CREATE TABLE run (
  id              INTEGER PRIMARY KEY,
  kind            TEXT NOT NULL CHECK (kind IN ('match', 'nightly')),
  started_at      TEXT NOT NULL,
  actor           TEXT NOT NULL CHECK (actor <> ''),
  policy          TEXT NOT NULL,
  program_version TEXT NOT NULL,
  settings        TEXT NOT NULL CHECK (json_valid(settings)), -- all that affects the result
  settings_digest TEXT NOT NULL
) STRICT;

-- What a person or a policy decided. Undo is one more row. The audit log is this table with its lines.
CREATE TABLE decision (
  id       INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL CHECK (kind = 'import' OR kind = 'accept' OR kind = 'link' OR kind = 'unlink' OR
                           kind = 'reject' OR kind = 'resolve' OR kind = 'classify' OR kind = 'tie_refund' OR
                           kind = 'tie_payout' OR kind = 'close_period' OR kind = 'reopen_period' OR
                           kind = 'unmask' OR kind = 'undo'),
  made_at  TEXT NOT NULL,                                              -- ISO 8601 with offset
  book_day TEXT NOT NULL CHECK (book_day IS date(book_day, '+0 days')), -- the business day it counts to
  made_by  TEXT NOT NULL CHECK (made_by IN ('person', 'policy')),
  actor    TEXT NOT NULL CHECK (actor <> ''),
  os_user  TEXT NOT NULL,
  host     TEXT NOT NULL,
  clock    TEXT NOT NULL CHECK (clock = 'system' OR clock = 'pinned' OR clock = 'raised'),
  reason   TEXT NOT NULL,                                              -- the person's words; may be empty
  rule     TEXT NOT NULL,                                              -- of an accepted proposal; else empty
  run      INTEGER REFERENCES run (id),                                -- NULL: not part of a run
  file     INTEGER REFERENCES file (id),                               -- the imported file; NULL: no import
  undoes   INTEGER REFERENCES decision (id),                           -- NULL: undoes nothing
  hash     BLOB NOT NULL CHECK (length(hash) = 32), -- SHA-256 over the previous hash and this decision
  CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
  CHECK ((kind = 'import') = (file IS NOT NULL))
) STRICT;
CREATE INDEX decision_by_run ON decision (run) WHERE run IS NOT NULL;
CREATE INDEX decision_by_book_day ON decision (book_day);
CREATE INDEX decision_by_file ON decision (file) WHERE file IS NOT NULL;
CREATE UNIQUE INDEX decision_by_undoes ON decision (undoes) WHERE undoes IS NOT NULL;

-- Why an accepted proposal was taken, or what spoke for and against a link by hand: rule, facts and place as they
-- stood then (rules change).
CREATE TABLE decision_reason (
  decision   INTEGER NOT NULL REFERENCES decision (id),
  ordinal    INTEGER NOT NULL CHECK (ordinal > 0),
  rule       TEXT    NOT NULL,
  side       TEXT    NOT NULL CHECK (side IN ('for', 'against')),
  strength   TEXT    NOT NULL CHECK (strength = 'strong' OR strength = 'fair' OR strength = 'weak'),
  facts      TEXT    NOT NULL CHECK (json_valid(facts)), -- object: name to text
  invoice    INTEGER REFERENCES invoice (id),            -- NULL: speaks of the payment or the whole
  span_start INTEGER,                                    -- NULL: no place in the memo
  span_end   INTEGER,
  PRIMARY KEY (decision, ordinal),
  CHECK ((span_start IS NULL) = (span_end IS NULL) AND (span_start IS NULL OR span_start < span_end))
) STRICT, WITHOUT ROWID;

-- An imported file and its receipt: rows = new + known + changed + refused.
CREATE TABLE file (
  id          INTEGER PRIMARY KEY,
  name        TEXT    NOT NULL,
  sha256      TEXT    NOT NULL CHECK (length(sha256) = 64),
  layout      TEXT    NOT NULL,
  kind        TEXT    NOT NULL CHECK (kind IN ('payments', 'invoices')),
  imported_at TEXT    NOT NULL,
  rows        INTEGER NOT NULL CHECK (rows >= 0),
  new         INTEGER NOT NULL CHECK (new >= 0),
  known       INTEGER NOT NULL CHECK (known >= 0),
  changed     INTEGER NOT NULL CHECK (changed >= 0),
  refused     INTEGER NOT NULL CHECK (refused >= 0),
  rows_digest BLOB    NOT NULL CHECK (length(rows_digest) = 32), -- SHA-256 over its rows; the chain covers it
  CHECK (rows = new + known + changed + refused)
) STRICT;
CREATE INDEX file_by_sha256 ON file (sha256);

-- One account's stretch of a payments file, and whether its balances tie.
CREATE TABLE statement (
  id            INTEGER PRIMARY KEY,
  file          INTEGER NOT NULL REFERENCES file (id) DEFERRABLE INITIALLY DEFERRED,
  account       INTEGER NOT NULL REFERENCES account (id),
  currency      TEXT    NOT NULL REFERENCES currency (code),
  number        TEXT    NOT NULL, -- what its sender calls it; empty: nothing
  first_row     INTEGER, -- NULL: no rows
  last_row      INTEGER,
  stated_from   TEXT,    -- NULL: the file states no interval
  stated_to     TEXT,
  seen_from     TEXT,    -- NULL: no rows
  seen_to       TEXT,
  opening_minor INTEGER, -- NULL: not stated
  closing_minor INTEGER,
  credits_minor INTEGER NOT NULL CHECK (credits_minor >= 0),
  debits_minor  INTEGER NOT NULL CHECK (debits_minor >= 0),
  is_tied       INTEGER CHECK (is_tied IN (0, 1)) -- NULL: nothing to prove
) STRICT;
CREATE INDEX statement_by_file ON statement (file);

-- Every data row of every file, as received, and what became of it.
CREATE TABLE source_row (
  id      INTEGER PRIMARY KEY,
  file    INTEGER NOT NULL REFERENCES file (id) DEFERRABLE INITIALLY DEFERRED,
  row     INTEGER NOT NULL CHECK (row > 0), -- as a person counts it
  detail  INTEGER CHECK (detail > 0),       -- NULL: not a part of a batch entry
  outcome TEXT    NOT NULL CHECK (outcome = 'new' OR outcome = 'known' OR outcome = 'changed' OR outcome = 'refused'),
  payment INTEGER REFERENCES payment (id),  -- the known or changed payment; NULL: new (it points here), or none
  invoice INTEGER REFERENCES invoice (id),  -- the invoice whose line it is; NULL: no invoice row
  raw     TEXT    NOT NULL
) STRICT;
CREATE INDEX source_row_by_file ON source_row (file, row);
CREATE INDEX source_row_by_payment ON source_row (payment) WHERE payment IS NOT NULL;
CREATE INDEX source_row_by_invoice ON source_row (invoice) WHERE invoice IS NOT NULL;

-- A defect in someone's data; a refused row has at least one. Row 0 is the file as a whole.
CREATE TABLE problem (
  id            INTEGER PRIMARY KEY,
  file          INTEGER NOT NULL REFERENCES file (id) DEFERRABLE INITIALLY DEFERRED,
  row           INTEGER NOT NULL CHECK (row >= 0),
  column_name   TEXT    NOT NULL,
  code          TEXT    NOT NULL CHECK (code <> ''),
  raw           TEXT    NOT NULL,
  facts         TEXT    NOT NULL CHECK (json_valid(facts))
) STRICT;
CREATE INDEX problem_by_file ON problem (file, row);

-- What a bank, wallet or gateway said. Never changed after import.
CREATE TABLE payment (
  id                  INTEGER PRIMARY KEY,
  source_row          INTEGER NOT NULL UNIQUE REFERENCES source_row (id),
  account             INTEGER NOT NULL REFERENCES account (id),
  base_key            BLOB    NOT NULL CHECK (length(base_key) = 16), -- leads with the day: inserts stay in order
  occurrence          INTEGER NOT NULL CHECK (occurrence > 0),        -- which one of its equals
  is_key_by_reference INTEGER NOT NULL CHECK (is_key_by_reference IN (0, 1)),
  booked_on           TEXT    NOT NULL CHECK (booked_on IS date(booked_on, '+0 days')), -- a real day
  book_day            TEXT    NOT NULL CHECK (book_day = booked_on OR book_day > booked_on AND book_day IS date(book_day, '+0 days')), -- the first open day after booked_on if that was closed when the row came
  booked_second       INTEGER CHECK (booked_second BETWEEN 0 AND 86399), -- after midnight; NULL: no time given
  value_on            TEXT    CHECK (value_on IS date(value_on, '+0 days')), -- NULL: not given
  reference           TEXT    NOT NULL,
  direction           TEXT    NOT NULL CHECK (direction IN ('credit', 'debit')),
  amount_minor        INTEGER NOT NULL CHECK (amount_minor >= 0), -- unsigned; what counts towards an invoice
  fee_minor           INTEGER NOT NULL,                           -- what the channel keeps
  net_minor           INTEGER NOT NULL,
  paid_by_payer_minor INTEGER,                                    -- NULL: not given
  settled_base_minor  INTEGER,                                    -- NULL: the gateway settles on amount_minor
  balance_minor       INTEGER,                                    -- after this row; NULL: not given
  currency            TEXT    NOT NULL REFERENCES currency (code),
  memo                TEXT    NOT NULL,                           -- as received; folding happens in memory
  payer_name          TEXT    NOT NULL,
  payer_account       TEXT    NOT NULL,
  virtual_account     TEXT    NOT NULL,
  code                TEXT    NOT NULL,                           -- a structured reference
  original_reference  TEXT    NOT NULL,                           -- under which the payment stands that a refund gives back or a reversal takes back
  channel             TEXT    NOT NULL,
  first_status        TEXT    NOT NULL CHECK (first_status = 'success' OR first_status = 'pending' OR
                                         first_status = 'failed' OR first_status = 'reversed' OR
                                         first_status = 'refund'),
  first_nature        TEXT    NOT NULL CHECK (first_nature = 'fee' OR first_nature = 'payout' OR
                                         first_nature = 'not_fee' OR first_nature = 'wrong_account'),
  UNIQUE (base_key, occurrence)
) STRICT;
CREATE INDEX payment_by_day ON payment (account, booked_on);
CREATE INDEX payment_by_payer_account
  ON payment (replace(replace(replace(payer_account, ' ', ''), '.', ''), '-', ''), booked_on) WHERE payer_account <> '';
CREATE INDEX payment_by_reference ON payment (account, reference) WHERE reference <> '';

-- The entry that a payment is, or is a part of, of messages that tell one money whole here and in parts there.
CREATE TABLE payment_entry (
  payment   INTEGER NOT NULL PRIMARY KEY REFERENCES payment (id),
  entry_key BLOB    NOT NULL CHECK (length(entry_key) = 16)
) STRICT;
CREATE INDEX payment_entry_by_key ON payment_entry (entry_key);

-- A new status that the source reported of a known payment; the newest counts.
CREATE TABLE payment_status (
  id       INTEGER PRIMARY KEY,
  decision INTEGER NOT NULL REFERENCES decision (id),
  payment  INTEGER NOT NULL REFERENCES payment (id),
  was      TEXT    NOT NULL,
  status   TEXT    NOT NULL CHECK (status = 'success' OR status = 'pending' OR status = 'failed' OR
                              status = 'reversed' OR status = 'refund')
) STRICT;
CREATE INDEX payment_status_by_payment ON payment_status (payment);
CREATE INDEX payment_status_by_decision ON payment_status (decision);

-- What kind of money a payment was recognised as later, by other patterns or accounts; the newest counts.
CREATE TABLE payment_nature (
  id       INTEGER PRIMARY KEY,
  decision INTEGER NOT NULL REFERENCES decision (id),
  payment  INTEGER NOT NULL REFERENCES payment (id),
  was      TEXT    NOT NULL,
  nature   TEXT    NOT NULL CHECK (nature = 'fee' OR nature = 'payout' OR nature = 'not_fee' OR
                              nature = 'wrong_account')
) STRICT;
CREATE INDEX payment_nature_by_payment ON payment_nature (payment);
CREATE INDEX payment_nature_by_decision ON payment_nature (decision);

-- An invoice, by what makes it the same invoice. Empty is a value.
CREATE TABLE invoice (
  id        INTEGER PRIMARY KEY,
  collector TEXT NOT NULL, -- tax id of the collector, else the agency code
  form      TEXT NOT NULL,
  series    TEXT NOT NULL,
  number    TEXT NOT NULL CHECK (number <> ''),
  UNIQUE (number, series, form, collector)
) STRICT;

-- What the agency's system said of an invoice; the newest version counts, all are kept.
CREATE TABLE invoice_version (
  id                       INTEGER PRIMARY KEY,
  decision                 INTEGER NOT NULL REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED,
  invoice                  INTEGER NOT NULL REFERENCES invoice (id),
  dossier_code             TEXT    NOT NULL,
  payment_codes            TEXT    NOT NULL, -- `;`-separated
  virtual_account          TEXT    NOT NULL,
  payer_name               TEXT    NOT NULL,
  payer_id                 TEXT    NOT NULL,
  payer_account            TEXT    NOT NULL,
  procedure_code           TEXT    NOT NULL,
  agency_code              TEXT    NOT NULL,
  issued_on                TEXT    CHECK (issued_on IS date(issued_on, '+0 days')),     -- NULL: not given
  due_on                   TEXT    CHECK (due_on IS date(due_on, '+0 days')),
  accepted_on              TEXT    CHECK (accepted_on IS date(accepted_on, '+0 days')),
  agency_paid_on           TEXT    CHECK (agency_paid_on IS date(agency_paid_on, '+0 days')),
  agency_payment_reference TEXT    NOT NULL,
  channel                  TEXT    NOT NULL,
  paid_online              TEXT    NOT NULL,
  status                   TEXT    NOT NULL CHECK (status = 'open' OR status = 'cancelled' OR status = 'exempt'),
  amount_minor             INTEGER NOT NULL CHECK (amount_minor >= 0), -- sum of its lines
  currency                 TEXT    NOT NULL REFERENCES currency (code),
  other_columns            TEXT    NOT NULL CHECK (json_valid(other_columns)) -- object: heading to text
) STRICT;
CREATE INDEX invoice_version_by_invoice ON invoice_version (invoice);
CREATE INDEX invoice_version_by_decision ON invoice_version (decision);

-- A fee line of one version of an invoice.
CREATE TABLE invoice_line (
  version      INTEGER NOT NULL REFERENCES invoice_version (id),
  ordinal      INTEGER NOT NULL CHECK (ordinal > 0),
  row          INTEGER NOT NULL, -- in the file it came from
  kind         TEXT    NOT NULL CHECK (kind = 'phi' OR kind = 'le_phi' OR kind = 'unstated'),
  fee_code     TEXT    NOT NULL,
  fee_name     TEXT    NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
  PRIMARY KEY (version, ordinal)
) STRICT, WITHOUT ROWID;

-- How much of which payment a decision laid on which invoice. Signed: undoing adds the negative.
CREATE TABLE settlement_line (
  id           INTEGER PRIMARY KEY,
  decision     INTEGER NOT NULL REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED,
  payment      INTEGER NOT NULL REFERENCES payment (id) DEFERRABLE INITIALLY DEFERRED,
  invoice      INTEGER NOT NULL REFERENCES invoice (id) DEFERRABLE INITIALLY DEFERRED,
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0)
) STRICT;
CREATE INDEX settlement_line_by_decision ON settlement_line (decision);
CREATE INDEX settlement_line_by_payment ON settlement_line (payment, amount_minor);
CREATE INDEX settlement_line_by_invoice ON settlement_line (invoice, amount_minor);

-- How much of a payment will never settle an invoice. Signed.
CREATE TABLE exclusion_line (
  id           INTEGER PRIMARY KEY,
  decision     INTEGER NOT NULL REFERENCES decision (id),
  payment      INTEGER NOT NULL REFERENCES payment (id),
  resolve_as   TEXT    NOT NULL CHECK (resolve_as IN ('not_fee', 'write_off')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0)
) STRICT;
CREATE INDEX exclusion_line_by_decision ON exclusion_line (decision);
CREATE INDEX exclusion_line_by_payment ON exclusion_line (payment, amount_minor);

-- How much of a payment went back to the payer, and which refund row says so. Signed.
CREATE TABLE refund_line (
  id           INTEGER PRIMARY KEY,
  decision     INTEGER NOT NULL REFERENCES decision (id),
  original     INTEGER NOT NULL REFERENCES payment (id),
  refund       INTEGER REFERENCES payment (id), -- NULL: given back outside the account
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
  CHECK (refund IS NULL OR refund <> original)
) STRICT;
CREATE INDEX refund_line_by_decision ON refund_line (decision);
CREATE INDEX refund_line_by_original ON refund_line (original, amount_minor);
CREATE INDEX refund_line_by_refund ON refund_line (refund, amount_minor) WHERE refund IS NOT NULL;

-- Which bank credit paid which row of a gateway out. The newest row of a pair counts.
CREATE TABLE payout_line (
  id       INTEGER PRIMARY KEY,
  decision INTEGER NOT NULL REFERENCES decision (id),
  payout   INTEGER NOT NULL REFERENCES payment (id), -- the bank's credit
  payment  INTEGER NOT NULL REFERENCES payment (id), -- the gateway's sale or refund row
  stands   INTEGER NOT NULL CHECK (stands IN (0, 1))
) STRICT;
CREATE INDEX payout_line_by_decision ON payout_line (decision);
CREATE INDEX payout_line_by_payout ON payout_line (payout, payment);
CREATE INDEX payout_line_by_payment ON payout_line (payment, payout);

-- How much of an invoice is no longer asked for. Signed.
CREATE TABLE write_off_line (
  id           INTEGER PRIMARY KEY,
  decision     INTEGER NOT NULL REFERENCES decision (id),
  invoice      INTEGER NOT NULL REFERENCES invoice (id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0)
) STRICT;
CREATE INDEX write_off_line_by_decision ON write_off_line (decision);
CREATE INDEX write_off_line_by_invoice ON write_off_line (invoice, amount_minor);

-- Pairs that do not belong together. The newest row of a pair counts, while the facts are those of then.
CREATE TABLE pair_rejection (
  id              INTEGER PRIMARY KEY,
  decision        INTEGER NOT NULL REFERENCES decision (id),
  payment         INTEGER NOT NULL REFERENCES payment (id),
  invoice         INTEGER NOT NULL REFERENCES invoice (id),
  stands          INTEGER NOT NULL CHECK (stands IN (0, 1)),
  invoice_version INTEGER NOT NULL REFERENCES invoice_version (id) -- the facts when it was said
) STRICT;
CREATE INDEX pair_rejection_by_decision ON pair_rejection (decision);
CREATE INDEX pair_rejection_by_invoice ON pair_rejection (invoice);
CREATE INDEX pair_rejection_by_version ON pair_rejection (invoice_version);
CREATE INDEX pair_rejection_by_payment ON pair_rejection (payment, invoice);

-- What becomes of an exception. The newest row of a subject counts.
CREATE TABLE resolution (
  id         INTEGER PRIMARY KEY,
  decision   INTEGER NOT NULL REFERENCES decision (id),
  payment    INTEGER REFERENCES payment (id), -- exactly one of the two
  invoice    INTEGER REFERENCES invoice (id),
  resolve_as TEXT    NOT NULL CHECK (resolve_as = 'refund' OR resolve_as = 'refunded_elsewhere' OR
                                resolve_as = 'carry' OR resolve_as = 'inquiry' OR resolve_as = 'write_off' OR
                                resolve_as = 'not_fee'),
  stands     INTEGER NOT NULL CHECK (stands IN (0, 1)),
  CHECK ((payment IS NULL) <> (invoice IS NULL))
) STRICT;
CREATE INDEX resolution_by_decision ON resolution (decision);
CREATE INDEX resolution_by_payment ON resolution (payment) WHERE payment IS NOT NULL;
CREATE INDEX resolution_by_invoice ON resolution (invoice) WHERE invoice IS NOT NULL;

-- Rows outside all sums because the import that brought them was undone. The newest row counts.
CREATE TABLE withdrawal (
  id       INTEGER PRIMARY KEY,
  decision INTEGER NOT NULL REFERENCES decision (id),
  file     INTEGER NOT NULL REFERENCES file (id),
  payment  INTEGER REFERENCES payment (id), -- exactly one of the two
  invoice  INTEGER REFERENCES invoice (id),
  stands   INTEGER NOT NULL CHECK (stands IN (0, 1)),
  CHECK ((payment IS NULL) <> (invoice IS NULL))
) STRICT;
CREATE INDEX withdrawal_by_decision ON withdrawal (decision);
CREATE INDEX withdrawal_by_payment ON withdrawal (payment) WHERE payment IS NOT NULL;
CREATE INDEX withdrawal_by_invoice ON withdrawal (invoice) WHERE invoice IS NOT NULL;

-- Closing and reopening of days and months. The newest row of a period counts.
CREATE TABLE period_closing (
  id       INTEGER PRIMARY KEY,
  decision INTEGER NOT NULL REFERENCES decision (id),
  period   TEXT    NOT NULL CHECK (period IS date(period, '+0 days') OR period || '-01' IS date(period || '-01', '+0 days')),
  stands   INTEGER NOT NULL CHECK (stands IN (0, 1))
) STRICT;
CREATE INDEX period_closing_by_period ON period_closing (period);
CREATE INDEX period_closing_by_decision ON period_closing (decision);

-- What matching said of a closed period's payments at that moment, so that its reports say the same for ever.
CREATE TABLE class_at_closing (
  decision INTEGER NOT NULL REFERENCES decision (id),
  payment  INTEGER NOT NULL REFERENCES payment (id),
  class    TEXT    NOT NULL CHECK (class <> ''),
  PRIMARY KEY (decision, payment)
) STRICT, WITHOUT ROWID;
CREATE INDEX class_at_closing_by_payment ON class_at_closing (payment);

-- Copies of the store that were verified.
CREATE TABLE backup (
  id      INTEGER PRIMARY KEY,
  made_at TEXT NOT NULL,
  name    TEXT NOT NULL
) STRICT;

-- The mark of a store of invented data, and the instant at which it plays. A book has no row here.
CREATE TABLE demo (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  plays_at TEXT NOT NULL
) STRICT;

------------------------------------------------------------------------------------------------ 2. derived

-- How each payment stands now. Written with the lines that it is made of; `check` compares it to payment_sum.
CREATE TABLE payment_now (
  payment        INTEGER NOT NULL PRIMARY KEY REFERENCES payment (id),
  account        INTEGER NOT NULL REFERENCES account (id),
  book_day       TEXT    NOT NULL,
  direction      TEXT    NOT NULL,
  status         TEXT    NOT NULL,
  nature         TEXT    NOT NULL,
  is_withdrawn   INTEGER NOT NULL CHECK (is_withdrawn IN (0, 1)),
  amount_minor   INTEGER NOT NULL,
  settled_minor  INTEGER NOT NULL,
  refunded_minor INTEGER NOT NULL,
  excluded_minor INTEGER NOT NULL,
  open_minor     INTEGER NOT NULL,
  currency       TEXT    NOT NULL,
  state          TEXT    NOT NULL CHECK (state = 'open' OR state = 'part' OR state = 'settled' OR
                                    state = 'excluded' OR state = 'withdrawn'),
  class          TEXT    NOT NULL,
  refund_of      INTEGER REFERENCES payment (id)
) STRICT;
CREATE INDEX payment_now_open ON payment_now (payment) WHERE state IN ('open', 'part');
CREATE INDEX payment_now_by_refund_of ON payment_now (refund_of) WHERE refund_of IS NOT NULL;
CREATE INDEX payment_now_refund_to_tie ON payment_now (payment) WHERE direction = 'debit' AND refund_of IS NULL;
CREATE INDEX payment_now_by_class ON payment_now (class, payment);
CREATE INDEX payment_now_by_day ON payment_now (book_day, state, payment);

-- How each invoice stands now. While an import defers its foreign keys, each new parent row looks for children
-- that wait for it: a child column without an index would be read through for every row of the file.
CREATE TABLE invoice_now (
  invoice           INTEGER NOT NULL PRIMARY KEY REFERENCES invoice (id),
  version           INTEGER NOT NULL, -- the newest; no foreign key: see above
  status            TEXT    NOT NULL,
  is_withdrawn      INTEGER NOT NULL CHECK (is_withdrawn IN (0, 1)),
  amount_minor      INTEGER NOT NULL,
  paid_minor        INTEGER NOT NULL,
  written_off_minor INTEGER NOT NULL,
  open_minor        INTEGER NOT NULL,
  currency          TEXT    NOT NULL,
  state             TEXT    NOT NULL CHECK (state = 'open' OR state = 'part' OR state = 'paid' OR
                                       state = 'over_paid' OR state = 'cancelled' OR state = 'exempt'),
  class             TEXT    NOT NULL
) STRICT;
CREATE INDEX invoice_now_open ON invoice_now (invoice) WHERE state IN ('open', 'part');
CREATE INDEX invoice_now_by_class ON invoice_now (class, invoice);

-- Counters, so that the first screen costs the same at any size.
CREATE TABLE day_total (
  book_day      TEXT    NOT NULL,
  account       INTEGER NOT NULL REFERENCES account (id),
  direction     TEXT    NOT NULL,
  class         TEXT    NOT NULL,
  currency      TEXT    NOT NULL,
  payments      INTEGER NOT NULL,
  amount_minor  INTEGER NOT NULL,
  settled_minor INTEGER NOT NULL,
  open_minor    INTEGER NOT NULL,
  PRIMARY KEY (book_day, account, direction, class, currency)
) STRICT, WITHOUT ROWID;

-- What the last run of matching said of each payment that is not decided. Dropped and rebuilt freely.
CREATE TABLE finding (
  payment INTEGER NOT NULL PRIMARY KEY REFERENCES payment (id),
  class   TEXT    NOT NULL,
  why     TEXT    NOT NULL, -- code of a sentence; may be empty
  facts   TEXT    NOT NULL CHECK (json_valid(facts)),
  invoice INTEGER REFERENCES invoice (id) -- the one that the class speaks of; NULL: none
) STRICT;
CREATE INDEX finding_by_invoice ON finding (invoice) WHERE invoice IS NOT NULL;

-- What is on offer for a payment, best first.
CREATE TABLE proposal (
  id           INTEGER PRIMARY KEY,
  payment      INTEGER NOT NULL REFERENCES payment (id),
  rank         INTEGER NOT NULL CHECK (rank > 0),
  key          TEXT    NOT NULL,
  rule         TEXT    NOT NULL,
  is_automatic INTEGER NOT NULL CHECK (is_automatic IN (0, 1)),
  reasons      TEXT    NOT NULL CHECK (json_valid(reasons)),
  UNIQUE (payment, rank)
) STRICT;

CREATE TABLE proposal_line (
  proposal     INTEGER NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
  ordinal      INTEGER NOT NULL,
  payment      INTEGER NOT NULL REFERENCES payment (id),
  invoice      INTEGER NOT NULL REFERENCES invoice (id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (proposal, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX proposal_line_by_invoice ON proposal_line (invoice);
CREATE INDEX proposal_line_by_payment ON proposal_line (payment);

-------------------------------------------------------------------------------------------------- 3. views

-- The definition of the sums in payment_now.
CREATE VIEW payment_sum AS
SELECT p.id AS payment,
       p.amount_minor,
       coalesce((SELECT sum(l.amount_minor) FROM settlement_line l WHERE l.payment = p.id), 0) AS settled_minor,
       coalesce((SELECT sum(l.amount_minor) FROM refund_line l WHERE l.original = p.id), 0) AS refunded_minor,
       coalesce((SELECT sum(l.amount_minor) FROM exclusion_line l WHERE l.payment = p.id), 0) AS excluded_minor,
       coalesce((SELECT s.status FROM payment_status s WHERE s.payment = p.id ORDER BY s.id DESC LIMIT 1), p.first_status) AS status,
       coalesce((SELECT n.nature FROM payment_nature n WHERE n.payment = p.id ORDER BY n.id DESC LIMIT 1), p.first_nature) AS nature,
       coalesce((SELECT w.stands FROM withdrawal w WHERE w.payment = p.id ORDER BY w.id DESC LIMIT 1), 0) AS is_withdrawn
FROM payment p;

-- The definition of the sums in invoice_now.
CREATE VIEW invoice_sum AS
SELECT i.id AS invoice,
       (SELECT max(v.id) FROM invoice_version v WHERE v.invoice = i.id) AS version,
       coalesce((SELECT sum(l.amount_minor) FROM settlement_line l WHERE l.invoice = i.id), 0) AS paid_minor,
       coalesce((SELECT sum(l.amount_minor) FROM write_off_line l WHERE l.invoice = i.id), 0) AS written_off_minor,
       coalesce((SELECT w.stands FROM withdrawal w WHERE w.invoice = i.id ORDER BY w.id DESC LIMIT 1), 0) AS is_withdrawn
FROM invoice i;

-- The number by which people know an invoice: as short as is unique.
CREATE VIEW invoice_name AS
SELECT i.id AS invoice,
       CASE WHEN NOT EXISTS (SELECT 1 FROM invoice o WHERE o.number = i.number AND o.id <> i.id)
              THEN i.number
            WHEN NOT EXISTS (SELECT 1 FROM invoice o
                             WHERE o.number = i.number AND o.series = i.series AND o.form = i.form AND o.id <> i.id)
              THEN i.form || '/' || i.series || '/' || i.number
            ELSE i.collector || '/' || i.form || '/' || i.series || '/' || i.number
       END AS name
FROM invoice i;

-- What is tied to a payout now.
CREATE VIEW payout_tie AS
SELECT l.payout, l.payment
FROM payout_line l
WHERE l.stands = 1
  AND l.id = (SELECT max(n.id) FROM payout_line n WHERE n.payout = l.payout AND n.payment = l.payment);

-- Periods that are closed now.
CREATE VIEW closed_period AS
SELECT c.period, c.decision
FROM period_closing c
WHERE c.stands = 1 AND c.id = (SELECT max(n.id) FROM period_closing n WHERE n.period = c.period);

-- Current sum of each pair that is linked.
CREATE VIEW link AS
SELECT payment, invoice, sum(amount_minor) AS amount_minor, min(id) AS first_line
FROM settlement_line
GROUP BY payment, invoice
HAVING sum(amount_minor) <> 0;

------------------------------------------------------------------------------------------------- 4. guards
-- The append-only guards (UPDATE and DELETE refused) stand on every table of part 1; they are alike but for
-- the table's name. `PRAGMA recursive_triggers = ON` at open keeps REPLACE from passing them.
CREATE TRIGGER currency_is_kept BEFORE DELETE ON currency BEGIN SELECT raise(ABORT, 'currency is append-only'); END;
CREATE TRIGGER currency_is_fixed BEFORE UPDATE ON currency BEGIN SELECT raise(ABORT, 'currency is append-only'); END;
CREATE TRIGGER account_is_kept BEFORE DELETE ON account BEGIN SELECT raise(ABORT, 'account is append-only'); END;
CREATE TRIGGER account_is_fixed BEFORE UPDATE ON account BEGIN SELECT raise(ABORT, 'account is append-only'); END;
CREATE TRIGGER run_is_kept BEFORE DELETE ON run BEGIN SELECT raise(ABORT, 'run is append-only'); END;
CREATE TRIGGER run_is_fixed BEFORE UPDATE ON run BEGIN SELECT raise(ABORT, 'run is append-only'); END;
CREATE TRIGGER decision_is_kept BEFORE DELETE ON decision BEGIN SELECT raise(ABORT, 'decision is append-only'); END;
CREATE TRIGGER decision_is_fixed BEFORE UPDATE ON decision BEGIN SELECT raise(ABORT, 'decision is append-only'); END;
CREATE TRIGGER decision_reason_is_kept BEFORE DELETE ON decision_reason BEGIN SELECT raise(ABORT, 'decision_reason is append-only'); END;
CREATE TRIGGER decision_reason_is_fixed BEFORE UPDATE ON decision_reason BEGIN SELECT raise(ABORT, 'decision_reason is append-only'); END;
CREATE TRIGGER file_is_kept BEFORE DELETE ON file BEGIN SELECT raise(ABORT, 'file is append-only'); END;
CREATE TRIGGER file_is_fixed BEFORE UPDATE ON file BEGIN SELECT raise(ABORT, 'file is append-only'); END;
CREATE TRIGGER statement_is_kept BEFORE DELETE ON statement BEGIN SELECT raise(ABORT, 'statement is append-only'); END;
CREATE TRIGGER statement_is_fixed BEFORE UPDATE ON statement BEGIN SELECT raise(ABORT, 'statement is append-only'); END;
CREATE TRIGGER source_row_is_kept BEFORE DELETE ON source_row BEGIN SELECT raise(ABORT, 'source_row is append-only'); END;
CREATE TRIGGER source_row_is_fixed BEFORE UPDATE ON source_row BEGIN SELECT raise(ABORT, 'source_row is append-only'); END;
CREATE TRIGGER problem_is_kept BEFORE DELETE ON problem BEGIN SELECT raise(ABORT, 'problem is append-only'); END;
CREATE TRIGGER problem_is_fixed BEFORE UPDATE ON problem BEGIN SELECT raise(ABORT, 'problem is append-only'); END;
CREATE TRIGGER payment_is_kept BEFORE DELETE ON payment BEGIN SELECT raise(ABORT, 'payment is append-only'); END;
CREATE TRIGGER payment_is_fixed BEFORE UPDATE ON payment BEGIN SELECT raise(ABORT, 'payment is append-only'); END;
CREATE TRIGGER payment_entry_is_kept BEFORE DELETE ON payment_entry BEGIN SELECT raise(ABORT, 'payment_entry is append-only'); END;
CREATE TRIGGER payment_entry_is_fixed BEFORE UPDATE ON payment_entry BEGIN SELECT raise(ABORT, 'payment_entry is append-only'); END;
CREATE TRIGGER payment_status_is_kept BEFORE DELETE ON payment_status BEGIN SELECT raise(ABORT, 'payment_status is append-only'); END;
CREATE TRIGGER payment_status_is_fixed BEFORE UPDATE ON payment_status BEGIN SELECT raise(ABORT, 'payment_status is append-only'); END;
CREATE TRIGGER payment_nature_is_kept BEFORE DELETE ON payment_nature BEGIN SELECT raise(ABORT, 'payment_nature is append-only'); END;
CREATE TRIGGER payment_nature_is_fixed BEFORE UPDATE ON payment_nature BEGIN SELECT raise(ABORT, 'payment_nature is append-only'); END;
CREATE TRIGGER invoice_is_kept BEFORE DELETE ON invoice BEGIN SELECT raise(ABORT, 'invoice is append-only'); END;
CREATE TRIGGER invoice_is_fixed BEFORE UPDATE ON invoice BEGIN SELECT raise(ABORT, 'invoice is append-only'); END;
CREATE TRIGGER invoice_version_is_kept BEFORE DELETE ON invoice_version BEGIN SELECT raise(ABORT, 'invoice_version is append-only'); END;
CREATE TRIGGER invoice_version_is_fixed BEFORE UPDATE ON invoice_version BEGIN SELECT raise(ABORT, 'invoice_version is append-only'); END;
CREATE TRIGGER invoice_line_is_kept BEFORE DELETE ON invoice_line BEGIN SELECT raise(ABORT, 'invoice_line is append-only'); END;
CREATE TRIGGER invoice_line_is_fixed BEFORE UPDATE ON invoice_line BEGIN SELECT raise(ABORT, 'invoice_line is append-only'); END;
CREATE TRIGGER settlement_line_is_kept BEFORE DELETE ON settlement_line BEGIN SELECT raise(ABORT, 'settlement_line is append-only'); END;
CREATE TRIGGER settlement_line_is_fixed BEFORE UPDATE ON settlement_line BEGIN SELECT raise(ABORT, 'settlement_line is append-only'); END;
CREATE TRIGGER exclusion_line_is_kept BEFORE DELETE ON exclusion_line BEGIN SELECT raise(ABORT, 'exclusion_line is append-only'); END;
CREATE TRIGGER exclusion_line_is_fixed BEFORE UPDATE ON exclusion_line BEGIN SELECT raise(ABORT, 'exclusion_line is append-only'); END;
CREATE TRIGGER refund_line_is_kept BEFORE DELETE ON refund_line BEGIN SELECT raise(ABORT, 'refund_line is append-only'); END;
CREATE TRIGGER refund_line_is_fixed BEFORE UPDATE ON refund_line BEGIN SELECT raise(ABORT, 'refund_line is append-only'); END;
CREATE TRIGGER payout_line_is_kept BEFORE DELETE ON payout_line BEGIN SELECT raise(ABORT, 'payout_line is append-only'); END;
CREATE TRIGGER payout_line_is_fixed BEFORE UPDATE ON payout_line BEGIN SELECT raise(ABORT, 'payout_line is append-only'); END;
CREATE TRIGGER write_off_line_is_kept BEFORE DELETE ON write_off_line BEGIN SELECT raise(ABORT, 'write_off_line is append-only'); END;
CREATE TRIGGER write_off_line_is_fixed BEFORE UPDATE ON write_off_line BEGIN SELECT raise(ABORT, 'write_off_line is append-only'); END;
CREATE TRIGGER pair_rejection_is_kept BEFORE DELETE ON pair_rejection BEGIN SELECT raise(ABORT, 'pair_rejection is append-only'); END;
CREATE TRIGGER pair_rejection_is_fixed BEFORE UPDATE ON pair_rejection BEGIN SELECT raise(ABORT, 'pair_rejection is append-only'); END;
CREATE TRIGGER resolution_is_kept BEFORE DELETE ON resolution BEGIN SELECT raise(ABORT, 'resolution is append-only'); END;
CREATE TRIGGER resolution_is_fixed BEFORE UPDATE ON resolution BEGIN SELECT raise(ABORT, 'resolution is append-only'); END;
CREATE TRIGGER withdrawal_is_kept BEFORE DELETE ON withdrawal BEGIN SELECT raise(ABORT, 'withdrawal is append-only'); END;
CREATE TRIGGER withdrawal_is_fixed BEFORE UPDATE ON withdrawal BEGIN SELECT raise(ABORT, 'withdrawal is append-only'); END;
CREATE TRIGGER period_closing_is_kept BEFORE DELETE ON period_closing BEGIN SELECT raise(ABORT, 'period_closing is append-only'); END;
CREATE TRIGGER period_closing_is_fixed BEFORE UPDATE ON period_closing BEGIN SELECT raise(ABORT, 'period_closing is append-only'); END;
CREATE TRIGGER class_at_closing_is_kept BEFORE DELETE ON class_at_closing BEGIN SELECT raise(ABORT, 'class_at_closing is append-only'); END;
CREATE TRIGGER class_at_closing_is_fixed BEFORE UPDATE ON class_at_closing BEGIN SELECT raise(ABORT, 'class_at_closing is append-only'); END;
CREATE TRIGGER backup_is_kept BEFORE DELETE ON backup BEGIN SELECT raise(ABORT, 'backup is append-only'); END;
CREATE TRIGGER backup_is_fixed BEFORE UPDATE ON backup BEGIN SELECT raise(ABORT, 'backup is append-only'); END;
CREATE TRIGGER demo_is_kept BEFORE DELETE ON demo BEGIN SELECT raise(ABORT, 'demo is append-only'); END;
CREATE TRIGGER demo_is_fixed BEFORE UPDATE ON demo BEGIN SELECT raise(ABORT, 'demo is append-only'); END;

-- A decision is sealed by the next one: no line is added to it any more, closed day or not. (An import writes its
-- decision last.) What settles asks the same among its other guards below; versions of invoices and reasons, written by
-- the hundred thousand and moving no money, are left to the chain.
CREATE TRIGGER payment_status_is_of_the_newest BEFORE INSERT ON payment_status WHEN new.decision < (SELECT max(id) FROM decision)
BEGIN SELECT raise(ABORT, 'the decision is sealed'); END;
CREATE TRIGGER payment_nature_is_of_the_newest BEFORE INSERT ON payment_nature WHEN new.decision < (SELECT max(id) FROM decision)
BEGIN SELECT raise(ABORT, 'the decision is sealed'); END;
CREATE TRIGGER exclusion_line_is_of_the_newest BEFORE INSERT ON exclusion_line WHEN new.decision < (SELECT max(id) FROM decision)
BEGIN SELECT raise(ABORT, 'the decision is sealed'); END;
CREATE TRIGGER refund_line_is_of_the_newest BEFORE INSERT ON refund_line WHEN new.decision < (SELECT max(id) FROM decision)
BEGIN SELECT raise(ABORT, 'the decision is sealed'); END;
CREATE TRIGGER payout_line_is_of_the_newest BEFORE INSERT ON payout_line WHEN new.decision < (SELECT max(id) FROM decision)
BEGIN SELECT raise(ABORT, 'the decision is sealed'); END;
CREATE TRIGGER write_off_line_is_of_the_newest BEFORE INSERT ON write_off_line WHEN new.decision < (SELECT max(id) FROM decision)
BEGIN SELECT raise(ABORT, 'the decision is sealed'); END;
CREATE TRIGGER pair_rejection_is_of_the_newest BEFORE INSERT ON pair_rejection WHEN new.decision < (SELECT max(id) FROM decision)
BEGIN SELECT raise(ABORT, 'the decision is sealed'); END;
CREATE TRIGGER resolution_is_of_the_newest BEFORE INSERT ON resolution WHEN new.decision < (SELECT max(id) FROM decision)
BEGIN SELECT raise(ABORT, 'the decision is sealed'); END;
CREATE TRIGGER withdrawal_is_of_the_newest BEFORE INSERT ON withdrawal WHEN new.decision < (SELECT max(id) FROM decision)
BEGIN SELECT raise(ABORT, 'the decision is sealed'); END;
CREATE TRIGGER period_closing_is_of_the_newest BEFORE INSERT ON period_closing WHEN new.decision < (SELECT max(id) FROM decision)
BEGIN SELECT raise(ABORT, 'the decision is sealed'); END;
CREATE TRIGGER class_at_closing_is_of_the_newest BEFORE INSERT ON class_at_closing WHEN new.decision < (SELECT max(id) FROM decision)
BEGIN SELECT raise(ABORT, 'the decision is sealed'); END;

-- No payment gives more than it has.
CREATE TRIGGER payment_is_not_overspent AFTER INSERT ON settlement_line
WHEN (SELECT s.settled_minor NOT BETWEEN 0 AND s.amount_minor - s.refunded_minor - s.excluded_minor
      FROM payment_sum s WHERE s.payment = new.payment)
BEGIN SELECT raise(ROLLBACK, 'settlement exceeds the payment'); END;
CREATE TRIGGER exclusion_is_not_overspent AFTER INSERT ON exclusion_line
WHEN (SELECT s.settled_minor + s.refunded_minor + s.excluded_minor > s.amount_minor OR s.excluded_minor < 0
      FROM payment_sum s WHERE s.payment = new.payment)
BEGIN SELECT raise(ABORT, 'exclusion exceeds the payment'); END;
CREATE TRIGGER refund_is_not_overspent AFTER INSERT ON refund_line
WHEN (SELECT s.settled_minor + s.refunded_minor + s.excluded_minor > s.amount_minor OR s.refunded_minor < 0
      FROM payment_sum s WHERE s.payment = new.original)
BEGIN SELECT raise(ABORT, 'refunds exceed the payment'); END;

-- Only money of a successful, unwithdrawn credit settles, and only in the invoice's currency.
CREATE TRIGGER settlement_is_of_good_money BEFORE INSERT ON settlement_line
BEGIN
  SELECT CASE
      WHEN new.decision < (SELECT max(id) FROM decision) THEN raise(ROLLBACK, 'the decision is sealed')
      WHEN p.currency <> (SELECT v.currency FROM invoice_version v WHERE v.invoice = new.invoice ORDER BY v.id DESC LIMIT 1)
        THEN raise(ROLLBACK, 'currencies differ')
      WHEN new.amount_minor < 0 THEN 0
      WHEN p.direction <> 'credit' THEN raise(ROLLBACK, 'a debit settles nothing')
      WHEN s.status <> 'success' OR s.is_withdrawn
        THEN raise(ROLLBACK, 'only successful money that stands settles')
    END
  FROM payment p JOIN payment_sum s ON s.payment = p.id
  WHERE p.id = new.payment;
END;

-- A bank's credit pays out rows of a gateway, each once, of its currency.
CREATE TRIGGER payout_is_of_a_bank_credit BEFORE INSERT ON payout_line
WHEN new.stands = 1 AND NOT EXISTS (
  SELECT 1 FROM payment p JOIN account a ON a.id = p.account JOIN payment_sum s ON s.payment = p.id
  WHERE p.id = new.payout AND a.kind = 'bank' AND p.direction = 'credit' AND s.status = 'success'
    AND s.is_withdrawn = 0 AND s.settled_minor = 0)
BEGIN SELECT raise(ABORT, 'a payout is a free credit of a bank'); END;
CREATE TRIGGER payout_is_of_gateway_rows BEFORE INSERT ON payout_line
WHEN new.stands = 1 AND NOT EXISTS (
  SELECT 1 FROM payment p JOIN account a ON a.id = p.account JOIN payment_sum s ON s.payment = p.id
  WHERE p.id = new.payment AND a.kind = 'gateway' AND s.status IN ('success', 'refund') AND s.is_withdrawn = 0
    AND p.currency = (SELECT o.currency FROM payment o WHERE o.id = new.payout))
BEGIN SELECT raise(ABORT, 'a payout pays out rows of a gateway'); END;
CREATE TRIGGER row_is_paid_out_once AFTER INSERT ON payout_line
WHEN EXISTS (SELECT 1 FROM payout_tie t WHERE t.payment = new.payment AND t.payout <> new.payout AND new.stands = 1)
BEGIN SELECT raise(ABORT, 'paid out by another credit'); END;

-- A write-off is taken back as far as it went.
CREATE TRIGGER write_off_is_not_negative AFTER INSERT ON write_off_line
WHEN (SELECT s.written_off_minor < 0 FROM invoice_sum s WHERE s.invoice = new.invoice)
BEGIN SELECT raise(ABORT, 'write-off below zero'); END;

-- A closed book day takes no decision. Reopening is booked on the closed day's successor, never on it.
CREATE TRIGGER closed_day_takes_no_decision BEFORE INSERT ON decision
WHEN EXISTS (SELECT 1 FROM closed_period c WHERE c.period = new.book_day)
  OR EXISTS (SELECT 1 FROM closed_period c WHERE c.period = substr(new.book_day, 1, 7))
BEGIN SELECT raise(ABORT, 'the book day is closed'); END;
