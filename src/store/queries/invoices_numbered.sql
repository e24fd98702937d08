SELECT i.id FROM invoice i WHERE i.number = ?1
UNION
SELECT i.id FROM invoice i
WHERE instr(?1, '/') > 0
  AND substr(?1, -length(i.number)) = i.number
  AND i.form || '/' || i.series || '/' || i.number = ?1
ORDER BY 1
