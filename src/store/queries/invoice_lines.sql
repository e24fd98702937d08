-- Fee lines of the newest version of the invoices in the JSON array ?1.
SELECT n.invoice AS owner, n.currency, l.row, l.kind, l.fee_code, l.fee_name, l.amount_minor
FROM json_each(?1) j
CROSS JOIN invoice_now n ON n.invoice = j.value
CROSS JOIN invoice_line l ON l.version = n.version
ORDER BY n.invoice, l.ordinal
