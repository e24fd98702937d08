SELECT a.institution || ':' || a.number AS source, a.kind, c.currency, sum(c.payments) AS payments,
       sum(c.amount_minor) AS credited, sum(c.settled_minor) AS settled, sum(c.open_minor) AS open
FROM credit_of_day c JOIN account a ON a.id = c.account
WHERE c.book_day = ?1
GROUP BY a.id, c.currency
ORDER BY a.kind, source, c.currency
