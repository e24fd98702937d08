SELECT i.id AS invoice, i.number, v.status, v.amount_minor, v.currency
FROM invoice_version v JOIN invoice i ON i.id = v.invoice
WHERE v.decision = ?1
  AND v.id = (SELECT min(f.id) FROM invoice_version f WHERE f.invoice = v.invoice)
ORDER BY i.id
