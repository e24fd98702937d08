SELECT r.payment, r.invoice
FROM pair_rejection r
WHERE r.stands = 1
  AND r.id = (SELECT max(n.id) FROM pair_rejection n WHERE n.payment = r.payment AND n.invoice = r.invoice)
  AND r.invoice_version = (SELECT max(v.id) FROM invoice_version v WHERE v.invoice = r.invoice)
