-- How many entries of a key are held and final, and the first payment of them.
SELECT count(DISTINCT r.file || ' ' || r.row) AS entries, min(e.payment) AS payment
FROM payment_entry e
JOIN payment p ON p.id = e.payment
JOIN source_row r ON r.id = p.source_row
JOIN payment_now n ON n.payment = e.payment
WHERE e.entry_key = ?1 AND e.payment <= ?2 AND n.is_withdrawn = 0 AND n.status = 'success'
