-- Files of imports that the undoings in the JSON array ?1 withdraw (stands = 1) or, undoing an undo, bring back.
WITH RECURSIVE chain (decision, at, steps) AS (
  SELECT d.id, d.undoes, 1 FROM json_each(?1) j CROSS JOIN decision d ON d.id = j.value WHERE d.undoes IS NOT NULL
  UNION ALL
  SELECT c.decision, d.undoes, c.steps + 1 FROM chain c CROSS JOIN decision d ON d.id = c.at WHERE d.undoes IS NOT NULL
)
SELECT c.decision, d.file, c.steps % 2 AS stands
FROM chain c CROSS JOIN decision d ON d.id = c.at
WHERE d.undoes IS NULL AND d.file IS NOT NULL
