-- `refund_of` of a known payment is written apart: a reference among the updated columns would open a statement
-- journal, in which SQLite keeps a copy of each page that it may have to undo.
INSERT INTO payment_now (payment, account, book_day, direction, status, nature, is_withdrawn, amount_minor,
                         settled_minor, refunded_minor, excluded_minor, open_minor, currency, state, class,
                         refund_of)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
ON CONFLICT (payment) DO UPDATE SET
  status = excluded.status,
  nature = excluded.nature,
  is_withdrawn = excluded.is_withdrawn,
  settled_minor = excluded.settled_minor,
  refunded_minor = excluded.refunded_minor,
  excluded_minor = excluded.excluded_minor,
  open_minor = excluded.open_minor,
  state = excluded.state,
  class = excluded.class
