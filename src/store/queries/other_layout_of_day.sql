-- By which layout else a day of an account is held, or under which other bank's name; its number says that it is one.
SELECT f.layout || CASE WHEN a.id = own.id THEN '' ELSE ', ' || a.institution || ':' || a.number END
FROM account own
JOIN account a ON a.id = own.id OR own.kind = 'bank' AND a.kind = 'bank' AND a.number = own.number
JOIN payment p ON p.account = a.id
JOIN source_row r ON r.id = p.source_row
JOIN file f ON f.id = r.file
JOIN payment_now n ON n.payment = p.id
WHERE own.id = ?1
  AND p.booked_on = ?2
  AND (f.layout <> ?3 OR a.id <> own.id)
  AND n.is_withdrawn = 0
  AND n.status <> 'pending'
LIMIT 1
