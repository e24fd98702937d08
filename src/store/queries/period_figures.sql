-- Payments are successful credits, as in credit_of_day; what is neither settled nor carried is outside matching:
-- payouts, money that is no fee, money that went back whole.
WITH credit AS (
  SELECT n.payment, n.state, n.class, n.amount_minor, n.open_minor, n.currency
  FROM payment_now n
  WHERE n.book_day BETWEEN ?1 AND ?2
    AND n.direction = 'credit' AND n.status = 'success' AND n.is_withdrawn = 0
),
waiting AS (
  SELECT c.payment
  FROM credit c
  WHERE c.open_minor > 0 AND EXISTS (SELECT 1 FROM proposal p WHERE p.payment = c.payment)
    AND NOT coalesce((SELECT r.stands FROM resolution r WHERE r.payment = c.payment
                      ORDER BY r.id DESC LIMIT 1), 0)
),
exception AS (
  SELECT coalesce((SELECT r.stands FROM resolution r WHERE r.payment = e.payment
                   ORDER BY r.id DESC LIMIT 1), 0) AS is_resolved
  FROM exceptional_payment e
  WHERE e.book_day BETWEEN ?1 AND ?2
  UNION ALL
  SELECT coalesce((SELECT r.stands FROM resolution r WHERE r.invoice = e.invoice
                   ORDER BY r.id DESC LIMIT 1), 0)
  FROM exceptional_invoice e
  WHERE e.issued_on BETWEEN ?1 AND ?2
),
own_file AS (
  SELECT DISTINCT r.file
  FROM payment_now n JOIN payment p ON p.id = n.payment JOIN source_row r ON r.id = p.source_row
  WHERE n.book_day BETWEEN ?1 AND ?2 AND n.is_withdrawn = 0
)
SELECT
  (SELECT coalesce(sum(amount_minor), 0) FROM credit WHERE currency = 'VND') AS credited,
  (SELECT count(*) FROM credit) AS payments,
  (SELECT count(*) FROM credit WHERE state = 'settled') AS settled,
  (SELECT count(*) FROM credit WHERE state IN ('open', 'part')) AS carried,
  (SELECT coalesce(sum(open_minor), 0) FROM credit WHERE currency = 'VND') AS carried_amount,
  (SELECT count(*) FROM own_file) AS files,
  (SELECT count(*) FROM statement s JOIN own_file f ON f.file = s.file WHERE s.is_tied = 0) AS untied,
  (SELECT coalesce(sum(i.refused), 0) FROM file i JOIN own_file f ON f.file = i.id) AS refused_rows,
  (SELECT count(*) FROM credit WHERE class = 'unmatched') AS unmatched,
  (SELECT count(*) FROM waiting) AS waiting,
  (SELECT count(*) FROM exception) AS exceptions,
  (SELECT count(*) FROM exception WHERE NOT is_resolved) AS unresolved,
  (SELECT count(*) FROM payment_now n JOIN payment p ON p.id = n.payment
   WHERE n.book_day BETWEEN ?1 AND ?2 AND p.booked_on <> n.book_day AND n.is_withdrawn = 0) AS late
