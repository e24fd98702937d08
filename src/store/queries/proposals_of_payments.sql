-- What is on offer for the payments in the JSON array ?1, line by line, best first.
SELECT p.payment AS owner, p.rank, p.key, p.rule, p.is_automatic, p.reasons,
       l.ordinal, l.payment, l.invoice, l.amount_minor,
       n.currency, n.open_minor, v.payer_name, v.issued_on, m.name
FROM json_each(?1) j
CROSS JOIN proposal p ON p.payment = j.value
CROSS JOIN proposal_line l ON l.proposal = p.id
CROSS JOIN invoice_now n ON n.invoice = l.invoice
CROSS JOIN invoice_version v ON v.id = n.version
CROSS JOIN invoice_name m ON m.invoice = l.invoice
ORDER BY p.payment, p.rank, l.ordinal
