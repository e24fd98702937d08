SELECT r.file FROM payment p JOIN source_row r ON r.id = p.source_row WHERE p.id = ?1
UNION
SELECT r.file FROM source_row r WHERE r.payment = ?1 AND r.outcome <> 'refused'
