WITH counted AS (
  SELECT book_day, account, direction, class, currency, count(*) AS payments,
         sum(amount_minor) AS amount_minor, sum(settled_minor) AS settled_minor, sum(open_minor) AS open_minor
  FROM payment_now
  GROUP BY book_day, account, direction, class, currency
)
SELECT book_day FROM (SELECT * FROM counted EXCEPT SELECT * FROM day_total)
UNION
SELECT book_day FROM (SELECT * FROM day_total EXCEPT SELECT * FROM counted)
ORDER BY book_day
