-- One original each: two rows of one reference in one account would be a guess. A gateway's references are its own,
-- under whatever merchant or terminal code either row came.
SELECT f.id, o.id
FROM payment_now n
JOIN payment f ON f.id = n.payment
JOIN account own ON own.id = f.account
JOIN account a ON a.id = own.id OR a.kind = 'gateway' AND own.kind = 'gateway' AND a.institution = own.institution
JOIN payment o ON o.account = a.id AND o.reference = f.original_reference AND o.is_key_by_reference = 1
JOIN payment_now b ON b.payment = o.id
WHERE n.status = 'refund'
  AND n.is_withdrawn = 0
  AND n.refund_of IS NULL
  AND f.original_reference <> ''
  AND b.status <> 'refund'
  AND b.is_withdrawn = 0
GROUP BY f.id
HAVING count(*) = 1
ORDER BY f.id
