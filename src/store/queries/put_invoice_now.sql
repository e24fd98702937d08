-- INSERT … SELECT would open a statement journal: SQLite keeps a copy of each page that it may have to undo.
INSERT INTO invoice_now (invoice, version, status, is_withdrawn, amount_minor, paid_minor, written_off_minor,
                         open_minor, currency, state, class)
VALUES (?1, (SELECT s.version FROM invoice_sum s WHERE s.invoice = ?1), ?2,
        (SELECT s.is_withdrawn FROM invoice_sum s WHERE s.invoice = ?1), ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (invoice) DO UPDATE SET
  version = excluded.version,
  status = excluded.status,
  is_withdrawn = excluded.is_withdrawn,
  amount_minor = excluded.amount_minor,
  paid_minor = excluded.paid_minor,
  written_off_minor = excluded.written_off_minor,
  open_minor = excluded.open_minor,
  currency = excluded.currency,
  state = excluded.state,
  class = excluded.class
