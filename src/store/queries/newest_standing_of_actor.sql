-- What was undone is passed over, and so is the undoing: pressing undo again goes one step further back.
SELECT d.id
FROM decision d
WHERE d.actor = ?1
  AND d.made_by = 'person'
  AND d.kind NOT IN ('undo', 'close_period', 'reopen_period', 'unmask')
  AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id
                    AND NOT EXISTS (SELECT 1 FROM decision b WHERE b.undoes = u.id))
ORDER BY d.id DESC
LIMIT 1
