-- The entries of a key that are held and final, each by its first payment.
SELECT min(e.payment) AS payment
FROM payment_entry e
JOIN payment p ON p.id = e.payment
JOIN source_row r ON r.id = p.source_row
JOIN payment_now n ON n.payment = e.payment
WHERE e.entry_key = ?1 AND e.payment <= ?2 AND n.is_withdrawn = 0 AND n.status = 'success'
GROUP BY r.file, r.row
ORDER BY payment
