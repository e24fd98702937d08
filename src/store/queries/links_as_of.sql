-- Links of the payments in the JSON array ?1, oldest first, by the same cut as payments_as_of.
SELECT l.payment, l.invoice, sum(l.amount_minor) AS amount_minor, p.currency
FROM json_each(?1) j
CROSS JOIN settlement_line l ON l.payment = j.value
CROSS JOIN decision d ON d.id = l.decision
CROSS JOIN payment p ON p.id = l.payment
WHERE d.book_day <= ?2 AND d.id <= ?3
GROUP BY l.payment, l.invoice
HAVING sum(l.amount_minor) <> 0
ORDER BY l.payment, min(l.id)
