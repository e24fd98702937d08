SELECT p.payment
FROM proposal p CROSS JOIN payment_now n ON n.payment = p.payment
WHERE p.rank = 1 AND n.state IN ('open', 'part')
  AND (?1 IS NULL OR n.state = ?1)
  AND (?2 IS NULL OR n.class = ?2)
  AND (?3 IS NULL OR n.book_day >= ?3)
  AND (?4 IS NULL OR n.book_day <= ?4)
ORDER BY n.book_day, p.is_automatic DESC, p.payment
