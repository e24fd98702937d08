SELECT f.id
FROM file f JOIN decision d ON d.file = f.id
WHERE f.sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id)
ORDER BY f.id DESC
LIMIT 1
