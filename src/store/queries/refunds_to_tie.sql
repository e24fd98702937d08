-- One original each: two rows of one reference in one account would be a guess. A gateway's references are its own,
-- under whatever merchant or terminal code either row came. A bank's may count a day's rows: a short one proves
-- nothing but with the amount. Two rows of one reference take each other back, whichever came first, where they are
-- of one amount; less is a charge. What a person undid is not tied again.
-- The joins go from the few rows that wait to what they name; CROSS JOIN keeps that order.
SELECT f.id, o.id
FROM payment_now n INDEXED BY payment_now_refund_to_tie
CROSS JOIN payment f ON f.id = n.payment
CROSS JOIN account own ON own.id = f.account
CROSS JOIN account a ON a.id = own.id OR a.kind = 'gateway' AND own.kind = 'gateway' AND a.institution = own.institution
CROSS JOIN payment o ON o.account = a.id AND o.reference = f.original_reference AND o.reference <> ''
CROSS JOIN payment_now b ON b.payment = o.id
WHERE n.direction = 'debit'
  AND n.refund_of IS NULL
  AND n.status IN ('refund', 'success')
  AND n.is_withdrawn = 0
  AND f.original_reference <> ''
  AND b.direction = 'credit'
  AND b.status <> 'refund'
  AND b.is_withdrawn = 0
  AND (o.is_key_by_reference = 1 OR
       o.amount_minor = f.amount_minor AND (o.booked_on <= f.booked_on OR f.reference = f.original_reference) OR
       length(o.reference) >= 8 AND o.booked_on <= f.booked_on AND f.reference <> f.original_reference)
  AND NOT EXISTS (SELECT 1 FROM refund_line l JOIN decision d ON d.id = l.decision
                  WHERE l.refund = f.id AND l.original = o.id AND l.amount_minor < 0 AND d.kind = 'undo')
GROUP BY f.id
HAVING count(*) = 1
ORDER BY f.id
