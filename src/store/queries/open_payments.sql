-- Undecided: nothing of it is linked, and no refund is asked for.
WHERE n.state IN ('open', 'part')
  AND n.settled_minor = 0
  AND n.open_minor > 0
  AND coalesce((SELECT o.resolve_as = 'refund' AND o.stands FROM resolution o
                WHERE o.payment = p.id ORDER BY o.id DESC LIMIT 1), 0) = 0
