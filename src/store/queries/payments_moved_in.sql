-- Payments of days before ?1 that decisions booked from ?1 to ?2, up to decision ?3, touched.
WITH moved AS (SELECT id FROM decision WHERE book_day BETWEEN ?1 AND ?2 AND id <= ?3),
touched AS (
  SELECT l.payment FROM moved m CROSS JOIN settlement_line l ON l.decision = m.id
  UNION SELECT l.payment FROM moved m CROSS JOIN exclusion_line l ON l.decision = m.id
  UNION SELECT l.original FROM moved m CROSS JOIN refund_line l ON l.decision = m.id
  UNION SELECT l.payment FROM moved m CROSS JOIN payment_status l ON l.decision = m.id
  UNION SELECT l.payment FROM moved m CROSS JOIN payment_nature l ON l.decision = m.id
  UNION SELECT l.payment FROM moved m CROSS JOIN withdrawal l ON l.decision = m.id WHERE l.payment IS NOT NULL
)
SELECT p.id FROM touched t JOIN payment p ON p.id = t.payment WHERE p.book_day < ?1 ORDER BY p.id
