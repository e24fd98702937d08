-- What a row of money out may give back: credits of its account and currency of the days before, with as much left.
SELECT o.id, o.booked_on, o.booked_second, o.amount_minor, o.currency, o.memo,
       length(o.reference) >= 4 AND instr(f.memo, o.reference) > 0 AS is_reference_named,
       EXISTS (SELECT 1 FROM link l JOIN invoice i ON i.id = l.invoice
               WHERE l.payment = o.id AND length(i.number) >= 4 AND instr(f.memo, i.number) > 0) AS is_invoice_named,
       o.amount_minor = f.amount_minor AS is_amount_equal
FROM payment f
JOIN payment o ON o.account = f.account AND o.booked_on BETWEEN date(f.booked_on, '-' || ?2 || ' days') AND f.booked_on
JOIN payment_now b ON b.payment = o.id
WHERE f.id = ?1
  AND o.currency = f.currency
  AND b.direction = 'credit'
  AND b.status = 'success'
  AND b.nature = 'fee'
  AND b.is_withdrawn = 0
  AND o.amount_minor - b.refunded_minor - b.excluded_minor >= f.amount_minor
  AND (o.amount_minor = f.amount_minor OR length(o.reference) >= 4 AND instr(f.memo, o.reference) > 0)
ORDER BY is_reference_named DESC, is_invoice_named DESC, is_amount_equal DESC, o.booked_on DESC, o.id DESC
LIMIT 5
