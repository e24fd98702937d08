SELECT DISTINCT r.invoice
FROM source_row r
WHERE r.file = ?1 AND r.outcome = 'new' AND r.invoice IS NOT NULL
ORDER BY r.invoice
