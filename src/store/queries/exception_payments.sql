SELECT n.payment
FROM exceptional_payment n
WHERE (?1 IS NULL OR n.state = ?1)
  AND (?2 IS NULL OR n.class = ?2)
  AND (?3 IS NULL OR n.book_day >= ?3)
  AND (?4 IS NULL OR n.book_day <= ?4)
ORDER BY n.payment
