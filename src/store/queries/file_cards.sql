SELECT f.id, f.name, f.sha256, f.layout, f.kind, f.rows, f.new, f.known, f.changed, f.refused, f.imported_at,
       d.id AS decision, d.actor,
       (SELECT min(substr(coalesce(t.stated_from, t.seen_from), 1, 10)) FROM statement t WHERE t.file = f.id) AS from_day,
       (SELECT max(substr(coalesce(t.stated_to, t.seen_to), 1, 10)) FROM statement t WHERE t.file = f.id) AS to_day,
       (SELECT json_group_array(DISTINCT a.institution || ':' || a.number)
        FROM statement t JOIN account a ON a.id = t.account WHERE t.file = f.id) AS accounts
FROM file f JOIN decision d ON d.file = f.id
WHERE (?1 IS NULL OR f.id = ?1)
  AND (?2 IS NULL OR substr(f.imported_at, 1, 10) >= ?2)
  AND (?3 IS NULL OR substr(f.imported_at, 1, 10) <= ?3)
ORDER BY f.id
