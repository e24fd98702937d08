SELECT t.book_day,
       sum(CASE WHEN t.open_minor > 0
                  AND t.class IN ('cancelled_but_paid', 'exempt_but_paid', 'paid_twice', 'ambiguous', 'part_paid',
                                  'over_paid', 'small_difference', 'unidentified')
                  OR t.class IN ('pending', 'wrong_account')
                THEN t.payments ELSE 0 END) AS exceptions
FROM day_total t
WHERE t.class <> 'withdrawn'
  AND t.book_day NOT IN (SELECT period FROM closed_period)
  AND substr(t.book_day, 1, 7) NOT IN (SELECT period FROM closed_period)
GROUP BY t.book_day
ORDER BY t.book_day DESC
