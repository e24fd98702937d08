-- Exceptions are the rows that the list of them has for the day.
WITH exception AS (
  SELECT day, count(*) AS exceptions
  FROM (SELECT book_day AS day FROM exceptional_payment UNION ALL SELECT issued_on FROM exceptional_invoice)
  GROUP BY day
)
SELECT t.book_day, coalesce(e.exceptions, 0) AS exceptions
FROM (SELECT DISTINCT book_day FROM day_total WHERE class <> 'withdrawn') t
LEFT JOIN exception e ON e.day = t.book_day
WHERE t.book_day NOT IN (SELECT period FROM closed_period)
  AND substr(t.book_day, 1, 7) NOT IN (SELECT period FROM closed_period)
ORDER BY t.book_day DESC
