SELECT f.layout
FROM payment p
JOIN source_row r ON r.id = p.source_row
JOIN file f ON f.id = r.file
JOIN payment_now n ON n.payment = p.id
WHERE p.account = ?1 AND p.booked_on = ?2 AND f.layout <> ?3 AND n.is_withdrawn = 0 AND n.status <> 'pending'
LIMIT 1
