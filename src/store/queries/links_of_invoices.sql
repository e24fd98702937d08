-- Links of the invoices in the JSON array ?1, oldest first, with the decision that they rest on.
SELECT pair.payment, pair.invoice, pair.amount_minor, v.currency, n.name, d.id AS decision, d.made_by,
       coalesce((SELECT o.rule FROM settlement_line x CROSS JOIN decision o ON o.id = x.decision
                 WHERE x.payment = pair.payment AND x.invoice = pair.invoice AND x.amount_minor > 0
                   AND o.kind IN ('accept', 'link')
                 ORDER BY x.id DESC LIMIT 1), '') AS rule
FROM (SELECT l.payment, l.invoice, sum(l.amount_minor) AS amount_minor, min(l.id) AS first_line,
             max(CASE WHEN l.amount_minor > 0 THEN l.id END) AS last_line
      FROM json_each(?1) j CROSS JOIN settlement_line l ON l.invoice = j.value
      GROUP BY l.payment, l.invoice
      HAVING sum(l.amount_minor) <> 0) pair
CROSS JOIN settlement_line l ON l.id = pair.last_line
CROSS JOIN decision d ON d.id = l.decision
CROSS JOIN payment v ON v.id = pair.payment
CROSS JOIN invoice_name n ON n.invoice = pair.invoice
ORDER BY pair.invoice, pair.first_line
