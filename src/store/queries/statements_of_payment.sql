-- The statements of an account in a currency that have told a payment.
WITH told (file, row) AS (
  SELECT r.file, r.row FROM payment p JOIN source_row r ON r.id = p.source_row WHERE p.id = ?1
  UNION
  SELECT r.file, r.row FROM source_row r WHERE r.payment = ?1 AND r.outcome <> 'refused'
)
SELECT s.id
FROM told t JOIN statement s ON s.file = t.file AND t.row BETWEEN s.first_row AND s.last_row
WHERE s.account = ?2 AND s.currency = ?3
