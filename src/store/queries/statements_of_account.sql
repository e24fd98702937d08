-- What other files state of an account in a currency, where they say of which days they speak; the imports that were
-- undone are left out (one that was undone an even number of times stands again).
WITH RECURSIVE chain (file, decision, steps) AS (
  SELECT d.file, d.id, 0
  FROM decision d
  WHERE d.file IN (SELECT s.file FROM statement s WHERE s.account = ?1)
  UNION ALL
  SELECT c.file, u.id, c.steps + 1
  FROM chain c JOIN decision u ON u.undoes = c.decision
),
standing AS (SELECT file FROM chain GROUP BY file HAVING max(steps) % 2 = 0)
SELECT f.name, coalesce(s.stated_from, s.seen_from) AS begins, coalesce(s.stated_to, s.seen_to) AS ends,
       s.opening_minor, s.closing_minor
FROM statement s JOIN file f ON f.id = s.file JOIN standing USING (file)
WHERE s.account = ?1
  AND s.currency = ?2
  AND s.file <> ?3
  AND coalesce(s.stated_from, s.seen_from) IS NOT NULL
ORDER BY s.id
