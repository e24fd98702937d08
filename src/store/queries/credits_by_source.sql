SELECT n.currency, a.kind, sum(n.amount_minor) AS credits
FROM payment_now n JOIN account a ON a.id = n.account
WHERE n.direction = 'credit' AND n.status = 'success' AND n.is_withdrawn = 0
GROUP BY n.currency, a.kind
ORDER BY n.currency, a.kind
