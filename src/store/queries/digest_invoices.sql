-- Invoices that came new with the decision: their version is their first.
SELECT v.id AS version, i.id AS invoice, i.collector, i.form, i.series, i.number
FROM invoice_version v JOIN invoice i ON i.id = v.invoice
WHERE v.decision = ?1
  AND v.id = (SELECT min(f.id) FROM invoice_version f WHERE f.invoice = v.invoice)
ORDER BY v.id
