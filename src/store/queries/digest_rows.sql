SELECT r.id, r.row, r.detail, r.outcome, r.payment AS met, r.invoice, r.raw, p.*
FROM source_row r LEFT JOIN payment p ON p.source_row = r.id
WHERE r.file = ?1
ORDER BY r.id
