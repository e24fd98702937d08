-- A row that brought a withdrawn payment back names it; a row that made its payment is named by it.
SELECT coalesce(r.payment, p.id) AS payment
FROM source_row r LEFT JOIN payment p ON p.source_row = r.id
WHERE r.file = ?1 AND r.outcome = 'new' AND coalesce(r.payment, p.id) IS NOT NULL
ORDER BY payment
