SELECT i.id, i.collector, i.form, i.series, i.number, v.dossier_code, v.payment_codes, v.virtual_account,
       v.payer_name, v.payer_id, v.payer_account, v.issued_on, v.due_on, v.status, v.amount_minor,
       n.open_minor, v.currency
FROM invoice_now n
JOIN invoice i ON i.id = n.invoice
JOIN invoice_version v ON v.id = n.version
WHERE n.is_withdrawn = 0
ORDER BY i.id
