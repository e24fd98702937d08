-- Only money that counts: successful credits. Those that went back whole bear the class of reversed ones, but
-- came in all the same.
SELECT c.source, c.kind, c.currency, sum(c.payments) AS payments, sum(c.credited) AS credited,
       sum(c.settled) AS settled, sum(c.open) AS open
FROM (SELECT a.id, a.institution || ':' || a.number AS source, a.kind, t.currency, t.payments,
             t.amount_minor AS credited, t.settled_minor AS settled, t.open_minor AS open
      FROM day_total t JOIN account a ON a.id = t.account
      WHERE t.book_day = ?1 AND t.direction = 'credit'
        AND t.class NOT IN ('withdrawn', 'failed', 'pending', 'reversed', 'refund')
      UNION ALL
      SELECT a.id, a.institution || ':' || a.number, a.kind, n.currency, 1, n.amount_minor, 0, 0
      FROM payment_now n JOIN account a ON a.id = n.account
      WHERE n.class = 'reversed' AND n.status = 'success' AND n.direction = 'credit' AND n.book_day = ?1) c
GROUP BY c.id, c.currency
ORDER BY c.kind, c.source, c.currency
