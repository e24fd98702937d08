SELECT max(d.book_day) AS book_day
FROM (SELECT decision FROM settlement_line WHERE payment = ?1
      UNION SELECT decision FROM exclusion_line WHERE payment = ?1
      UNION SELECT decision FROM refund_line WHERE original = ?1) l
JOIN decision d ON d.id = l.decision
