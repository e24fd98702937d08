SELECT p.id, p.occurrence, p.amount_minor, p.fee_minor, p.settled_base_minor, p.currency, s.status, s.is_withdrawn,
       p.booked_on, p.memo
FROM payment p JOIN payment_sum s ON s.payment = p.id
WHERE p.base_key = ?1
ORDER BY p.occurrence
