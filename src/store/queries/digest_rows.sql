-- By the stretch of the file's ids, so that nothing has to be sorted.
SELECT r.*, p.id AS payment_id, p.*
FROM source_row r LEFT JOIN payment p ON p.source_row = r.id
WHERE r.id BETWEEN (SELECT min(id) FROM source_row WHERE file = ?1)
               AND (SELECT max(id) FROM source_row WHERE file = ?1)
  AND +r.file = ?1
ORDER BY r.id
