SELECT n.invoice
FROM invoice_now n CROSS JOIN invoice_version v ON v.id = n.version
WHERE n.is_withdrawn = 0
  AND (?1 IS NULL OR n.state = ?1)
  AND (?2 IS NULL OR n.class = ?2)
  AND (?3 IS NULL OR v.issued_on >= ?3)
  AND (?4 IS NULL OR v.issued_on <= ?4)
ORDER BY n.invoice
