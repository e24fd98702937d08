INSERT INTO day_total (book_day, account, direction, class, currency, payments, amount_minor, settled_minor,
                       open_minor)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (book_day, account, direction, class, currency) DO UPDATE SET
  payments = payments + excluded.payments,
  amount_minor = amount_minor + excluded.amount_minor,
  settled_minor = settled_minor + excluded.settled_minor,
  open_minor = open_minor + excluded.open_minor
