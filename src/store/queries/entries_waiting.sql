-- Payments of an entry that are not final, each with the first payment of its entry in its file.
SELECT e.payment, min(e.payment) OVER (PARTITION BY r.file, r.row) AS entry
FROM payment_entry e
JOIN payment p ON p.id = e.payment
JOIN source_row r ON r.id = p.source_row
JOIN payment_now n ON n.payment = e.payment
WHERE e.entry_key = ?1 AND e.payment <= ?2 AND n.is_withdrawn = 0 AND n.status = 'pending'
ORDER BY e.payment
