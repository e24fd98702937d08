SELECT r.original FROM refund_line r
WHERE r.refund = ?1
GROUP BY r.original
HAVING sum(r.amount_minor) <> 0
ORDER BY min(r.id)
LIMIT 1
