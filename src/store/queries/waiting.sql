SELECT (SELECT count(*) FROM proposal WHERE rank = 1) AS to_review,
       (SELECT count(*) FROM exceptional_payment) + (SELECT count(*) FROM exceptional_invoice) AS exceptions,
       (SELECT coalesce(sum(payments), 0) FROM day_total WHERE class = 'unmatched') AS unmatched
