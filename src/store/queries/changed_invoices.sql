-- Versions that the decisions in the JSON array ?1 made of known invoices, with the version before.
SELECT v.decision, v.invoice, v.id AS version,
       (SELECT max(b.id) FROM invoice_version b WHERE b.invoice = v.invoice AND b.id < v.id) AS before
FROM json_each(?1) j
CROSS JOIN invoice_version v ON v.decision = j.value
WHERE EXISTS (SELECT 1 FROM invoice_version b WHERE b.invoice = v.invoice AND b.id < v.id)
ORDER BY v.id
