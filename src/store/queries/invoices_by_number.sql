SELECT i.id, i.collector, i.form, i.series, n.name
FROM invoice i CROSS JOIN invoice_name n ON n.invoice = i.id
WHERE i.number = ?1
ORDER BY i.id
