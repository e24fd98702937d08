WITH credit AS (
  SELECT n.payment, n.amount_minor, n.open_minor, n.settled_minor, n.currency
  FROM payment_now n
  WHERE n.book_day BETWEEN ?1 AND ?2
    AND n.direction = 'credit' AND n.status = 'success' AND n.is_withdrawn = 0
),
open_credit AS (
  SELECT c.payment,
         EXISTS (SELECT 1 FROM proposal p WHERE p.payment = c.payment) AS is_offered,
         coalesce((SELECT r.stands FROM resolution r WHERE r.payment = c.payment
                   ORDER BY r.id DESC LIMIT 1), 0) AS is_resolved
  FROM credit c
  WHERE c.open_minor > 0
),
own_file AS (
  SELECT DISTINCT r.file
  FROM payment_now n JOIN payment p ON p.id = n.payment JOIN source_row r ON r.id = p.source_row
  WHERE n.book_day BETWEEN ?1 AND ?2 AND n.is_withdrawn = 0
)
SELECT
  (SELECT coalesce(sum(amount_minor), 0) FROM credit WHERE currency = 'VND') AS credited,
  (SELECT count(*) FROM credit) AS payments,
  (SELECT count(*) FROM credit WHERE open_minor = 0 AND settled_minor > 0) AS settled,
  (SELECT count(*) FROM credit WHERE open_minor > 0) AS carried,
  (SELECT coalesce(sum(open_minor), 0) FROM credit WHERE currency = 'VND') AS carried_amount,
  (SELECT count(*) FROM own_file) AS files,
  (SELECT count(*) FROM statement s JOIN own_file f ON f.file = s.file WHERE s.is_tied = 0) AS untied,
  (SELECT coalesce(sum(i.refused), 0) FROM file i JOIN own_file f ON f.file = i.id) AS refused_rows,
  (SELECT count(*) FROM open_credit WHERE is_offered AND NOT is_resolved) AS waiting,
  (SELECT count(*) FROM open_credit WHERE NOT is_offered AND NOT is_resolved) AS unresolved,
  (SELECT count(*) FROM payment p JOIN payment_now n ON n.payment = p.id
   WHERE p.book_day BETWEEN ?1 AND ?2 AND p.booked_on <> p.book_day AND n.is_withdrawn = 0) AS late
