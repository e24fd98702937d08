SELECT p.id, a.kind, a.institution, a.number, p.direction, p.memo, n.nature
FROM payment_now n
JOIN payment p ON p.id = n.payment
JOIN account a ON a.id = p.account
WHERE n.direction = 'credit'
  AND n.is_withdrawn = 0
  AND n.settled_minor = 0
  AND n.refunded_minor = 0
  AND NOT EXISTS (SELECT 1 FROM exclusion_line l WHERE l.payment = p.id)
  AND NOT EXISTS (SELECT 1 FROM payout_tie t WHERE t.payout = p.id)
  AND (n.nature <> 'fee' OR n.state = 'open')
ORDER BY p.id
