SELECT d.id
FROM decision d
WHERE d.actor = ?1
  AND d.made_by = 'person'
  AND d.kind <> 'unmask'
  AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id)
ORDER BY d.id DESC
LIMIT ?2
