SELECT n.invoice
FROM exceptional_invoice n
WHERE (?1 IS NULL OR n.state = ?1)
  AND (?2 IS NULL OR n.class = ?2)
  AND (?3 IS NULL OR n.issued_on >= ?3)
  AND (?4 IS NULL OR n.issued_on <= ?4)
ORDER BY n.invoice
