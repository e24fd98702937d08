SELECT DISTINCT n.book_day
FROM payment_now n
WHERE n.book_day BETWEEN ?1 AND ?2
  AND n.is_withdrawn = 0
  AND n.book_day NOT IN (SELECT period FROM closed_period)
ORDER BY n.book_day
