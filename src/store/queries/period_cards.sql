-- Days with payments or closed, and their months; a month comes before its days.
WITH counted AS (
  SELECT book_day, sum(payments) AS payments, sum(settled) AS settled, sum(carried) AS carried
  FROM (SELECT book_day, 0 AS payments, count(*) FILTER (WHERE state = 'settled') AS settled,
               count(*) FILTER (WHERE state IN ('open', 'part')) AS carried
        FROM payment_now GROUP BY book_day
        UNION ALL
        SELECT book_day, payments, 0, 0 FROM credit_of_day)
  GROUP BY book_day
),
named AS (
  SELECT book_day AS period, payments, settled, carried FROM counted
  UNION ALL
  SELECT substr(book_day, 1, 7), sum(payments), sum(settled), sum(carried) FROM counted
  GROUP BY substr(book_day, 1, 7)
  UNION ALL
  SELECT DISTINCT period, 0, 0, 0 FROM period_closing
)
SELECT n.period, sum(n.payments) AS payments, sum(n.settled) AS settled, sum(n.carried) AS carried,
       d.made_at, d.actor
FROM named n
LEFT JOIN closed_period c ON c.period = n.period
LEFT JOIN decision d ON d.id = c.decision
WHERE (?1 IS NULL OR n.period >= substr(?1, 1, length(n.period)))
  AND (?2 IS NULL OR n.period <= substr(?2, 1, length(n.period)))
GROUP BY n.period
ORDER BY n.period
